//! The lists of the admin portal.

use http::Response;
use rollcall_atlassian::call::portal::{GetPortalUsers, PortalPlace};
use rollcall_atlassian::{Call, SiteId};
use serde_json::json;

use super::{Example, example, mars};

pub(super) fn examples(name: &str) -> Option<Vec<Example>> {
    Some(match name {
        "get-portal-users" => {
            let first = GetPortalUsers {
                of: PortalPlace::Organization(mars()),
                cursor: None,
            };
            let user = json!({ "id": "637194fa77acd224b33bfae3" });
            let body = json!({ "total": 3, "users": [user, user] }).to_string();
            let page = first.answer(&Response::new(body.into_bytes())).unwrap();
            let later = GetPortalUsers {
                cursor: page.next,
                ..first.clone()
            };
            vec![example(first), example(later)]
        }
        "get-portal-site-users" => {
            let site = SiteId::parse("70ef3a32-d0da-4e09-b35e-0109f91969c3").unwrap();
            vec![example(GetPortalUsers {
                of: PortalPlace::Site(site),
                cursor: None,
            })]
        }
        _ => return None,
    })
}
