//! The secret that opens a lent session.

use std::fmt;
use std::fmt::Write as _;

use rustls::crypto::ring;
use subtle::ConstantTimeEq as _;

/// 128 random bits, in hexadecimal digits.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// A new random one.
    pub(crate) fn new() -> Result<Self, String> {
        let mut random = [0; 16];
        let provider = ring::default_provider();
        let filled = provider.secure_random.fill(&mut random);
        filled.map_err(|_| "this computer gives no random numbers".to_owned())?;
        let mut digits = String::with_capacity(32);
        for byte in random {
            let _ = write!(digits, "{byte:02x}");
        }
        Ok(Self(digits))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub(crate) fn is(&self, other: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(other).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_equals_itself_and_nothing_else() {
        let (secret, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_eq!(secret.as_str().len(), 32);
        assert!(secret.is(secret.as_str().as_bytes()));
        let upper = secret.as_str().to_uppercase() + " ";
        let cut = secret.as_str().get(..31).unwrap();
        for other_secret in [other.as_str(), "", cut, &upper] {
            assert!(!secret.is(other_secret.as_bytes()), "{other_secret}");
        }
        assert!(!format!("{secret:?}").contains(secret.as_str()));
    }
}
