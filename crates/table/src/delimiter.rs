//! What stands between cells and at the end of lines, and where the table begins.

use super::encoding::without_mark;

/// The character between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// `,`
    pub const COMMA: Self = Self(b',');
    /// `;`, which Excel writes where the comma is the decimal sign.
    pub const SEMICOLON: Self = Self(b';');
    /// A tab, which is what a spreadsheet puts on the clipboard.
    pub const TAB: Self = Self(b'\t');
    /// `|`
    pub const PIPE: Self = Self(b'|');
    /// Those that are guessed, the likeliest first.
    pub const COMMON: [Self; 4] = [Self::COMMA, Self::SEMICOLON, Self::TAB, Self::PIPE];

    /// Any character of ASCII but letters, digits, the double quote, NUL and line breaks.
    pub fn new(character: char) -> Option<Self> {
        let byte = u8::try_from(character).ok().filter(u8::is_ascii)?;
        let taken = byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'\n' | b'\r' | 0);
        (!taken).then_some(Self(byte))
    }

    /// As written.
    pub fn as_char(self) -> char {
        char::from(self.0)
    }

    pub(super) fn byte(self) -> u8 {
        self.0
    }
}

/// What ends the lines of a file. Line breaks inside quotes do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineBreaks {
    /// There are none.
    #[default]
    None,
    /// `\r\n`
    CrLf,
    /// `\n`
    Lf,
    /// `\r`, from the Macs of long ago and from Excel's "CSV (Macintosh)".
    Cr,
    /// More than one kind.
    Mixed,
}

impl LineBreaks {
    /// `CRLF`, `LF`, `CR`, `mixed` or `none`.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CrLf => "CRLF",
            Self::Lf => "LF",
            Self::Cr => "CR",
            Self::Mixed => "mixed",
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::None => other,
            same if same == other => same,
            _ => Self::Mixed,
        }
    }
}

/// Where the table begins: behind the byte order mark, and behind Excel's `sep=` line where there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) offset: usize,
    pub(super) line: u32,
    pub(super) separator: Option<Delimiter>,
}

impl Start {
    pub(super) fn of(text: &str) -> Self {
        let body = without_mark(text);
        let mark = text.len() - body.len();
        match separator_line(body) {
            Some((separator, len)) => Self {
                offset: mark + len,
                line: 2,
                separator: Some(separator),
            },
            None => Self {
                offset: mark,
                line: 1,
                separator: None,
            },
        }
    }
}

/// `sep=;` on a line of its own: the delimiter, and the length of the line with its break. Excel writes and obeys it. Other programs quote
/// the line, pad it with delimiters to the width of the table, put blanks into it, or write a tab as `\t`.
fn separator_line(text: &str) -> Option<(Delimiter, usize)> {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end)?;
    let around = |c: char| c == '"' || c == ' ';
    let bare = line.trim_matches(around);
    let (sep, value) = bare.split_at_checked(3)?;
    if !sep.eq_ignore_ascii_case("sep") {
        return None;
    }
    let value = value
        .trim_start_matches(' ')
        .strip_prefix('=')?
        .trim_start_matches(' ');
    let (delimiter, padding) = if let Some(padding) = value.strip_prefix("\\t") {
        (Delimiter::TAB, padding)
    } else {
        let first = value.chars().next()?;
        (Delimiter::new(first)?, value.get(first.len_utf8()..)?)
    };
    let is_padding = |c: char| around(c) || c == delimiter.as_char() || matches!(c, ',' | ';' | '\t');
    if !padding.chars().all(is_padding) {
        return None;
    }
    let line_break = match rest.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    Some((delimiter, end + line_break))
}
