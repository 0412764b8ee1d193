//! Changes a journal, from a seed, and makes its sum and its seal right again.

use rollcall_atlassian::AccountId;
use rollcall_core::{
    diff::Diff,
    journal::{self, Entry, Event, RunId, SealKey},
    plan::{Options, Plan, StopRules},
};
use serde_json::{Value, json};

use crate::base::Base;

/// Where the choices come from: SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// One change.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A text somewhere.
    Text,
    /// A number somewhere, to one of its bounds.
    Number,
    /// A key of an object: gone, or another one added.
    Key,
    /// Entries in another order, one less, or one twice.
    Order,
    /// A decision that nobody took.
    Decision,
    /// When something happened.
    Time,
    /// An address wherever it stands, as a careful forger changes it.
    AddressEverywhere,
    /// One account in the place of another, wherever it stands.
    AccountEverywhere,
    /// What a row asks for, with its steps.
    RowAndSteps,
    /// A row less, or one of somebody else's.
    Row,
    /// Another action, with what its rows ask for.
    Action,
    /// What the file says became of something.
    Outcome,
    /// How the run is cut into batches, and when it stops.
    Batches,
    /// What is shown and never sent: names, lines, the name of the file.
    Label,
    /// How the journal ends.
    End,
    /// Which organization it is of.
    Organization,
    /// Rows of the forger's own, and the very plan that Rollcall makes of them.
    Rebuilt,
}

const KINDS: &[&Kind] = &[
    &Kind::Text,
    &Kind::Number,
    &Kind::Key,
    &Kind::Order,
    &Kind::Decision,
    &Kind::Decision,
    &Kind::Time,
    &Kind::AddressEverywhere,
    &Kind::AddressEverywhere,
    &Kind::AccountEverywhere,
    &Kind::RowAndSteps,
    &Kind::RowAndSteps,
    &Kind::Row,
    &Kind::Action,
    &Kind::Outcome,
    &Kind::Outcome,
    &Kind::Batches,
    &Kind::Batches,
];

/// Those that leave a file which opens, mostly: what a careful forger does.
const CAREFUL: &[&Kind] = &[
    &Kind::Rebuilt,
    &Kind::Rebuilt,
    &Kind::Rebuilt,
    &Kind::Label,
    &Kind::Decision,
    &Kind::Outcome,
    &Kind::End,
    &Kind::Organization,
];

/// The mutant of a seed, and what was done to it.
pub(crate) fn of_seed(seed: u64, base: &Base) -> (Vec<u8>, Vec<impl std::fmt::Debug>) {
    let mut chance = Chance(seed);
    let mut lines: Vec<Value> = lines(&base.journal);
    let mut done = Vec::new();
    let is_careful = chance.below(3) > 0;
    for _ in 0..1 + chance.below(3) {
        let kind = *chance.one_of(if is_careful { CAREFUL } else { KINDS });
        done.push(kind);
        mutate(&mut chance, kind, &mut lines, base);
    }
    // Most forgers count.
    if is_careful || chance.below(4) > 0 {
        for (at, line) in lines.iter_mut().enumerate() {
            line["seq"] = json!(at + 1);
        }
    }
    let is_sealed = chance.below(2) == 0;
    (written(&lines, is_sealed.then_some(base)), done)
}

fn lines(journal: &[Entry]) -> Vec<Value> {
    journal
        .iter()
        .map(|entry| serde_json::to_value(entry).unwrap())
        .collect()
}

/// The file with these lines, with a right sum; and, where somebody has the key, with a right seal.
fn written(lines: &[Value], sealed: Option<&Base>) -> Vec<u8> {
    let entries: Option<Vec<Entry>> = lines
        .iter()
        .map(|line| serde_json::from_value(line.clone()).ok())
        .collect();
    if let Some(entries) = &entries {
        let key = sealed.map(|base| SealKey::derive(base.sandbox.key().as_bytes(), RunId::of_draw(1)));
        return journal::file::write(entries, key.as_ref()).unwrap();
    }
    // What is no entry of ours is written as it is.
    let mut file = b"{\"rollcall-journal\":1}\n".to_vec();
    for line in lines {
        file.extend(line.to_string().into_bytes());
        file.push(b'\n');
    }
    let sum = <sha2::Sha256 as sha2::Digest>::digest(&file);
    let sum = sum
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    file.extend(format!("{{\"entries\":{},\"sha256\":\"{sum}\"}}\n", lines.len()).into_bytes());
    file
}

