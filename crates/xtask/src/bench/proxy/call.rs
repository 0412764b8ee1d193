//! The call that all are asked for, who asks, and what the server behind them answers.

/// The page that asks.
pub(super) const ORIGIN: &str = "http://127.0.0.1:8000";

/// What is asked for: an organization, the smallest of the calls that the proxy passes on.
pub(super) const CALL: &str = "/admin/v1/orgs/6e1b2d57-0f4c-4f6a-9d3e-2a8c5b7f9e10";

/// What the server behind the proxies says: an organization.
pub(super) const BODY: &str = "{\"data\":{\"id\":\"6e1b2d57-0f4c-4f6a-9d3e-2a8c5b7f9e10\",\"type\":\"orgs\",\
                               \"attributes\":{\"name\":\"Example\"}}}";
