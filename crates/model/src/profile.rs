//! Fields of a profile, and how several of them are written as one text: `job title "Engineer", department "IT"`.
//!
//! To a run what an account holds is one text. This one can be read again, so that an undo file can be made from what was held.

use rollcall_atlassian::call::profile::{ExtendedProfile, Profile, ProfileChange};

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::field::Field;

/// A field of a profile.
struct ProfileField {
    part: Field,
    /// What it is called in a text.
    title: &'static str,
    /// How Atlassian's permissions call it (User management REST API, `profile.write`).
    path: &'static str,
    value: fn(&Profile) -> Option<&String>,
}

/// The fields, in the order in which they are written.
const FIELDS: [ProfileField; 8] = [
    ProfileField {
        part: Field::Name,
        title: "name",
        path: "name",
        value: |profile| profile.name.as_ref(),
    },
    ProfileField {
        part: Field::Nickname,
        title: "nickname",
        path: "nickname",
        value: |profile| profile.nickname.as_ref(),
    },
    ProfileField {
        part: Field::JobTitle,
        title: "job title",
        path: "extended_profile.job_title",
        value: |profile| profile.extended.as_ref()?.job_title.as_ref(),
    },
    ProfileField {
        part: Field::Department,
        title: "department",
        path: "extended_profile.department",
        value: |profile| profile.extended.as_ref()?.department.as_ref(),
    },
    ProfileField {
        part: Field::Company,
        title: "organization",
        path: "extended_profile.organization",
        value: |profile| profile.extended.as_ref()?.organization.as_ref(),
    },
    ProfileField {
        part: Field::Location,
        title: "location",
        path: "extended_profile.location",
        value: |profile| profile.extended.as_ref()?.location.as_ref(),
    },
    ProfileField {
        part: Field::TimeZone,
        title: "time zone",
        path: "zoneinfo",
        value: |profile| profile.time_zone.as_ref(),
    },
    ProfileField {
        part: Field::Locale,
        title: "locale",
        path: "locale",
        value: |profile| profile.locale.as_ref(),
    },
];

/// The parts of these fields.
pub const PARTS: [Field; FIELDS.len()] = {
    let mut parts = [Field::Name; FIELDS.len()];
    let mut at = 0;
    while at < FIELDS.len() {
        parts[at] = FIELDS[at].part;
        at += 1;
    }
    parts
};

/// Writes fields as one text, those alone that have a value. Letters are composed: the same name, once with an accent of its own and once
/// without, is the same text.
pub fn written<'a>(value: impl Fn(Field) -> Option<&'a str>) -> String {
    let fields = FIELDS
        .iter()
        .filter_map(|field| Some((field.title, value(field.part)?)));
    let texts: Vec<String> = fields
        .map(|(title, value)| format!("{title} {}", serde_json::Value::from(composed(value).as_ref())))
        .collect();
    texts.join(", ")
}

/// A text whose letters have their accents as one character with them, as the keyboards of all systems write them; the rest as it is.
fn composed(text: &str) -> Cow<'_, str> {
    if text.contains(|c| matches!(c, '\u{300}'..='\u{36f}')) {
        Cow::Owned(text.nfc().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Reads such a text: the fields that it names, and their values. What is no such text has none.
pub fn read(text: &str) -> Vec<(Field, String)> {
    let mut fields = Vec::new();
    let mut rest = text;
    while let Some((part, behind)) = begin(rest) {
        let mut values = serde_json::Deserializer::from_str(behind).into_iter::<String>();
        let Some(Ok(value)) = values.next() else { break };
        let end = values.byte_offset();
        fields.push((part, value));
        rest = behind.get(end..).unwrap_or_default();
        rest = rest.strip_prefix(", ").unwrap_or(rest);
    }
    fields
}

fn begin(text: &str) -> Option<(Field, &str)> {
    FIELDS.iter().find_map(|field| {
        let behind = text.strip_prefix(field.title)?.strip_prefix(' ')?;
        Some((field.part, behind))
    })
}

/// How Atlassian's permissions call the fields that a text names.
pub fn paths(named: &str) -> Vec<&'static str> {
    let named = read(named);
    let is_named = |field: &&ProfileField| named.iter().any(|(part, _)| *part == field.part);
    FIELDS.iter().filter(is_named).map(|field| field.path).collect()
}

/// What a profile holds in the fields that a text names; an empty field is an empty text.
pub fn of_profile(profile: &Profile, named: &str) -> String {
    let named = read(named);
    written(|part| {
        named.iter().find(|(other, _)| *other == part)?;
        let field = FIELDS.iter().find(|field| field.part == part)?;
        Some((field.value)(profile).map_or("", String::as_str))
    })
}

/// A text without the fields that another one does not name.
pub fn among(text: &str, named: &str) -> String {
    let (all, named) = (read(text), read(named));
    written(|part| {
        named.iter().find(|(other, _)| *other == part)?;
        let (_, value) = all.iter().find(|(other, _)| *other == part)?;
        Some(value)
    })
}

/// What a text asks for, as a call takes it.
pub fn change(text: &str) -> ProfileChange {
    let mut change = ProfileChange::default();
    let mut extended = ExtendedProfile::default();
    for (part, value) in read(text) {
        let field = match part {
            Field::Name => &mut change.name,
            Field::Nickname => &mut change.nickname,
            Field::JobTitle => &mut extended.job_title,
            Field::Department => &mut extended.department,
            Field::Company => &mut extended.organization,
            Field::Location => &mut extended.location,
            Field::TimeZone => &mut change.time_zone,
            Field::Locale => &mut change.locale,
            _ => continue,
        };
        *field = Some(value);
    }
    change.extended = extended;
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fields_are_written_in_their_order_and_read_again() {
        let value = |part| match part {
            Field::Department => Some("R&D, \"deep\""),
            Field::JobTitle => Some(""),
            _ => None,
        };
        let text = written(value);
        assert_eq!(text, r#"job title "", department "R&D, \"deep\"""#);
        let read = read(&text);
        assert_eq!(
            read,
            [
                (Field::JobTitle, String::new()),
                (Field::Department, "R&D, \"deep\"".to_owned())
            ]
        );
        assert_eq!(change(&text).extended.job_title, Some(String::new()));
    }

    #[test]
    fn a_profile_has_the_fields_that_say_so() {
        let named: Vec<Field> = Field::ALL.into_iter().filter(|field| field.is_field()).collect();
        assert_eq!(named, PARTS);
    }

    #[test]
    fn another_text_names_no_field() {
        assert_eq!(read("active"), []);
        assert_eq!(read("name Ann"), []);
        assert_eq!(read(""), []);
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_field_comes_back(values in prop::collection::vec(".*", FIELDS.len())) {
            let text = written(|part| {
                let at = PARTS.iter().position(|other| *other == part)?;
                values.get(at).map(String::as_str)
            });
            let back: Vec<String> = read(&text).into_iter().map(|(_, value)| value).collect();
            let values: Vec<String> = values.iter().map(|value| composed(value).into_owned()).collect();
            prop_assert_eq!(back, values);
        }

        #[test]
        fn no_text_is_too_odd_to_read(text in ".*") {
            read(&text);
        }
    }
}
