//! What the searches ask for: how each is read, checked and applied. They know places and accounts, not the organization, so that
//! a cursor can carry them.

pub(crate) mod event;
pub(crate) mod group;
pub(crate) mod user;
pub(crate) mod v1;
pub(crate) mod workspace;
