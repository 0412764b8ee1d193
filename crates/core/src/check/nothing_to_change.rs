//! The account already has the desired address or state, for example when a file is opened again after its run.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::{Field, StateKind};

/// The check.
pub static CHECK: Check = Check::row("N007-nothing-to-change", "Nothing to change", find, text)
    .about(Field::NewAddress)
    .no_call();

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    row.is_done().into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let wanted = row.desired();
    let message = if row.spec.kind == StateKind::Profile {
        format!("The profile of {} says so already: {wanted}.", row.who())
    } else if !row.spec.is_address() {
        format!("The account of {} is {wanted} already.", row.who())
    } else if row.current_address().is_some() {
        format!("The account already has the address {wanted}.")
    } else {
        format!("The new address is the current one: {wanted}.")
    };
    Text::new(message, "Nothing needs to be done; the row is passed over.")
}
