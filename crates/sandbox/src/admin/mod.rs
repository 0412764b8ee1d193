//! The calls of the organizations API, in their groups (Organizations REST API; Admin control REST API).

mod auth_policy;
mod event;
mod group;
mod invite;
mod last_active;
mod lookup;
mod membership;
mod organization;
mod other;
mod parameter;
mod policy;
mod retired;
mod role;
mod stats;
mod user;
mod workspace;

pub(crate) use event::event_actions;
