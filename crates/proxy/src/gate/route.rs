//! Passes on only calls in the table of endpoints, with parameters that the table lists. The proxy's own routes and the page's files are
//! answered here.
//!
//! Not `tower-http`'s `ServeDir` for the files: it reads the disk at each request, and does not know the page's own policy.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use rollcall_atlassian::Host;
use rollcall_atlassian::endpoint::{Endpoint, Params, Route, find, is_value, may_repeat};
use serde_json::json;

use crate::body::Body;
use crate::config::Portal;
use crate::handler::{Handler, gate};
use crate::matched::{MatchedEndpoint, RouteName};
use crate::meter::{LIVE, READY};
use crate::refusal::{Refusal, own};
use crate::{Config, VERSION};

/// Where the page asks whether there is a proxy, of which version, and what it passes on.
const HEALTH: &str = "/rollcall-proxy/health";

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    gate(inner, move |mut request, inner| {
        let config = Arc::clone(&config);
        async move {
            if let Some(endpoint) = listed(&request) {
                if endpoint.host() == Host::Portal && config.portal.is_none() {
                    return Refusal::PortalOff.response();
                }
                request.extensions_mut().insert(MatchedEndpoint(endpoint));
                let mut response = inner(request).await;
                response.extensions_mut().insert(RouteName(endpoint.name));
                return response;
            }
            let (request, _) = request.into_parts();
            own_route(&config, &request).unwrap_or_else(Refusal::response)
        }
    })
}

/// The endpoint of a call to pass on.
fn listed(request: &Request<Body>) -> Option<&'static Endpoint> {
    let Route::Found(endpoint, params) = find(request.method(), request.uri().path()) else {
        return None;
    };
    let has_good_query = is_good_query(request.uri().query().unwrap_or_default(), endpoint.query);
    (has_good_query && are_good(&params)).then_some(endpoint)
}

/// Whether a query has only names that the table lists, each once, and values that no server would split.
fn is_good_query(query: &str, listed: &[&str]) -> bool {
    let mut seen = Vec::new();
    query.is_empty()
        || query.split('&').all(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let is_new = may_repeat(name) || !seen.contains(&name);
            seen.push(name);
            let is_one =
                value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';') && !value.contains("%00");
            is_new && is_one && listed.contains(&name)
        })
}

/// Whether each path parameter is an id of the kind that its name says.
fn are_good(params: &Params) -> bool {
    params.iter().all(|(name, value)| is_value(name, value))
}

/// One of the proxy's own routes, or a file of the page.
fn own_route(config: &Config, request: &Parts) -> Result<Response<Body>, Refusal> {
    if !matches!(request.method, Method::GET | Method::HEAD) {
        return Err(Refusal::UnknownRoute);
    }
    match request.uri.path() {
        // Which proxy this is, its upstream (not always Atlassian's), and what it needs for the admin portal.
        HEALTH => {
            let portal = match &config.portal {
                None => "off",
                Some(Portal { lent: None, .. }) => "session",
                Some(Portal { lent: Some(_), .. }) => "secret",
            };
            let upstream = config.upstream.to_string();
            Ok(own(
                StatusCode::OK,
                &json!({ "proxy": "rollcall", "version": VERSION, "upstream": upstream, "portal": portal }),
            ))
        }
        LIVE | READY => Ok(own(
            StatusCode::OK,
            &json!({ "proxy": "rollcall", "status": "ok" }),
        )),
        path => match &config.site {
            Some(site) => site.file(path, &request.headers).ok_or(Refusal::UnknownRoute),
            None => Err(Refusal::UnknownRoute),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_parameter_is_an_id_of_its_kind() {
        let organization = "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";
        let is_good = |path: &str| {
            let methods = [Method::GET, Method::POST, Method::DELETE];
            methods.iter().any(|method| match find(method, path) {
                Route::Found(_, params) => are_good(&params),
                _ => false,
            })
        };
        for path in [
            "/users/557058%3Aab%7Cc/manage/profile",
            "/users/a%7Cb/manage/api-tokens/712020%3Aa%7Cb",
            "/users/a/manage/api-tokens/a%20token.1",
            &format!("/admin/v2/orgs/{organization}/directories/-/users/search"),
            &format!("/admin/v2/orgs/{organization}/directories/a%7Cb/users/search"),
        ] {
            assert!(is_good(path), "{path}");
        }
        for path in [
            "/users/a%20b/manage/profile",
            "/users/a.b/manage/profile",
            "/admin/v1/orgs/a",
            &format!("/admin/v2/orgs/{organization}/directories/a.b/users/search"),
            &format!("/users/a/manage/api-tokens/{}", "a".repeat(256)),
        ] {
            assert!(!is_good(path), "{path}");
        }
    }

    #[test]
    fn each_path_parameter_of_the_table_has_a_kind() {
        for endpoint in rollcall_atlassian::ENDPOINTS {
            // Valid as an id of any kind.
            let path: Vec<_> = endpoint
                .path
                .split('/')
                .map(|segment| {
                    if segment.starts_with('{') {
                        "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f"
                    } else {
                        segment
                    }
                })
                .collect();
            let params = endpoint.matches(&endpoint.method, &path.join("/"));
            assert!(
                params.is_some_and(|params| are_good(&params)),
                "{}",
                endpoint.name
            );
        }
    }

    #[test]
    fn a_query_has_each_listed_name_once() {
        for query in ["", "cursor=a&limit=1", "privileges=email.set&privileges=profile"] {
            assert!(
                is_good_query(query, &["cursor", "limit", "privileges"]),
                "{query}"
            );
        }
        for query in [
            "cursor=a&cursor=b",
            "cursor=a;limit=1",
            "cursor=%00",
            "other=1",
            "cursor=a&",
            "cursor[]=a",
        ] {
            assert!(
                !is_good_query(query, &["cursor", "limit", "privileges"]),
                "{query}"
            );
        }
    }
}
