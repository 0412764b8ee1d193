//! How the file was read, in one line: what its first row says, and from where. Whoever sees it knows at once whether a column was mistaken
//! for another one.

use rollcall_model::phrasing::counted;
use rollcall_model::{DesiredState, Field};
use rollcall_table::{AsRead, Basis};

use super::Workbench;
use crate::check::{CheckContext, Review, RowContext, RowState};

impl Workbench {
    /// What the first row that can run says, or the first row of all, and from where: `Line 4: Ada Lovelace, now ada@example.com, becomes
    /// ada@example.org. From columns A, C and D; header in line 3; 2 lines above were skipped.` `None` without a review.
    pub fn as_read(&self) -> Option<String> {
        let (context, review) = self.context()?;
        let file = self.file()?;
        let row = first_row(&context, review)?;
        let example = example(&context, &context.row(row));
        let source = if context.changes.are_claimed() {
            "From a journal".to_owned()
        } else {
            source(&context, file.as_read())
        };
        Some(format!("Line {}: {example}. {source}.", context.line(row)))
    }
}

fn first_row(context: &CheckContext, review: &Review) -> Option<u32> {
    let rows = || 0..context.changes.rows();
    let can_run = |row: &u32| matches!(review.state(*row), Some(RowState::Ready | RowState::Look));
    rows().find(can_run).or_else(|| rows().next())
}

/// The person, and what the account becomes.
fn example(context: &CheckContext, row: &RowContext) -> String {
    let name = context.changes.text_by_header(row.change.row, Field::Name);
    let is_known_by_name = row.here().is_some() || row.spec.has(Field::Name) || name.is_empty();
    let who = if is_known_by_name { row.who() } else { name };
    let who = if who.is_empty() { "nobody" } else { who };
    let address = row.change.address_in_file;
    let now = if address.is_empty() || address == who {
        String::new()
    } else {
        format!(", now {address},")
    };
    let desired = row.desired();
    match row.spec.desired {
        DesiredState::Address if desired.is_empty() => format!("{who}{now} gets no new address"),
        DesiredState::Address if now.is_empty() => format!("{who} becomes {desired}"),
        DesiredState::Address => format!("{who}{now} becomes {desired}"),
        DesiredState::Profile => format!(
            "{who}{now} gets {}",
            if desired.is_empty() { "nothing" } else { &desired }
        ),
        DesiredState::Always(_) | DesiredState::Worded(..) => {
            let place = row
                .target
                .message()
                .map_or_else(String::new, |place| format!(" ({place})"));
            format!(
                "{who}{} {}{place}",
                if now.is_empty() { ":" } else { &now },
                lower(row.spec.title)
            )
        }
    }
}

fn lower(title: &str) -> String {
    let mut chars = title.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The columns that are read, where the table begins, and what was guessed about the text.
fn source(context: &CheckContext, read: &AsRead) -> String {
    let mut columns: Vec<usize> = Field::ALL
        .into_iter()
        .filter_map(|field| context.changes.column(field))
        .collect();
    columns.sort_unstable();
    let names: Vec<String> = columns.into_iter().map(letters).collect();
    let mut parts = vec![match names.as_slice() {
        [] => "From no column".to_owned(),
        [only] => format!("From column {only}"),
        [first @ .., last] => format!("From columns {} and {last}", first.join(", ")),
    }];
    parts.push(if read.header {
        format!("header in line {}", read.begins)
    } else {
        "no header".to_owned()
    });
    match read.skipped {
        0 => {}
        1 => parts.push("1 line above was skipped".to_owned()),
        lines => parts.push(format!("{} above were skipped", counted(lines, "line"))),
    }
    if read.encoding_basis == Basis::Guessed {
        parts.push(format!("{}, as was guessed", read.encoding));
    }
    parts.join("; ")
}

/// A column as spreadsheets name it: A, B … Z, AA.
pub fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    let mut name = vec![letter(column)];
    let mut rest = column / 26;
    while rest > 0 {
        rest -= 1;
        name.insert(0, letter(rest));
        rest /= 26;
    }
    name.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let names: Vec<String> = [0, 2, 25, 26, 51, 52, 701, 702]
            .into_iter()
            .map(letters)
            .collect();
        assert_eq!(names, ["A", "C", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
