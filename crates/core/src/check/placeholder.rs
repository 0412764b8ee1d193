//! A cell holds what a spreadsheet or a database writes where there is nothing: `#N/A`, `NULL`, `none`, a lone zero or hyphen, or the word of
//! a line of totals.

use rollcall_model::Field;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E067-placeholder", "A word for nothing", find, text)
    .fix(Offer::leave_out("Leave these rows out"));

/// Never a value that somebody meant, in any field.
const ERRORS: [&str; 15] = [
    "#n/a",
    "#na",
    "#ref!",
    "#name?",
    "#value!",
    "#div/0!",
    "#null!",
    "#num!",
    "#spill!",
    "#calc!",
    "#error!",
    "(null)",
    "\\n",
    "null",
    "undefined",
];

/// Words for nothing, and the word of a line of totals.
const WORDS: [&str; 14] = [
    "none", "nil", "nan", "n/a", "na", "0", "-", "--", "?", "total", "totals", "sum", "summe", "gesamt",
];

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    cell(context, row).is_some().into()
}

/// The first such cell that the action reads. Groups and roles may be called anything: they are looked up by name.
fn cell<'a>(context: &CheckContext<'a>, row: &RowContext<'a>) -> Option<(Field, &'a str)> {
    row.spec
        .fields
        .iter()
        .map(|&field| (field, context.changes.text(row.change.row, field)))
        .find(|&(field, text)| {
            let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
            !text.is_empty()
                && (is(&ERRORS) || (field.place().is_none() && field != Field::Token && is(&WORDS)))
        })
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (field, word) = cell(context, row).unwrap_or((Field::AccountId, ""));
    let is_error = word.starts_with('#');
    let message = if is_error {
        format!("{} holds “{word}”, a spreadsheet's error.", field.title())
    } else {
        format!("{} holds “{word}”, which stands for nothing.", field.title())
    };
    let hint = if field.is_field() {
        "Write the value that is meant, or leave the cell empty: then the field stays as it is."
    } else {
        "Write what is meant, or leave the row out."
    };
    Text::new(message, hint)
}
