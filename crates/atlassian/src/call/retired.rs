//! The calls of v1 that v2 replaced (Organizations REST API, document of July 2025). They "will no longer work after June 30,
//! 2026" (document of June 2026, and Atlassian's changelog) and are in no later document. Whether the servers still answer them
//! is unconfirmed, so Rollcall can still use them.

mod access;
mod group;
mod invite;
mod search;

pub use access::{REMOVE_ACCESS, RESTORE_ACCESS, RemoveAccess, RestoreAccess, SUSPEND_ACCESS, SuspendAccess};
pub use group::{
    ADD_TO_GROUP_V1, AddToGroupV1, REMOVE_FROM_GROUP_V1, RemoveFromGroupV1, SEARCH_GROUPS_V1, SearchGroupsV1,
};
pub use invite::{INVITE_USER, InviteUser};
pub use search::{SEARCH_USERS_V1, SearchUsersV1, UserV1};

use crate::Generation;

/// The announced last day of all of them.
const RETIRED: Generation = Generation::Retired { ended: "2026-06-30" };

/// The most accounts, names, domains or groups in one search (`maxItems`).
pub const MOST_OF_A_SEARCH: usize = 100;
