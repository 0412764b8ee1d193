//! Lists of checks that several actions share.

use crate::check::{self, Check};

/// Concatenates two lists of checks: shared ones, then an action's own. `ALL` must be `SOME + OWN`.
pub(super) const fn with<const SOME: usize, const OWN: usize, const ALL: usize>(
    some: [&'static Check; SOME],
    own: [&'static Check; OWN],
) -> [&'static Check; ALL] {
    assert!(
        SOME > 0 && SOME + OWN == ALL,
        "a list that is as long as both together"
    );
    let mut all = [some[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < SOME { some[at] } else { own[at - SOME] };
        at += 1;
    }
    all
}

/// Checks that a row says what somebody meant it to say: how it is written in the file, and what stands in its cells. Every action has them.
pub(super) const AS_READ: [&Check; 12] = [
    &check::row_width::CHECK,
    &check::text_behind_quote::CHECK,
    &check::lines_in_cell::CHECK,
    &check::header_again::CHECK,
    &check::undecoded_byte::CHECK,
    &check::spelling_guessed::CHECK,
    &check::guest_name::CHECK,
    &check::placeholder::CHECK,
    &check::id_as_number::CHECK,
    &check::odd_sign::CHECK,
    &check::id_form::CHECK,
    &check::mojibake::CHECK,
];

/// Checks that a row identifies an account and asks for a change. The actions on existing accounts share them; changing addresses
/// has a list of its own.
pub(super) const OF_WHO: [&Check; 25] = with(AS_READ, OF_ACCOUNT);

const OF_ACCOUNT: [&Check; 13] = [
    &check::account_id_missing::CHECK,
    &check::account_id_malformed::CHECK,
    &check::portal_customer::CHECK,
    &check::current_address_malformed::CHECK,
    &check::nothing_to_change::CHECK,
    &check::other_organization::CHECK,
    &check::other_action::CHECK,
    &check::account_twice::CHECK,
    &check::account_not_here::CHECK,
    &check::blank_row::CHECK,
    &check::current_address_differs::CHECK,
    &check::columns_shifted::CHECK,
    &check::not_as_in_journal::CHECK,
];
