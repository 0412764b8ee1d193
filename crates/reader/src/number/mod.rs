//! Numbers as a spreadsheet shows them.
//!
//! A workbook keeps `45657` and the format `dd.mm.yyyy`; the sheet shows `31.12.2024`. Formats are those of ECMA-376, part 1, section
//! 18.8.31; `.xls` has the same. What depends on the computer that shows it is not guessed: it is written in one fixed way and told.

mod date;
mod decimal;
mod digits;
mod pattern;
mod token;

pub(crate) use decimal::{general, is_rounded};
use pattern::{Kind, Pattern};

/// A number format, ready for use.
#[derive(Clone, Debug)]
pub(crate) enum NumberFormat {
    /// As many digits as there are.
    General,
    /// Written out.
    Pattern(Pattern),
    /// Each computer shows it in its own way: a date, a time, or an amount.
    Local(Kind),
    /// Not known here.
    Unknown,
}

/// What a number looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// This.
    Exactly(String),
    /// This, or the same in the way of the computer that shows it.
    ByLocale(String),
    /// Not known: this is the bare number.
    Bare(String),
}

impl NumberFormat {
    /// From its code, such as `0.00%`.
    pub(crate) fn parse(code: &str) -> Self {
        if code.is_empty() || code.eq_ignore_ascii_case("general") || code == "@" {
            return Self::General;
        }
        let lower = code.to_ascii_lowercase();
        if lower.starts_with("[$-f800]") || lower.starts_with("[$-x-sysdate]") {
            return Self::Local(Kind::Date);
        }
        if lower.starts_with("[$-f400]") || lower.starts_with("[$-x-systime]") {
            return Self::Local(Kind::Time);
        }
        match Pattern::parse(code) {
            Some(pattern) => match pattern.local_names() {
                Some(kind) => Self::Local(kind),
                None => Self::Pattern(pattern),
            },
            None => Self::Unknown,
        }
    }

    /// From its number, where the file does not say its code. ECMA-376, part 1, section 18.8.30.
    pub(crate) fn built_in(number: u32) -> Self {
        let code = match number {
            0 | 49 => return Self::General,
            14 | 27..=31 | 36 | 50..=54 | 57 | 58 => return Self::Local(Kind::Date),
            32..=35 | 55 | 56 => return Self::Local(Kind::Time),
            22 => return Self::Local(Kind::DateTime),
            5..=8 | 41..=44 => return Self::Local(Kind::Amount),
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            37 | 38 => "#,##0_);(#,##0)",
            39 | 40 => "#,##0.00_);(#,##0.00)",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            48 => "##0.0E+0",
            _ => return Self::Unknown,
        };
        Self::parse(code)
    }

    /// The number as this format shows it. `since_1904`: whether dates count from 1904, as old workbooks of Macs do.
    pub(crate) fn show(&self, number: f64, since_1904: bool) -> Shown {
        let bare = || Shown::Bare(general(number));
        match self {
            Self::General => Shown::Exactly(general(number)),
            Self::Unknown => bare(),
            Self::Local(kind) => match kind.fixed(number, since_1904) {
                Some(text) => Shown::ByLocale(text),
                None => bare(),
            },
            Self::Pattern(pattern) => match pattern.show(number, since_1904) {
                Some(text) if !text.trim().is_empty() => Shown::Exactly(text.trim().to_owned()),
                _ => bare(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
