//! Which of two statements about the same fact takes precedence.

use super::{Account, Listing, Source, Way};
use rollcall_model::fact::{Fact, SourceId};
use rollcall_model::time::Time;

/// The precedence of a statement: first by the way it was obtained, then by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    pub(super) way: Way,
    pub(super) at: Time,
}

impl Weight {
    /// The weight of a fact; `None` if the fact is unknown.
    pub(super) fn of<T>(fact: &Fact<T>, sources: &[Source]) -> Option<Self> {
        match fact {
            Fact::Known { source, at, .. } => sources.get(usize::from(source.0)).map(|source| Self {
                way: source.way,
                at: *at,
            }),
            Fact::Unknown => None,
        }
    }
}

/// A source of statements, and their time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub(super) source: SourceId,
    pub(super) weight: Weight,
}

impl Voice {
    /// Sets a fact to `value` if the value is known and has a greater weight than the current one. Of two values with the same weight the
    /// greater one is kept, so the order of the statements does not matter.
    pub(super) fn say<T: Ord>(self, value: Option<T>, of: &mut Fact<T>, sources: &[Source]) {
        let Some(value) = value else { return };
        let before = (Weight::of(of, sources), of.value());
        if before < (Some(self.weight), Some(&value)) {
            *of = Fact::Known {
                value,
                source: self.source,
                at: self.weight.at,
            };
        }
    }
}

/// A complete list from a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    pub(super) listing: Listing,
    pub(super) voice: Voice,
}

impl Whole {
    /// Records what the list implies for an account that is not in it.
    pub(super) fn tell_left_out(self, account: &mut Account, sources: &[Source]) {
        let fact = match self.listing {
            Listing::Managed => &mut account.managed,
            Listing::Directory => &mut account.in_directory,
        };
        self.voice.say(Some(false), fact, sources);
    }
}
