//! Bytes → text, and back.
//!
//! Four encodings are known, and in each of them text that was decoded encodes to the very bytes that it came from, bytes that are not
//! UTF-8 included. So the text alone is kept, its byte order mark at its head. The table of Windows-1252 is written out here because a library
//! of all the web's encodings would more than double the page's download; the tests hold it against such a library.

use super::{
    encoding::{BYTE_ORDER_MARK, Encoding, without_mark},
    error::ReadError,
    reading::Basis,
};

/// Text, and how it was found.
#[derive(Debug)]
pub(super) struct Decoded {
    /// With the byte order mark, if there is one. A byte that is not UTF-8 stands in it as [`undecoded`] says.
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) basis: Basis,
    /// Bytes that the encoding does not know. Only UTF-8 is read in spite of them.
    pub(super) bad_bytes: usize,
}

/// Decodes a file; `chosen` overrides every guess. Text without NUL characters comes out, or an error.
///
/// A byte order mark settles it. UTF-16 shows by its NUL bytes, and valid UTF-8 is never anything else in practice. A file with a
/// few bytes that are not UTF-8 is UTF-8 that was damaged: one bad byte must not change how all others are read. What is left is taken
/// for Windows-1252, unless it has bytes that no text in Windows-1252 has.
pub(super) fn decode(bytes: Vec<u8>, chosen: Option<Encoding>) -> Result<Decoded, ReadError> {
    let marked = by_mark(&bytes).map(|encoding| (encoding, Basis::Marked));
    let guessed = || utf16_by_nuls(&bytes).map(|encoding| (encoding, Basis::Guessed));
    let has_utf8_mark = marked == Some((Encoding::Utf8, Basis::Marked));
    let chosen = chosen.map(|encoding| (encoding, Basis::Chosen));
    let (mut encoding, mut basis) = chosen
        .or(marked)
        .or_else(guessed)
        .unwrap_or((Encoding::Utf8, Basis::Valid));

    let size = bytes.len() as u64;
    let mut bad_bytes = 0;
    let text = match encoding {
        Encoding::Utf8 => match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(error) => match damaged_utf8(error.as_bytes(), has_utf8_mark) {
                Some((text, bad)) => {
                    bad_bytes = bad;
                    Ok(text)
                }
                None if basis == Basis::Valid && error.as_bytes().iter().all(|&b| is_windows_1252(b)) => {
                    (encoding, basis) = (Encoding::Windows1252, Basis::Guessed);
                    Ok(windows_1252(error.as_bytes()))
                }
                None => Err(valid_start(error)),
            },
        },
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let unit = match encoding {
                Encoding::Utf16Be => u16::from_be_bytes,
                _ => u16::from_le_bytes,
            };
            utf16(&bytes, unit).map(|(text, cut)| {
                bad_bytes = cut;
                text
            })
        }
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
            bad_bytes,
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

/// A byte that is not UTF-8 is kept in the text as the character of this number and above, in the last private plane, so that the
/// file can be written back byte for byte.
const UNDECODED: u32 = 0x0010_FF00;

/// The byte of the file that stands behind a character which marks one that could not be decoded.
pub fn undecoded(character: char) -> Option<u8> {
    u8::try_from(u32::from(character).checked_sub(UNDECODED)?).ok()
}

fn marked_byte(byte: u8) -> Option<char> {
    char::from_u32(UNDECODED + u32::from(byte))
}

/// Text that is UTF-8 but for a few bytes, and how many these are. `None` where more speaks against UTF-8 than for it: fewer than one whole
/// character outside ASCII for three places that do not fit. A file that was cut within its last character is UTF-8 all the same.
fn damaged_utf8(bytes: &[u8], marked: bool) -> Option<(String, usize)> {
    let (mut characters, mut places, mut bad) = (0, 0, 0);
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_ascii() {
            if valid.chars().any(|c| undecoded(c).is_some()) {
                return None;
            }
            characters += valid.chars().filter(|c| !c.is_ascii()).count();
        }
        text.push_str(valid);
        places += usize::from(!chunk.invalid().is_empty());
        bad += chunk.invalid().len();
        text.extend(chunk.invalid().iter().filter_map(|&b| marked_byte(b)));
    }
    let is_cut = || places == 1 && std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    (marked || (characters > 0 && 3 * characters >= places) || is_cut()).then_some((text, bad))
}

/// UTF-16 without a mark. No text has a NUL byte in any other encoding, and delimiters, line breaks and addresses are ASCII: read the right
/// way round, they are there; read the wrong way round, next to none are.
fn utf16_by_nuls(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..8192).unwrap_or(bytes);
    memchr::memchr(0, sample)?;
    let plain = |unit: fn([u8; 2]) -> u16| {
        let (units, _) = sample.as_chunks::<2>();
        let is_plain = |&&pair: &&[u8; 2]| matches!(unit(pair), 0x09 | 0x0A | 0x0D | 0x20..0x7F);
        (units.iter().filter(is_plain).count(), units.len())
    };
    let ((little, units), (big, _)) = (plain(u16::from_le_bytes), plain(u16::from_be_bytes));
    let is_enough = |this: usize, other: usize| 20 * this >= units && this >= 8 * other;
    if units > 0 && is_enough(little, big) {
        Some(Encoding::Utf16Le)
    } else if units > 0 && is_enough(big, little) {
        Some(Encoding::Utf16Be)
    } else {
        None
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

/// The text, and how many bytes at its end are no whole character: the file was cut there. Or as much of it as comes before the first error.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(String, usize), String> {
    let mut text = String::with_capacity(bytes.len() / 2 + bytes.len() / 16);
    let (units, rest) = bytes.as_chunks::<2>();
    let mut characters = char::decode_utf16(units.iter().map(|&pair| unit(pair)));
    let mut done = 0;
    for character in characters.by_ref() {
        match character {
            Ok(character) => {
                done += 2 * character.len_utf16();
                text.push(character);
            }
            // The first half of a pair, with nothing behind it.
            Err(half) if done + 2 + rest.len() == bytes.len() && half.unpaired_surrogate() < 0xDC00 => break,
            Err(_) => return Err(text),
        }
    }
    let cut = bytes.get(done..).unwrap_or_default();
    if cut.len() == bytes.len() {
        return Err(text);
    }
    text.extend(cut.iter().filter_map(|&byte| marked_byte(byte)));
    Ok((text, cut.len()))
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
pub(super) fn encode(text: String, encoding: Encoding, has_bad_bytes: bool) -> Vec<u8> {
    if has_bad_bytes {
        return text
            .chars()
            .flat_map(|character| encode_marked(character, encoding))
            .collect();
    }
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

/// One character of a text in which bytes that could not be decoded are marked.
fn encode_marked(character: char, encoding: Encoding) -> Vec<u8> {
    match undecoded(character) {
        Some(byte) => vec![byte],
        None => encode(character.to_string(), encoding, false),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by a fuzzer: what was read by its mark was refused as soon as somebody chose its delimiter or header.
    #[test]
    fn a_marked_file_with_bad_bytes_is_read_again_in_the_encoding_that_it_was_read_in() {
        let bytes = b"\xEF\xBB\xBFname\nb\xFF\xFF\xFF\xFFr".to_vec();
        let first = decode(bytes.clone(), None).unwrap();
        assert_eq!(
            (first.encoding, first.basis, first.bad_bytes),
            (Encoding::Utf8, Basis::Marked, 4)
        );
        let again = decode(bytes, Some(Encoding::Utf8)).unwrap();
        assert_eq!(
            (again.text, again.bad_bytes, again.basis),
            (first.text, 4, Basis::Chosen)
        );
    }
}
