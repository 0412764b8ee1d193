//! Numbers and lists in sentences, and the word for a part in the name of a file.

use std::fmt::Display;

/// In the name of a file: it holds a part of a list. `managed-accounts-part-50-of-1240.csv`.
pub const PART: &str = "-part";

/// A whole number that is not negative, of whatever type: `1,204`.
pub fn number(of: impl Display) -> String {
    let digits = of.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 row`, `1,204 rows`.
pub fn counted(of: impl Display, thing: &str) -> String {
    let number = number(of);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// `2, 5 and 9`; of more than six the first five: `2, 3, 5, 7, 8 and 12 more`.
pub fn listed(items: impl ExactSizeIterator<Item = u32>) -> String {
    const SHOWN: usize = 5;
    let all = items.len();
    let cut = all > SHOWN + 1;
    let mut shown: Vec<String> = items
        .take(if cut { SHOWN } else { all })
        .map(|item| item.to_string())
        .collect();
    if cut {
        shown.push(format!("{} more", number(all - SHOWN)));
    }
    match shown.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_and_lists() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1_204_000), "1,204,000");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(1000, "row"), "1,000 rows");
        assert_eq!(listed([].into_iter()), "");
        assert_eq!(listed([2].into_iter()), "2");
        assert_eq!(listed([2, 5].into_iter()), "2 and 5");
        assert_eq!(listed([2, 3, 5, 7, 8, 9].into_iter()), "2, 3, 5, 7, 8 and 9");
        assert_eq!(
            listed([2, 3, 5, 7, 8, 9, 10].into_iter()),
            "2, 3, 5, 7, 8 and 2 more"
        );
    }
}
