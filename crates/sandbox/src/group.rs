//! Groups of a directory.

use std::collections::BTreeSet;

use crate::account::Grant;

/// A group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name; unique in its directory, in any case.
    pub name: String,
    /// What it is for; not always told.
    pub description: Option<&'static str>,
    /// Its directory, an index into the organization's.
    pub directory: usize,
    /// Whether an identity provider keeps it. Then nobody changes its members here.
    pub synced: bool,
    /// The roles that its members have.
    pub grants: Vec<Grant>,
    /// The ids of its members' accounts.
    pub members: BTreeSet<String>,
}
