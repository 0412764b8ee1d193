//! Encodings that the page itself does not know: text from and to the older encodings of the web, and which of them a text may be in.
//!
//! No guess here is certain. What can be done is to say which encodings a text cannot be in, to rank the others with the evidence, and to
//! spell words in each of them, so that somebody who knows the names sees which one is right.

mod codec;
mod rank;
mod spell;
mod weight;

use serde::Serialize;
use thiserror::Error;

pub use codec::{BadBytes, Decoded, Lacking, Unencodable, decode, encode};
pub use rank::{Candidate, Evidence, rank};
pub use spell::{Spelling, Word, spell, words};

/// An encoding that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Encoding {
    /// As the Encoding Standard names it (<https://encoding.spec.whatwg.org/#names-and-labels>).
    pub label: &'static str,
    /// Where it is used, for people.
    pub name: &'static str,
}

/// All that are offered, the common ones first.
pub const ENCODINGS: [Encoding; 26] = [
    known("windows-1252", "Western European (Windows)"),
    known("macintosh", "Western European (Mac Roman)"),
    known("windows-1250", "Central European (Windows)"),
    known("ISO-8859-2", "Central European (ISO)"),
    known("windows-1251", "Cyrillic (Windows)"),
    known("KOI8-R", "Cyrillic (KOI8-R)"),
    known("KOI8-U", "Cyrillic (KOI8-U)"),
    known("x-mac-cyrillic", "Cyrillic (Mac)"),
    known("IBM866", "Cyrillic (DOS)"),
    known("ISO-8859-5", "Cyrillic (ISO)"),
    known("Shift_JIS", "Japanese (Shift_JIS)"),
    known("EUC-JP", "Japanese (EUC-JP)"),
    known("gb18030", "Chinese, simplified (GB18030, GBK)"),
    known("Big5", "Chinese, traditional (Big5)"),
    known("EUC-KR", "Korean (EUC-KR)"),
    known("windows-1253", "Greek (Windows)"),
    known("windows-1254", "Turkish (Windows)"),
    known("windows-1255", "Hebrew (Windows)"),
    known("windows-1256", "Arabic (Windows)"),
    known("windows-1257", "Baltic (Windows)"),
    known("windows-1258", "Vietnamese (Windows)"),
    known("windows-874", "Thai (Windows)"),
    known("ISO-8859-15", "Western European (ISO)"),
    known("ISO-8859-16", "South-Eastern European (ISO)"),
    known("UTF-16LE", "Unicode (UTF-16, little-endian)"),
    known("UTF-16BE", "Unicode (UTF-16, big-endian)"),
];

const fn known(label: &'static str, name: &'static str) -> Encoding {
    Encoding { label, name }
}

/// A label that no encoding here has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("There is no encoding \"{0}\" among those that can be read.")]
pub struct UnknownEncoding(pub String);

impl UnknownEncoding {
    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        "encoding-unknown"
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        "Choose one of the encodings that are listed."
    }
}

/// The encoding with this label, whatever its case, or with another label that the Encoding Standard gives it. Beside [`ENCODINGS`] that
/// is UTF-8.
fn by_label(label: &str) -> Result<&'static encoding_rs::Encoding, UnknownEncoding> {
    encoding_rs::Encoding::for_label(label.as_bytes())
        // It would read anything as a single bad character.
        .filter(|encoding| *encoding != encoding_rs::REPLACEMENT)
        .ok_or_else(|| UnknownEncoding(label.to_owned()))
}
