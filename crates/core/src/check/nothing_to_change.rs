//! The account already holds what is wanted, an address or a state: so it is, too, when a file is loaded again after its run.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::{Field, StateKind};

/// The check.
pub static CHECK: Check = Check::row("N007-nothing-to-change", "Nothing to change", find, text)
    .about(Field::NewAddress)
    .no_call();

fn find(_: &CheckContext, look: &RowContext) -> Verdict {
    look.is_done().into()
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    let wanted = look.wish();
    let message = if look.spec.kind == StateKind::Profile {
        format!("The profile of {} says so already: {wanted}.", look.who())
    } else if !look.spec.is_address() {
        format!("The account of {} is {wanted} already.", look.who())
    } else if look.live().is_some() {
        format!("The account already has the address {wanted}.")
    } else {
        format!("The new address is the current one: {wanted}.")
    };
    Text::new(message, "Nothing needs to be done; the row is passed over.")
}
