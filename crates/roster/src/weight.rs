//! Which of two words about the same thing counts.

use super::{Account, Listing, Source, Way};
use rollcall_model::fact::{Fact, SourceId};
use rollcall_model::time::Time;

/// How much a word weighs against another: first by the way it came, then by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    pub(super) way: Way,
    pub(super) at: Time,
}

impl Weight {
    /// The weight of a fact; `None` where it is unknown.
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

/// A source that speaks, at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub(super) source: SourceId,
    pub(super) weight: Weight,
}

impl Voice {
    /// Says something of a fact, if it has something to say, and is heard where its word weighs more than the one before.
    /// Of two words of the same weight the greater value stays, whichever came first.
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

/// A whole list that was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    pub(super) listing: Listing,
    pub(super) voice: Voice,
}

impl Whole {
    /// What the list says of an account that it does not hold.
    pub(super) fn tell_left_out(self, account: &mut Account, sources: &[Source]) {
        let fact = match self.listing {
            Listing::Managed => &mut account.managed,
            Listing::Directory => &mut account.in_directory,
        };
        self.voice.say(Some(false), fact, sources);
    }
}
