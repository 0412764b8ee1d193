//! What an organization contains, independent of any change file: listings and their exports, rename rules, the admin portal's lists, and
//! the proof that a key and an organization belong together.
#![forbid(unsafe_code)]

pub mod connect;
pub mod listing;
pub mod portal;
pub mod rename;
