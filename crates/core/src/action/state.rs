//! What the actions that change an account's state have in common.

use std::borrow::Cow;

use rollcall_atlassian::OrganizationId;
use rollcall_atlassian::call::{
    directory::{User, UserStatus},
    organization::AccountStatus,
    profile::Profile,
};

use super::checks::{OF_WHO, with};
use super::{Column, Field};
use crate::check::{self, Check, RowContext};
use rollcall_roster::Status;
use rollcall_run::operation::{self, BoxedQuery, Fits, Holds, MOST_TOGETHER, Shared};
use rollcall_run::plan::Row;

/// Who, and in which organization.
pub(super) const PARTS: &[Field] = &[Field::AccountId, Field::CurrentAddress, Field::Organization];

/// The columns of the grid.
pub(super) const COLUMNS: [Column; 3] = [Column::STATE_NOW, Column::ADDRESS_NOW, Column::ADDRESS_IN_FILE];

/// The checks that every one of them needs: who is meant, and whether Atlassian lets this organization do it.
pub(super) const CHECKS: [&Check; 17] = with(
    OF_WHO,
    [
        &check::not_managed::CHECK,
        &check::closed::CHECK,
        &check::synced_life::CHECK,
        &check::not_permitted::CHECK,
    ],
);

/// What the roster says.
pub(super) fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    row.here()?.status.value().map(|status| status.title().into())
}

/// A state that the profile tells: it settles doubt.
pub(super) const BY_PROFILE: Holds = Holds::Shared(Shared {
    what: "account",
    from: Fits::Anything,
    most: MOST_TOGETHER,
    together: search,
    alone: |_, row| operation::profile(row, of_profile),
});

/// A state of which the profile says nothing: an account that is marked for deletion looks deactivated there.
pub(super) const BY_SEARCH: Holds = Holds::Shared(Shared {
    what: "account",
    from: Fits::Anything,
    most: MOST_TOGETHER,
    together: search,
    alone: |organization, row| search(organization, &[row]),
});

fn search(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    operation::users(organization, rows, |search| search, |user, _| found(user?))
}

/// What the search says: its `status` alone knows of a deletion that is scheduled.
fn found(user: &User) -> Option<String> {
    if user.status == Some(UserStatus::ForDeletion) {
        return Some(Status::ForDeletion.title().to_owned());
    }
    state_of(user.account_status.as_ref()?)
}

/// What the profile says.
fn of_profile(profile: &Profile) -> Option<String> {
    state_of(profile.status.as_ref()?)
}

fn state_of(status: &AccountStatus) -> Option<String> {
    let status = match status {
        AccountStatus::Active => Status::Active,
        AccountStatus::Inactive => Status::Deactivated,
        AccountStatus::Closed => Status::Closed,
        AccountStatus::Other(_) => return None,
    };
    Some(status.title().to_owned())
}
