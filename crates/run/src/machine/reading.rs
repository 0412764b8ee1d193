//! A reading under way.

use std::rc::Rc;

use super::readback::Holder;
use crate::operation::Query;

/// Which readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All.
    All,
    /// All but those of one account each before its step: there can be as many of them as there are rows.
    Quick,
}

/// A reading under way.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// A search for the accounts of these steps.
    Search(Vec<u32>),
    /// What the account of this step holds, read by itself.
    Account(u32),
    /// What has to be asked as well, before that is known.
    Further(u32, Rc<dyn Query>),
    /// The profile of who is said to hold the address that this step takes.
    Holder(u32, Holder),
    /// Whether the address of this step's account may be changed.
    Permission(u32),
}

impl Reading {
    /// The steps that it is for.
    pub(super) fn steps(&self) -> &[u32] {
        match self {
            Self::Search(steps) => steps,
            Self::Account(step) | Self::Further(step, _) | Self::Holder(step, _) | Self::Permission(step) => {
                std::slice::from_ref(step)
            }
        }
    }
}
