//! How a plan is serialized in a journal.
//!
//! Plans are written in version 2: a plan lists its operations by key, and each row says which of them it uses. In version 1 a plan
//! had a single action; the oldest plans do not name it, because changing addresses was the only one. Both versions are read. A
//! plan with an unknown version, with a field of the other version, or without a field that its version requires is refused.

use rollcall_atlassian::AccountId;
use rollcall_model::Details;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{Batch, Cycle, OperationIndex, Plan, PlannedOperation, Row, Step, StopRules};

/// The version in which plans are written.
pub const VERSION: u32 = 2;

/// Key of the operation of plans and runs from before they named one.
pub const FIRST_OPERATION: &str = "change-email";

#[derive(Deserialize)]
struct PlanForm {
    version: u32,
    /// Version 1 only.
    action: Option<String>,
    /// Version 1 only.
    older: Option<bool>,
    /// Since version 2.
    operations: Option<Vec<PlannedOperation<String>>>,
    rows: Vec<RowForm>,
    steps: Vec<Step>,
    batches: Vec<Batch>,
    cycles: Vec<Cycle>,
    stop_rules: StopRules,
}

#[derive(Deserialize)]
struct RowForm {
    /// Since version 2.
    operation: Option<OperationIndex>,
    number: u32,
    line: u32,
    #[serde(default, deserialize_with = "parsed_account")]
    account: Option<AccountId>,
    name: Option<String>,
    before: Option<String>,
    wanted: String,
    #[serde(default)]
    details: Details,
    administrator: bool,
    /// Since version 2.
    #[serde(default)]
    waits_for: Vec<u32>,
}

#[derive(Serialize)]
struct Written<'a, O> {
    version: u32,
    operations: &'a [PlannedOperation<O>],
    rows: &'a [Row],
    steps: &'a [Step],
    batches: &'a [Batch],
    cycles: &'a [Cycle],
    stop_rules: StopRules,
}

impl<O: Serialize> Serialize for Plan<O> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            version: VERSION,
            operations: &self.operations,
            rows: &self.rows,
            steps: &self.steps,
            batches: &self.batches,
            cycles: &self.cycles,
            stop_rules: self.stop_rules,
        };
        written.serialize(to)
    }
}

impl<'a> Deserialize<'a> for Plan<String> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        let form = PlanForm::deserialize(from)?;
        let is_first = match form.version {
            1 => true,
            VERSION => false,
            other => {
                return Err(D::Error::custom(format!(
                    "the plan is of version {other}; this Rollcall reads version {VERSION} and 1"
                )));
            }
        };
        let operations = match (is_first, form.action, form.operations, form.older) {
            (true, action, None, older) => vec![PlannedOperation {
                spec: action.unwrap_or_else(|| FIRST_OPERATION.to_owned()),
                legacy: older.unwrap_or_default(),
            }],
            (false, None, Some(operations), None) => operations,
            _ => {
                return Err(D::Error::custom(
                    "the plan does not say what it does as its version does",
                ));
            }
        };
        let row = |row: RowForm| {
            let operation = match (is_first, row.operation) {
                (true, None) if row.waits_for.is_empty() => OperationIndex(0),
                (false, Some(operation)) if operation.at() < operations.len() => operation,
                _ => {
                    let line = row.line;
                    return Err(D::Error::custom(format!(
                        "the row of line {line} does not say what it does"
                    )));
                }
            };
            Ok(Row {
                operation,
                number: row.number,
                line: row.line,
                account: row.account,
                name: row.name,
                before: row.before,
                wanted: row.wanted,
                details: row.details,
                administrator: row.administrator,
                waits_for: row.waits_for,
            })
        };
        Ok(Self {
            rows: form.rows.into_iter().map(row).collect::<Result<_, _>>()?,
            operations,
            steps: form.steps,
            batches: form.batches,
            cycles: form.cycles,
            stop_rules: form.stop_rules,
        })
    }
}

/// An account's id is checked when it is read.
fn parsed_account<'a, D: Deserializer<'a>>(from: D) -> Result<Option<AccountId>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    let account = AccountId::parse(&text);
    let account = account.ok_or_else(|| D::Error::custom(format!("“{text}” is not an account id")))?;
    Ok(Some(account))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = r#""steps":[],"batches":[],"cycles":[],"stop_rules":{"in_a_row":5,"percent":20}"#;

    fn read(before: &str, row: &str) -> Result<Plan<String>, String> {
        let row = format!(
            r#"{{{row}"number":0,"line":2,"name":null,"before":null,"wanted":"a@x.org","administrator":false}}"#
        );
        let text = format!(r#"{{{before}"rows":[{row}],{REST}}}"#);
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_first_version_changes_addresses_where_it_does_not_say_what_it_does() {
        let plan = read(r#""version":1,"#, "").unwrap();
        assert_eq!(plan.operations[0].spec, "change-email");
        let plan = read(r#""version":1,"action":"deactivate-account","older":true,"#, "").unwrap();
        assert_eq!(plan.operations[0].spec, "deactivate-account");
        assert!(plan.operations[0].legacy);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let plan = read(
            r#""version":2,"operations":[{"key":"a"},{"key":"b"}],"#,
            r#""operation":1,"waits_for":[0],"#,
        );
        let plan = plan.unwrap();
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan<String>>(&text).unwrap(), plan);
        assert!(
            text.starts_with(
                r#"{"version":2,"operations":[{"key":"a"},{"key":"b"}],"rows":[{"operation":1,"#
            ),
            "{text}"
        );
    }

    #[test]
    fn an_account_is_read_as_an_id_or_not_at_all() {
        let of = |row: &str| read(r#""version":1,"#, row).map(|plan| plan.rows[0].account.clone());
        let id = "5b10a2844c20165700ede21g";
        assert_eq!(of(&format!(r#""account":"{id}","#)), Ok(AccountId::parse(id)));
        assert_eq!(of(r#""account":null,"#), Ok(None));
        assert_eq!(of(""), Ok(None));
        let refused = of(r#""account":"not an id","#).unwrap_err();
        assert!(
            refused.starts_with("“not an id” is not an account id"),
            "{refused}"
        );
    }

    #[test]
    fn nothing_is_filled_in() {
        for (before, row) in [
            (r#""version":3,"operations":[{"key":"a"}],"#, r#""operation":0,"#),
            (r#""version":2,"#, r#""operation":0,"#),
            (r#""version":2,"action":"a","#, r#""operation":0,"#),
            (
                r#""version":2,"action":"a","operations":[{"key":"a"}],"#,
                r#""operation":0,"#,
            ),
            (
                r#""version":2,"operations":[{"key":"a"}],"older":true,"#,
                r#""operation":0,"#,
            ),
            (r#""version":2,"operations":[{"key":"a"}],"#, ""),
            (r#""version":2,"operations":[{"key":"a"}],"#, r#""operation":1,"#),
            (r#""version":1,"operations":[{"key":"a"}],"#, ""),
            (r#""version":1,"action":"a","#, r#""operation":0,"#),
            (r#""version":1,"action":"a","#, r#""waits_for":[0],"#),
            (r#""action":"a","#, ""),
        ] {
            assert!(read(before, row).is_err(), "{before} {row}");
        }
    }
}
