//! A call without an answer.

/// A call whose answer did not come: what became of it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// In the browser's words. Never holds the key: the browser does not repeat headers.
    pub message: String,
}
