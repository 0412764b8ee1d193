//! What a check answers for one row, and which facts it may lack.

/// What a check answers for one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say.
    Fine,
    /// Something, with a number that its text may need: mostly another row.
    Found(u32),
    /// A fact is missing.
    Lacks(MissingFact),
}

/// [`Verdict::Found`] where the text needs nothing besides the row.
pub const FOUND: Verdict = Verdict::Found(0);

impl From<bool> for Verdict {
    fn from(found: bool) -> Self {
        if found { FOUND } else { Self::Fine }
    }
}

/// Why a fact is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingFact {
    /// Nothing is known about any account.
    Roster,
    /// Accounts are known, but nobody says this of this one.
    Fact,
    /// Which domains are claimed is not known, or not in full.
    Domains,
    /// No organization is connected.
    Organization,
    /// The directories, groups or workspaces are not known.
    Places,
}

impl MissingFact {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Roster,
        Self::Fact,
        Self::Domains,
        Self::Organization,
        Self::Places,
    ];

    /// Why, and what would help.
    pub const fn why(self) -> &'static str {
        match self {
            Self::Roster => "No accounts are known yet. Look them up, or load an export file.",
            Self::Fact => {
                "None of the sources says it. Look the accounts up; what that does not tell, Atlassian's export of managed accounts may."
            }
            Self::Domains => {
                "The claimed domains are not known, or not all of them. Look them up, load a list of domains, or type them."
            }
            Self::Organization => "No organization is connected.",
            Self::Places => {
                "The organization's directories, groups or workspaces are not known. Look them up."
            }
        }
    }
}
