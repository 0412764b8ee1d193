//! The plan in words.

use super::Plan;
use crate::words::number;

/// "413 calls in 9 batches; 412 people will be logged out, Ann Lee (line 7) twice; 3 rows left out."
pub(super) fn sentence(plan: &Plan, left_out: usize) -> String {
    let parked: Vec<String> = plan
        .parked()
        .map(|(row, _)| format!("{} (line {})", row.who(), number(row.line as usize)))
        .collect();
    words(
        effects(plan),
        plan.calls(),
        plan.batches.len(),
        plan.rows.len(),
        &parked,
        left_out,
    )
}

/// "412 people will be logged out".
pub(super) fn effect(plan: &Plan, rows: usize) -> String {
    let [one, many] = effects(plan);
    count(rows, one, many)
}

/// What one row does, and what several do.
fn effects(plan: &Plan) -> [&'static str; 2] {
    plan.action().map_or(["row", "rows"], |action| action.effect)
}

/// So many people are named; of more, their number is told.
const NAMED: usize = 3;

fn words(
    effect: [&str; 2],
    calls: usize,
    batches: usize,
    people: usize,
    parked: &[String],
    left_out: usize,
) -> String {
    let twice = match parked {
        [] => String::new(),
        [one] => format!(", {one} twice"),
        [rest @ .., last] if parked.len() <= NAMED => format!(", {} and {last} twice", rest.join(", ")),
        _ => format!(", {} of them twice", number(parked.len())),
    };
    let mut parts = vec![
        format!(
            "{} in {}",
            count(calls, "call", "calls"),
            count(batches, "batch", "batches")
        ),
        format!("{}{twice}", count(people, effect[0], effect[1])),
    ];
    if left_out > 0 {
        parts.push(format!("{} left out", count(left_out, "row", "rows")));
    }
    parts.join("; ") + "."
}

fn count(of: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(of), if of == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGGED_OUT: [&str; 2] = ["person will be logged out", "people will be logged out"];

    #[test]
    fn says_what_will_happen() {
        assert_eq!(
            words(LOGGED_OUT, 412, 9, 412, &[], 3),
            "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
        );
        assert_eq!(
            words(LOGGED_OUT, 1, 1, 1, &[], 1),
            "1 call in 1 batch; 1 person will be logged out; 1 row left out."
        );
        assert_eq!(
            words(LOGGED_OUT, 1_234_567, 24_692, 1000, &[], 0),
            "1,234,567 calls in 24,692 batches; 1,000 people will be logged out."
        );
    }

    #[test]
    fn names_those_who_are_logged_out_twice() {
        let people = ["Ann (line 2)", "Bob (line 7)", "Eve (line 9)", "Kim (line 12)"].map(str::to_owned);
        let says = |parked: &[String]| words(LOGGED_OUT, 10, 1, 8, parked, 0);
        assert_eq!(
            says(&people[..1]),
            "10 calls in 1 batch; 8 people will be logged out, Ann (line 2) twice."
        );
        assert_eq!(
            says(&people[..3]),
            "10 calls in 1 batch; 8 people will be logged out, Ann (line 2), Bob (line 7) and Eve (line 9) twice."
        );
        assert_eq!(
            says(&people),
            "10 calls in 1 batch; 8 people will be logged out, 4 of them twice."
        );
    }
}
