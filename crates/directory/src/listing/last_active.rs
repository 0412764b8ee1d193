//! When each account was last active in each app (Organizations REST API, v1).

use rollcall_atlassian::call::last_active::{GetLastActive, LAST_ACTIVE_A_MINUTE, LastActiveOfApp};
use rollcall_atlassian::{AccountId, Call, Cursor};

use super::definition::{RowPage, nobody};
use super::{
    ACCOUNT_ID, Column, EMAIL, LAST_ACTIVE, Listing, NAME, Of, PerSubject, Question, per_subject, texts,
    users,
};

/// Column indices.
const IN_ANY: usize = 2;
const APP: usize = 3;
const IN_APP: usize = 4;
const SAID: usize = 6;

pub(super) static LISTING: Listing = Listing {
    key: "last-active",
    title: "Last-active dates",
    hint: "When each of some accounts was last active, app by app. Atlassian takes 200 of these calls a minute, and is up to a day behind.",
    columns: &[
        Column::text(NAME, "Name"),
        Column::text(EMAIL, "E-mail").wide().by_domain().pictured(),
        Column::text(LAST_ACTIVE, "Last active in any app (UTC)")
            .wide()
            .by_month()
            .pictured(),
        Column::text("app", "App").pictured(),
        Column::text("app_last_active_utc", "Last active in this app (UTC)")
            .wide()
            .by_month(),
        Column::text("added_utc", "Added (UTC)").by_month(),
        Column::text(per_subject::SAID, "Why not known").wide().hidden(),
        Column::text("workspace_id", "Workspace id").wide().hidden(),
        Column::text(ACCOUNT_ID, "Account id").wide(),
    ],
    named_by: &[ACCOUNT_ID, "workspace_id"],
    of: Of::PerSubject(PerSubject {
        noun: ["account", "accounts"],
        keys: &[ACCOUNT_ID, NAME, EMAIL],
        finish: latest,
    }),
    filters: &[],
    counts: &[],
    a_minute: Some(LAST_ACTIVE_A_MINUTE),
    goes_on: false,
    details: Some(&users::WHOLE),
    request: |question, cursor| Some(call(question, cursor)?.request()),
    answer: |question, _, response| {
        let Some(call) = call(question, None) else {
            return Ok(nobody());
        };
        let answer = call.answer(response)?;
        let added = texts::time(answer.added);
        let apps = answer.apps.into_iter().map(Some);
        // An account that was never active has the date on which it was added, so it gets a row too.
        let items = apps.chain([None]).map(|app| row(app, &added)).collect();
        Ok(RowPage {
            next: answer.next,
            ..RowPage::only(items)
        })
    },
};

fn call(question: &Question, cursor: Option<&Cursor>) -> Option<GetLastActive> {
    Some(GetLastActive {
        organization: question.organization.clone(),
        account: AccountId::parse(question.subject.first()?)?,
        cursor: cursor.cloned(),
    })
}

fn row(app: Option<LastActiveOfApp>, added: &str) -> Vec<String> {
    let (key, id, time) = app.map_or_else(Default::default, |app| {
        (app.key, app.id, texts::time(app.last_active))
    });
    let nothing = String::new;
    vec![
        nothing(),
        nothing(),
        nothing(),
        key,
        time,
        added.to_owned(),
        nothing(),
        id,
        nothing(),
    ]
}

/// Adds to each app's row the last time in any app: an account that was active yesterday is not inactive because it did not use another
/// app. The row without an app is kept only for accounts that have no other row.
fn latest(rows: &mut Vec<Vec<String>>) {
    let cell = |row: &[String], place: usize| row.get(place).cloned().unwrap_or_default();
    let latest = rows.iter().map(|row| cell(row, IN_APP)).max().unwrap_or_default();
    let has_app = |row: &Vec<String>| row.get(APP).is_some_and(|app| !app.is_empty());
    if rows.iter().any(has_app) {
        rows.retain(|row| has_app(row) || row.get(SAID).is_some_and(|said| !said.is_empty()));
    } else {
        // Each page ended with a row without an app; a refusal's message is in the last row.
        let last = rows.pop();
        rows.clear();
        rows.extend(last);
    }
    for row in rows {
        if let Some(place) = row.get_mut(IN_ANY) {
            place.clone_from(&latest);
        }
    }
}
