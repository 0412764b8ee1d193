//! The change file: how it is to be read.

use rollcall_core::action::Field;
use rollcall_core::file::{Delimiter, Encoding, HeaderRow, Reading};
use rollcall_core::mapping::Mapping;

use crate::Problem;
use crate::given::Given;
use crate::view::unknown;

/// How a file is to be read.
#[derive(Default)]
pub(crate) struct AskedReading {
    encoding: Option<String>,
    delimiter: Option<String>,
    header: Option<HeaderRow>,
    first_line: Option<u32>,
    last_line: Option<u32>,
}

impl AskedReading {
    /// What was left out is found out.
    pub(crate) fn of(given: Given) -> Result<Self, Problem> {
        let Some(given) = given.optional() else {
            return Ok(Self::default());
        };
        let fields = given.object()?;
        Ok(Self {
            encoding: fields.optional("encoding", Given::text)?,
            delimiter: fields.optional("delimiter", Given::text)?,
            header: match fields.optional("headerLine", Given::whole)? {
                Some(line) => Some(HeaderRow::Line(line)),
                None => fields.optional("header", Given::flag)?.map(|header| {
                    if header {
                        HeaderRow::First
                    } else {
                        HeaderRow::Absent
                    }
                }),
            },
            first_line: fields.optional("firstLine", Given::whole)?,
            last_line: fields.optional("lastLine", Given::whole)?,
        })
    }

    /// The same in core's words.
    pub(crate) fn reading(&self) -> Result<Reading, Problem> {
        let encoding = self.encoding.as_deref().map(|label| {
            Encoding::from_label(label)
                .ok_or_else(|| unknown("encoding", label, Encoding::ALL.into_iter().map(Encoding::label)))
        });
        Ok(Reading {
            encoding: encoding.transpose()?,
            delimiter: self.delimiter.as_deref().map(delimiter).transpose()?,
            header: self.header,
            first_line: self.first_line,
            last_line: self.last_line,
        })
    }
}

fn delimiter(text: &str) -> Result<Delimiter, Problem> {
    let mut characters = text.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    only.and_then(Delimiter::new).ok_or_else(|| {
        Problem::new(
            "argument",
            format!("“{text}” cannot stand between cells."),
            "A delimiter is one ASCII character that is no letter, digit, quote or line break: a comma, a semicolon, a tab.",
        )
    })
}

/// Which column plays which part, by the keys of the parts.
pub(crate) fn mapping(parts: &Given) -> Result<Mapping, Problem> {
    let columns = parts.entries()?.into_iter().map(|entry| {
        let key = entry.optional().as_ref().map(Given::text).transpose()?;
        key.as_deref().map(part).transpose()
    });
    Ok(Mapping {
        columns: columns.collect::<Result<_, _>>()?,
    })
}

/// The part with this key.
pub(crate) fn part(key: &str) -> Result<Field, Problem> {
    Field::from_key(key).ok_or_else(|| unknown("part", key, Field::ALL.into_iter().map(Field::key)))
}
