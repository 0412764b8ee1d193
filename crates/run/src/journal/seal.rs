//! The seal of a journal: evidence that it was written with the organization's API key.
//!
//! The seal is the HMAC-SHA256 (RFC 2104) of every byte of the file before it. Its key is derived from the API key with HKDF-SHA256
//! (RFC 5869), with the run's id as the salt and [`LABEL`] as the info. So the derived key is useful for nothing else, and the API
//! key cannot be recovered from it.
//!
//! A seal grants no authority. Anyone with the API key can seal anything, and a renewed key cannot verify older seals. So the
//! contents of a journal pass the same review with a seal as without one.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use rollcall_model::RunId;

use super::hex::hex;

/// The purpose of the derived key, including the version of the seal.
const LABEL: &[u8] = b"rollcall journal seal v1";

/// The prefix of a seal in a file: its version.
const VERSION: &str = "v1:";

/// The key that seals the journals of one run, derived from an API key.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl fmt::Debug for SealKey {
    /// Does not print the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealKey").finish_non_exhaustive()
    }
}

impl SealKey {
    /// Derives the key for a run from an API key.
    pub fn derive(api_key: &[u8], run: RunId) -> Self {
        let mut key = [0; 32];
        let derived = Hkdf::<Sha256>::new(Some(run.to_string().as_bytes()), api_key);
        // Fails only for keys longer than 255 hashes.
        let _ = derived.expand(LABEL, &mut key);
        Self(key)
    }

    /// The seal of these bytes, in the form that is stored in a file.
    pub(super) fn seal(&self, bytes: &[u8]) -> String {
        let sum = self.mac(bytes).map(|mac| mac.finalize().into_bytes());
        sum.map(|sum| format!("{VERSION}{}", hex(&sum)))
            .unwrap_or_default()
    }

    /// Whether `seal` is the seal of these bytes. The comparison takes constant time.
    pub(super) fn fits(&self, bytes: &[u8], seal: &str) -> bool {
        let sum = seal.strip_prefix(VERSION).and_then(from_hex);
        let (Some(sum), Some(mac)) = (sum, self.mac(bytes)) else {
            return false;
        };
        mac.verify_slice(&sum).is_ok()
    }

    /// Never `None`: HMAC takes a key of any length.
    fn mac(&self, bytes: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(bytes);
        Some(mac)
    }
}

/// Decodes lower-case hexadecimal digits; `None` if the text contains anything else or half a byte.
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
        // Computed with Python's hmac: PRK = HMAC(salt, key); OKM = HMAC(PRK, label + 0x01).
        let key = SealKey::derive(b"ATCTT-one", RunId::of_draw(1));
        assert_eq!(hex(&key.0), EXPECTED);
        assert_eq!(format!("{key:?}"), "SealKey(..)");
    }

    const EXPECTED: &str = "4c0ee24a4ef1142f1b8da9e9efec3fea1075deea93a04414e0e499c943e9b589";
}
