//! Numbers and lists in sentences.

/// `1,204`.
pub(crate) fn number(of: u32) -> String {
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
pub(crate) fn counted(of: u32, thing: &str) -> String {
    format!("{} {thing}{}", number(of), if of == 1 { "" } else { "s" })
}

/// `2, 5 and 9`; after the first five, `2, 3, 5, 7, 8 and 12 more`.
pub(crate) fn listed(items: &[u32]) -> String {
    const SHOWN: usize = 5;
    let text = |items: &[u32]| items.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        _ if items.len() > SHOWN + 1 => {
            format!(
                "{} and {} more",
                text(&items[..SHOWN]),
                number((items.len() - SHOWN) as u32)
            )
        }
        [all @ .., last] => format!("{} and {last}", text(all)),
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
        assert_eq!(listed(&[2, 5]), "2 and 5");
        assert_eq!(listed(&[2, 3, 5, 7, 8, 9]), "2, 3, 5, 7, 8 and 9");
        assert_eq!(listed(&[2, 3, 5, 7, 8, 9, 10]), "2, 3, 5, 7, 8 and 2 more");
    }
}
