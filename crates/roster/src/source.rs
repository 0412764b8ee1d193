//! Where facts come from.

use rollcall_model::phrasing::counted;
use rollcall_model::time::Time;

/// How a fact was obtained, in increasing order of weight. A fact that was looked up at Atlassian outweighs one from a file regardless of
/// their times, because a file's time is when the file was last saved, not when the fact was true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The user typed it.
    Typed,
    /// Read from a file.
    File,
    /// Returned by Atlassian.
    LookedUp,
}

/// The origin of some [`Knowledge`](crate::Knowledge). Origins with the same way and title are one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// How the facts were obtained.
    pub way: Way,
    /// Title of the source: `Looked up`, `export-users.csv (users export)`, `Typed`.
    pub title: String,
    /// When the facts were true.
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

    /// The user's own input.
    pub fn typed(at: Time) -> Self {
        Self {
            way: Way::Typed,
            title: "Typed".to_owned(),
            at,
        }
    }
}

/// A source of the roster, as shown in the list of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How its facts were obtained.
    pub way: Way,
    /// Title, as shown.
    pub title: String,
    /// Number of distinct accounts with facts from this source.
    pub accounts: usize,
    /// Number of distinct domains that this source says are claimed.
    pub domains: usize,
    /// Time of its latest facts.
    pub at: Time,
}

impl Source {
    /// What the source contributed, in words: `1,204 accounts, 3 domains`.
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

/// The set of sources that have contributed to something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Speakers([u64; 4]);

impl Speakers {
    /// Adds a source; returns whether it was new.
    pub(super) fn add(&mut self, source: rollcall_model::fact::SourceId) -> bool {
        let word = &mut self.0[usize::from(source.0 >> 6)];
        let bit = 1 << (source.0 & 63);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
