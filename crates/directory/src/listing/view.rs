//! Which rows of a listing are shown, and in which order.

use std::cmp::Ordering;

use super::row_filter::{RowFilters, Verdict};
use super::{Column, Kind, RowFilter, Rows};

/// Maximum number of rows in one window.
pub const MOST: u32 = 500;

/// Which rows are shown, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Only rows with a cell that contains this text, ignoring case.
    pub search: String,
    /// Only rows that match all of these filters.
    pub row_filter: Vec<RowFilter>,
    /// Sort key. Without one, and between equal rows, rows keep the order in which they were read.
    pub sort: Option<Sort>,
}

/// The column and direction of a sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Key of the column.
    pub column: String,
    /// Largest first. Rows with an empty cell come last in both directions.
    pub descending: bool,
}

/// A window of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Index of the first row, in the order of the view.
    pub from: u32,
    /// Total number of rows in the view.
    pub total: u32,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
}

/// The row order of the last view, kept between windows so that scrolling does not sort again. New pages are merged in, so the cost of a
/// page depends on its own rows only.
#[derive(Debug, Default)]
pub(super) struct Shown {
    order: Order,
    /// Number of rows processed so far.
    seen: usize,
    rows: Vec<Placed>,
}

/// A row with its precomputed sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Placed {
    /// The start of the sort key, encoded so that numeric order is sort order: usually this decides, and the cell need not be read. Zero if
    /// the rows are unsorted.
    beginning: u128,
    row: u32,
}

impl Shown {
    /// Updates the order after rows were added or the order changed.
    pub(super) fn follow(&mut self, order: &Order, columns: &[Column], rows: &Rows) {
        if *order != self.order {
            *self = Self {
                order: order.clone(),
                ..Self::default()
            };
        }
        if self.seen == rows.len() {
            return;
        }
        let row_filters = RowFilters::new(&self.order.search, &self.order.row_filter, columns);
        let new = (self.seen..rows.len()).filter(|&row| row_filters.verdict(rows, row) == Verdict::Through);
        let by = self.order.sort.as_ref().and_then(|sort| {
            let place = columns.iter().position(|column| column.key == sort.column)?;
            Some((place, columns.get(place)?.kind, sort.descending))
        });
        let Some((place, kind, descending)) = by else {
            let as_read = |row| Placed {
                beginning: 0,
                row: row as u32,
            };
            self.rows.extend(new.map(as_read));
            self.seen = rows.len();
            return;
        };
        let placed = |row| Placed {
            beginning: beginning(kind, descending, rows.cell(row, place)),
            row: row as u32,
        };
        let mut new: Vec<Placed> = new.map(placed).collect();
        self.seen = rows.len();
        let cell = |placed: &Placed| rows.cell(placed.row as usize, place);
        let compare = |a: &Placed, b: &Placed| {
            let by_text = || compare(kind, descending, cell(a), cell(b));
            let order = a.beginning.cmp(&b.beginning).then_with(by_text);
            order.then(a.row.cmp(&b.row))
        };
        new.sort_unstable_by(compare);
        merge(&mut self.rows, &new, |old, new| compare(old, new).is_lt());
    }

    pub(super) fn window(&self, rows: &Rows, from: u32, count: u32) -> Window {
        let shown = self.rows.iter().skip(from as usize).take(count as usize);
        Window {
            from,
            total: self.rows.len() as u32,
            rows: shown
                .map(|placed| rows.cells(placed.row as usize).map(str::to_owned).collect())
                .collect(),
        }
    }

    /// The rows, as indices into the rows that were read.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().map(|placed| placed.row as usize)
    }
}

/// Merges sorted new rows into sorted rows. Each new row is inserted by binary search, and the rows between two insertions move as one
/// block, so a few new rows are cheap however many rows there already are.
fn merge(rows: &mut Vec<Placed>, new: &[Placed], is_before: impl Fn(&Placed, &Placed) -> bool) {
    let mut end = rows.len();
    let mut to = end + new.len();
    // Extends the list; every new slot is overwritten below.
    rows.extend_from_slice(new);
    for &row in new.iter().rev() {
        let at = rows
            .get(..end)
            .unwrap_or_default()
            .partition_point(|old| is_before(old, &row));
        to -= end - at;
        rows.copy_within(at..end, to);
        end = at;
        to -= 1;
        if let Some(place) = rows.get_mut(to) {
            *place = row;
        }
    }
}

fn compare(kind: Kind, descending: bool, a: &str, b: &str) -> Ordering {
    // Most columns have many equal cells.
    if a == b {
        return Ordering::Equal;
    }
    let order = match kind {
        Kind::Number => a.parse::<u64>().ok().cmp(&b.parse().ok()),
        Kind::Text => folded(a).cmp(folded(b)),
    };
    let empty_last = a.is_empty().cmp(&b.is_empty());
    empty_last.then(if descending { order.reverse() } else { order })
}

