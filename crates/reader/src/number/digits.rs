//! Digits put in the places of a number format.

use std::fmt::Write as _;

use super::decimal::{Decimal, count, general};
use super::token::Token;

/// More digits behind the point than Excel takes.
const MOST_PLACES: usize = 30;

/// The number without its sign; `None` where the tokens make no sense.
pub(super) fn show(tokens: &[Token], number: f64) -> Option<String> {
    let layout = Layout::of(tokens)?;
    let decimal = Decimal::of(number).shifted(layout.shift);
    let (decimal, exponent) = if layout.exponent.is_some() {
        scientific(&decimal, layout.integers, layout.places)
    } else {
        (decimal.rounded(layout.places), 0)
    };
    let (integer, fraction) = (decimal.integer(), decimal.fraction());
    let mut text = String::new();
    let (mut place, mut behind, mut seen_point) = (layout.integers, 0, false);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Literal(character) => text.push(*character),
            Token::Percent => text.push('%'),
            Token::General => text += &general(number.abs()),
            Token::Comma => {}
            Token::Point => {
                if layout.integers == 0 {
                    text += &integer;
                }
                text.push('.');
                seen_point = true;
            }
            Token::Digit(kind) if seen_point => {
                match fraction.chars().nth(behind) {
                    Some(digit) => text.push(digit),
                    None => text.extend(blank(*kind)),
                }
                behind += 1;
            }
            Token::Digit(kind) => {
                place -= 1;
                let highest = if place + 1 == layout.integers {
                    integer.len().max(place + 1)
                } else {
                    place + 1
                };
                for place in (place..highest).rev() {
                    let digit = integer.len().checked_sub(place + 1);
                    match digit.and_then(|at| integer.chars().nth(at)) {
                        Some(digit) => text.push(digit),
                        None => text.extend(blank(*kind)),
                    }
                    let begun = integer.len() > place || *kind == '0';
                    if layout.grouped && begun && place > 0 && place % 3 == 0 {
                        text.push(',');
                    }
                }
            }
            Token::Exponent(plus, length) if layout.exponent == Some(at) => {
                text.push('E');
                match exponent {
                    ..0 => text.push('-'),
                    _ if *plus => text.push('+'),
                    _ => {}
                }
                // Writing to a string does not fail.
                let _ = write!(text, "{:0>width$}", exponent.abs(), width = (*length).min(9));
            }
            _ => return None,
        }
    }
    Some(text)
}

/// What a place shows that has no digit.
fn blank(kind: char) -> Option<char> {
    match kind {
        '0' => Some('0'),
        '?' => Some(' '),
        _ => None,
    }
}

/// The number between 1 and its next power of ten, and that power. With several places before the point the power is a multiple of
/// their number.
fn scientific(decimal: &Decimal, integers: usize, places: usize) -> (Decimal, i32) {
    let step = count(integers.max(1));
    let power = |decimal: &Decimal| decimal.exponent().div_euclid(step) * step;
    let exponent = power(decimal);
    let rounded = decimal.clone().shifted(-exponent).rounded(places);
    // 9.99 may become 10.
    match power(&rounded) {
        0 => (rounded, exponent),
        more => (rounded.shifted(-more), exponent + more),
    }
}

struct Layout {
    /// Places before the point.
    integers: usize,
    /// Places behind it.
    places: usize,
    /// The power of ten that percent signs and commas at the end make.
    shift: i32,
    grouped: bool,
    /// Which token it is.
    exponent: Option<usize>,
}

impl Layout {
    fn of(tokens: &[Token]) -> Option<Self> {
        let mut layout = Self {
            integers: 0,
            places: 0,
            shift: 0,
            grouped: false,
            exponent: None,
        };
        let (mut points, mut commas, mut generals) = (0, 0, 0);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                // Behind the exponent's own digits there are no others.
                Token::Digit(_) if layout.exponent.is_some() => return None,
                Token::Digit(_) if points > 0 => layout.places += 1,
                Token::Digit(_) => {
                    layout.grouped |= commas > 0;
                    commas = 0;
                    layout.integers += 1;
                }
                Token::Comma if layout.integers > 0 => commas += 1,
                Token::Point => points += 1,
                Token::Percent => layout.shift += 2,
                Token::Exponent(..) if layout.exponent.is_none() => layout.exponent = Some(at),
                Token::General => generals += 1,
                Token::Literal(_) => {}
                _ => return None,
            }
        }
        layout.shift -= 3 * commas;
        let digits = layout.integers + layout.places;
        let sound = points <= 1
            && layout.places <= MOST_PLACES
            && layout.integers <= 2 * MOST_PLACES
            && (generals == 0 || (generals == 1 && digits == 0 && points == 0))
            && (layout.exponent.is_none() || (digits > 0 && !layout.grouped));
        sound.then_some(layout)
    }
}
