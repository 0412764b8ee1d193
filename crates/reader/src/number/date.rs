//! Dates and times: days since the end of 1899, or since the beginning of 1904.

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A point in time, as it is read from a clock and a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: u32,
    /// From 1.
    pub(super) day: u32,
    /// Sunday is 0.
    pub(super) weekday: usize,
    /// Since midnight.
    pub(super) milliseconds: i64,
    /// Since the first day, for `[h]`.
    pub(super) elapsed: i64,
}

impl Moment {
    /// `None` where a spreadsheet shows `####`: before its first day and after the year 9999.
    pub(super) fn of(number: f64, since_1904: bool, unit: i64) -> Option<Self> {
        if !(0.0..2_958_466.0).contains(&number) {
            return None;
        }
        let exact = (number * DAY as f64).round() as i64;
        // Half a unit and more is the next one: the sum of floats that should be 12:00:00 is a trifle less.
        let elapsed = (exact + unit / 2) / unit * unit;
        let days = elapsed / DAY;
        let (year, month, day, weekday) = if since_1904 {
            date(days + 1_462)
        } else {
            date(days)
        };
        (year <= 9999).then_some(Self {
            year,
            month,
            day,
            weekday,
            milliseconds: elapsed % DAY,
            elapsed,
        })
    }

    pub(super) fn hour(&self) -> i64 {
        self.milliseconds / 3_600_000
    }

    pub(super) fn minute(&self) -> i64 {
        self.milliseconds / 60_000 % 60
    }

    pub(super) fn second(&self) -> i64 {
        self.milliseconds / 1_000 % 60
    }

    pub(super) fn millisecond(&self) -> i64 {
        self.milliseconds % 1_000
    }
}

/// The date of a day, where 1 is the first of January 1900. 60 is the 29th of February of that year, which never was: the first
/// spreadsheets had it, and all others kept it.
fn date(days: i64) -> (i64, u32, u32, usize) {
    let weekday = ((days + 6) % 7) as usize;
    match days {
        0 => return (1900, 1, 0, weekday),
        60 => return (1900, 2, 29, weekday),
        _ => {}
    }
    // Days since the first of March of the year 0, in eras of 400 years: <https://howardhinnant.github.io/date_algorithms.html>.
    let shifted = days - if days > 60 { 25_569 } else { 25_568 } + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32, weekday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let day = |number, since_1904| {
            let moment = Moment::of(number, since_1904, 1).unwrap();
            (moment.year, moment.month, moment.day, moment.weekday)
        };
        assert_eq!(day(1.0, false), (1900, 1, 1, 0));
        assert_eq!(day(59.0, false), (1900, 2, 28, 2));
        assert_eq!(day(60.0, false), (1900, 2, 29, 3));
        assert_eq!(day(61.0, false), (1900, 3, 1, 4));
        assert_eq!(day(45_657.0, false), (2024, 12, 31, 2));
        assert_eq!(day(2_958_465.0, false), (9999, 12, 31, 5));
        assert_eq!(day(0.0, true), (1904, 1, 1, 5));
        assert_eq!(day(44_195.0, true), (2024, 12, 31, 2));
        for wrong in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Moment::of(wrong, false, 1), None);
        }
        assert_eq!(Moment::of(2_958_465.0, true, 1), None);
    }
}
