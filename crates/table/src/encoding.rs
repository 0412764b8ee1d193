//! Encodings, and the mark at the head of a text.

use std::fmt;

/// The byte order mark, where it stands at the head of a text.
pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// How characters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// What the web and every newer program writes.
    Utf8,
    /// What Excel calls "Unicode Text".
    Utf16Le,
    /// The same, with the bytes of each unit the other way round.
    Utf16Be,
    /// What Excel's plain "CSV" is in Western Europe and America.
    Windows1252,
}

impl Encoding {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// As the Encoding Standard names it (<https://encoding.spec.whatwg.org/#names-and-labels>).
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding with this [`label`](Self::label).
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.label().eq_ignore_ascii_case(label))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The text behind the byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}
