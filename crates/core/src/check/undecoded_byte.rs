//! A cell holds a byte that is not UTF-8, in a file that is UTF-8 otherwise: two programs wrote to it, or it was damaged. Which letter was
//! meant is not known.

use rollcall_table::Irregularity;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E064-undecoded-byte", "A letter that cannot be read", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    bad_byte(context, row).is_some().into()
}

fn bad_byte(context: &CheckContext, row: &RowContext) -> Option<(usize, u8)> {
    context
        .changes
        .irregularities(row.change.row)
        .find_map(|irregularity| match irregularity {
            Irregularity::BadByte { column, byte } => Some((column, byte)),
            _ => None,
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (column, byte) = bad_byte(context, row).unwrap_or_default();
    Text::new(
        format!(
            "On line {}, {} holds a byte (0x{byte:02X}) that is not UTF-8, as the rest of the file is: which letter is meant is not known.",
            context.line(row.change.row),
            context.changes.column_name(column)
        ),
        "Correct the letter in the program that made the file, save it as CSV UTF-8, and load it again.",
    )
}
