//! Listings of the organization. What was read stays here; the page gets windows of it.

mod details;
mod policy_files;
mod portal;
mod preview;
mod problem;
mod read;
mod rename;
mod store;
mod view;

pub(super) use store::Listings;
