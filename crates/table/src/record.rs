//! Writing records and cells.

use std::borrow::Cow;

use super::delimiter::Delimiter;

/// A record of one empty cell, which would be a blank line without its quotes.
pub(super) const EMPTY: &str = "\"\"";

/// Writes a record, without a line break.
pub(super) fn record<C: AsRef<str>>(text: &mut String, cells: impl Iterator<Item = C>, delimiter: Delimiter) {
    let start = text.len();
    for (column, content) in cells.enumerate() {
        if column > 0 {
            text.push(delimiter.as_char());
        }
        cell(text, content.as_ref(), delimiter);
    }
    if text.len() == start {
        text.push_str(EMPTY);
    }
}

/// Writes a cell, quoted where it needs to be.
pub(super) fn cell(text: &mut String, content: &str, delimiter: Delimiter) {
    // The other delimiters too, so that whoever guesses ours guesses right.
    let quoted =
        content.contains(['"', '\r', '\n', ',', ';', '\t', '|', delimiter.as_char()]) || is_head(content);
    if !quoted {
        text.push_str(content);
        return;
    }
    let doubled = if content.contains('"') {
        Cow::Owned(content.replace('"', "\"\""))
    } else {
        Cow::Borrowed(content)
    };
    text.push('"');
    text.push_str(&doubled);
    text.push('"');
}

/// Whether this, at the head of a file, would be taken for a byte order mark or a `sep=` line.
pub(super) fn is_head(content: &str) -> bool {
    content.starts_with('\u{FEFF}')
        || content
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}
