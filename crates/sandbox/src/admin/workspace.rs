//! The list of workspaces. Its errors are one `ApplicationError`, without a list around it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::cursor::{PageStart, Slice};
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::search::workspace::{Order, Sort, WorkspaceSearch, at, fits};
use crate::workspace::Workspace;

impl Organization {
    /// `POST /v2/orgs/{orgId}/workspaces`
    pub(crate) fn search_workspaces(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let bad =
            || Refused::from(request.flat_error(StatusCode::BAD_REQUEST, "ADMIN-400-4", "Invalid resource"));
        let search: WorkspaceSearch = request.body().map_err(|_| bad())?;
        let (search, start, given) = match search.cursor.clone() {
            None => (Box::new(search), 0, None),
            // "When a cursor is provided in the request body, no other properties may be present."
            Some(token) if search.limit.is_none() && search.query.is_none() && search.sort.is_none() => {
                match self.cursors.find(&token) {
                    Some(PageStart::Workspaces(search, start)) => (search, start, Some(token)),
                    _ => return Err(bad()),
                }
            }
            Some(_) => return Err(bad()),
        };
        let size = search.limit.unwrap_or(20);
        if !(1..=1_000).contains(&size) {
            return Err(bad());
        }
        let mut found: Vec<Value> = Vec::new();
        for workspace in &self.places.workspaces {
            let item = item_of(request, workspace);
            if search
                .query
                .as_ref()
                .map_or(Some(true), |query| fits(query, &item))
                .ok_or_else(bad)?
            {
                found.push(item);
            }
        }
        for Sort { field, order } in search.sort.iter().flatten().rev() {
            let key = |item: &Value| at(item, field).and_then(Value::as_str).map(str::to_owned);
            found.sort_by_key(key);
            if *order == Order::Desc {
                found.reverse();
            }
        }
        let total = found.len();
        let data: Vec<Value> = found.into_iter().skip(start).take(size).collect();
        let end = start + data.len();
        let slice = Slice {
            here: PageStart::Workspaces(search.clone(), start),
            after: PageStart::Workspaces(search, end),
            items: data.len(),
            has_more: end < total,
        };
        let links = self.cursors.neighbours(request, given.as_deref(), slice);
        let body = json!({
            "data": data,
            "links": links.urls(request),
            "meta": { "pageSize": data.len(), "total": total, "startIndex": null, "endIndex": null },
        });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

/// `WorkspaceModel`
fn item_of(request: &ApiRequest<'_>, workspace: &Workspace) -> Value {
    json!({
        "id": workspace.id,
        "type": "workspaces",
        "attributes": {
            "name": workspace.name,
            "type": workspace.name.split(" (").next(),
            "typeKey": workspace.owner,
            "hostUrl": workspace.url,
            "status": "online",
            "statusDetails": [],
            "capacity": workspace.capacity,
            "usage": null,
            "owner": null,
        },
        "relationships": {},
        "links": { "self": format!("{}/{}", request.url(), workspace.id) },
    })
}
