//! Row filters: conditions on cells, as data, and whether a row matches them.

use memchr::memchr2_iter;

use super::{Column, Parts, Rows, texts};
use rollcall_model::time::Time;

/// A condition on one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFilter {
    /// The column's value is one of these.
    OneOf {
        /// Key of the column.
        column: String,
        /// Values, as [`Parts`] extracts them; an empty value matches cells without content.
        values: Vec<String>,
    },
    /// The time in the column is before this one.
    Before {
        /// Key of the column.
        column: String,
        /// In the format of times in cells.
        time: String,
        /// Also matches rows without a time. A missing time does not mean *long ago*, so this is off unless requested.
        or_unknown: bool,
    },
}

impl RowFilter {
    /// Matches rows whose time is not within the last `days` days. Days are counted from the start of the current day, so the result does
    /// not change while a user looks at it.
    pub fn not_for_days(column: String, days: u32, now: Time, or_unknown: bool) -> Self {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let since = now.0.div_euclid(DAY).saturating_sub(days.into());
        Self::Before {
            column,
            time: texts::time(Some(since.saturating_mul(DAY))),
            or_unknown,
        }
    }

    fn column(&self) -> &str {
        match self {
            Self::OneOf { column, .. } | Self::Before { column, .. } => column,
        }
    }

    fn holds(&self, parts: Parts, cell: &str) -> bool {
        match self {
            Self::OneOf { values, .. } => parts.of(cell).any(|part| values.iter().any(|one| *one == part)),
            Self::Before { or_unknown, .. } if cell.is_empty() => *or_unknown,
            Self::Before { time, .. } => cell < time.as_str(),
        }
    }
}

/// A search and row filters, prepared for testing many rows.
#[derive(Debug)]
pub(super) struct RowFilters<'a> {
    needle: String,
    /// For each filter, the index of its column and how its cells are split; `None` if there is no such column.
    row_filter: Vec<(Option<(usize, Parts)>, &'a RowFilter)>,
}

/// The result of testing a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Through,
    /// The row fails only filters on this column.
    HeldBy(usize),
    Out,
}

impl<'a> RowFilters<'a> {
    pub(super) fn new(search: &str, row_filter: &'a [RowFilter], columns: &[Column]) -> Self {
        let place = |row_filter: &RowFilter| {
            let place = columns
                .iter()
                .position(|column| column.key == row_filter.column())?;
            Some((place, columns.get(place)?.parts))
        };
        Self {
            needle: search.trim().to_lowercase(),
            row_filter: row_filter
                .iter()
                .map(|row_filter| (place(row_filter), row_filter))
                .collect(),
        }
    }

    /// A filter on an unknown column matches no row: too few accounts are safer than too many.
    pub(super) fn verdict(&self, rows: &Rows, row: usize) -> Verdict {
        let mut verdict = Verdict::Through;
        for (place, row_filter) in &self.row_filter {
            let Some((place, parts)) = *place else {
                return Verdict::Out;
            };
            if row_filter.holds(parts, rows.cell(row, place)) {
                continue;
            }
            verdict = match verdict {
                Verdict::Through => Verdict::HeldBy(place),
                Verdict::HeldBy(other) if other == place => verdict,
                _ => return Verdict::Out,
            };
        }
        let is_found = self.needle.is_empty() || rows.cells(row).any(|cell| contains(cell, &self.needle));
        if is_found { verdict } else { Verdict::Out }
    }
}

/// Whether the text contains the needle, ignoring case. The needle must be in lower case. Most cells are ASCII and are searched without
/// allocating.
fn contains(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(needle);
    }
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let Some(&first) = needle.first() else {
        return true;
    };
    memchr2_iter(first, first.to_ascii_uppercase(), text).any(|at| {
        text.get(at..at + needle.len())
            .is_some_and(|part| part.eq_ignore_ascii_case(needle))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn one_of(column: &str, values: &[&str]) -> RowFilter {
        RowFilter::OneOf {
            column: column.to_owned(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        }
    }

    #[test]
    fn a_cell_has_the_parts_that_its_column_says() {
        let parts = |parts: Parts, cell| parts.of(cell).map(Cow::into_owned).collect::<Vec<_>>();
        assert_eq!(parts(Parts::Whole, "a; b"), ["a; b"]);
        assert_eq!(parts(Parts::Each, "a; b"), ["a", "b"]);
        assert_eq!(parts(Parts::Each, ""), [""]);
        assert_eq!(parts(Parts::Domain, "Ada@Example.COM"), ["example.com"]);
        assert_eq!(parts(Parts::Domain, "nobody"), [""]);
        assert_eq!(parts(Parts::Month, "2026-08-27 10:00:00"), ["2026-08"]);
        assert_eq!(parts(Parts::Month, "ü"), ["ü"]);
    }

    #[test]
    fn silence_is_long_ago_only_for_who_asks_for_it() {
        let now = Time(1_764_079_387_000);
        for or_unknown in [false, true] {
            let row_filter = RowFilter::not_for_days("seen".to_owned(), 90, now, or_unknown);
            assert!(row_filter.holds(Parts::Month, "2025-08-26 23:59:59"));
            assert!(!row_filter.holds(Parts::Month, "2025-08-27 00:00:00"));
            assert_eq!(row_filter.holds(Parts::Month, ""), or_unknown);
        }
        // Out-of-range values must not panic.
        let ever = RowFilter::not_for_days(String::new(), u32::MAX, Time(i64::MIN), false);
        assert!(!ever.holds(Parts::Month, "2025-08-26"));
    }

    #[test]
    fn a_row_is_through_or_held_by_one_column_or_out() {
        let columns = [
            Column::text("mail", "").by_domain(),
            Column::text("state", ""),
            Column::text("apps", "").by_each(),
        ];
        let mut rows = Rows::new(3, &[0]);
        rows.add(&["Ada@Example.com".into(), "active".into(), "Jira; Loom".into()]);
        let verdict = |search: &str, row_filter: &[RowFilter]| {
            RowFilters::new(search, row_filter, &columns).verdict(&rows, 0)
        };
        let (here, active) = (
            one_of("mail", &["example.com"]),
            one_of("state", &["closed", "active"]),
        );
        let (elsewhere, closed) = (one_of("mail", &["example.org"]), one_of("state", &["closed"]));
        assert_eq!(verdict(" ADA", &[here.clone(), active]), Verdict::Through);
        assert_eq!(verdict("", &[one_of("apps", &["Loom"])]), Verdict::Through);
        assert_eq!(verdict("", &[here, closed.clone()]), Verdict::HeldBy(1));
        assert_eq!(verdict("", &[closed.clone(), closed.clone()]), Verdict::HeldBy(1));
        assert_eq!(verdict("", &[elsewhere, closed]), Verdict::Out);
        assert_eq!(verdict("", &[one_of("nowhere", &[""])]), Verdict::Out);
        assert_eq!(verdict("ada closed", &[]), Verdict::Out);
    }

    #[test]
    fn a_text_is_found_whatever_the_case() {
        assert!(contains("Zoë ÅNGSTRÖM", "ångström"));
        assert!(contains("aaAb", "aab"));
        assert!(contains("x", ""));
        assert!(!contains("aa", "aab"));
        assert!(!contains("aab", "å"));
    }
}
