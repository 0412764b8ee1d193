//! Text stands behind the closing quote of a cell. RFC 4180 allows none; it is the trace of a quote that was closed in the wrong place, so
//! that what belongs to one cell or one row may stand in another.

use rollcall_table::Irregularity;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row(
    "E061-text-behind-quote",
    "Text behind a closing quote",
    find,
    text,
)
.fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    behind(context, row).is_some().into()
}

fn behind(context: &CheckContext, row: &RowContext) -> Option<(usize, bool)> {
    context
        .changes
        .irregularities(row.change.row)
        .find_map(|irregularity| match irregularity {
            Irregularity::TextBehindQuote { column, backslash } => Some((column, backslash)),
            _ => None,
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (column, backslash) = behind(context, row).unwrap_or_default();
    let message = format!(
        "On line {}, text stands behind the closing quote of {}: nobody can know where the cell ends.",
        context.line(row.change.row),
        context.changes.column_name(column)
    );
    let hint = if backslash {
        "A backslash stands before that quote. In CSV a quote inside a quoted cell is written twice: correct the line, and load the file again."
    } else {
        "A quote inside a quoted cell is written twice. Correct the line, and load the file again."
    };
    Text::new(message, hint)
}
