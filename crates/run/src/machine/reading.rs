//! A reading under way.

use std::rc::Rc;

use super::readback::Holder;
use crate::operation::Query;

/// A selection of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All.
    All,
    /// All but single-account readings before a step: there can be as many of those as there are rows.
    Quick,
}

/// A reading under way.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// A search for the accounts of these steps.
    Search(Vec<u32>),
    /// A reading of this step's account by itself.
    Account(u32),
    /// A further query that is needed to know what this step's account has.
    Further(u32, Rc<dyn Query>),
    /// The profile of the account that reportedly has the address that this step assigns.
    Holder(u32, Holder),
    /// Whether the address of this step's account may be changed.
    Permission(u32),
    /// A trial of the key.
    Key,
}

impl Reading {
    /// The steps that the reading is for.
    pub(super) fn steps(&self) -> &[u32] {
        match self {
            Self::Search(steps) => steps,
            Self::Account(step) | Self::Further(step, _) | Self::Holder(step, _) | Self::Permission(step) => {
                std::slice::from_ref(step)
            }
            Self::Key => &[],
        }
    }
}
