//! A quoted cell spans lines, and a delimiter, an address or an account id stands in it: a quote was probably not closed, and two rows
//! have become one.

use rollcall_model::phrasing::counted;
use rollcall_table::Irregularity;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E062-lines-in-cell", "Lines within a cell", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    lines(context, row).is_some().into()
}

fn lines(context: &CheckContext, row: &RowContext) -> Option<(usize, usize)> {
    context
        .changes
        .irregularities(row.change.row)
        .find_map(|irregularity| match irregularity {
            Irregularity::LinesInCell { column, breaks } => Some((column, breaks)),
            _ => None,
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (column, breaks) = lines(context, row).unwrap_or_default();
    Text::new(
        format!(
            "In the row on line {}, {} holds {} and what looks like other cells: a quote is probably not closed there, and rows are missing.",
            context.line(row.change.row),
            context.changes.column_name(column),
            counted(breaks as u32, "line break")
        ),
        "Look at that line. Close the quote, or remove it, and load the file again.",
    )
}