/// The start of a cell's sort key: never greater for a cell that sorts before another one.
fn beginning(kind: Kind, descending: bool, cell: &str) -> u128 {
    let beginning = match kind {
        _ if cell.is_empty() => return u128::MAX,
        Kind::Number => cell.parse::<u64>().map_or(0, |number| u128::from(number) + 1),
        Kind::Text => {
            let mut bytes = [0; 16];
            let mut free = bytes.iter_mut();
            for letter in folded(cell) {
                let mut buffer = [0; 4];
                let letter = letter.encode_utf8(&mut buffer).bytes();
                // UTF-8 bytes sort as the characters do. A character that does not fit is cut off.
                let missing = letter.len();
                let put = letter
                    .zip(free.by_ref())
                    .map(|(byte, place)| *place = byte)
                    .count();
                if put < missing {
                    break;
                }
            }
            u128::from_be_bytes(bytes)
        }
    };
    if descending { !beginning } else { beginning }
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[Column::text("name", "Name"), Column::number("users", "People")];

    fn rows(of: &[(&str, &str)]) -> Rows {
        let mut rows = Rows::new(2, &[0]);
        for (name, users) in of {
            rows.add(&[(*name).to_owned(), (*users).to_owned()]);
        }
        rows
    }

    fn order(search: &str, column: &str, descending: bool) -> Order {
        Order {
            search: search.to_owned(),
            row_filter: Vec::new(),
            sort: (!column.is_empty()).then(|| Sort {
                column: column.to_owned(),
                descending,
            }),
        }
    }

    fn names(shown: &mut Shown, order: &Order, rows: &Rows) -> Vec<String> {
        shown.follow(order, COLUMNS, rows);
        let window = shown.window(rows, 0, 10);
        window
            .rows
            .into_iter()
            .map(|mut row| row.swap_remove(0))
            .collect()
    }

    #[test]
    fn numbers_are_in_order_as_numbers_and_empty_cells_stay_last() {
        let rows = rows(&[("b", "10"), ("C", "9"), ("a", ""), ("d", "9")]);
        let shown = &mut Shown::default();
        assert_eq!(names(shown, &order("", "", false), &rows), ["b", "C", "a", "d"]);
        assert_eq!(
            names(shown, &order("", "users", false), &rows),
            ["C", "d", "b", "a"]
        );
        assert_eq!(
            names(shown, &order("", "users", true), &rows),
            ["b", "C", "d", "a"]
        );
        assert_eq!(
            names(shown, &order("", "name", true), &rows),
            ["d", "C", "b", "a"]
        );
        assert_eq!(
            names(shown, &order("", "elsewhere", true), &rows),
            ["b", "C", "a", "d"]
        );
    }

    #[test]
    fn sixteen_letters_of_a_text_are_its_beginning() {
        let of = |cell: &str| beginning(Kind::Text, false, cell).to_be_bytes();
        assert_eq!(&of("Person 00012345678"), b"person 000123456");
        assert_eq!(&of("Ab"), b"ab\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    }

    #[test]
    fn what_is_read_later_takes_its_place_among_what_is_shown() {
        let first = [("m@x", "1"), ("B@x", "2"), ("z", "3")];
        let all = [&first[..], &[("a@x", "4"), ("y", "5"), ("n@X", "6")]].concat();
        let by_name = order(" @X", "name", false);
        let shown = &mut Shown::default();
        assert_eq!(names(shown, &by_name, &rows(&first)), ["B@x", "m@x"]);
        assert_eq!(names(shown, &by_name, &rows(&all)), ["a@x", "B@x", "m@x", "n@X"]);
        assert_eq!(
            names(&mut Shown::default(), &by_name, &rows(&all)),
            ["a@x", "B@x", "m@x", "n@X"]
        );
    }
    proptest::proptest! {
        /// The encoded start agrees with the full comparison.
        #[test]
        fn the_beginning_of_a_cell_is_in_order_as_the_cell_is(
            a in "[aAbBäÄß0-9İ]{0,20}",
            b in "[aAbBäÄß0-9İ]{0,20}",
            descending in proptest::bool::ANY,
            kind in proptest::sample::select(&[Kind::Text, Kind::Number]),
        ) {
            let quick = beginning(kind, descending, &a).cmp(&beginning(kind, descending, &b));
            let thorough = compare(kind, descending, &a, &b);
            proptest::prop_assert!(quick == Ordering::Equal || quick == thorough, "{a} {b}");
        }

        /// Adding rows in pieces yields the same order as adding them at once.
        #[test]
        fn the_pieces_in_which_rows_come_leave_no_trace(
            names in proptest::collection::vec("[ab]{0,2}", 0..40),
            pieces in proptest::collection::vec(0_usize..9, 0..12),
            descending in proptest::bool::ANY,
        ) {
            let mut rows = Rows::new(2, &[1]);
            let by_name = order("", "name", descending);
            let mut shown = Shown::default();
            let mut names = names.iter().enumerate();
            for piece in pieces.into_iter().chain([40]) {
                for (at, name) in names.by_ref().take(piece) {
                    rows.add(&[name.clone(), at.to_string()]);
                }
                shown.follow(&by_name, COLUMNS, &rows);
            }
            let mut at_once = Shown::default();
            at_once.follow(&by_name, COLUMNS, &rows);
            proptest::prop_assert_eq!(shown.rows, at_once.rows);
        }
    }
}
