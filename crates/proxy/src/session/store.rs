//! Where a browser keeps its cookies.

use std::fmt;
use std::time::SystemTime;

/// The cookies of one browser.
pub(crate) trait Store: fmt::Debug + Send + Sync {
    /// The browser's name.
    fn browser(&self) -> &'static str;

    /// The session at the admin portal that is valid at this time, if there is one.
    fn session(&self, now: SystemTime) -> Option<String>;
}
