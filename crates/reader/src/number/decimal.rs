//! A number as decimal digits.

/// A spreadsheet keeps this many digits of a number.
const DIGITS: usize = 15;

/// The first 15 digits of a number, which are all that a spreadsheet shows. The sign is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    /// 0 to 9 each, without zeros at either end; none for 0.
    digits: Vec<u8>,
    /// The point stands before this digit; less than 0 for zeros behind the point, more than there are digits for zeros before it.
    point: i32,
}

impl Decimal {
    /// Of a finite number.
    pub(super) fn of(number: f64) -> Self {
        let written = format!("{:.*e}", DIGITS - 1, number.abs());
        let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let digits = mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect();
        let mut decimal = Self {
            digits,
            point: exponent.parse().unwrap_or(0) + 1,
        };
        decimal.tidy();
        decimal
    }

    fn tidy(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= count(zeros);
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The power of ten of its first digit.
    pub(super) fn exponent(&self) -> i32 {
        if self.is_zero() { 0 } else { self.point - 1 }
    }

    /// Times a power of ten.
    pub(super) fn shifted(mut self, by: i32) -> Self {
        if !self.is_zero() {
            self.point += by;
        }
        self
    }

    /// Rounded to so many digits behind the point, halves away from 0.
    pub(super) fn rounded(mut self, places: usize) -> Self {
        let keep = self.point + count(places);
        let Ok(keep) = usize::try_from(keep) else {
            // Less than half of the last place, whatever its digits.
            return Self {
                digits: Vec::new(),
                point: 0,
            };
        };
        if keep >= self.digits.len() {
            return self;
        }
        let up = self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(keep);
        if up {
            self.digits.insert(0, 0);
            self.point += 1;
            for digit in self.digits.iter_mut().rev() {
                if *digit < 9 {
                    *digit += 1;
                    break;
                }
                *digit = 0;
            }
        }
        self.tidy();
        self
    }

    /// The digits before the point; none for less than 1.
    pub(super) fn integer(&self) -> String {
        (0..self.point).map(|place| self.digit(place)).collect()
    }

    /// The digits behind the point, up to the last that is not 0.
    pub(super) fn fraction(&self) -> String {
        let last = count(self.digits.len());
        (self.point..last).map(|place| self.digit(place)).collect()
    }

    fn digit(&self, place: i32) -> char {
        let digit = usize::try_from(place)
            .ok()
            .and_then(|place| self.digits.get(place));
        char::from(b'0' + digit.copied().unwrap_or(0))
    }
}

/// A number of digits as a power of ten. There are never many.
pub(super) fn count(digits: usize) -> i32 {
    i32::try_from(digits).unwrap_or(i32::MAX)
}

/// A number in the format "General", without the limits that a narrow column sets: `1`, `0.1`, `557058`.
pub(crate) fn general(number: f64) -> String {
    let decimal = Decimal::of(number);
    let sign = if number < 0.0 && !decimal.is_zero() {
        "-"
    } else {
        ""
    };
    let exponent = decimal.exponent();
    if (-10..=20).contains(&exponent) {
        let (integer, fraction) = (decimal.integer(), decimal.fraction());
        let integer = if integer.is_empty() { "0" } else { &integer };
        let point = if fraction.is_empty() { "" } else { "." };
        return format!("{sign}{integer}{point}{fraction}");
    }
    let mantissa = decimal.shifted(-exponent);
    let fraction = mantissa.fraction();
    let point = if fraction.is_empty() { "" } else { "." };
    let plus = if exponent < 0 { '-' } else { '+' };
    format!(
        "{sign}{}{point}{fraction}E{plus}{:02}",
        mantissa.integer(),
        exponent.abs()
    )
}

/// Whether a number has more digits before its point than a spreadsheet keeps: the last of them are not what was typed.
pub(crate) fn is_rounded(number: f64) -> bool {
    number.abs() >= 1e15
}
