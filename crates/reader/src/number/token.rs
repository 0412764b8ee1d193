//! The code of a number format, taken apart: its sections, and what stands in each.

use std::iter::Peekable;
use std::str::Chars;

/// A longer one is none: Excel takes 255 characters.
const LONGEST: usize = 1_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    /// Names of months and days are in another language than English.
    pub(super) foreign: bool,
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
    pub(super) fn is_time(&self) -> bool {
        matches!(
            self,
            Self::Hour(_) | Self::Minute(_) | Self::Second(_) | Self::Half(_) | Self::Elapsed(..)
        )
    }

    pub(super) fn is_date(&self) -> bool {
        matches!(self, Self::Year(_) | Self::Month(_) | Self::Day(_))
    }
}

/// The sections of a code. `None` for what is not understood: fractions, conditions, eras, digits of other scripts.
pub(super) fn sections(code: &str) -> Option<Vec<Section>> {
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
            'e' | 'E' | 'a' | 'A' | 'g' | 'G' => word(character, &mut characters)?,
            character if character.is_ascii_alphabetic() => return None,
            character => Token::Literal(character),
        };
        section.tokens.push(token);
    }
    for section in &mut sections {
        section.settle()?;
    }
    Some(sections)
}

/// What begins with a letter that stands for no part of a date: an exponent, `AM/PM`, `General`.
fn word(first: char, characters: &mut Peekable<Chars<'_>>) -> Option<Token> {
    Some(match first {
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
        _ => return None,
    })
}

impl Section {
    pub(super) fn has(&self, is: fn(&Token) -> bool) -> bool {
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
}
