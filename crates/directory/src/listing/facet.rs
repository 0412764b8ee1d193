//! Facets: how many rows have which value in a column.

use super::row_filter::{RowFilters, Verdict};
use super::{Column, Order, Parts, RowFilter, Rows};
use rollcall_model::hash;

/// The values of a column and the number of rows with each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Key of the column.
    pub column: &'static str,
    /// Values, as [`Parts`] extracts them, and the number of rows with each: most frequent first, months newest first. The empty value
    /// counts cells without content.
    pub values: Vec<(String, u32)>,
    /// Number of values left out because there are too many.
    pub others: u32,
    /// Number of rows with values that were left out. A row with several of these values is counted once for each.
    pub rows_of_others: u32,
}

type Counts = hash::Map<Box<str>, u32>;

/// The counts of the facets requested last. They are kept and extended as more pages arrive, so the cost of a page depends on its own rows
/// only.
#[derive(Debug, Default)]
pub(super) struct Facets {
    search: String,
    row_filter: Vec<RowFilter>,
    /// Column indices, and the counts of each.
    counts: Vec<(usize, Counts)>,
    /// Number of rows processed so far.
    seen: usize,
}

impl Facets {
    /// Updates the counts. A column is counted over the rows that match all row filters except those on the column itself, so its facet
    /// shows the alternatives to the current choice.
    pub(super) fn follow(&mut self, order: &Order, places: &[usize], columns: &[Column], rows: &Rows) {
        let is_same = self.search == order.search
            && self.row_filter == order.row_filter
            && self.counts.iter().map(|(place, _)| place).eq(places);
        if !is_same {
            *self = Self {
                search: order.search.clone(),
                row_filter: order.row_filter.clone(),
                counts: places.iter().map(|&place| (place, Counts::default())).collect(),
                seen: 0,
            };
        }
        let row_filters = RowFilters::new(&self.search, &self.row_filter, columns);
        for row in self.seen..rows.len() {
            let verdict = row_filters.verdict(rows, row);
            for (place, counts) in &mut self.counts {
                if verdict == Verdict::Through || verdict == Verdict::HeldBy(*place) {
                    let parts = columns.get(*place).map_or(Parts::Whole, |column| column.parts);
                    count(counts, parts, rows.cell(row, *place));
                }
            }
        }
        self.seen = rows.len();
    }

    /// The facets, each with at most `most` values.
    pub(super) fn draw(&self, columns: &[Column], most: usize) -> Vec<Facet> {
        let facet = |(place, counts): &(usize, Counts)| Some(draw(columns.get(*place)?, counts, most));
        self.counts.iter().filter_map(facet).collect()
    }
}

fn count(counts: &mut Counts, parts: Parts, cell: &str) {
    for part in parts.of(cell) {
        if let Some(count) = counts.get_mut(&*part) {
            *count += 1;
        } else {
            counts.insert(part.into(), 1);
        }
    }
}

fn draw(column: &Column, counts: &Counts, most: usize) -> Facet {
    let mut values: Vec<(String, u32)> = counts
        .iter()
        .map(|(value, &count)| (value.to_string(), count))
        .collect();
    if column.parts == Parts::Month {
        values.sort_by(|(a, _), (b, _)| b.cmp(a));
    } else {
        values.sort_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
    }
    let others = values.split_off(most.min(values.len()));
    Facet {
        column: column.key,
        values,
        others: others.len() as u32,
        rows_of_others: others.iter().map(|(_, count)| count).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::text("id", ""),
        Column::text("mail", "").by_domain(),
        Column::text("state", ""),
        Column::text("seen", "").by_month(),
    ];

    fn add(rows: &mut Rows, all: &[[&str; 4]]) {
        for row in all {
            rows.add(&row.map(str::to_owned));
        }
    }

    fn drawn(facets: &Facets, most: usize) -> Vec<String> {
        let of = |facet: Facet| {
            let values = facet
                .values
                .iter()
                .map(|(value, count)| format!("{value}={count}"));
            let values = values.collect::<Vec<_>>().join(" ");
            format!(
                "{}: {values} +{}/{}",
                facet.column, facet.others, facet.rows_of_others
            )
        };
        facets.draw(COLUMNS, most).into_iter().map(of).collect()
    }

    #[test]
    fn a_column_is_counted_over_what_the_others_let_through() {
        let mut rows = Rows::new(4, &[0]);
        add(
            &mut rows,
            &[
                ["1", "a@x.com", "active", "2026-08-01 00:00:00"],
                ["2", "b@x.com", "closed", "2026-09-01 00:00:00"],
                ["3", "c@y.com", "active", ""],
            ],
        );
        let mut facets = Facets::default();
        facets.follow(&Order::default(), &[2, 1, 3], COLUMNS, &rows);
        assert_eq!(
            drawn(&facets, 9),
            [
                "state: active=2 closed=1 +0/0",
                "mail: x.com=2 y.com=1 +0/0",
                "seen: 2026-09=1 2026-08=1 =1 +0/0",
            ]
        );
        assert_eq!(
            drawn(&facets, 1),
            [
                "state: active=2 +1/1",
                "mail: x.com=2 +1/1",
                "seen: 2026-09=1 +2/2",
            ]
        );
        let active = Order {
            row_filter: vec![RowFilter::OneOf {
                column: "state".to_owned(),
                values: vec!["active".to_owned()],
            }],
            ..Order::default()
        };
        facets.follow(&active, &[2, 1], COLUMNS, &rows);
        let before = drawn(&facets, 9);
        assert_eq!(
            before,
            ["state: active=2 closed=1 +0/0", "mail: x.com=1 y.com=1 +0/0"]
        );
        facets.follow(&active, &[2, 1], COLUMNS, &rows);
        assert_eq!(drawn(&facets, 9), before, "nothing is counted twice");
        add(
            &mut rows,
            &[["4", "d@y.com", "active", ""], ["5", "e@z.com", "closed", ""]],
        );
        facets.follow(&active, &[2, 1], COLUMNS, &rows);
        assert_eq!(
            drawn(&facets, 9),
            ["state: active=3 closed=2 +0/0", "mail: y.com=2 x.com=1 +0/0",]
        );
    }
}
