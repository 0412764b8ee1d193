//! How an action is explained to people.

/// How an action is explained to people. What it is called stands with its rows: [`crate::row_spec::RowSpec::title`].
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// What it does to an account and to the person, in one sentence.
    pub hint: &'static str,
    /// What a row of its file holds, in one sentence.
    pub file: &'static str,
    /// What one row does, and what several do: "person will be logged out", "people will be logged out".
    pub effect: [&'static str; 2],
}
