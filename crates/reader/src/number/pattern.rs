//! The code of a number format, taken apart: `#,##0.00;[Red]-#,##0.00`.

use super::date::Moment;
use super::decimal::Decimal;
use super::{decimal, digits};

/// A longer one is none: Excel takes 255 characters.
const LONGEST: usize = 1_000;

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

#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    /// Names of months and days are in another language than English.
    foreign: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Literal(char),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// Between the parts of a date. Among digits it makes a fraction, which is not understood.
    Slash,
    /// `E+00`: whether a plus is shown, and how many digits.
    Exponent(bool, usize),
    General,
    Year(usize),
    /// Also minutes, until it is known what stands beside it.
    Month(usize),
    Minute(usize),
    Day(usize),
    Hour(usize),
    Second(usize),
    /// Digits of a second's fraction.
    Fraction(usize),
    /// `AM/PM` or `A/P`.
    Half(bool),
    /// `[h]`, `[m]`, `[s]`: all of them since the first day.
    Elapsed(char, usize),
}

impl Token {
    fn is_time(&self) -> bool {
        matches!(
            self,
            Self::Hour(_) | Self::Minute(_) | Self::Second(_) | Self::Half(_) | Self::Elapsed(..)
        )
    }

    fn is_date(&self) -> bool {
        matches!(self, Self::Year(_) | Self::Month(_) | Self::Day(_))
    }
}

impl Pattern {
    /// `None` for what is not understood: fractions, conditions, eras, digits of other scripts.
    pub(super) fn parse(code: &str) -> Option<Self> {
        if code.len() > LONGEST {
            return None;
        }
        let mut sections = vec![Section::default()];
        let mut characters = code.chars().peekable();
        while let Some(character) = characters.next() {
            let count = sections.len();
            let section = sections.last_mut()?;
            let mut repeated = |letter: char| {
                let mut length = 1;
                while characters
                    .next_if(|next| next.eq_ignore_ascii_case(&letter))
                    .is_some()
                {
                    length += 1;
                }
                length
            };
            let token = match character {
                ';' => {
                    // The fourth is for text.
                    if count == 3 {
                        break;
                    }
                    sections.push(Section::default());
                    continue;
                }
                '"' => {
                    while let Some(character) = characters.next().filter(|next| *next != '"') {
                        section.tokens.push(Token::Literal(character));
                    }
                    continue;
                }
                '\\' | '!' => Token::Literal(characters.next()?),
                // As wide as the next character; filled up with it.
                '_' => {
                    characters.next();
                    Token::Literal(' ')
                }
                '*' => {
                    characters.next();
                    continue;
                }
                '[' => {
                    let mut inside = String::new();
                    loop {
                        match characters.next()? {
                            ']' => break,
                            character => inside.push(character),
                        }
                    }
                    section.bracket(&inside)?;
                    continue;
                }
                '0' | '#' | '?' => Token::Digit(character),
                '.' => Token::Point,
                ',' => Token::Comma,
                '%' => Token::Percent,
                '/' => Token::Slash,
                'y' | 'Y' => Token::Year(repeated('y')),
                'm' | 'M' => Token::Month(repeated('m')),
                'd' | 'D' => Token::Day(repeated('d')),
                'h' | 'H' => Token::Hour(repeated('h')),
                's' | 'S' => Token::Second(repeated('s')),
                'e' | 'E' => {
                    let plus = match characters.next()? {
                        '+' => true,
                        '-' => false,
                        _ => return None,
                    };
                    let mut length = 0;
                    while characters.next_if_eq(&'0').is_some() {
                        length += 1;
                    }
                    Token::Exponent(plus, length)
                }
                'a' | 'A' => {
                    let rest: String = characters.clone().take(4).collect();
                    if rest.eq_ignore_ascii_case("m/pm") {
                        characters.nth(3);
                        Token::Half(true)
                    } else if rest.get(..2).is_some_and(|rest| rest.eq_ignore_ascii_case("/p")) {
                        characters.nth(1);
                        Token::Half(false)
                    } else {
                        return None;
                    }
                }
                'g' | 'G' => {
                    let rest: String = characters.clone().take(6).collect();
                    if !rest.eq_ignore_ascii_case("eneral") {
                        return None;
                    }
                    characters.nth(5);
                    Token::General
                }
                character if character.is_ascii_alphabetic() => return None,
                character => Token::Literal(character),
            };
            section.tokens.push(token);
        }
        for section in &mut sections {
            section.settle()?;
        }
        Some(Self { sections })
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
            return section.show_date(number, since_1904);
        }
        let text = digits::show(&section.tokens, number)?;
        let shows_nothing = !text.chars().any(|character| ('1'..='9').contains(&character));
        let sign = if shows_nothing { "" } else { sign };
        Some(format!("{sign}{text}"))
    }
}

