//! The search for workspaces (Organizations REST API, `POST v2 …/workspaces`).

use serde::Deserialize;
use serde_json::Value;

/// `WorkspacesRequest`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WorkspaceSearch {
    pub(crate) cursor: Option<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) query: Option<Value>,
    pub(crate) sort: Option<Vec<Sort>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sort {
    pub(crate) field: String,
    pub(crate) order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    Asc,
    Desc,
}

/// Whether an item fits a query; `None` where the query is not one.
pub(crate) fn fits(query: &Value, item: &Value) -> Option<bool> {
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
        // No workspace has features or policies here.
        "features" | "policies" => operand.as_array().map(Vec::is_empty),
        _ => None,
    }
}

/// `attributes.type`
pub(crate) fn at<'v>(item: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(item, |value, part| value.get(part))
}
