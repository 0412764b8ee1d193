//! The encoding of the file was guessed, and the row holds letters that another encoding would spell otherwise, in a cell that is written
//! or names an account.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E065-spelling-guessed", "Spelling not certain", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    (context.changes.is_spelling_guessed() && cell(context, row).is_some()).into()
}

/// The first cell with such a letter that the action reads, and that nobody has written anew.
fn cell<'a>(context: &CheckContext<'a>, row: &RowContext<'a>) -> Option<&'a str> {
    let fields = row.spec.fields.iter();
    fields
        .filter(|field| context.changes.was(row.change.row, **field).is_none())
        .map(|field| context.changes.text(row.change.row, *field))
        .find(|text| !text.is_ascii())
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "“{}” is spelled so only if the file's encoding was guessed right.",
            cell(context, row).unwrap_or_default()
        ),
        "Look at the names where the file is read, and choose the encoding under which they are right. Or save the file as CSV UTF-8.",
    )
}
