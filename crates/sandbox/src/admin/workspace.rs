//! The list of workspaces. Its errors are one `ApplicationError`, without a list around it.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::answer::Asked;
use crate::cursor::Place;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::workspace::Workspace;

/// `WorkspacesRequest`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WorkspaceSearch {
    cursor: Option<String>,
    limit: Option<usize>,
    query: Option<Value>,
    sort: Option<Vec<Sort>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sort {
    field: String,
    order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    Asc,
    Desc,
}

impl Organization {
    /// `POST /v2/orgs/{orgId}/workspaces`
    pub(super) fn search_workspaces(&mut self, asked: &Asked<'_>) -> Reply {
        self.workspaces_found(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn workspaces_found(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let bad = || flat(asked, StatusCode::BAD_REQUEST, "ADMIN-400-4", "Invalid resource");
        let search: WorkspaceSearch = asked.body().map_err(|_| bad())?;
        let (search, start, given) = match search.cursor.clone() {
            None => (Box::new(search), 0, None),
            // "When a cursor is provided in the request body, no other properties may be present."
            Some(token) if search.limit.is_none() && search.query.is_none() && search.sort.is_none() => {
                match self.cursors.place(&token) {
                    Some(Place::Workspaces(search, start)) => (search, start, Some(token)),
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
        for workspace in &self.workspaces {
            let item = item_of(asked, workspace);
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
        let next = (end < total).then(|| Place::Workspaces(search.clone(), end));
        let next = self.next_token(asked, given.as_deref(), Place::Workspaces(search, start), next);
        let url = asked.url();
        let body = json!({
            "data": data,
            "links": { "self": url, "next": next.map(|token| format!("{url}?cursor={token}")) },
            "meta": { "pageSize": data.len(), "total": total, "startIndex": null, "endIndex": null },
        });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

/// `WorkspaceModel`
fn item_of(asked: &Asked<'_>, workspace: &Workspace) -> Value {
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
        "links": { "self": format!("{}/{}", asked.url(), workspace.id) },
    })
}

/// Whether an item fits a query; `None` where the query is not one.
fn fits(query: &Value, item: &Value) -> Option<bool> {
    let query = query.as_object()?;
    let mut parts = query.iter();
    let (Some((operator, operand)), None) = (parts.next(), parts.next()) else {
        return None;
    };
    let all = |list: &Value| -> Option<Vec<bool>> {
        list.as_array()?.iter().map(|query| fits(query, item)).collect()
    };
    match operator.as_str() {
        "and" => Some(all(operand)?.into_iter().all(|fits| fits)),
        "nor" => Some(!all(operand)?.into_iter().any(|fits| fits)),
        "field" => {
            let value = at(item, operand["name"].as_str()?);
            let values = operand["values"].as_array()?;
            // "Absence of values makes this operator no-op."
            Some(values.is_empty() || values.iter().any(|wanted| Some(wanted) == value))
        }
        "searchWorkspaces" => {
            let text = operand.as_str()?.to_lowercase();
            let found = ["name", "hostUrl"].iter().any(|field| {
                let value = item["attributes"][field].as_str().unwrap_or_default();
                value.to_lowercase().contains(&text)
            });
            Some(found)
        }
        // Nothing here has either.
        "features" | "policies" => operand.as_array().map(Vec::is_empty),
        _ => None,
    }
}

/// `attributes.type`
fn at<'v>(item: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(item, |value, part| value.get(part))
}

/// A refusal that is one `ApplicationError`, without a list around it.
pub(super) fn flat(asked: &Asked<'_>, status: StatusCode, code: &str, title: &str) -> Refused {
    reply::json(status, &reply::error(status, code, title, title, asked.serial)).into()
}
