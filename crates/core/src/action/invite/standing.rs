//! The states of a person, relative to the role and groups that a row grants.

pub(super) const OUTSIDE: &str = "not in the organization";
pub(super) const WITHOUT: &str = "in the organization without this";
pub(super) const WITH: &str = "in the organization with this";
