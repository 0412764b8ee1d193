//! The table of endpoints, above the calls: the one list from which the proxy takes its allow-list and the sandbox its routes.

use std::sync::LazyLock;

use http::Method;

use crate::call::{
    account, api_token, auth_policy, count, directory, domain, event, group, invite, last_active, lifecycle,
    membership, organization, policy, portal, profile, retired, role, workspace,
};
use crate::endpoint::{Endpoint, Params, parameter};

/// All endpoints that Rollcall calls.
pub static ENDPOINTS: &[&Endpoint] = &[
    &organization::GET_ORGANIZATIONS,
    &organization::GET_ORGANIZATION,
    &domain::GET_DOMAINS,
    &domain::GET_DOMAIN,
    &organization::GET_MANAGED_ACCOUNTS,
    &directory::GET_DIRECTORIES,
    &directory::SEARCH_USERS,
    &directory::GET_USERS,
    &directory::GET_USER,
    &count::COUNT_USERS,
    &count::GET_USER_STATS,
    &last_active::GET_LAST_ACTIVE,
    &membership::SUSPEND_USER,
    &membership::RESTORE_USER,
    &membership::REMOVE_USER,
    &invite::INVITE_USERS,
    &role::GET_USER_ROLES,
    &role::GRANT_ROLE,
    &role::REVOKE_ROLE,
    &role::GRANT_ORGANIZATION_ROLE,
    &role::REVOKE_ORGANIZATION_ROLE,
    &group::SEARCH_GROUPS,
    &group::GET_GROUP,
    &role::GET_GROUP_ROLES,
    &count::COUNT_GROUPS,
    &count::GET_GROUP_STATS,
    &group::ADD_TO_GROUP,
    &group::REMOVE_FROM_GROUP,
    &workspace::SEARCH_WORKSPACES,
    &auth_policy::ADD_TO_POLICY,
    &auth_policy::GET_POLICY_TASK,
    &auth_policy::GET_USER_POLICIES,
    &policy::GET_POLICIES,
    &policy::GET_POLICY,
    &event::GET_EVENTS,
    &event::POLL_EVENTS,
    &event::GET_EVENT,
    &event::GET_EVENT_ACTIONS,
    &account::GET_PERMISSIONS,
    &profile::GET_PROFILE,
    &profile::UPDATE_PROFILE,
    &account::SET_EMAIL,
    &lifecycle::DEACTIVATE_ACCOUNT,
    &lifecycle::ACTIVATE_ACCOUNT,
    &lifecycle::DELETE_ACCOUNT,
    &lifecycle::CANCEL_DELETION,
    &api_token::GET_API_TOKENS,
    &api_token::DELETE_API_TOKEN,
    &retired::SUSPEND_ACCESS,
    &retired::RESTORE_ACCESS,
    &retired::REMOVE_ACCESS,
    &retired::SEARCH_USERS_V1,
    &retired::INVITE_USER,
    &retired::SEARCH_GROUPS_V1,
    &retired::ADD_TO_GROUP_V1,
    &retired::REMOVE_FROM_GROUP_V1,
    &portal::GET_PORTAL_USERS,
    &portal::GET_PORTAL_SITE_USERS,
];

