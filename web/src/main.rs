//! The Rollcall page.
fn main() {}
