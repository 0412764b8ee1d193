//! A row has fewer or more cells than the header has columns: one comma too many or a missing cell, and everything behind it stands in the
//! wrong column.

use rollcall_model::phrasing::counted;
use rollcall_table::Irregularity;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E060-row-width", "Row with too few or too many cells", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    width(context, row).is_some().into()
}

fn width(context: &CheckContext, row: &RowContext) -> Option<(usize, bool)> {
    context
        .changes
        .irregularities(row.change.row)
        .find_map(|irregularity| match irregularity {
            Irregularity::Width { cells, cut } => Some((cells, cut)),
            _ => None,
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (cells, cut) = width(context, row).unwrap_or_default();
    let (cells, columns) = (cells as u32, context.changes.columns() as u32);
    let mut message = format!(
        "Line {} has {}, and the table has {}: what stands in this row may be shifted into the wrong columns.",
        context.line(row.change.row),
        counted(cells, "cell"),
        counted(columns, "column")
    );
    if cut {
        message.push_str(" The file ends with it, without a line break: it may have been cut off.");
    }
    let hint = if cells > columns {
        "Put quotes round the cell that holds a delimiter, in the program that made the file, and load it again."
    } else {
        "Add the missing cell in the program that made the file, and load it again."
    };
    Text::new(message, hint)
}
