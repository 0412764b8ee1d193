//! Rows that hand their addresses round in a circle: two accounts that swap, or more. None of them can go first.

use super::between::{Link, Target};
use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;
use crate::words::listed;

/// The check.
pub static CHECK: Check =
    Check::between("E017-address-circle", "Addresses change places", find, text).about(Part::NewAddress);

fn find(link: &Link) -> Verdict {
    match link.target {
        Target::Circle(place) => Verdict::Found(place),
        _ => Verdict::Fine,
    }
}

fn text(case: &Case, _: &Look, place: u32) -> Text {
    let rows = case.circles.get(place as usize).map_or(&[][..], AsRef::as_ref);
    let lines = listed(rows.iter().map(|&row| case.line(row)));
    let message = if rows.len() == 2 {
        format!("Lines {lines} swap their addresses, so neither can go first.")
    } else {
        format!("Lines {lines} hand their addresses round in a circle, so none can go first.")
    };
    Text::new(
        message,
        "Such circles are refused as long as Rollcall cannot order them safely. Give one of these accounts a temporary address in a run of its own; the others then form a chain.",
    )
}
