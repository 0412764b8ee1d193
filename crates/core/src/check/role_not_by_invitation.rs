//! The role cannot be granted by an invitation.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_atlassian::call::invite::INVITED_ROLES;
use rollcall_model::Field;
use rollcall_roster::PlaceKind;

/// The check.
pub static CHECK: Check = Check::row(
    "E054-role-not-by-invitation",
    "Role not given by invitations",
    find,
    text,
)
.about(Field::Role);

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let role = row.target.place(PlaceKind::Role);
    role.is_some_and(|role| INVITED_ROLES.iter().all(|its| its.as_str() != role.id))
        .into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let role = row
        .target
        .place(PlaceKind::Role)
        .map_or("", |role| role.name.as_str());
    Text::new(
        format!("No invitation gives the role {role}."),
        "Invite with another role, and grant this one afterwards (“Grant roles”).",
    )
}
