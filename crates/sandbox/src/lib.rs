//! An organization in memory that answers like Atlassian.
//!
//! An [`Organization`] is made from a number of accounts and a seed. It takes an [`http::Request`] and the time, and gives
//! the [`http::Response`] that Atlassian would give, refusals included. It has its own rules for addresses, domains and
//! uniqueness and writes its own bodies from Atlassian's documents, so that it can judge the client: where the documents are
//! silent it takes the stricter reading. No sockets, no clock, no randomness but the seed's.
//!
//! Sources named in the comments: *Organizations REST API* and *User management REST API* are Atlassian's `OpenAPI` documents
//! as of August 2026, *Admin control REST API* is its reference page, and what is retired is from the document of July 2025;
//! `AX-…` and `ID-…` are public issues on jira.atlassian.com that quote live answers. *Unconfirmed* means
//! that no source says so.
//!
//! ```
//! let mut organization = rollcall_sandbox::Organization::generate(100, 1);
//! let request = http::Request::get(format!("/admin/v1/orgs/{}", organization.organization_id()))
//!     .header("Authorization", format!("Bearer {}", organization.key()))
//!     .body(Vec::new())?;
//! let response = organization.answer(0, "https://api.atlassian.com", &request);
//! assert_eq!(response.status(), 200);
//! # Ok::<(), http::Error>(())
//! ```
//!
//! Inside, a request goes through the `router`: faults and limits (`traffic`), keys and session (`access`), then one match over
//! the calls (`route`). Each call is a method of the [`Organization`] in the group of its API (`admin`, `manage`, `portal`), and
//! works on the organization's parts (`places`, `book`, `policies`, `history` …), which know nothing of calls.
#![forbid(unsafe_code)]

mod access;
mod account;
mod address;
mod admin;
mod behaviour;
mod book;
mod cursor;
mod documented;
mod example;
mod fault;
mod fill_in;
mod form;
mod furnish;
mod generate;
mod group;
mod history;
mod key;
mod lag;
mod limit;
mod maker;
mod manage;
mod names;
mod organization;
mod places;
mod policy;
mod portal;
mod quota;
mod refusal;
mod reply;
mod request;
mod route;
mod router;
mod search;
#[cfg(feature = "server")]
pub mod server;
mod session;
mod state;
mod traffic;
mod workspace;

pub use account::{Account, ApiToken, Grant, Life, Lock, Membership, Source};
pub use documented::Documented;
pub use fault::{Fault, Faults, Lost};
pub use form::{Form, Forms};
pub use group::Group;
pub use history::{Deed, Mail, Write};
pub use lag::{Lag, Stale};
pub use limit::{Kept, Limit, Limiter, Verdict};
pub use organization::Organization;
pub use places::Domain;
pub use policy::{AuthPolicy, Policy};
pub use state::{AccountState, State};
pub use workspace::Workspace;
