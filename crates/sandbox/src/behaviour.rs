//! How the organization behaves where Atlassian's documents are silent, and what a test has set about it.

use crate::form::Forms;

/// Seed and switches.
#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    /// Chooses between the answers that the documents allow.
    pub(crate) seed: u64,
    /// Whether there is a paid subscription; without one nobody can be invited.
    pub(crate) is_paying: bool,
    /// Whether the calls of v1 that v2 replaced have ended.
    pub(crate) is_v1_over: bool,
    /// How answers say that there is nothing.
    pub(crate) forms: Forms,
    /// Whether the listing of managed accounts leaves out the addresses of some.
    pub(crate) has_restricted: bool,
}

impl Behaviour {
    /// A paying organization in which v1 has not ended.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            is_paying: true,
            is_v1_over: false,
            forms: Forms::of_seed(seed),
            has_restricted: false,
        }
    }

    /// Which of two answers the organization gives where the documents leave two open: the first for an even seed.
    pub(crate) fn is_first_of_two(&self) -> bool {
        self.seed.is_multiple_of(2)
    }
}
