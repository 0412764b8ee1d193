//! The account id is malformed. An id is 1 to 128 characters of `[a-zA-Z0-9_|:-]` (User management REST API, schema `AccountId`).

use rollcall_atlassian::AccountId;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::address;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E002-account-id-malformed", "Account id malformed", find, text)
    .about(Field::AccountId)
    .fix(Offer::rewrite(
        "Use the ids without what does not belong there",
        fix,
    ));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let id = row.change.account_id;
    (!id.is_empty() && AccountId::parse(id).is_none()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let id = row.change.account_id;
    if id.contains('@') {
        return Text::new(
            format!("“{id}” is an address, not an account id."),
            "Put it where the file has the current addresses, or say in the mapping that this column holds them.",
        );
    }
    let wrong = match id.chars().find(|&c| !may_stand(c)) {
        Some(odd) => format!(
            "“{id}” is not an account id: it contains {}.",
            address::name_of(odd)
        ),
        None => format!(
            "An account id has at most 128 characters; this one has {}.",
            id.len()
        ),
    };
    Text::new(
        wrong,
        "An account id looks like 5b10a2844c20165700ede21f or 712020:3f2c…; an export of managed accounts has it as “Atlassian ID”.",
    )
}

/// Removes surrounding characters and invisible characters from the id.
fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let visible = |c: &char| c.is_ascii_graphic();
    let bare: String = row.change.account_id.chars().filter(visible).collect();
    let bare = bare.trim_matches(|c| !may_stand(c));
    AccountId::parse(bare).map(|id| Fix::Put {
        part: Field::AccountId,
        value: id.as_str().to_owned(),
    })
}

fn may_stand(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '|' | ':' | '-')
}
