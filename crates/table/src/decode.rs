//! Bytes → text, and back.
//!
//! Four encodings are known, and in each of them text that was decoded encodes to the very bytes that it came from. So
//! the text alone is kept, its byte order mark at its head. The table of Windows-1252 is written out here because a library
//! of all the web's encodings would more than double the page's download; the tests hold it against such a library.

use super::{
    encoding::{BYTE_ORDER_MARK, Encoding, without_mark},
    error::ReadError,
    reading::Basis,
};

/// Text, and how it was found.
#[derive(Debug)]
pub(super) struct Decoded {
    /// With the byte order mark, if there is one.
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) basis: Basis,
}

/// Decodes a file; `chosen` overrides every guess. Text without NUL characters comes out, or an error.
///
/// A byte order mark settles it. UTF-16 shows by its NUL bytes, and valid UTF-8 is never anything else in practice. What is
/// left is taken for Windows-1252, unless it has bytes that no text in Windows-1252 has.
pub(super) fn decode(bytes: Vec<u8>, chosen: Option<Encoding>) -> Result<Decoded, ReadError> {
    let marked = by_mark(&bytes).map(|encoding| (encoding, Basis::Marked));
    let guessed = || utf16_by_nuls(&bytes).map(|encoding| (encoding, Basis::Guessed));
    let chosen = chosen.map(|encoding| (encoding, Basis::Chosen));
    let (encoding, basis) = chosen
        .or(marked)
        .or_else(guessed)
        .unwrap_or((Encoding::Utf8, Basis::Valid));

    let size = bytes.len() as u64;
    let text = match encoding {
        Encoding::Utf8 => match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(error) if basis == Basis::Valid && error.as_bytes().iter().all(|&b| is_windows_1252(b)) => {
                let text = windows_1252(error.as_bytes());
                return Ok(Decoded {
                    text,
                    encoding: Encoding::Windows1252,
                    basis: Basis::Guessed,
                });
            }
            Err(error) => Err(valid_start(error)),
        },
        Encoding::Utf16Le => utf16(&bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(&bytes, u16::from_be_bytes),
        Encoding::Windows1252 => Ok(windows_1252(&bytes)),
    };
    let text = text.map_err(|before| ReadError::Undecodable {
        encoding,
        chosen: basis == Basis::Chosen,
        line: line_after(&before),
        // An odd last byte is the one position that is short of a whole unit.
        offset: encoded_len(&before, encoding).min(size.saturating_sub(1)),
    })?;
    match memchr::memchr(0, text.as_bytes()) {
        None => Ok(Decoded {
            text,
            encoding,
            basis,
        }),
        Some(at) => {
            let before = text.get(..at).unwrap_or_default();
            Err(ReadError::Nul {
                line: line_after(before),
                offset: encoded_len(before, encoding),
            })
        }
    }
}

fn by_mark(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// In UTF-16 every character of ASCII has a NUL byte, always on the same side; delimiters, line breaks and addresses are
/// ASCII, so that a quarter of all units is a low bar.
fn utf16_by_nuls(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let (mut first, mut second, mut units) = (0, 0, 0);
    for unit in sample.chunks_exact(2) {
        units += 1;
        first += usize::from(unit[0] == 0);
        second += usize::from(unit[1] == 0);
    }
    match (first, second) {
        (0, nuls) if nuls > 0 && nuls >= units / 4 => Some(Encoding::Utf16Le),
        (nuls, 0) if nuls > 0 && nuls >= units / 4 => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// The five bytes without a character and the controls that no text has. 0x1A is DOS's end of file.
fn is_windows_1252(byte: u8) -> bool {
    match byte {
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0x7F => false,
        0..0x20 => matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A),
        _ => true,
    }
}

/// As much of the text as comes before the first error.
fn valid_start(error: std::string::FromUtf8Error) -> String {
    let valid = error.utf8_error().valid_up_to();
    let mut bytes = error.into_bytes();
    bytes.truncate(valid);
    String::from_utf8(bytes).unwrap_or_default()
}

/// The text, or as much of it as comes before the first error.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 16);
    let (units, rest) = bytes.as_chunks::<2>();
    for character in char::decode_utf16(units.iter().map(|&pair| unit(pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return Err(text),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(text) }
}

fn windows_1252(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    text.extend(bytes.iter().map(|&byte| match byte {
        0x80..0xA0 => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }));
    text
}

/// The characters of 0x80 to 0x9F; all others are those of the same number in Unicode
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>). Bytes without a character stand for the control of the
/// same number, so that nothing is lost.
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The bytes of a text. Where the encoding lacks one of its characters the whole becomes UTF-8, with the byte order mark
/// that Excel needs to see that.
pub(super) fn encode(text: String, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => {
            let bytes: Option<Vec<u8>> = text.chars().map(windows_1252_byte).collect();
            bytes.unwrap_or_else(|| format!("{BYTE_ORDER_MARK}{}", without_mark(&text)).into_bytes())
        }
    }
}

fn windows_1252_byte(character: char) -> Option<u8> {
    match character {
        '\0'..'\u{80}' | '\u{A0}'..='\u{FF}' => u8::try_from(character).ok(),
        _ => (0x80..)
            .zip(WINDOWS_1252)
            .find(|&(_, c)| c == character)
            .map(|(byte, _)| byte),
    }
}

fn encoded_len(text: &str, encoding: Encoding) -> u64 {
    match encoding {
        Encoding::Utf8 => text.len() as u64,
        Encoding::Utf16Le | Encoding::Utf16Be => 2 * text.encode_utf16().count() as u64,
        Encoding::Windows1252 => text.chars().count() as u64,
    }
}

/// The line, counted from 1, on which what follows this text begins.
fn line_after(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .count();
    1 + breaks as u32
}
