//! What the route gate found out about a request, for whatever comes after it: in the extensions of request and response.

use http::Request;
use rollcall_atlassian::Host;
use rollcall_atlassian::endpoint::Endpoint;

use crate::body::Body;

/// The endpoint that a request matched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MatchedEndpoint(pub(crate) &'static Endpoint);

/// The name of the endpoint that answered, for log and metrics: never a path, which may hold an account's id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteName(pub(crate) &'static str);

/// Whether a request goes to the admin portal. One that has not passed the route gate does not.
pub(crate) fn is_for_portal(request: &Request<Body>) -> bool {
    let matched = request.extensions().get::<MatchedEndpoint>();
    matched.is_some_and(|MatchedEndpoint(endpoint)| endpoint.host() == Host::Portal)
}
