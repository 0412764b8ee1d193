//! Atlassian's organization admin API as values, and two lists of its admin portal.
//!
//! A [`Call`] becomes an [`http::Request`] with a path for a URI and without a key; whoever sends it adds the server's address
//! and the `Authorization` header. An [`http::Response`] becomes the call's answer or a [`Failure`]. There are no sockets and
//! there is no clock.
//!
//! ```
//! use rollcall_atlassian::call::account::SetEmail;
//! use rollcall_atlassian::{AccountId, Call, Kind, Refusal};
//!
//! let account = AccountId::parse("557058:4f9acfd2-6155-419b-8de5-5b5cf27a59a0").ok_or("not an account id")?;
//! let email = "ada@example.com".to_owned();
//! let call = SetEmail { account, email };
//!
//! let request = call.request();
//! assert_eq!(request.method(), "PUT");
//! assert_eq!(request.body(), br#"{"email":"ada@example.com"}"#);
//!
//! let body = br#"{"key":"accountNotFound"}"#.to_vec();
//! let response = http::Response::builder().status(404).body(body)?;
//! let failure = call.answer(&response).err().ok_or("no failure")?;
//! assert_eq!(failure.kind, Kind::Refused(Refusal::UnknownAccount));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules stand in layers, and each uses only those before it: ids, limits, pages and [failures](failure); one
//! [endpoint](endpoint::Endpoint) (a row of the table); requests and answers; [calls](call); the [table](ENDPOINTS) of endpoints.
#![forbid(unsafe_code)]

mod answer;
mod body;
pub mod call;
mod classify;
mod end;
pub mod endpoint;
pub mod failure;
pub mod id;
mod known;
mod limits;
mod open;
pub mod page;
pub mod rate;
mod request;
mod shape;
mod table;
mod texts;

pub use body::Body;
pub use call::Call;
pub use endpoint::{Endpoint, Generation, Host, KeyKind, Params, ResourceKind};
pub use failure::{Failure, Kind, LifecycleError, Reason, Refusal, Wait};
pub use id::{
    AccountId, ApiTokenId, DirectoryId, DomainId, EventId, GroupId, OrganizationId, PolicyId, SiteId, TaskId,
    WorkspaceId,
};
pub use page::{Cursor, Cursors, End, Endless, Page};
pub use rate::Rate;
pub use table::{ENDPOINTS, Route};
pub use texts::WEB_PAGE;
