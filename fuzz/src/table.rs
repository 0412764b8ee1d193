//! Text as a table, however it is read. An unedited file is saved byte for byte, reading it again as the reading says gives the same
//! table, an edit changes its cell and nothing else, and a table that is written anew is the same.

use rollcall_core::file::{
    self, AsRead, ChangeFile, Delimiter, Edits, Encoding, HeaderRow, LineBreaks, Reading, Table,
};

use crate::choice::Choices;
use crate::seed::{self, Seed};

const CHOICES: usize = 8;

pub fn seeds() -> Vec<Seed> {
    seed::change_files(&[0; CHOICES])
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, bytes)) = Choices::of(input, CHOICES) else {
        return;
    };
    let reading = Reading {
        encoding: choices.maybe(&Encoding::ALL),
        delimiter: choices.maybe(&Delimiter::COMMON),
        header: match choices.line() {
            None => None,
            Some(0) => Some(HeaderRow::Absent),
            Some(1) => Some(HeaderRow::First),
            Some(line) => Some(HeaderRow::Line(line - 1)),
        },
        first_line: choices.line(),
        last_line: choices.line(),
    };
    let at = (usize::from(choices.byte()) % 16, usize::from(choices.byte()) % 8);
    let new = choices.one(&[
        "x",
        "a,b;c\t|d",
        "a \"b\"",
        "\"",
        "one\ntwo",
        "=1+1",
        "ü€漢",
        "",
        "\u{FEFF}",
        " ",
    ]);
    let Ok(file) = file::read("any.csv", bytes.to_vec(), &reading) else {
        return;
    };
    assert_eq!(file.to_bytes(&Edits::new()), bytes, "saved as it came");
    said_again(&file, bytes);
    written_anew(file.table());
    edited(&file, at, new);
}

fn said_again(file: &ChangeFile, bytes: &[u8]) {
    let said = Reading::from(*file.as_read());
    let again = file::read("any.csv", bytes.to_vec(), &said);
    let again = again.unwrap_or_else(|error| panic!("read with {said:?} and then not: {}", error.code()));
    assert_eq!(
        cells(again.table()),
        cells(file.table()),
        "the same cells with {said:?}"
    );
    assert_eq!(again.table(), file.table(), "the same table");
    let (first, second) = (file.as_read(), again.as_read());
    let facts = |read: &AsRead| {
        (
            (
                read.encoding,
                read.byte_order_mark,
                read.delimiter,
                read.line_breaks,
            ),
            (
                read.header,
                read.begins,
                read.skipped,
                read.ragged_rows,
                read.bad_bytes,
            ),
        )
    };
    assert_eq!(facts(second), facts(first));
    for row in 0..file.table().rows() {
        assert_eq!(again.table().line(row), file.table().line(row));
        let said = |table: &Table| table.irregularities(row as u32).collect::<Vec<_>>();
        assert_eq!(said(again.table()), said(file.table()), "of row {row}");
    }
}

fn written_anew(table: &Table) {
    for delimiter in [Delimiter::COMMA, Delimiter::TAB] {
        let text = table.to_csv(delimiter, LineBreaks::CrLf);
        let again = Table::parse(text, delimiter, table.has_header());
        let again = again.unwrap_or_else(|error| panic!("written and not read: {}", error.code()));
        assert_eq!(cells(&again), cells(table), "written anew with {delimiter:?}");
    }
}

fn edited(file: &ChangeFile, (row, column): (usize, usize), new: &str) {
    let table = file.table();
    let read = file.as_read();
    let is_guarded = (0..table.columns()).any(|column| table.header(column) == Some("formula_guard"));
    // A bad byte has no letter that could be compared; and lines of a choice may move.
    if is_guarded || read.bad_bytes > 0 || read.last_line.is_some() || row >= table.rows() {
        return;
    }
    let saved = file.to_bytes(&Edits::from([((row, column), new.to_owned())]));
    let turned = read.encoding == Encoding::Windows1252 && saved.starts_with(b"\xEF\xBB\xBF");
    let said = Reading::from(*read);
    let said = Reading {
        encoding: said.encoding.filter(|_| !turned),
        ..said
    };
    // The edit may have blanked the only row with content.
    let Ok(again) = file::read("any.csv", saved, &said) else {
        return;
    };
    let mut expected = cells(table);
    if table.cell(row, column) != new {
        let cells = &mut expected[row];
        cells.resize(cells.len().max(column + 1), String::new());
        new.clone_into(&mut cells[column]);
    }
    assert_eq!(
        cells(again.table()),
        expected,
        "cell {column} of row {row} became {new:?}"
    );
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    (0..table.rows())
        .map(|row| table.cells(row).map(str::to_owned).collect())
        .collect()
}
