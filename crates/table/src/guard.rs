//! The guard against spreadsheets that take a cell for a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@` or the like is run as a formula when a spreadsheet opens the file (OWASP, "CSV
//! Injection"). The guard is the customary one: an apostrophe before it. What is special here is that it can be undone
//! exactly. A cell that begins with apostrophes and then such a character gets one more, so that no two cells look the same
//! when guarded; and the file says which rows are guarded, in a last column named [`COLUMN`] with [`MARK`] in it. The column
//! is there only where something was guarded. So a reader never has to wonder whether an apostrophe is part of an address:
//! without the column nothing is undone.

use std::borrow::Cow;

/// Header of the column that says which rows are guarded.
pub const COLUMN: &str = "formula_guard";
/// What stands in that column where the row is guarded.
pub const MARK: &str = "'";

/// Whether a spreadsheet may take the cell for a formula. The full-width characters count in East Asian editions.
fn triggers(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The cell, guarded where it needs to be.
pub(super) fn put(cell: &str) -> Cow<'_, str> {
    if triggers(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell without its guard; `None` where it has none. Undoes [`put`], whatever the cell.
pub(super) fn lift(cell: &str) -> Option<&str> {
    let bare = cell.strip_prefix('\'')?;
    triggers(bare.trim_start_matches('\'')).then_some(bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_guarded_and_addresses_are_not() {
        assert_eq!(put("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(put("+49 30 1234"), "'+49 30 1234");
        assert_eq!(put("'=1"), "''=1");
        assert_eq!(put("ada@example.com"), "ada@example.com");
        assert_eq!(put("o'hara@example.com"), "o'hara@example.com");
        assert_eq!(put("'quoted'@example.com"), "'quoted'@example.com");
        assert_eq!(lift("'quoted'@example.com"), None);
    }

    proptest! {
        #[test]
        fn lifting_undoes_putting(cell in "'{0,3}[=+@\t\r＝a-]{0,2}.{0,5}") {
            let guarded = put(&cell);
            prop_assert!(!triggers(&guarded));
            prop_assert_eq!(lift(&guarded).unwrap_or(&guarded), &cell);
        }
    }
}