impl Section {
    fn has(&self, is: fn(&Token) -> bool) -> bool {
        self.tokens.iter().any(is)
    }

    /// What stands in square brackets.
    fn bracket(&mut self, inside: &str) -> Option<()> {
        if let Some(currency) = inside.strip_prefix('$') {
            let (symbol, language) = currency.rsplit_once('-').unwrap_or((currency, ""));
            self.tokens.extend(symbol.chars().map(Token::Literal));
            let language = u32::from_str_radix(language, 16).unwrap_or(0);
            // The language is in the lowest ten bits, English is 9; higher up are calendars and digits of other scripts.
            self.foreign |= ![0, 9].contains(&(language & 0x3FF));
            return (language < 0x1_0000).then_some(());
        }
        let lower = inside.to_ascii_lowercase();
        let first = lower.chars().next()?;
        if matches!(first, 'h' | 'm' | 's') && lower.chars().all(|letter| letter == first) {
            self.tokens.push(Token::Elapsed(first, lower.len()));
            return Some(());
        }
        let colours = [
            "black", "blue", "cyan", "green", "magenta", "red", "white", "yellow",
        ];
        (colours.contains(&lower.as_str()) || lower.starts_with("color")).then_some(())
    }

    /// Tells minutes from months and fractions of seconds from points, and refuses a mixture of number and date.
    fn settle(&mut self) -> Option<()> {
        let timed: Vec<usize> = (0..self.tokens.len())
            .filter(|at| {
                self.tokens
                    .get(*at)
                    .is_some_and(|token| token.is_time() || token.is_date())
            })
            .collect();
        if timed.is_empty() {
            return Some(());
        }
        let is = |at: Option<&usize>, kind: fn(&Token) -> bool| {
            at.and_then(|at| self.tokens.get(*at)).is_some_and(kind)
        };
        let after_hour = |token: &Token| matches!(token, Token::Hour(_) | Token::Elapsed('h', _));
        let before_second = |token: &Token| matches!(token, Token::Second(_) | Token::Elapsed('s', _));
        let mut minutes = Vec::new();
        for (nth, at) in timed.iter().enumerate() {
            let before = nth.checked_sub(1).and_then(|nth| timed.get(nth));
            if let Some(Token::Month(length @ 1..=2)) = self.tokens.get(*at)
                && (is(before, after_hour) || is(timed.get(nth + 1), before_second))
            {
                minutes.push((*at, *length));
            }
        }
        for (at, length) in minutes {
            *self.tokens.get_mut(at)? = Token::Minute(length);
        }
        let mut settled = Vec::new();
        let mut tokens = std::mem::take(&mut self.tokens).into_iter().peekable();
        while let Some(token) = tokens.next() {
            settled.push(match token {
                Token::Point => {
                    let mut length = 0;
                    while tokens.next_if_eq(&Token::Digit('0')).is_some() {
                        length += 1;
                    }
                    match length {
                        0 => Token::Literal('.'),
                        1..=3 => Token::Fraction(length),
                        _ => return None,
                    }
                }
                Token::Comma => Token::Literal(','),
                Token::Slash => Token::Literal('/'),
                Token::Digit(_) | Token::Percent | Token::Exponent(..) | Token::General => return None,
                token => token,
            });
        }
        self.tokens = settled;
        Some(())
    }

    fn show_date(&self, number: f64, since_1904: bool) -> Option<String> {
        let unit = match self.tokens.iter().find_map(|token| match token {
            Token::Fraction(length) => Some(*length),
            _ => None,
        }) {
            Some(1) => 100,
            Some(2) => 10,
            Some(_) => 1,
            None => 1_000,
        };
        let moment = Moment::of(number, since_1904, unit)?;
        let halves = self.has(|token| matches!(token, Token::Half(_)));
        let mut text = String::new();
        for token in &self.tokens {
            let hour = match (halves, moment.hour()) {
                (true, 0) => 12,
                (true, hour @ 13..) => hour - 12,
                (_, hour) => hour,
            };
            let month = MONTHS
                .get(moment.month.wrapping_sub(1))
                .copied()
                .unwrap_or_default();
            let weekday = WEEKDAYS.get(moment.weekday).copied().unwrap_or_default();
            let padded = |number: i64, length: usize| format!("{number:0>width$}", width = length.min(9));
            text += &match *token {
                Token::Literal(character) => character.to_string(),
                Token::Year(1..=2) => padded(moment.year % 100, 2),
                Token::Year(_) => padded(moment.year, 4),
                Token::Month(length @ 1..=2) => padded(moment.month as i64, length),
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
        }
        Some(text)
    }
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

/// `General` within a longer code.
pub(super) fn general_within(number: f64) -> String {
    decimal::general(number.abs())
}
