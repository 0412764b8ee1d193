//! Shared by the actions that change an account's state.

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

/// The fields: the account, and the organization.
pub(super) const PARTS: &[Field] = &[Field::AccountId, Field::CurrentAddress, Field::Organization];

/// The columns of the grid.
pub(super) const COLUMNS: [Column; 3] = [Column::STATE_NOW, Column::ADDRESS_NOW, Column::ADDRESS_IN_FILE];

/// The checks of every such action: which account is meant, and whether Atlassian lets this organization change it.
pub(super) const CHECKS: [&Check; 29] = with(
    OF_WHO,
    [
        &check::not_managed::CHECK,
        &check::closed::CHECK,
        &check::synced_life::CHECK,
        &check::not_permitted::CHECK,
    ],
);

/// The state according to the roster.
pub(super) fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    row.here()?.status.value().map(|status| status.title().into())
}

/// Reads a state that the profile shows, so that the profile settles a step in doubt.
pub(super) const BY_PROFILE: Holds = Holds::Shared(Shared {
    what: "account",
    from: Fits::Anything,
    most: MOST_TOGETHER,
    together: search,
    alone: |_, row| operation::profile(row, of_profile),
});

/// Reads a state that the profile does not show: an account marked for deletion looks deactivated there.
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

/// The state according to the user search. Only its `status` shows a scheduled deletion.
fn found(user: &User) -> Option<String> {
    if user.status == Some(UserStatus::ForDeletion) {
        return Some(Status::ForDeletion.title().to_owned());
    }
    state_of(user.account_status.as_ref()?)
}

/// The state according to the profile.
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
