//! The seal of a journal: a label that says that it was written by somebody who had the organization's API key.
//!
//! It is HMAC-SHA256 (RFC 2104) over every byte of the file before it. Its key comes from the API key by HKDF-SHA256 (RFC 5869), with
//! the run's name for a salt and [`LABEL`] for its purpose, so it opens nothing else, and the API key cannot be found from it.
//!
//! A seal is never an authority. Whoever has the API key can seal anything, and a key that was renewed proves no older seal: so what a
//! journal says passes the same review with a seal as without one.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use rollcall_model::RunId;

use super::hex::hex;

/// What the key is for, with the version of the seal.
const LABEL: &[u8] = b"rollcall journal seal v1";

/// What a seal begins with in a file: its version.
const VERSION: &str = "v1:";

/// Seals journals of one run, for whoever has one API key.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl fmt::Debug for SealKey {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealKey").finish_non_exhaustive()
    }
}

impl SealKey {
    /// The key that an API key gives for a run.
    pub fn derive(api_key: &[u8], run: RunId) -> Self {
        let mut key = [0; 32];
        let derived = Hkdf::<Sha256>::new(Some(run.to_string().as_bytes()), api_key);
        // Fails for keys longer than 255 hashes alone.
        let _ = derived.expand(LABEL, &mut key);
        Self(key)
    }

    /// The seal of these bytes, as it stands in a file.
    pub(super) fn seal(&self, bytes: &[u8]) -> String {
        let sum = self.mac(bytes).map(|mac| mac.finalize().into_bytes());
        sum.map(|sum| format!("{VERSION}{}", hex(&sum)))
            .unwrap_or_default()
    }

    /// Whether this is the seal of these bytes. Compared in constant time.
    pub(super) fn fits(&self, bytes: &[u8], seal: &str) -> bool {
        let sum = seal.strip_prefix(VERSION).and_then(from_hex);
        let (Some(sum), Some(mac)) = (sum, self.mac(bytes)) else {
            return false;
        };
        mac.verify_slice(&sum).is_ok()
    }

    /// HMAC takes a key of any length, so there always is one.
    fn mac(&self, bytes: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(bytes);
        Some(mac)
    }
}

/// The bytes that these digits stand for; `None` where they are no pairs of lower-case hexadecimal digits.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match *pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_bytes_its_key_and_its_run_alone() {
        let key = SealKey::derive(b"ATCTT-one", RunId::of_draw(1));
        let seal = key.seal(b"journal");
        assert_eq!(seal.len(), VERSION.len() + 64);
        assert!(key.fits(b"journal", &seal));
        assert!(!key.fits(b"journal.", &seal));
        for other in [
            SealKey::derive(b"ATCTT-two", RunId::of_draw(1)),
            SealKey::derive(b"ATCTT-one", RunId::of_draw(2)),
        ] {
            assert!(!other.fits(b"journal", &seal));
        }
        let cut = seal.strip_suffix(|_: char| true).unwrap();
        for other in ["", "v1:", "v2:00", "v1:zz", cut, &seal.to_uppercase()] {
            assert!(!key.fits(b"journal", other), "{other}");
        }
    }

    #[test]
    fn the_key_is_that_of_rfc_5869() {
        // Worked out with Python's hmac: PRK = HMAC(salt, key); OKM = HMAC(PRK, label + 0x01).
        let key = SealKey::derive(b"ATCTT-one", RunId::of_draw(1));
        assert_eq!(hex(&key.0), EXPECTED);
        assert_eq!(format!("{key:?}"), "SealKey(..)");
    }

    const EXPECTED: &str = "4c0ee24a4ef1142f1b8da9e9efec3fea1075deea93a04414e0e499c943e9b589";
}
