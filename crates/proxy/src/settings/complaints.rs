//! What is wrong with what was said: all of it at once, each with its key.

use std::fmt;

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    key: String,
    why: String,
}

impl Complaint {
    pub(crate) fn new(key: &str, why: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            why: why.into(),
        }
    }
}

/// All that is wrong with the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints(Vec<Complaint>);

impl Complaints {
    pub(crate) fn one(key: &str, why: impl Into<String>) -> Self {
        Self(vec![Complaint::new(key, why)])
    }

    pub(super) fn push(&mut self, complaint: Complaint) {
        self.0.push(complaint);
    }

    pub(super) fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Complaint { key, why }) in self.0.iter().enumerate() {
            let line = if at > 0 { "\n" } else { "" };
            write!(f, "{line}{key}: {why}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Complaints {}
