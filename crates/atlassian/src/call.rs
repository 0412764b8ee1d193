//! The calls, in groups, and the trait that they share.

pub mod account;
pub mod api_token;
pub mod auth_policy;
pub mod count;
pub mod directory;
pub mod domain;
pub mod event;
mod filter;
pub mod group;
pub mod invite;
pub mod last_active;
pub mod lifecycle;
pub mod membership;
pub mod organization;
pub mod policy;
pub mod portal;
pub mod profile;
pub mod retired;
pub mod role;
mod search;
mod user;
pub mod workspace;

pub use crate::body::Body;

use crate::{Endpoint, Failure};

/// A call to Atlassian, as a value.
pub trait Call {
    /// What a success contains.
    type Answer;

    /// Its row in the table of endpoints.
    fn endpoint(&self) -> &'static Endpoint;

    /// The request: a path (with query) for a URI, no host, no key.
    fn request(&self) -> http::Request<Body>;

    /// Reads the response.
    ///
    /// # Errors
    /// A [`Failure`] says whether to try again, and what the answer means otherwise.
    fn answer(&self, response: &http::Response<Body>) -> Result<Self::Answer, Failure>;
}
