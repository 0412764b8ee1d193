//! Changes the profiles of managed accounts: names, job, location, language.

use std::borrow::Cow;

use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::profile::UpdateProfile;

use super::checks::{OF_WHO, with};
use super::{
    Action, Column, DesiredState, Field, Labels, ReviewSpec, RowSpec, Shows, StateKind, Undo, UndoRecipe,
};
use crate::check;
use rollcall_model::Details;
use rollcall_model::profile;
use rollcall_run::ResultRow;
use rollcall_run::operation::{self, Fits, Holds, MOST_TOGETHER, Operation, Shared, command};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "update-profile",
        title: "Update profiles",
        fields: &[
            Field::AccountId,
            Field::CurrentAddress,
            Field::Organization,
            Field::Name,
            Field::Nickname,
            Field::JobTitle,
            Field::Department,
            Field::Company,
            Field::Location,
            Field::TimeZone,
            Field::Locale,
            Field::Left,
        ],
        columns: &[
            Column::new("profile-now", "Profile now", Shows::Current),
            Column::ADDRESS_IN_FILE,
            Column::of(Field::Name),
            Column::of(Field::Nickname),
            Column::of(Field::JobTitle),
            Column::of(Field::Department),
            Column::of(Field::Company),
            Column::of(Field::Location),
            Column::of(Field::TimeZone),
            Column::of(Field::Locale),
            Column::of(Field::Left),
        ],
        kind: StateKind::Profile,
        desired: DesiredState::Profile,
    },
    labels: Labels {
        hint: "What the profiles say is changed: names, job titles, departments, organizations, locations, time zones, languages. A cell that is empty leaves its field as it is.",
        file: "One row for each account: its id, or the address that it has now; and a column for each field that is to be changed.",
        effect: ["profile will be changed", "profiles will be changed"],
    },
    review: ReviewSpec {
        checks: &with::<25, 9, 34>(
            OF_WHO,
            [
                &check::account_two_wishes::CHECK,
                &check::field_missing::CHECK,
                &check::field_malformed::CHECK,
                &check::changed_since::CHECK,
                &check::not_managed::CHECK,
                &check::closed::CHECK,
                &check::for_deletion::CHECK,
                &check::synced_profile::CHECK,
                &check::not_permitted::CHECK,
            ],
        ),
        current: |row| {
            let profile = row.here()?.profile.value()?;
            let named = row.desired();
            let named = profile::read(&named);
            let held = profile::written(|part| {
                let (part, _) = named.iter().find(|(other, _)| *other == part)?;
                profile.get(part.key()).map(String::as_str)
            });
            // If the roster does not know one of the fields, the whole state is unknown.
            (profile::read(&held).len() == named.len()).then_some(Cow::Owned(held))
        },
        privilege: Some(Privilege::ProfileWrite),
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, to| {
            command(UpdateProfile {
                account: row.account.clone()?,
                change: profile::change(to),
            })
        },
        holds: Holds::Shared(Shared {
            what: "account",
            from: Fits::Anything,
            most: MOST_TOGETHER,
            together: |_, _| None,
            alone: |_, row| {
                let named = row.wanted.clone();
                operation::profile(row, move |profile| Some(profile::of_profile(profile, &named)))
            },
        }),
    },
    undo: Undo {
        recipes: &[UndoRecipe::with("update-profile", |row| vec![former(row)])],
        way_back: "The undo file gives the fields their former values. A field that was empty stays as it is then: no document of Atlassian's says how to empty one.",
    },
};

/// The fields for the undo: the previous values, where there were any, and the values that the run set.
fn former(row: &ResultRow) -> Details {
    let mut details = row.details.clone();
    let held = profile::read(row.before.as_deref().unwrap_or_default());
    for (field, value) in held {
        details.set(field, value);
    }
    details.set(Field::Left, row.wanted.clone());
    details
}
