//! A session at the admin portal.

/// The token of a session. It grants the administrator's rights, so debug output does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Session(pub(super) String);

impl Session {
    /// The token, as it is written in the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}
