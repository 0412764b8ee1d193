//! A number format that is understood: `#,##0.00;[Red]-#,##0.00`.

use super::date::Moment;
use super::decimal::Decimal;
use super::digits;
use super::token::{Section, Token, sections};

/// A format that is understood.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// For positive numbers; for negative ones; for 0.
    sections: Vec<Section>,
}

/// What a number stands for, where each computer writes it in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Time,
    DateTime,
    Amount,
}

impl Pattern {
    /// `None` for what is not understood.
    pub(super) fn parse(code: &str) -> Option<Self> {
        Some(Self {
            sections: sections(code)?,
        })
    }

    /// What it stands for, where the names of its months and days are in another language.
    pub(super) fn local_names(&self) -> Option<Kind> {
        let section = self.sections.first()?;
        let named = |token: &Token| matches!(token, Token::Month(3..) | Token::Day(3..) | Token::Half(_));
        if !section.foreign || !section.tokens.iter().any(named) {
            return None;
        }
        Some(match (section.has(Token::is_date), section.has(Token::is_time)) {
            (true, true) => Kind::DateTime,
            (true, false) => Kind::Date,
            _ => Kind::Time,
        })
    }

    pub(super) fn show(&self, number: f64, since_1904: bool) -> Option<String> {
        let zero = Decimal::of(number).is_zero();
        let (section, own) = match self.sections.as_slice() {
            [_, negative, ..] if number < 0.0 && !zero => (negative, true),
            [_, _, nothing] if zero => (nothing, true),
            [positive, ..] => (positive, false),
            [] => return None,
        };
        // The section for negative numbers writes its own sign.
        let sign = if number < 0.0 && !own { "-" } else { "" };
        if section.has(Token::is_date) || section.has(Token::is_time) {
            return show_date(section, number, since_1904);
        }
        let text = digits::show(&section.tokens, number)?;
        let shows_nothing = !text.chars().any(|character| ('1'..='9').contains(&character));
        let sign = if shows_nothing { "" } else { sign };
        Some(format!("{sign}{text}"))
    }
}

fn show_date(section: &Section, number: f64, since_1904: bool) -> Option<String> {
    let unit = match section.tokens.iter().find_map(|token| match token {
        Token::Fraction(length) => Some(*length),
        _ => None,
    }) {
        Some(1) => 100,
        Some(2) => 10,
        Some(_) => 1,
        None => 1_000,
    };
    let moment = Moment::of(number, since_1904, unit)?;
    let halves = section.has(|token| matches!(token, Token::Half(_)));
    let mut text = String::new();
    for token in &section.tokens {
        let hour = match (halves, moment.hour()) {
            (true, 0) => 12,
            (true, hour @ 13..) => hour - 12,
            (_, hour) => hour,
        };
        let month = MONTHS
            .get(moment.month.wrapping_sub(1) as usize)
            .copied()
            .unwrap_or_default();
        let weekday = WEEKDAYS.get(moment.weekday).copied().unwrap_or_default();
        let padded = |number: i64, length: usize| format!("{number:0>width$}", width = length.min(9));
        let shown = match *token {
            Token::Literal(character) => character.to_string(),
            Token::Year(1..=2) => padded(moment.year % 100, 2),
            Token::Year(_) => padded(moment.year, 4),
            Token::Month(length @ 1..=2) => padded(i64::from(moment.month), length),
            Token::Month(3) => month.chars().take(3).collect(),
            Token::Month(5) => month.chars().take(1).collect(),
            Token::Month(_) => month.to_owned(),
            Token::Day(length @ 1..=2) => padded(i64::from(moment.day), length),
            Token::Day(3) => weekday.chars().take(3).collect(),
            Token::Day(_) => weekday.to_owned(),
            Token::Hour(length) => padded(hour, length.min(2)),
            Token::Minute(length) => padded(moment.minute(), length.min(2)),
            Token::Second(length) => padded(moment.second(), length.min(2)),
            Token::Fraction(length) => {
                let digits = padded(moment.millisecond(), 3);
                format!(".{}", digits.get(..length).unwrap_or(&digits))
            }
            Token::Half(long) => {
                let half = if moment.hour() < 12 { "AM" } else { "PM" };
                half.get(..if long { 2 } else { 1 }).unwrap_or(half).to_owned()
            }
            Token::Elapsed('h', length) => padded(moment.elapsed / 3_600_000, length),
            Token::Elapsed('m', length) => padded(moment.elapsed / 60_000, length),
            Token::Elapsed(_, length) => padded(moment.elapsed / 1_000, length),
            _ => return None,
        };
        text += &shown;
    }
    Some(text)
}

impl Kind {
    /// In one fixed way.
    pub(super) fn fixed(self, number: f64, since_1904: bool) -> Option<String> {
        if self == Self::Amount {
            let rounded = Decimal::of(number).rounded(2);
            let integer = rounded.integer();
            let integer = if integer.is_empty() { "0" } else { &integer };
            let sign = if number < 0.0 && !rounded.is_zero() {
                "-"
            } else {
                ""
            };
            return Some(format!("{sign}{integer}.{:0<2}", rounded.fraction()));
        }
        let moment = Moment::of(number, since_1904, 1_000)?;
        let date = format!("{:04}-{:02}-{:02}", moment.year, moment.month, moment.day);
        let time = format!(
            "{:02}:{:02}:{:02}",
            moment.hour(),
            moment.minute(),
            moment.second()
        );
        Some(match self {
            Self::Date => date,
            Self::Time => time,
            Self::DateTime | Self::Amount => format!("{date} {time}"),
        })
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
