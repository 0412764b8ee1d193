//! A text was decoded wrongly before it came into the file: `MÃ¼ller` for Müller. Its UTF-8 was read as Windows-1252.

use rollcall_model::finding::Fix;
use rollcall_model::{Field, mojibake};

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("W073-mojibake", "Garbled letters", find, text)
    .fix(Offer::rewrite("Use the mended letters", fix));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    garbled(context, row).is_some().into()
}

fn garbled<'a>(context: &CheckContext<'a>, row: &RowContext<'a>) -> Option<(Field, &'a str, String)> {
    let fields = row.spec.fields.iter();
    fields
        .map(|&field| (field, context.changes.text(row.change.row, field)))
        .filter(|(_, text)| !text.is_ascii())
        .find_map(|(field, text)| Some((field, text, mojibake::mend(text)?)))
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (field, garbled, mended) = garbled(context, row).unwrap_or((Field::Name, "", String::new()));
    Text::new(
        format!(
            "{} holds “{garbled}”: its letters were garbled before they came into this file.",
            field.title()
        ),
        format!("Probably “{mended}” is meant."),
    )
}

fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    let (part, _, value) = garbled(context, row)?;
    Some(Fix::Put { part, value })
}
