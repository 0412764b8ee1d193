//! Which entries there are, in which order, and when.

use serde_json::{Value, json};

use super::Chance;

/// Entries in another order, one less, or one twice.
pub(super) fn order(chance: &mut Chance, lines: &mut Vec<Value>) {
    let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
    match chance.below(3) {
        0 => lines.swap(one, other),
        1 => drop(lines.remove(one)),
        _ => lines.insert(other, lines[one].clone()),
    }
}

/// A decision that nobody took.
pub(super) fn decision(chance: &mut Chance, lines: &mut Vec<Value>) {
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

/// When something happened.
pub(super) fn time(chance: &mut Chance, lines: &mut [Value]) {
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

/// How the journal ends.
pub(super) fn end(chance: &mut Chance, lines: &mut Vec<Value>) {
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
