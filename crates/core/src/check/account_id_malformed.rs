//! The account id is malformed. An id is 1 to 128 characters of `[a-zA-Z0-9_|:-]` (User management REST API, schema `AccountId`).

use rollcall_atlassian::AccountId;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict, id_as_number};
use rollcall_model::address;
use rollcall_model::finding::Fix;
use rollcall_model::{Field, shape};

/// The check.
pub static CHECK: Check = Check::row("E002-account-id-malformed", "Account id malformed", find, text)
    .about(Field::AccountId)
    .fix(Offer::rewrite(
        "Use the ids without what does not belong there",
        fix,
    ));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let id = row.change.account_id;
    (!id.is_empty() && AccountId::parse(id).is_none() && !id_as_number::is_number(id)).into()
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

/// The one word that is an id of a known form, without what stands round it and what cannot be seen. Nothing is put together that a space
/// parts: of a name and an id it would make another id.
fn fix(_: &CheckContext, row: &RowContext) -> Option<Fix> {
    let text = row.change.account_id;
    let visible: String = text
        .chars()
        .filter(|c| c.is_ascii_graphic() || c.is_whitespace())
        .collect();
    let bare = |word: &str| {
        let word = word.trim_matches(|c| !may_stand(c));
        AccountId::parse(word)
    };
    let words: Vec<AccountId> = visible.split_whitespace().filter_map(bare).collect();
    let mut known = words.iter().filter(|id| shape::is_account_id(id.as_str()));
    let id = match (known.next(), known.next(), words.as_slice()) {
        (Some(id), None, _) => id,
        (None, _, [only]) if visible.split_whitespace().count() == 1 => only,
        _ => return None,
    };
    Some(Fix::Put {
        part: Field::AccountId,
        value: id.as_str().to_owned(),
    })
}

fn may_stand(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '|' | ':' | '-')
}
