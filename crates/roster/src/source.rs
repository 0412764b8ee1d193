//! Where facts come from.

use rollcall_model::phrasing::counted;
use rollcall_model::time::Time;

/// The way that a fact came. The later in this list, the more it weighs: what was looked up at Atlassian beats what a file
/// says, whatever time the file bears, because a file's time is when it was last saved, not when it was true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The user typed it.
    Typed,
    /// A file said it.
    File,
    /// Atlassian answered it.
    LookedUp,
}

/// Who speaks: handed in with what is said. Sources of the same way and title are one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The way that the facts came.
    pub way: Way,
    /// How the source is called: `Looked up`, `export-users.csv (users export)`, `Typed`.
    pub title: String,
    /// When it was so.
    pub at: Time,
}

impl Provenance {
    /// Atlassian's own answers.
    pub fn looked_up(at: Time) -> Self {
        Self {
            way: Way::LookedUp,
            title: "Looked up".to_owned(),
            at,
        }
    }

    /// A file: its name, and what kind of file it is.
    pub fn file(name: &str, kind: &str, at: Time) -> Self {
        Self {
            way: Way::File,
            title: format!("{name} ({kind})"),
            at,
        }
    }

    /// What the user typed.
    pub fn typed(at: Time) -> Self {
        Self {
            way: Way::Typed,
            title: "Typed".to_owned(),
            at,
        }
    }
}

/// A source of the roster, for the list of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The way that its facts came.
    pub way: Way,
    /// How it is called.
    pub title: String,
    /// How many accounts it spoke of, each counted once.
    pub accounts: usize,
    /// How many domains it called claimed, each counted once.
    pub domains: usize,
    /// Its latest time.
    pub at: Time,
}

impl Source {
    /// What it gave, in words: `1,204 accounts, 3 domains`.
    pub fn gave(&self) -> String {
        let parts: Vec<String> = [(self.accounts, "account"), (self.domains, "domain")]
            .into_iter()
            .filter(|&(number, _)| number > 0)
            .map(|(number, thing)| counted(number, thing))
            .collect();
        if parts.is_empty() {
            "nothing".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// Which sources have spoken of something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Speakers([u64; 4]);

impl Speakers {
    /// Adds one; true where it had not spoken before.
    pub(super) fn add(&mut self, source: rollcall_model::fact::SourceId) -> bool {
        let word = &mut self.0[usize::from(source.0 >> 6)];
        let bit = 1 << (source.0 & 63);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
