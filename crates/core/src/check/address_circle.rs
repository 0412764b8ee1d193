//! Rows that exchange their addresses in a cycle: two accounts that swap, or more. None of them can run first, so one account is
//! parked at a temporary address, and its owner is logged out twice.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use super::{Conflict, RowRelations};
use rollcall_model::Field;
use rollcall_model::phrasing::listed;

/// The check.
pub static CHECK: Check =
    Check::between("W017-address-circle", "Addresses change places", find, text).about(Field::NewAddress);

fn find(link: &RowRelations) -> Verdict {
    match link.target {
        Conflict::Cycle(place) => Verdict::Found(place),
        _ => Verdict::Fine,
    }
}

fn text(context: &CheckContext, _: &RowContext, place: u32) -> Text {
    let rows = context.cycles.get(place as usize).map_or(&[][..], AsRef::as_ref);
    let lines = listed(rows.iter().map(|&row| context.line(row)));
    let message = if rows.len() == 2 {
        format!("Lines {lines} swap their addresses.")
    } else {
        format!("Lines {lines} hand their addresses round in a circle.")
    };
    Text::new(
        message,
        "They go together, by way of one temporary address: one of these accounts has it for a moment, and its owner is logged out twice. The plan says who. If the circle cannot be closed, all of it is changed back.",
    )
}
