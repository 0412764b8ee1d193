//! Facts have three values: yes, no, and *unknown*.

use crate::time::Time;

/// Where a fact comes from: an index into the roster's sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(pub u8);

/// Something about an account or domain. A check that meets [`Fact::Unknown`] says that it did not check; it never reads
/// silence as yes or no.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// No source says.
    #[default]
    Unknown,
    /// A source says.
    Known {
        /// What it says.
        value: T,
        /// Which source.
        source: SourceId,
        /// When it was so.
        at: Time,
    },
}

impl<T> Fact<T> {
    /// The value, where it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Unknown => None,
        }
    }
}

impl Fact<bool> {
    /// `Some(true)`, `Some(false)`, or `None` where it is unknown.
    pub fn said(&self) -> Option<bool> {
        self.value().copied()
    }
}
