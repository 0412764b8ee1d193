//! The header comes again in the middle: files were put together. Where its names stand in another order, the columns of all rows below
//! it mean something else.

use rollcall_table::Irregularity;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E063-header-again", "The header once more", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    again(context, row).is_some().into()
}

fn again(context: &CheckContext, row: &RowContext) -> Option<Irregularity> {
    context
        .changes
        .irregularities(row.change.row)
        .find(|irregularity| {
            matches!(
                irregularity,
                Irregularity::HeaderAgain { .. } | Irregularity::BelowOtherHeader { .. }
            )
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    match again(context, row) {
        Some(Irregularity::BelowOtherHeader { line }) => Text::new(
            format!(
                "The row stands below a second header, on line {line}, in which the columns have another order."
            ),
            "Save the rows below that line as a file of their own, with their header, and load each file by itself.",
        ),
        Some(Irregularity::HeaderAgain { same_order: false }) => Text::new(
            "This line is the header once more, with its columns in another order.",
            "Save the rows below it as a file of their own, with this header, and load each file by itself.",
        ),
        _ => Text::new(
            "This line is the header once more, and no account.",
            "Leave the row out. Look whether the file was put together from several, and no row is there twice.",
        ),
    }
}
