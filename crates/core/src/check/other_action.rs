//! The file has a column that only another action reads, so it was made for that action. For example, deactivating the accounts in
//! a file of new addresses is probably a mistake.

use rollcall_model::RowSpec;

use super::{Check, CheckContext, Drift, Text};

/// The check.
pub static CHECK: Check = Check::file("E032-other-action", "A file for another action", find);

/// The action for which the file was made, if it is not the chosen one, and the name of the column that shows it.
pub fn meant<'a>(context: &CheckContext<'a>) -> Option<(&'static RowSpec, &'a str)> {
    let chosen = context.changes.spec();
    context.row_specs.iter().copied().find_map(|other| {
        let field = other.desired.field().filter(|field| !chosen.has(*field))?;
        Some((other, context.changes.named(field)?))
    })
}

fn find(context: &CheckContext, _: &Drift) -> Option<Text> {
    let chosen = context.changes.spec();
    let (other, column) = meant(context)?;
    Some(Text::new(
        format!(
            "The file has a column “{column}”: it looks like one for “{}”, and “{}” is chosen.",
            other.title, chosen.title
        ),
        format!(
            "Choose “{}” where the file is read, or take that column out of the file if this is what you mean.",
            other.title
        ),
    ))
}
