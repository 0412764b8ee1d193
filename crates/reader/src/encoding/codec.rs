//! Bytes → text, with the places that do not decode; and back, with the characters that an encoding lacks.

use std::collections::BTreeMap;

use encoding_rs::{DecoderResult, EncoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::Serialize;
use thiserror::Error;

use super::{UnknownEncoding, by_label};

/// Of more places that do not decode, only so many are listed.
const MOST_LISTED: usize = 10_000;

/// Text, as an encoding reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decoded {
    /// The encoding's label.
    pub encoding: &'static str,
    /// Without a byte order mark. Bytes that do not decode are U+FFFD; those of [`BadBytes`] that are controls stay what they are.
    pub text: String,
    /// Whether a byte order mark was there.
    pub byte_order_mark: bool,
    /// The first places that do not decode.
    pub bad: Vec<BadBytes>,
    /// How many there are in all.
    pub bad_count: usize,
}

/// Bytes that do not decode, or decode to a control that no text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BadBytes {
    /// The line, counted from 1.
    pub line: u32,
    /// The first byte, counted from 0 from the beginning of the file.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
}

/// Reads bytes as an encoding says.
///
/// # Errors
///
/// A label that is not known. Bytes that do not decode are no error: they are told.
pub fn decode(bytes: &[u8], label: &str) -> Result<Decoded, UnknownEncoding> {
    Ok(decode_as(bytes, by_label(label)?))
}

pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mark = match encoding {
        encoding if encoding == UTF_8 => b"\xEF\xBB\xBF".as_slice(),
        encoding if encoding == UTF_16LE => b"\xFF\xFE",
        encoding if encoding == UTF_16BE => b"\xFE\xFF",
        _ => b"",
    };
    let rest = bytes.strip_prefix(mark).unwrap_or(bytes);
    let start = bytes.len() - rest.len();
    let mut decoded = Decoded {
        encoding: encoding.name(),
        text: String::with_capacity(rest.len() + rest.len() / 4 + 16),
        byte_order_mark: start > 0,
        bad: Vec::new(),
        bad_count: 0,
    };
    let mut lines = Lines::default();
    let mut from = encoding.new_decoder_without_bom_handling();
    let mut read = 0;
    loop {
        let source = rest.get(read..).unwrap_or_default();
        let needed = from.max_utf8_buffer_length_without_replacement(source.len());
        decoded
            .text
            .reserve(needed.unwrap_or(source.len()).saturating_add(4).min(1 << 16));
        let (result, consumed) = from.decode_to_string_without_replacement(source, &mut decoded.text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                let length = usize::from(length);
                let offset = start + read.saturating_sub(usize::from(behind) + length);
                decoded.bad(lines.after(&decoded.text), offset, length);
                decoded.text.push('\u{FFFD}');
            }
        }
    }
    if encoding.is_single_byte() {
        decoded.controls(rest, start);
    }
    decoded
}

impl Decoded {
    fn bad(&mut self, line: u32, offset: usize, length: usize) {
        self.bad_count += 1;
        if self.bad.len() < MOST_LISTED {
            self.bad.push(BadBytes { line, offset, length });
        }
    }

    /// The Encoding Standard gives bytes without a character the control of the same number.
    fn controls(&mut self, bytes: &[u8], start: usize) {
        let mut lines = Lines::default();
        let mut found = Vec::new();
        for (at, (offset, character)) in self.text.char_indices().enumerate() {
            if matches!(character, '\u{80}'..='\u{9F}') && at < bytes.len() {
                let line = lines.after(self.text.get(..offset).unwrap_or_default());
                found.push((line, start + at));
            }
        }
        for (line, offset) in found {
            self.bad(line, offset, 1);
        }
        self.bad.sort_by_key(|bad| bad.offset);
    }
}

/// Counts lines, each part of a text once.
#[derive(Debug, Default)]
struct Lines {
    counted: usize,
    breaks: u32,
    carriage_return: bool,
}

impl Lines {
    /// The number of the line on which what follows this text stands. Each text begins with the one before.
    fn after(&mut self, text: &str) -> u32 {
        for byte in text.as_bytes().get(self.counted..).unwrap_or_default() {
            match byte {
                b'\n' if self.carriage_return => {}
                b'\n' | b'\r' => self.breaks += 1,
                _ => {}
            }
            self.carriage_return = *byte == b'\r';
        }
        self.counted = text.len();
        self.breaks + 1
    }
}

/// Why a text cannot be written in an encoding.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unencodable {
    /// A label that is not known.
    #[error(transparent)]
    Unknown(#[from] UnknownEncoding),
    /// It lacks characters.
    #[error("{encoding} has no character for {}.", .lacking.iter().take(5).map(|lack| format!("\"{}\"", lack.character)).collect::<Vec<_>>().join(", "))]
    Lacking {
        /// The encoding's label.
        encoding: &'static str,
        /// Each of these characters once, in the order of the text.
        lacking: Vec<Lacking>,
    },
}

impl Unencodable {
    /// Stable, for documentation and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(unknown) => unknown.code(),
            Self::Lacking { .. } => "encoding-lacks",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unknown(unknown) => unknown.hint(),
            Self::Lacking { .. } => "Save it as UTF-8, which has all characters.",
        }
    }
}

/// A character that an encoding lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lacking {
    /// Which.
    pub character: char,
    /// The line on which it stands first, counted from 1.
    pub line: u32,
    /// How often it is there.
    pub count: usize,
}

/// Writes a text in an encoding, without a byte order mark.
///
/// # Errors
///
/// A label that is not known, and the characters that the encoding lacks: nothing is written in their place.
pub fn encode(text: &str, label: &str) -> Result<Vec<u8>, Unencodable> {
    let encoding = by_label(label)?;
    if encoding == UTF_16LE {
        return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let mut bytes = Vec::with_capacity(text.len() + 16);
    let mut lacking: Vec<Lacking> = Vec::new();
    let mut seen: BTreeMap<char, usize> = BTreeMap::new();
    let mut lines = Lines::default();
    let mut encoder = encoding.new_encoder();
    let mut read = 0;
    loop {
        let source = text.get(read..).unwrap_or_default();
        bytes.reserve(source.len().min(1 << 16) + 64);
        let (result, consumed) =
            encoder.encode_from_utf8_to_vec_without_replacement(source, &mut bytes, true);
        read += consumed;
        match result {
            EncoderResult::InputEmpty => break,
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(character) => {
                let before = text.get(..read - character.len_utf8()).unwrap_or_default();
                let line = lines.after(before);
                let at = *seen.entry(character).or_insert(lacking.len());
                match lacking.get_mut(at) {
                    Some(lack) => lack.count += 1,
                    None => lacking.push(Lacking {
                        character,
                        line,
                        count: 1,
                    }),
                }
            }
        }
    }
    if lacking.is_empty() {
        Ok(bytes)
    } else {
        Err(Unencodable::Lacking {
            encoding: encoding.name(),
            lacking,
        })
    }
}
