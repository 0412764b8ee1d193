//! What the plan says, changed in several places at once, as a careful forger does it.

use rollcall_atlassian::AccountId;
use rollcall_core::action::resolve;
use rollcall_core::journal::Unopened;
use rollcall_core::{
    diff::Diff,
    journal::Event,
    plan::{Options, Plan, StopRules},
};
use serde_json::{Value, json};

use super::{Chance, values::text_of};
use crate::base::Base;

/// An address wherever it stands, as a careful forger changes it.
pub(super) fn address_everywhere(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    everywhere(chance, lines, base, |sandbox, chance| {
        sandbox.accounts()[chance.below(20)].address.clone()
    });
}

/// One account in the place of another, wherever it stands.
pub(super) fn account_everywhere(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    everywhere(chance, lines, base, |sandbox, chance| {
        sandbox.accounts()[chance.below(20)].id.clone()
    });
}

/// A row less, or one of somebody else's.
pub(super) fn row(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    let rows = lines[0]["event"]["plan"]["rows"].as_array_mut();
    if let Some(rows) = rows.filter(|rows| rows.len() > 1) {
        let at = chance.below(rows.len());
        if chance.below(2) == 0 {
            rows.remove(at);
        } else {
            let other = &base.sandbox.accounts()[chance.below(30)];
            rows[at]["account"] = json!(other.id);
            rows[at]["before"] = json!(other.address);
        }
    }
}

/// Another action, with what its rows ask for.
pub(super) fn action(chance: &mut Chance, lines: &mut [Value]) {
    let action = chance.one_of(&[
        "delete-account",
        "deactivate-account",
        "activate-account",
        "change-email",
        "teleport-account",
    ]);
    let wanted = match action {
        "delete-account" => "marked for deletion",
        "deactivate-account" => "deactivated",
        _ => "active",
    };
    let plan = &mut lines[0]["event"]["plan"];
    plan["action"] = json!(action);
    for list in ["rows", "steps"] {
        for item in plan[list].as_array_mut().into_iter().flatten() {
            let key = if list == "rows" { "wanted" } else { "to" };
            item[key] = json!(wanted);
            if chance.below(2) == 0 && list == "rows" {
                item["details"] = json!({});
            }
        }
    }
}

/// How the run is cut into batches, and when it stops.
pub(super) fn batches(chance: &mut Chance, lines: &mut [Value]) {
    let plan = &mut lines[0]["event"]["plan"];
    match chance.below(4) {
        0 => plan["stop_rules"] = json!({ "in_a_row": null, "percent": null }),
        1 => plan["older"] = json!(true),
        2 => {
            for batch in plan["batches"].as_array_mut().into_iter().flatten() {
                batch["canary"] = json!(false);
            }
        }
        _ => {
            let steps = plan["steps"].as_array().map_or(0, Vec::len);
            plan["batches"] = json!([{ "canary": false, "first": 0, "steps": steps }]);
        }
    }
}

/// What is shown and never sent: names, lines, the name of the file.
pub(super) fn label(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    let text = text_of(chance, base).chars().take(200).collect::<String>();
    let number = chance.one_of(&["0", "1", "4294967295"]).parse::<u32>().unwrap();
    let event = &mut lines[0]["event"];
    match chance.below(4) {
        0 => event["origin"]["organization_name"] = json!(text),
        1 => event["origin"]["file"] = json!(text),
        _ => {
            for row in event["plan"]["rows"].as_array_mut().into_iter().flatten() {
                row["name"] = json!(text);
                row["line"] = json!(number);
                row["number"] = json!(number);
                row["administrator"] = json!(chance.below(2) == 0);
            }
        }
    }
}

/// Which organization it is of.
pub(super) fn organization(lines: &mut [Value], base: &Base) {
    let other = base.sandbox.neighbour_id().to_owned();
    lines[0]["event"]["origin"]["organization"] = json!(other);
}

/// What one row asks for, and the steps that give it.
pub(super) fn row_and_steps(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    let plan = &mut lines[0]["event"]["plan"];
    let count = plan["rows"].as_array().map_or(0, Vec::len);
    let at = chance.below(count);
    let wanted = match chance.below(3) {
        0 => format!("attacker.{at}@example.org"),
        1 => base.sandbox.accounts()[chance.below(30)].address.clone(),
        _ => text_of(chance, base),
    };
    if let Some(row) = plan["rows"].get_mut(at) {
        row["wanted"] = json!(wanted);
    }
    for step in plan["steps"].as_array_mut().into_iter().flatten() {
        if step["row"] == json!(at) {
            step["to"] = json!(wanted);
        }
    }
}

/// Rows of the forger's own, a plan that holds in every respect, and everything decided.
pub(super) fn rebuilt(chance: &mut Chance, lines: &mut Vec<Value>, base: &Base) {
    let first = serde_json::from_value::<Unopened>(lines[0].clone()).ok();
    let Some(first) = first.and_then(|first| first.open(resolve).ok()) else {
        return;
    };
    let Event::Planned { plan, origin, .. } = &first.event else {
        return;
    };
    let accounts = base.sandbox.accounts();
    let diffs = (0..).zip(&plan.rows).map(|(row, of)| {
        let other = &accounts[chance.below(30)];
        let is_other = chance.below(3) == 0;
        let is_address = plan.key() == "change-email";
        Diff {
            row,
            line: row + 2,
            account: if is_other {
                AccountId::parse(&other.id)
            } else {
                of.account.clone()
            },
            name: Some("Somebody".to_owned()),
            before: if is_other && is_address {
                Some(other.address.clone())
            } else {
                of.before.clone()
            },
            after: match chance.below(3) {
                0 if is_address => format!("attacker.{row}@example.org"),
                1 if is_address => accounts[chance.below(30)].address.clone(),
                _ => of.wanted.clone(),
            },
            details: of.details.clone(),
            administrator: of.administrator,
        }
    });
    let options = Options {
        canary: 0,
        batch: 50,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        run: origin.run,
    };
    let Ok(plan) = Plan::make(plan.only_spec().unwrap(), diffs.collect(), &options, |_| false) else {
        return;
    };
    let mut planned = lines[0].clone();
    planned["event"]["plan"] = serde_json::to_value(plan).unwrap();
    let time = planned["at"].clone();
    *lines = vec![planned];
    let decided =
        ["begin", "all-batches"].map(|decision| json!({ "event": "decided", "decision": decision }));
    for event in decided.into_iter().chain([json!({ "event": "handed-over" })]) {
        lines.push(json!({ "seq": 0, "at": time, "event": event }));
    }
}

/// Puts something in the place of what stands in a row, wherever that stands.
fn everywhere(
    chance: &mut Chance,
    lines: &mut [Value],
    base: &Base,
    other: fn(&rollcall_sandbox::Organization, &mut Chance) -> String,
) {
    let other = if chance.below(2) == 0 {
        "attacker@example.org".to_owned()
    } else {
        other(&base.sandbox, chance)
    };
    let rows = lines[0]["event"]["plan"]["rows"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let Some(row) = rows.get(chance.below(rows.len())) else {
        return;
    };
    let was = chance.one_of(&["account", "before", "wanted"]);
    let Some(was) = row[was].as_str().map(str::to_owned) else {
        return;
    };
    for line in lines {
        replace(line, &was, &other);
    }
}

/// Puts one text in the place of another, wherever that stands.
fn replace(value: &mut Value, was: &str, with: &str) {
    match value {
        Value::String(text) if text == was => with.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, was, with)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, was, with)),
        _ => {}
    }
}
