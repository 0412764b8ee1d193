//! The same words in several encodings, side by side.

use serde::Serialize;

use super::{ENCODINGS, Encoding, UnknownEncoding, by_label, codec::decode_as};

/// Words in one encoding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spelling {
    /// The encoding.
    #[serde(flatten)]
    pub encoding: Encoding,
    /// Each word as this encoding reads it; `None` where it cannot be read so.
    pub words: Vec<Option<String>>,
}

/// Spells words, as the bytes of some cells or lines, in each of these encodings.
///
/// # Errors
///
/// A label that is not known.
pub fn spell<B: AsRef<[u8]>>(words: &[B], labels: &[&str]) -> Result<Vec<Spelling>, UnknownEncoding> {
    let spelled = labels.iter().map(|label| {
        let encoding = by_label(label)?;
        let word = |bytes: &B| {
            let decoded = decode_as(bytes.as_ref(), encoding);
            (decoded.bad_count == 0).then_some(decoded.text)
        };
        let known = ENCODINGS.into_iter().find(|known| known.label == encoding.name());
        Ok(Spelling {
            encoding: known.unwrap_or(Encoding {
                label: encoding.name(),
                name: encoding.name(),
            }),
            words: words.iter().map(word).collect(),
        })
    });
    spelled.collect()
}

/// A word of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// Its line, counted from 1.
    pub line: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The first words with a byte outside ASCII, each once. What parts them is no part of a character in any of the encodings, UTF-16
/// aside.
pub fn words(bytes: &[u8], most: usize) -> Vec<Word> {
    const LONGEST: usize = 200;
    let mut found: Vec<Word> = Vec::new();
    let mut line = 1;
    let mut before = 0;
    let mut start = 0;
    for (at, byte) in bytes.iter().copied().chain([b'\n']).enumerate() {
        if !matches!(byte, b' ' | b',' | b';' | b'\t' | b'"' | b'\n' | b'\r') {
            before = byte;
            continue;
        }
        let word = bytes.get(start..at).unwrap_or_default();
        if !word.is_ascii() && word.len() <= LONGEST && found.iter().all(|known| known.bytes != word) {
            if found.len() >= most {
                break;
            }
            found.push(Word {
                line,
                bytes: word.to_vec(),
            });
        }
        line += u32::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
        start = at + 1;
    }
    found
}