fn mutate(chance: &mut Chance, kind: Kind, lines: &mut Vec<Value>, base: &Base) {
    match kind {
        Kind::Text => {
            let text = text(chance, base);
            change(chance, lines, Value::is_string, |_, value| {
                *value = Value::from(text.clone())
            });
        }
        Kind::Number => change(chance, lines, Value::is_number, |chance, value| {
            let now = value.as_i64().unwrap_or_default();
            *value = match chance.below(9) {
                0 => json!(0),
                1 => json!(-1),
                2 => json!(u32::MAX),
                3 => json!(u64::MAX),
                4 => json!(9_007_199_254_740_993_u64),
                5 => json!(i64::MIN),
                6 => json!(now.saturating_add(1)),
                7 => json!(now.saturating_sub(1)),
                _ => json!(1.5),
            };
        }),
        Kind::Key => change(chance, lines, Value::is_object, |chance, value| {
            let object = value.as_object_mut().unwrap();
            let keys: Vec<String> = object.keys().cloned().collect();
            if chance.below(2) == 0 && !keys.is_empty() {
                let key = &keys[chance.below(keys.len())];
                object.remove(key);
            } else {
                let key = chance.one_of(&[
                    "message",
                    "policy",
                    "group",
                    "directory",
                    "role",
                    "where",
                    "address",
                    "__proto__",
                ]);
                object.insert(key.to_owned(), json!("attacker@example.org"));
            }
        }),
        Kind::Order => {
            let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
            match chance.below(3) {
                0 => lines.swap(one, other),
                1 => drop(lines.remove(one)),
                _ => lines.insert(other, lines[one].clone()),
            }
        }
        Kind::Decision => {
            let decision = chance.one_of(&[
                "begin",
                "next-batch",
                "all-batches",
                "pause",
                "go-on",
                "hand-over",
                "stop",
            ]);
            let at = 1 + chance.below(lines.len() - 1);
            let time = lines[at - 1]["at"].clone();
            let event = json!({ "event": "decided", "decision": decision });
            lines.insert(at, json!({ "seq": 0, "at": time, "event": event }));
        }
        Kind::Time => {
            let at = chance.below(lines.len());
            let times = [
                json!(0),
                json!(253_402_300_799_999_i64),
                json!(253_402_300_800_000_i64),
                json!(9_007_199_254_740_993_i64),
            ];
            let time = times[chance.below(times.len())].clone();
            let many = if chance.below(2) == 0 { 1 } else { lines.len() };
            for line in lines.iter_mut().skip(at).take(many) {
                line["at"] = time.clone();
            }
        }
        Kind::AddressEverywhere => everywhere(chance, lines, base, |sandbox, chance| {
            sandbox.accounts()[chance.below(20)].address.clone()
        }),
        Kind::AccountEverywhere => everywhere(chance, lines, base, |sandbox, chance| {
            sandbox.accounts()[chance.below(20)].id.clone()
        }),
        Kind::RowAndSteps => row_and_steps(chance, lines, base),
        Kind::Row => {
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
        Kind::Action => {
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
        Kind::Outcome => {
            let kind = chance.one_of(&[
                "changed",
                "already",
                "refused",
                "in-doubt",
                "not-run",
                "needs-you",
            ]);
            change(
                chance,
                lines,
                |value| value.get("kind").is_some() || value.get("meaning").is_some(),
                |_, value| {
                    if value.get("kind").is_some() {
                        value["kind"] = json!(kind);
                    } else {
                        value["meaning"] = json!("changed");
                    }
                },
            );
        }
        Kind::Label => {
            let text = text(chance, base).chars().take(200).collect::<String>();
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
        Kind::End => {
            let last = lines.len() - 1;
            let time = lines[last]["at"].clone();
            let event = chance.one_of(&["finished", "slept", "resumed", "batch-done", "handed-over"]);
            let ending = json!({ "seq": 0, "at": time, "event": { "event": event } });
            if chance.below(2) == 0 {
                lines[last] = ending;
            } else {
                lines.insert(last, ending);
            }
        }
        Kind::Organization => {
            let other = base.sandbox.neighbour_id().to_owned();
            lines[0]["event"]["origin"]["organization"] = json!(other);
        }
        Kind::Rebuilt => rebuild(chance, lines, base),
        Kind::Batches => {
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
    }
}

/// A text that somebody with a purpose would write.
fn text(chance: &mut Chance, base: &Base) -> String {
    let account = &base.sandbox.accounts()[chance.below(30)];
    match chance.below(9) {
        0 => "attacker@example.org".to_owned(),
        1 => account.address.clone(),
        2 => account.id.clone(),
        3 => format!("rollcall-temporary-{}-1@example.com", RunId::of_draw(1)),
        4 => String::new(),
        5 => "=HYPERLINK(\"x\")".to_owned(),
        6 => "x".repeat(20_000),
        7 => "under the policy p-9".to_owned(),
        _ => base.sandbox.groups()[chance.below(3)].id.clone(),
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
    fn replace(value: &mut Value, was: &str, with: &str) {
        match value {
            Value::String(text) if text == was => with.clone_into(text),
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, was, with)),
            Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, was, with)),
            _ => {}
        }
    }
    for line in lines {
        replace(line, &was, &other);
    }
}

/// What one row asks for, and the steps that give it.
fn row_and_steps(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    let plan = &mut lines[0]["event"]["plan"];
    let count = plan["rows"].as_array().map_or(0, Vec::len);
    let at = chance.below(count);
    let wanted = match chance.below(3) {
        0 => format!("attacker.{at}@example.org"),
        1 => base.sandbox.accounts()[chance.below(30)].address.clone(),
        _ => text(chance, base),
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
fn rebuild(chance: &mut Chance, lines: &mut Vec<Value>, base: &Base) {
    let Ok(first) = serde_json::from_value::<Entry>(lines[0].clone()) else {
        return;
    };
    let Event::Planned { plan, origin, .. } = &first.event else {
        return;
    };
    let accounts = base.sandbox.accounts();
    let diffs = (0..).zip(&plan.rows).map(|(row, of)| {
        let other = &accounts[chance.below(30)];
        let is_other = chance.below(3) == 0;
        let is_address = plan.action == "change-email";
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
        action: plan.action().unwrap(),
        canary: 0,
        batch: 50,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        run: origin.run,
        older: false,
    };
    let Ok(plan) = Plan::make(diffs.collect(), &options, |_| false) else {
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

/// Changes one value that fits, somewhere.
fn change(
    chance: &mut Chance,
    lines: &mut [Value],
    fits: fn(&Value) -> bool,
    with: impl Fn(&mut Chance, &mut Value),
) {
    fn count(value: &Value, fits: fn(&Value) -> bool) -> usize {
        let inside: usize = match value {
            Value::Array(items) => items.iter().map(|item| count(item, fits)).sum(),
            Value::Object(fields) => fields.values().map(|field| count(field, fits)).sum(),
            _ => 0,
        };
        inside + usize::from(fits(value))
    }
    /// The value in this place among those that fit; counts `at` down.
    fn find<'v>(value: &'v mut Value, fits: fn(&Value) -> bool, at: &mut usize) -> Option<&'v mut Value> {
        if fits(value) {
            if *at == 0 {
                return Some(value);
            }
            *at -= 1;
        }
        match value {
            Value::Array(items) => items.iter_mut().find_map(|item| find(item, fits, at)),
            Value::Object(fields) => fields.values_mut().find_map(|field| find(field, fits, at)),
            _ => None,
        }
    }
    let all: usize = lines.iter().map(|line| count(line, fits)).sum();
    let mut at = chance.below(all);
    if let Some(value) = lines.iter_mut().find_map(|line| find(line, fits, &mut at)) {
        with(chance, value);
    }
}

/// The first of the two published forgeries: a step that gives an account to somebody else than its row shows.
pub(crate) fn step_for_an_attacker(base: &Base) -> Vec<u8> {
    let mut lines = lines(&base.journal);
    let steps = lines[0]["event"]["plan"]["steps"].as_array_mut().unwrap();
    steps[0]["to"] = json!("attacker@example.org");
    written(&lines, None)
}

/// The second: a journal that nobody ever ran, in which everything is decided already.
pub(crate) fn decided_by_nobody(base: &Base) -> Vec<u8> {
    let mut forged = vec![lines(&base.journal)[0].clone()];
    let at = forged[0]["at"].clone();
    for event in [
        json!({ "event": "decided", "decision": "begin" }),
        json!({ "event": "decided", "decision": "all-batches" }),
        json!({ "event": "handed-over" }),
    ] {
        let seq = forged.len() + 1;
        forged.push(json!({ "seq": seq, "at": at, "event": event }));
    }
    written(&forged, Some(base))
}
