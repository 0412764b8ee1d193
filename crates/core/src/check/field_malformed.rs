//! A profile field is longer than Atlassian accepts, or contains a control character (User management REST API, schemas `Name` and
//! `Nickname`); or its value cannot be a time zone or a language.

use rollcall_atlassian::call::profile::{LONGEST_NAME, LONGEST_NICKNAME};

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::{Field, profile};

/// The check.
pub static CHECK: Check = Check::row("E042-field-malformed", "Field not taken", find, text);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    wrong(context, row).is_some().into()
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (part, why) = wrong(context, row).unwrap_or((Field::Name, Wrong::Control));
    let title = part.title();
    match why {
        Wrong::Control => Text::new(
            format!("{title} holds a control character, such as a line break."),
            "Take it out of the cell.",
        ),
        Wrong::TooLong(most) => Text::new(
            format!("{title} is longer than the {most} characters that Atlassian takes."),
            "Shorten it.",
        ),
        Wrong::Shape(example) => Text::new(
            format!(
                "“{}” is no {}.",
                context.changes.text(row.change.row, part),
                title.to_lowercase()
            ),
            format!("It looks like {example}."),
        ),
    }
}

/// What is wrong with a field.
enum Wrong {
    Control,
    TooLong(usize),
    Shape(&'static str),
}

fn wrong(context: &CheckContext, row: &RowContext) -> Option<(Field, Wrong)> {
    profile::PARTS.into_iter().find_map(|part| {
        let text = context.changes.text(row.change.row, part);
        if text.is_empty() {
            return None;
        }
        let most = match part {
            Field::Nickname => LONGEST_NICKNAME,
            Field::Name => LONGEST_NAME,
            // No limit is documented for the other fields.
            _ => usize::MAX,
        };
        let is_zone = || {
            text == "UTC"
                || (text.contains('/')
                    && text
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)))
        };
        let is_language = || {
            let mut parts = text.split(['-', '_']);
            parts.next().is_some_and(|first| (2..=3).contains(&first.len()))
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        let wrong = if text.chars().any(char::is_control) {
            Wrong::Control
        } else if text.chars().count() > most {
            Wrong::TooLong(most)
        } else if part == Field::TimeZone && !is_zone() {
            Wrong::Shape("Europe/Berlin")
        } else if part == Field::Locale && !is_language() {
            Wrong::Shape("en-US")
        } else {
            return None;
        };
        Some((part, wrong))
    })
}
