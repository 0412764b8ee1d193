//! The change file.

use rollcall_core::action::Field;
use rollcall_core::file::{Basis, ChangeFile, Encoding, ReadError, Table, undecoded};
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{ColumnState, FileState, LineState, PartState, Problem, ReadingState};

/// As much of a cell as a sample shows.
const SAMPLE_LENGTH: usize = 60;

/// How many samples a column shows.
const SAMPLES: usize = 3;

/// A file that could not be read.
pub(crate) fn not_read(error: &ReadError) -> Problem {
    super::problem(error.code(), error.what(), error.hint())
}

/// The state of the file, with the mapping as it is now.
pub(crate) fn with_mapping(mut state: FileState, workbench: &Workbench) -> FileState {
    let parts = workbench.mapping().map_or(&[][..], |mapping| &mapping.columns);
    for (column, part) in state.columns.iter_mut().zip(parts) {
        let part = part.map(|part| part.key().to_owned());
        if column.part != part {
            // It was chosen, and not guessed.
            column.evidence = None;
        }
        column.part = part;
    }
    state.as_read = workbench.as_read();
    state.mapping_problems = workbench
        .mapping_problems()
        .iter()
        .map(|problem| super::problem(problem.code(), problem.what(), problem.hint()))
        .collect();
    state
}

/// A part that a column can play.
pub(crate) fn part_state(part: Field) -> PartState {
    PartState {
        key: part.key().to_owned(),
        title: part.title().to_owned(),
        hint: part.hint().to_owned(),
    }
}

/// A file as it was read; of its mapping nothing is known yet.
pub(crate) fn file_state(file: &ChangeFile, sha256: String) -> FileState {
    let table = file.table();
    FileState {
        name: file.name().to_owned(),
        size: file.size(),
        sha256,
        rows: table.rows() as u32,
        reading: reading_state(file),
        columns: (0..table.columns())
            .map(|column| column_state(table, column))
            .collect(),
        parts: Vec::new(),
        mapping_is_certain: false,
        doubts: Vec::new(),
        as_read: None,
        mapping_is_remembered: false,
        mapping_problems: Vec::new(),
        recognized_as: None,
        restored_edits: 0,
        undoes: None,
    }
}

fn reading_state(file: &ChangeFile) -> ReadingState {
    let read = file.as_read();
    ReadingState {
        encoding: read.encoding.label().to_owned(),
        encoding_is_guessed: read.encoding_basis == Basis::Guessed,
        encodings: Encoding::ALL
            .iter()
            .map(|encoding| encoding.label().to_owned())
            .collect(),
        byte_order_mark: read.byte_order_mark,
        delimiter: read.delimiter.as_char(),
        delimiter_is_guessed: read.delimiter_basis == Basis::Guessed,
        line_breaks: read.line_breaks.label().to_owned(),
        header: read.header,
        begins: read.begins,
        skipped: read.skipped,
        first_lines: lines(file.first_lines()),
        last_lines: lines(file.last_lines()),
        first_line: read.first_line,
        last_line: read.last_line,
        ragged_rows: read.ragged_rows as u32,
        bad_bytes: read.bad_bytes as u32,
        workbook: None,
    }
}

fn column_state(table: &Table, column: usize) -> ColumnState {
    let name = table.header(column).filter(|name| !name.is_empty());
    let samples = (0..table.rows())
        .map(|row| table.cell(row, column).trim())
        .filter(|cell| !cell.is_empty())
        .take(SAMPLES)
        .map(shortened)
        .collect();
    ColumnState {
        name: name.map_or_else(|| format!("Column {}", column + 1), str::to_owned),
        samples,
        part: None,
        evidence: None,
    }
}

fn lines(lines: Vec<(u32, &str)>) -> Vec<LineState> {
    let state = |(line, text)| LineState {
        line,
        text: shortened(text),
    };
    lines.into_iter().map(state).collect()
}

/// As much of a text as a sample shows. A byte that could not be decoded is shown as such.
fn shortened(text: &str) -> String {
    let shown = |c| undecoded(c).map_or(c, |_| char::REPLACEMENT_CHARACTER);
    text.chars().take(SAMPLE_LENGTH).map(shown).collect()
}
