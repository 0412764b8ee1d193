//! The row makes a person an organization administrator, who may change every account and take that role from others.

use super::{Check, CheckContext, Confirmation, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::phrasing::counted;

/// The check.
pub static CHECK: Check = Check::row(
    "W044-becomes-administrator",
    "Becomes an organization administrator",
    find,
    text,
)
.about(Field::Role)
.fix(Offer::leave_out("Leave these rows out"))
.confirm(confirm);

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    row.target.is_of_organization().into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("{} becomes an organization administrator.", row.who()),
        "An organization administrator may do everything, also take the role from you. The run asks before it begins.",
    )
}

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "new-administrators",
        typed: Some(rows.to_string()),
        text: format!(
            "The run makes {} of the organization, who may do everything. Type {rows} to confirm.",
            counted(rows, "administrator")
        ),
    }
}
