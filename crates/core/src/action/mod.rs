//! What can be done to accounts. An action is one file: its columns, its own checks, the call that does it, what undoes it,
//! what to read back to see that it holds.
//!
//! To the rest of core an action is a wish about what an account *holds*: an address, or a state. Review, plan, run and report
//! compare texts, the one that an account holds now with the one that it is to hold; only the action knows the calls.

mod access;
pub mod activate_account;
pub mod add_to_group;
pub mod cancel_deletion;
pub mod change_email;
mod checks;
pub mod deactivate_account;
pub mod delete_account;
mod directory;
pub mod grant_role;
pub mod invite;
mod membership;
pub mod move_to_policy;
pub mod operation;
mod paging;
pub mod remove_from_group;
pub mod remove_user;
pub mod restore_user;
pub mod revoke_api_tokens;
pub mod revoke_role;
mod role;
mod state;
pub mod suspend_user;
mod undo;
pub mod update_profile;

use std::borrow::Cow;

use rollcall_atlassian::call::account::Privilege;

pub use operation::{Command, Holds, Operation, Shared};
pub use rollcall_model::Field;
pub(crate) use rollcall_model::{field, profile};
pub use undo::Back;

use crate::check::{Check, Confirmation, RowContext};

/// Everything that Rollcall can do.
pub static ACTIONS: &[&Action] = &[
    &change_email::ACTION,
    &deactivate_account::ACTION,
    &activate_account::ACTION,
    &delete_account::ACTION,
    &cancel_deletion::ACTION,
    &suspend_user::ACTION,
    &restore_user::ACTION,
    &remove_user::ACTION,
    &add_to_group::ACTION,
    &remove_from_group::ACTION,
    &grant_role::ACTION,
    &revoke_role::ACTION,
    &update_profile::ACTION,
    &move_to_policy::ACTION,
    &revoke_api_tokens::ACTION,
    &invite::ACTION,
];

/// One thing that can be done to accounts.
#[derive(Debug)]
pub struct Action {
    /// Stable key.
    pub key: &'static str,
    /// As shown: "Change e-mail addresses".
    pub title: &'static str,
    /// What it does to an account and to the person, in one sentence.
    pub hint: &'static str,
    /// What a row of its file holds, in one sentence.
    pub file: &'static str,
    /// The parts that its columns can play.
    pub parts: &'static [Field],
    /// The grid's columns between "who" and "findings".
    pub columns: &'static [Column],
    /// Its checks.
    pub checks: &'static [&'static Check],
    /// What a row wants an account to hold.
    pub wish: Wish,
    /// What the roster says that the account of a row holds.
    pub live: for<'a> fn(&RowContext<'a>) -> Option<Cow<'a, str>>,
    /// What one row does, and what several do: "person will be logged out", "people will be logged out".
    pub effect: [&'static str; 2],
    /// What a key must be allowed for it, where Atlassian tells that of each account by itself.
    pub privilege: Option<Privilege>,
    /// What is asked before a run of so many rows, whatever the rows are.
    pub confirm: Option<fn(u32) -> Confirmation>,
    /// The files that undo it, in the order in which they are to be run; none where it cannot be undone.
    pub undo: &'static [Back],
    /// The same, in words, for whoever has the results before them.
    pub way_back: &'static str,
    /// How a run carries it out.
    pub operation: Operation,
}

/// Two actions are the same when their keys are.
impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Action {}

impl Action {
    /// Whether its rows say where it takes effect: in which directory or group, with which role.
    pub fn has_places(&self) -> bool {
        self.parts.iter().any(|part| part.place().is_some())
    }

    /// Whether its rows name people by their addresses alone, for they may have no account here yet.
    pub(crate) fn is_by_address(&self) -> bool {
        !self.parts.contains(&Field::AccountId)
    }

    /// Whether two rows for one account can be about different things: its rows name places, or API tokens.
    pub(crate) fn has_objects(&self) -> bool {
        self.has_places() || self.parts.contains(&Field::Token)
    }

    /// The action with this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        ACTIONS.iter().copied().find(|action| action.key == key)
    }
}

/// What a row wants an account to hold.
#[derive(Clone, Copy, Debug)]
pub enum Wish {
    /// What stands in the cell that plays this part.
    InCell(Field),
    /// This, in every row.
    Always(&'static str),
    /// What stands in the cell that plays this part, in words.
    Worded(Field, fn(&str) -> String),
    /// What stands in the cells of the profile's fields, those alone that are not empty.
    Fields,
}

/// A column of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// What stands in its cells.
    pub shows: Shows,
}

impl Column {
    /// What the account holds now.
    pub const STATE_NOW: Self = Self::new("state-now", "State now", Shows::Live);
    /// The account's live address.
    pub const ADDRESS_NOW: Self = Self::new("address-now", "Address now", Shows::Address);
    /// The address by which the file names the account.
    pub const ADDRESS_IN_FILE: Self = Self::new(
        "current-address",
        "Address in the file",
        Shows::Cell(Field::CurrentAddress),
    );

    /// A column.
    pub const fn new(key: &'static str, title: &'static str, shows: Shows) -> Self {
        Self { key, title, shows }
    }

    /// The file's cells in a part, under its name.
    pub const fn of(part: Field) -> Self {
        Self::new(part.key(), part.title(), Shows::Cell(part))
    }
}

/// What stands in a column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// What the account holds now: its live address, its state.
    Live,
    /// The account's live address.
    Address,
    /// The file's cell in this part, which can be edited.
    Cell(Field),
}

impl Shows {
    /// Whether it comes from the roster, and so cannot be edited.
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Cell(_))
    }
}

/// Builds the example of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/adding-an-action.md")]
struct Guide;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_every_action_can_say_how_it_is_undone() {
        for action in ACTIONS {
            assert_eq!(Action::of_key(action.key), Some(*action));
            for back in action.undo {
                assert!(Action::of_key(back.by).is_some(), "{}", action.key);
            }
            if let Wish::InCell(part) = action.wish {
                assert!(action.parts.contains(&part), "{}", action.key);
            }
        }
        assert_eq!(Action::of_key("deactivate"), None);
    }
}
