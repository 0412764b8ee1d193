//! What is wrong with a configuration: all of it, each error with its key.

use std::fmt;

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ConfigError {
    key: String,
    message: String,
}

/// All errors of a configuration. They name keys, and never a value that may hold a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    pub(crate) fn one(key: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.push(key, message);
        errors
    }

    pub(super) fn push(&mut self, key: &str, message: impl Into<String>) {
        self.0.push(ConfigError {
            key: key.to_owned(),
            message: message.into(),
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, ConfigError { key, message }) in self.0.iter().enumerate() {
            let line = if at > 0 { "\n" } else { "" };
            write!(f, "{line}{key}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
