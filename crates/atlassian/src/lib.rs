//! Atlassian's organization admin API as values, and two lists of its admin portal.
//!
//! A [`Call`] becomes an [`http::Request`] with a path for a URI and without a key; whoever sends it adds the address and
//! the `Authorization` header. An [`http::Response`] becomes the call's answer or a [`Failure`]. No sockets, no clock.
#![forbid(unsafe_code)]

mod answer;
pub mod call;
mod classify;
pub mod endpoint;
pub mod failure;
pub mod id;
mod open;
pub mod page;
pub mod rate;
mod request;
mod shape;
mod words;

pub use call::{Body, Call};
pub use endpoint::{ENDPOINTS, Endpoint, Generation, Host, KeyKind, Params, Route};
pub use failure::{Failure, Kind, LifecycleError, Reason, Refusal, Wait};
pub use id::{
    AccountId, ApiTokenId, DirectoryId, DomainId, EventId, GroupId, OrganizationId, PolicyId, SiteId, TaskId,
    WorkspaceId,
};
pub use page::{Cursor, Cursors, Endless, Page};
pub use rate::Rate;
