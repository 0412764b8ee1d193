//! What there is in an organization, apart from any change file: listings and what can be done with them, new names by a rule, the admin
//! portal's lists, and the proof that a key and an organization belong together.
#![forbid(unsafe_code)]

pub mod connect;
pub mod listing;
pub mod portal;
pub mod rename;
