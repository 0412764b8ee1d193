//! When a user was last active in which app.

use http::StatusCode;
use serde_json::{Value, json};

use crate::cursor::{PageStart, Slice};
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::workspace::Workspace;

/// Apps to a page. No document gives the number, so it is small enough to be met.
const APPS_TO_A_PAGE: usize = 2;

impl Organization {
    /// `GET …/directory/users/{accountId}/last-active-dates`
    pub(crate) fn get_last_active(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let id = request.params.get("account").unwrap_or_default();
        // The document declares "invalid resource" without saying when. Here it is the answer to a text that cannot be an id.
        let is_id = id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_|:-".contains(&b));
        if !is_id {
            let title = "Invalid resource";
            return Err(request
                .error(StatusCode::BAD_REQUEST, "ADMIN-400-4", title)
                .into());
        }
        let at = self.user(request, None)?;
        let start = match request.query("cursor").map(|token| self.cursors.find(token)) {
            None => 0,
            Some(Some(PageStart::LastActive(of, start))) if of == at => start,
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let account = &self.book.accounts[at];
        let added = reply::instant(account.added, 0);
        let active: Vec<(&Workspace, &str, i64)> = self
            .places
            .activity(account)
            .into_iter()
            .filter_map(|(workspace, last_active)| {
                let workspace = &self.places.workspaces[workspace];
                Some((workspace, workspace.product_key()?, last_active?))
            })
            .collect();
        let apps: Vec<Value> = active
            .iter()
            .skip(start)
            .take(APPS_TO_A_PAGE)
            .map(|(workspace, key, last_active)| {
                let time = reply::instant(*last_active, 0);
                json!({
                    "id": workspace.id,
                    "key": key,
                    "last_active": time.split('T').next(),
                    "last_active_timestamp": time,
                })
            })
            .collect();
        let end = start + apps.len();
        let slice = Slice {
            here: PageStart::LastActive(at, start),
            after: PageStart::LastActive(at, end),
            items: apps.len(),
            has_more: end < active.len(),
        };
        let links = self.cursors.around(request, slice);
        let body = json!({
            "data": {
                "product_access": apps,
                "added_to_org": added.split('T').next(),
                "added_to_org_timestamp": added,
            },
            "links": links.next_token(request.forms.links),
        });
        Ok(reply::json(StatusCode::OK, &body))
    }
}
