//! A session at the admin portal.

/// The token of a session. Whoever has it is the administrator, so it is kept out of debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Session(pub(super) String);

impl Session {
    /// As it stands in the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}
