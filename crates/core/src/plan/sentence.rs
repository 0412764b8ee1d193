//! The plan in words.

use super::Member;
use crate::words::number;

/// "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
pub(super) fn sentence(calls: usize, batches: usize, people: usize, left_out: usize) -> String {
    let mut parts = vec![
        format!(
            "{} in {}",
            count(calls, "call", "calls"),
            count(batches, "batch", "batches")
        ),
        format!("{} will be logged out", count(people, "person", "people")),
    ];
    if left_out > 0 {
        parts.push(format!("{} left out", count(left_out, "row", "rows")));
    }
    parts.join("; ") + "."
}

/// "The accounts a (line 2) and b (line 3) pass their addresses round …"
pub(super) fn cycles(cycles: &[Vec<Member>]) -> String {
    let named: Vec<String> = cycles
        .iter()
        .map(|cycle| {
            let members: Vec<String> = cycle
                .iter()
                .map(|member| format!("{} (line {})", member.account, member.line))
                .collect();
            match members.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                _ => members.concat(),
            }
        })
        .collect();
    format!(
        "These accounts take each other’s addresses in a circle: {}. No order of calls does that. \
         First give one account of each circle a temporary address, in a file of its own; then run this file.",
        named.join("; ")
    )
}

fn count(of: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(of), if of == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_will_happen() {
        assert_eq!(
            sentence(412, 9, 412, 3),
            "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
        );
        assert_eq!(
            sentence(1, 1, 1, 1),
            "1 call in 1 batch; 1 person will be logged out; 1 row left out."
        );
        assert_eq!(
            sentence(1_234_567, 24_692, 1000, 0),
            "1,234,567 calls in 24,692 batches; 1,000 people will be logged out."
        );
    }
}
