//! The text of cells. A value that the answer does not contain is an empty cell.

use std::fmt::Display;

/// Separator between the entries of a list in one cell.
pub(super) const BETWEEN: &str = "; ";

/// `yes`, `no`, or an empty cell if unknown.
pub(super) fn yes_or_no(fact: Option<bool>) -> String {
    match fact {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    }
}

/// A number, or an empty cell.
pub(super) fn number(number: Option<impl Display>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// A time in milliseconds since 1970, in a format that spreadsheets read, in UTC: `2026-11-25 14:03:07`.
pub(super) fn time(at: Option<i64>) -> String {
    at.and_then(|at| jiff::Timestamp::from_millisecond(at).ok())
        .map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}

/// Several texts in one cell, without duplicates.
pub(super) fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut once: Vec<T> = Vec::new();
    for text in texts {
        if !once.iter().any(|known| known.as_ref() == text.as_ref()) {
            once.push(text);
        }
    }
    let once: Vec<&str> = once.iter().map(AsRef::as_ref).collect();
    once.join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_order_as_texts_and_silence_is_an_empty_cell() {
        assert_eq!(time(Some(1_764_079_387_000)), "2025-11-25 14:03:07");
        assert_eq!(time(None), "");
        assert_eq!(time(Some(i64::MAX)), "");
        assert_eq!(yes_or_no(None), "");
        assert_eq!(list(["Jira", "Confluence", "Jira"]), "Jira; Confluence");
    }
}
