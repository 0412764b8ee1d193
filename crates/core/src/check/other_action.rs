//! The file has a column that only another action reads: it was made for that one. Whoever deactivates the accounts of a file of
//! new addresses has chosen the wrong action.

use super::{Check, CheckContext, Drift, Text};
use crate::action::{ACTIONS, Action, Wish};
use crate::change::Changes;

/// The check.
pub static CHECK: Check = Check::file("E032-other-action", "A file for another action", find);

/// The action that the file was made for, where it is another one than the chosen, and the column that says so.
pub fn meant<'a>(changes: &Changes<'a>) -> Option<(&'static Action, &'a str)> {
    let chosen = changes.action();
    ACTIONS.iter().copied().find_map(|action| match action.wish {
        Wish::InCell(part) | Wish::Worded(part, _) if !chosen.parts.contains(&part) => {
            Some((action, changes.named(part)?))
        }
        _ => None,
    })
}

fn find(case: &CheckContext, _: &Drift) -> Option<Text> {
    let chosen = case.changes.action();
    let (other, column) = meant(&case.changes)?;
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
