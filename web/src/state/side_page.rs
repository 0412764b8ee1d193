//! The pages beside the steps.

/// What is shown in the place of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SidePage {
    /// The runs of this browser.
    Runs,
    /// What the organization has.
    Directory,
}

impl SidePage {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Runs => "Runs",
            Self::Directory => "Directory",
        }
    }
}
