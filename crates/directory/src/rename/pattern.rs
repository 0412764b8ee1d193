//! Search and replace with a regular expression.

use regex_lite::{Captures, Regex, RegexBuilder};

use super::RuleError;

/// A pattern and its replacement.
#[derive(Debug)]
pub(super) struct Pattern {
    find: Regex,
    put: Vec<Piece>,
}

/// A part of the replacement.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The text that the group with this number matched.
    Group(usize),
}

impl Pattern {
    pub(super) fn read(find: &str, put: &str) -> Result<Self, RuleError> {
        if find.is_empty() {
            return Err(RuleError::Missing("The pattern"));
        }
        let find = RegexBuilder::new(find)
            // Addresses are compared without regard to case.
            .case_insensitive(true)
            .build()
            .map_err(|error| RuleError::Pattern(error.to_string()))?;
        let put = pieces(&find, put)?;
        Ok(Self { find, put })
    }

    /// The text with the first match replaced; `None` if nothing matches.
    pub(super) fn replace(&self, text: &str) -> Option<String> {
        let found = self.find.captures(text)?;
        let whole = found.get(0)?;
        let mut new = text.get(..whole.start())?.to_owned();
        for piece in &self.put {
            new.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Group(group) => of_group(&found, *group),
            });
        }
        new.push_str(text.get(whole.end()..)?);
        Some(new)
    }
}

fn of_group<'t>(found: &Captures<'t>, group: usize) -> &'t str {
    found.get(group).map_or("", |found| found.as_str())
}

/// Parses a replacement: `$1`, `$name` and `${name}` are groups, `$$` is a dollar sign. An unknown group is an error, because the regex
/// crate would silently replace it with nothing: `$1a` is the group named `1a`.
fn pieces(find: &Regex, put: &str) -> Result<Vec<Piece>, RuleError> {
    let mut pieces = Vec::new();
    let mut rest = put;
    while let Some((text, after)) = rest.split_once('$') {
        pieces.push(Piece::Text(text.to_owned()));
        if let Some(after) = after.strip_prefix('$') {
            pieces.push(Piece::Text("$".to_owned()));
            rest = after;
            continue;
        }
        let braced = after.strip_prefix('{').and_then(|after| after.split_once('}'));
        let (name, after) = braced.unwrap_or_else(|| {
            let end = after.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
            after.split_at(end.unwrap_or(after.len()))
        });
        if name.is_empty() {
            pieces.push(Piece::Text("$".to_owned()));
        } else {
            let group = group(find, name).ok_or_else(|| RuleError::NoGroup(name.to_owned()))?;
            pieces.push(Piece::Group(group));
        }
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(pieces)
}

fn group(find: &Regex, name: &str) -> Option<usize> {
    match name.parse::<usize>() {
        Ok(number) => (number < find.captures_len()).then_some(number),
        Err(_) => find.capture_names().position(|known| known == Some(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(find: &str, put: &str, text: &str) -> Option<String> {
        Pattern::read(find, put).unwrap().replace(text)
    }

    #[test]
    fn what_is_found_first_is_replaced_and_the_rest_stays() {
        let swapped = replaced(
            r"^(\w+)\.(?<last>\w+)@",
            "${last}.$1@",
            "ada.lovelace@example.com",
        );
        assert_eq!(swapped.unwrap(), "lovelace.ada@example.com");
        assert_eq!(
            replaced("EXAMPLE", "x", "a@example.example").unwrap(),
            "a@x.example"
        );
        assert_eq!(replaced("^b", "", "ada@example.com"), None);
        assert_eq!(
            replaced("(x)?@", "$1+$$@", "ada@example.com").unwrap(),
            "ada+$@example.com"
        );
        assert_eq!(replaced("@", "$@", "a@b").unwrap(), "a$@b");
        assert_eq!(replaced("@", "${@", "a@b").unwrap(), "a${@b");
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_told() {
        let told = |find, put| Pattern::read(find, put).unwrap_err().to_string();
        insta::assert_snapshot!(told("", ""), @"The pattern is missing.");
        insta::assert_snapshot!(told("(a", ""), @"The pattern cannot be read: found open group without closing ')'.");
        insta::assert_snapshot!(told("(a)", "$1a"), @"The pattern has no group “1a”. Where letters or digits follow a group's number, write it as ${1}.");
        insta::assert_snapshot!(told("(a)", "$2"), @"The pattern has no group “2”. Where letters or digits follow a group's number, write it as ${1}.");
    }
}
