//! The file has a column that only another action reads: it was made for that one. Whoever deactivates the accounts of a file of
//! new addresses has chosen the wrong action.

use super::{Case, Check, Drift, Text};
use crate::action::{ACTIONS, Wish};

/// The check.
pub static CHECK: Check = Check::file("E032-other-action", "A file for another action", find);

fn find(case: &Case, _: &Drift) -> Option<Text> {
    let chosen = case.changes.action();
    let (other, column) = ACTIONS.iter().find_map(|action| match action.wish {
        Wish::InCell(part) | Wish::Worded(part, _) if !chosen.parts.contains(&part) => {
            Some((action, case.changes.named(part)?))
        }
        _ => None,
    })?;
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
