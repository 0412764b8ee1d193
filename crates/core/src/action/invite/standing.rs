//! How somebody can stand to what a row gives.

pub(super) const OUTSIDE: &str = "not in the organization";
pub(super) const WITHOUT: &str = "in the organization without this";
pub(super) const WITH: &str = "in the organization with this";
