//! The change file: how it is to be read, and how it was.

use rollcall_core::action::Field;
use rollcall_core::file::{Basis, ChangeFile, Delimiter, Encoding, Reading, Table};
use rollcall_core::mapping::{Guess, Mapping};
use rollcall_core::workbench;
use serde::Serialize;

use crate::Problem;
use crate::given::Given;
use crate::view::unknown;

/// Cells of a column that are shown, at most.
const SAMPLES: usize = 3;

/// Characters of a cell that are shown, at most.
const SAMPLE_LENGTH: usize = 60;

/// How a file is to be read.
#[derive(Default)]
pub(crate) struct AskedReading {
    encoding: Option<String>,
    delimiter: Option<String>,
    header: Option<bool>,
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
            header: fields.optional("header", Given::flag)?,
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

/// What is told of the file that is open.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileState<'a> {
    name: &'a str,
    size: u64,
    rows: u32,
    reading: ReadingState,
    columns: Vec<ColumnState>,
    mapping_is_certain: bool,
    mapping_problems: Vec<Problem>,
    recognized_as: Option<Problem>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadingState {
    encoding: &'static str,
    encoding_basis: &'static str,
    byte_order_mark: bool,
    delimiter: char,
    delimiter_basis: &'static str,
    line_breaks: &'static str,
    header: bool,
    header_basis: &'static str,
    ragged_rows: u32,
}

#[derive(Serialize)]
struct ColumnState {
    name: String,
    samples: Vec<String>,
    part: Option<&'static str>,
}

impl<'a> FileState<'a> {
    /// The file on this desk, whose mapping was guessed so when it was opened.
    pub(crate) fn of(workbench: &'a workbench::Workbench, guess: &Guess) -> Option<Self> {
        let (file, mapping) = (workbench.file()?, workbench.mapping()?);
        let table = file.table();
        Some(Self {
            name: file.name(),
            size: file.size(),
            rows: table.rows() as u32,
            reading: ReadingState::of(file),
            columns: (0..table.columns())
                .map(|column| ColumnState::of(table, column, mapping))
                .collect(),
            mapping_is_certain: guess.certain,
            mapping_problems: workbench.mapping_problems().iter().map(Problem::from).collect(),
            recognized_as: guess.recognized.map(Problem::from),
        })
    }
}

impl ReadingState {
    fn of(file: &ChangeFile) -> Self {
        let read = file.as_read();
        Self {
            encoding: read.encoding.label(),
            encoding_basis: basis(read.encoding_basis),
            byte_order_mark: read.byte_order_mark,
            delimiter: read.delimiter.as_char(),
            delimiter_basis: basis(read.delimiter_basis),
            line_breaks: read.line_breaks.label(),
            header: read.header,
            header_basis: basis(read.header_basis),
            ragged_rows: read.ragged_rows as u32,
        }
    }
}

impl ColumnState {
    fn of(table: &Table, column: usize, mapping: &Mapping) -> Self {
        let name = table.header(column).filter(|name| !name.is_empty());
        let cells = (0..table.rows()).map(|row| table.cell(row, column).trim());
        Self {
            name: name.map_or_else(|| format!("Column {}", column + 1), str::to_owned),
            samples: cells
                .filter(|cell| !cell.is_empty())
                .take(SAMPLES)
                .map(|cell| cell.chars().take(SAMPLE_LENGTH).collect())
                .collect(),
            part: mapping.columns.get(column).copied().flatten().map(Field::key),
        }
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Marked => "marked",
        Basis::Valid => "valid",
        Basis::Guessed => "guessed",
        Basis::Chosen => "chosen",
    }
}
