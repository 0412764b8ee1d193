//! The catalog of actions. An action is one file: its columns, its own checks, the call that applies it, its undo, and the query
//! that verifies it.
//!
//! Outside the catalog an action is only a desired state of an account, as text: an address, or a state. Review, plan, run and
//! report compare the current text with the desired one; only the action knows the calls.

mod access;
pub mod activate_account;
pub mod add_to_group;
pub mod cancel_deletion;
pub mod change_email;
mod checks;
pub mod deactivate_account;
mod definition;
pub mod delete_account;
mod directory;
pub mod grant_role;
pub mod invite;
mod membership;
pub mod move_to_policy;
mod paging;
pub mod remove_from_group;
pub mod remove_user;
pub mod restore_user;
pub mod revoke_api_tokens;
pub mod revoke_role;
mod role;
mod state;
pub mod suspend_user;
pub mod update_profile;

pub use definition::Action;
pub use rollcall_model::{Column, DesiredState, Field, Labels, RowSpec, Shows, StateKind};
pub use rollcall_review::ReviewSpec;
pub use rollcall_run::operation::{self, Command, Fits, Holds, Operation, Shared};
pub use rollcall_run::{RunSpec, Undo, UndoRecipe};

/// Every action that Rollcall supports.
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

/// The row specification of each action, in the order of [`ACTIONS`].
pub static ROW_SPECS: &[&RowSpec] = &{
    let mut specs = [&ACTIONS[0].row; 16];
    let mut at = 0;
    while at < specs.len() {
        specs[at] = &ACTIONS[at].row;
        at += 1;
    }
    specs
};

impl Action {
    /// The action with this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        ACTIONS.iter().copied().find(|action| action.key() == key)
    }
}

/// The part of the action with this key that a run needs. Opening a journal or plan resolves its keys with this function.
pub fn resolve(key: &str) -> Option<RunSpec> {
    Action::of_key(key).map(Action::run)
}

/// Compiles the example in the guide as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/adding-an-action.md")]
struct Guide;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_and_every_action_can_say_how_it_is_undone() {
        assert_eq!(ROW_SPECS.len(), ACTIONS.len());
        for action in ACTIONS {
            assert_eq!(Action::of_key(action.key()), Some(*action));
            for recipe in action.undo.recipes {
                assert!(Action::of_key(recipe.by).is_some(), "{}", action.key());
            }
            if let Some(field) = action.row.desired.field() {
                assert!(action.row.has(field), "{}", action.key());
            }
        }
        assert_eq!(Action::of_key("deactivate"), None);
    }

    #[test]
    fn who_wants_an_address_holds_one_and_is_read_by_it() {
        for action in ACTIONS {
            let wants = matches!(action.row.desired, DesiredState::Address);
            assert_eq!(action.row.is_address(), wants, "{}", action.key());
            assert_eq!(action.operation.is_address(), wants, "{}", action.key());
            let wants_profile = matches!(action.row.desired, DesiredState::Profile);
            assert_eq!(
                action.row.kind == StateKind::Profile,
                wants_profile,
                "{}",
                action.key()
            );
        }
    }
}
