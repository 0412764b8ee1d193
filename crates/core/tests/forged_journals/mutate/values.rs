//! One value somewhere in a journal.

use serde_json::{Value, json};

use super::Chance;
use crate::base::Base;
use rollcall_core::journal::RunId;

/// A text somewhere.
pub(super) fn text(chance: &mut Chance, lines: &mut [Value], base: &Base) {
    let text = text_of(chance, base);
    change(chance, lines, Value::is_string, |_, value| {
        *value = Value::from(text.clone());
    });
}

/// A number somewhere, to one of its bounds.
pub(super) fn number(chance: &mut Chance, lines: &mut [Value]) {
    change(chance, lines, Value::is_number, |chance, value| {
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
    });
}

/// A key of an object: gone, or another one added.
pub(super) fn key(chance: &mut Chance, lines: &mut [Value]) {
    change(chance, lines, Value::is_object, |chance, value| {
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
    });
}

/// What the file says became of something.
pub(super) fn outcome(chance: &mut Chance, lines: &mut [Value]) {
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

/// A text that somebody with a purpose would write.
pub(super) fn text_of(chance: &mut Chance, base: &Base) -> String {
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
