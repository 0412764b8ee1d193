//! Atlassian's organization admin API as values.
//!
//! A [`Call`] becomes an [`http::Request`] with a path for a URI and without a key; whoever sends it adds the address and
//! the `Authorization` header. An [`http::Response`] becomes the call's answer or a [`Failure`]. No sockets, no clock.
#![forbid(unsafe_code)]

pub mod call;
pub mod endpoint;
pub mod failure;
pub mod id;

pub use call::{Body, Call};
pub use endpoint::{ENDPOINTS, Endpoint, KeyKind, Params, Route};
pub use failure::{Failure, Kind, Reason, Refusal, Wait};
pub use id::{AccountId, OrganizationId};
