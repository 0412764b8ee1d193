//! Directories and the search for their users (Organizations REST API, v2).

use http::Method;

use crate::{Endpoint, KeyKind};

/// The directories of an organization, a page at a time.
pub static GET_DIRECTORIES: Endpoint = Endpoint {
    name: "get-directories",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
};

/// The users of a directory, or of all directories, that fit a search, a page at a time.
pub static SEARCH_USERS: Endpoint = Endpoint {
    name: "search-users",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
};