/// What the table knows about a method on a path.
#[derive(Clone, Debug)]
pub enum Route {
    /// An endpoint, and the values of its parameters.
    Found(&'static Endpoint, Params),
    /// The path is known, with these methods instead.
    MethodNotAllowed(Vec<Method>),
    /// No endpoint has this path.
    Unknown,
}

/// Looks up a method and a path. The path is as it stands in a request: percent-encoded, without a query. A fixed word goes
/// before a parameter: nobody's account is `search`.
pub fn find(method: &Method, path: &str) -> Route {
    let segments = path.split('/').count();
    let alike = SHAPES.get(segments).map_or(&[][..], Vec::as_slice);
    let fitting = || alike.iter().filter(|shape| shape.fits(path));
    let fewest = fitting().map(|shape| shape.parameters).min();
    let best = || fitting().filter(|shape| Some(shape.parameters) == fewest);
    let found = best().find(|shape| shape.endpoint.method == *method);
    let found = found.and_then(|shape| Some((shape.endpoint, shape.endpoint.params(path)?)));
    if let Some((endpoint, params)) = found {
        return Route::Found(endpoint, params);
    }
    let with_values = best().filter(|shape| shape.endpoint.params(path).is_some());
    let methods: Vec<Method> = with_values.map(|shape| shape.endpoint.method.clone()).collect();
    if methods.is_empty() {
        Route::Unknown
    } else {
        Route::MethodNotAllowed(methods)
    }
}

/// The paths of the table, by their number of segments. The proxy looks every request up here, so nothing is decoded before the
/// fixed words of a path match.
static SHAPES: LazyLock<Vec<Vec<Shape>>> = LazyLock::new(|| {
    let mut shapes: Vec<Vec<Shape>> = Vec::new();
    for &endpoint in ENDPOINTS {
        let segments: Vec<_> = endpoint
            .path
            .split('/')
            .map(|segment| parameter(segment).is_none().then_some(segment))
            .collect();
        if shapes.len() <= segments.len() {
            shapes.resize_with(segments.len() + 1, Vec::new);
        }
        let parameters = segments.iter().filter(|word| word.is_none()).count();
        shapes[segments.len()].push(Shape {
            endpoint,
            parameters,
            segments,
        });
    }
    shapes
});

/// A path of the table, divided.
struct Shape {
    endpoint: &'static Endpoint,
    parameters: usize,
    /// Fixed words; `None` stands for a parameter.
    segments: Vec<Option<&'static str>>,
}

impl Shape {
    /// Whether a path of as many segments has the fixed words where they belong.
    fn fits(&self, path: &str) -> bool {
        let mut message = self.segments.iter().zip(path.split('/'));
        message.all(|(word, segment)| word.is_none_or(|word| word == segment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Host, ResourceKind, is_value};

    #[test]
    fn a_path_is_found_with_its_parameters_decoded() {
        let Route::Found(endpoint, params) = find(&Method::PUT, "/users/557058%3Aab%7Cc/manage/email") else {
            panic!("not found");
        };
        assert_eq!(endpoint.name, "set-email");
        assert_eq!(params.get("account"), Some("557058:ab|c"));
    }

    #[test]
    fn every_directory_at_once_is_a_directory() {
        let Route::Found(endpoint, params) =
            find(&Method::POST, "/admin/v2/orgs/o/directories/-/users/search")
        else {
            panic!("not found");
        };
        assert_eq!(endpoint.name, "search-users");
        assert_eq!(
            params.iter().collect::<Vec<_>>(),
            [("organization", "o"), ("directory", "-")]
        );
    }

    #[test]
    fn a_known_path_with_another_method_names_its_methods() {
        let Route::MethodNotAllowed(methods) = find(&Method::DELETE, "/users/a/manage/email") else {
            panic!("not refused");
        };
        assert_eq!(methods, [Method::PUT]);
    }

    #[test]
    fn a_fixed_word_is_nobodys_id() {
        let path = "/admin/v2/orgs/o/directories/d/users/search";
        let Route::MethodNotAllowed(methods) = find(&Method::DELETE, path) else {
            panic!("somebody called search would be removed");
        };
        assert_eq!(methods, [Method::POST]);
    }

    #[test]
    fn every_parameter_of_the_table_has_values_and_none_that_escapes_its_segment() {
        for endpoint in ENDPOINTS {
            for name in endpoint.path.split('/').filter_map(parameter) {
                assert!(
                    is_value(name, "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e"),
                    "{name} of {}",
                    endpoint.name
                );
                for none in ["", "..", "a/b", "a%2Fb", "a\\b", "a\nb", &"a".repeat(256)] {
                    assert!(!is_value(name, none), "{name}: {none:?}");
                }
            }
        }
        assert!(!is_value("nonsense", "a"));
    }

    #[test]
    fn the_resource_of_a_row_agrees_with_its_path() {
        for endpoint in ENDPOINTS {
            let has = |name: &str| {
                endpoint
                    .path
                    .split('/')
                    .any(|segment| parameter(segment) == Some(name))
            };
            let items = ["account", "group", "domain", "event", "policy", "task"];
            let resource = endpoint.resource;
            assert_eq!(
                resource == ResourceKind::PortalList,
                endpoint.host() == Host::Portal,
                "{}",
                endpoint.name
            );
            if resource == ResourceKind::PortalList {
                continue;
            }
            let has_item = items.into_iter().any(has);
            assert_eq!(
                resource.is_of_organization(),
                has("organization"),
                "{}",
                endpoint.name
            );
            assert_eq!(
                resource.is_inside_organization(),
                has("organization") && has_item,
                "{}",
                endpoint.name
            );
            assert_eq!(
                resource == ResourceKind::ApiToken,
                has("token"),
                "{}",
                endpoint.name
            );
        }
        let with = |resource| -> Vec<&str> {
            let rows = ENDPOINTS.iter().filter(|endpoint| endpoint.resource == resource);
            rows.map(|endpoint| endpoint.name).collect()
        };
        assert_eq!(with(ResourceKind::Address), ["set-email"]);
        assert_eq!(
            with(ResourceKind::Role),
            [
                "get-user-roles",
                "grant-role",
                "revoke-role",
                "grant-organization-role",
                "revoke-organization-role",
                "get-group-roles"
            ]
        );
    }

    #[test]
    fn at_the_portal_there_is_nothing_but_reading() {
        let portal: Vec<_> = ENDPOINTS
            .iter()
            .filter(|endpoint| endpoint.host() == Host::Portal)
            .collect();
        assert_eq!(portal.len(), 2);
        for endpoint in portal {
            assert_eq!(endpoint.method, Method::GET, "{}", endpoint.name);
            assert!(
                endpoint.path.starts_with("/gateway/api/adminhub/"),
                "{}",
                endpoint.name
            );
        }
    }

    #[test]
    fn paths_that_could_be_read_in_two_ways_are_unknown() {
        for path in [
            "",
            "/",
            "/users",
            "users/a/manage",
            "/users//manage",
            "/users/./manage",
            "/users/../manage",
            "/users/%2e%2E/manage",
            "/users/a%2Fmanage/manage",
            "/users/a%5c/manage",
            "/users/a%252Fb/manage",
            "/users/a%/manage",
            "/users/%ff/manage",
            "/users/a%00/manage",
            "/users/a?b/manage",
            "/users/a/manage/",
            "//users/a/manage",
            "/users/a/manage/profile/..",
            "/USERS/a/manage",
            "/users/ä/manage",
            "/admin/v1/orgs/o/nonsense",
            "/admin/v1/orgs/o/domains/d/e",
        ] {
            assert!(matches!(find(&Method::GET, path), Route::Unknown), "{path}");
        }
    }
}
