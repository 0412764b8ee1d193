//! So many live addresses differ from the file that the cause is not a single row: one column was sorted or shifted separately from
//! the others, and rows ask for the wrong change.

use super::{Check, CheckContext, Drift, Text};
use rollcall_model::Field;
use rollcall_model::address;
use rollcall_model::phrasing::{counted, number};

/// The check.
pub static CHECK: Check =
    Check::file("E025-columns-shifted", "Columns shifted or sorted", find).about(Field::CurrentAddress);

/// Fires if more than one compared account in twenty differs, or if live addresses are the old addresses of other rows. Either
/// takes at least two rows.
fn find(context: &CheckContext, drift: &Drift) -> Option<Text> {
    // The rows of an imported journal are compared one by one, by E058.
    if context.changes.are_claimed() {
        return None;
    }
    let many = drift.differing > 1 && u64::from(drift.differing) * 20 > u64::from(drift.compared);
    let mixed = drift.of_others > 1;
    (many || mixed).then(|| text(context, drift))
}

fn text(context: &CheckContext, drift: &Drift) -> Text {
    let mut sentences = vec![format!(
        "{} of {} have another address now than the file says.",
        number(drift.differing),
        counted(drift.compared, "account")
    )];
    if drift.of_others > 1 {
        sentences.push(format!(
            "{} of these addresses stand in other rows, as the current address there: the columns have probably been shifted or sorted against each other.",
            number(drift.of_others)
        ));
        match drift.shift {
            Some(by) => sentences.push(shifted(by, drift.shifted == drift.of_others)),
            None if is_sorted(context) => {
                sentences.push("The old addresses stand in the order of the alphabet.".to_owned());
            }
            None => {}
        }
    } else {
        sentences.push(
            "That is more than one in twenty: the columns have probably been shifted, or the file is old."
                .to_owned(),
        );
    }
    Text::new(
        sentences.join(" "),
        "Put the columns right in the program that made the file, and load it again. If the file is right and the addresses have moved on, accept them row by row.",
    )
}

fn shifted(by: i64, all: bool) -> String {
    let which = if all { "Every" } else { "Nearly every" };
    let rows = match by.unsigned_abs() {
        1 => "one row".to_owned(),
        more => format!("{more} rows"),
    };
    let way = if by > 0 { "lower" } else { "higher" };
    format!("{which} one of these old addresses stands {rows} {way} than its account.")
}

/// Whether the current addresses in the file are in ascending order.
fn is_sorted(context: &CheckContext) -> bool {
    (0..context.changes.rows())
        .map(|row| address::fold(context.changes.text(row, Field::CurrentAddress)))
        .is_sorted()
}
