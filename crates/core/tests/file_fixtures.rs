//! Every file in `tests/files`, read without a word from the user.
#![allow(
    clippy::unwrap_used,
    reason = "clippy allows it in tests, but not in what they share"
)]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use rollcall_core::action::{Field, change_email};
use rollcall_core::file::{ChangeFile, Edits, Reading};
use rollcall_core::mapping::{MappingProblem, guess};
use rollcall_core::roster::Roster;

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    files.sort();
    files
}

fn read(name: &str) -> ChangeFile {
    let (name, bytes) = files().into_iter().find(|(file, _)| file == name).unwrap();
    rollcall_core::file::read(&name, bytes, &Reading::default()).unwrap()
}

#[test]
fn every_file_as_it_is_read() {
    let mut said = String::new();
    for (name, bytes) in files() {
        let file = rollcall_core::file::read(&name, bytes, &Reading::default()).unwrap();
        let (read, table) = (file.as_read(), file.table());
        let guess = guess(table, change_email::ACTION.row.fields, &Roster::default());
        writeln!(
            said,
            "{name}\n  {} ({:?}{}), {:?} ({:?}), {}, {} ({:?}), {} rows, {} ragged",
            read.encoding,
            read.encoding_basis,
            if read.byte_order_mark {
                ", byte order mark"
            } else {
                ""
            },
            read.delimiter.as_char(),
            read.delimiter_basis,
            read.line_breaks.label(),
            if read.header { "header" } else { "no header" },
            read.header_basis,
            table.rows(),
            read.ragged_rows,
        )
        .unwrap();
        for column in 0..table.columns() {
            let part = guess.mapping.columns[column].map_or("-", Field::key);
            writeln!(
                said,
                "    {part:<16} {:<24} {:?}",
                table
                    .header(column)
                    .map_or_else(String::new, |header| format!("{header:?}")),
                table.cell(0, column)
            )
            .unwrap();
        }
        let certain = if guess.certain {
            "certain"
        } else {
            "to be looked at"
        };
        let recognized = guess
            .recognized
            .map_or_else(String::new, |shape| format!(", {}", shape.code()));
        let problems: Vec<_> = guess
            .mapping
            .problems(change_email::ACTION.row.fields, table.columns())
            .iter()
            .map(MappingProblem::code)
            .collect();
        writeln!(said, "  {certain}{recognized} {}\n", problems.join(" ")).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn unedited_files_are_saved_as_they_came() {
    for (name, bytes) in files() {
        let file = rollcall_core::file::read(&name, bytes.clone(), &Reading::default()).unwrap();
        assert!(file.to_bytes(&Edits::new()) == bytes, "{name}");
    }
}

#[test]
fn the_change_file_shapes_need_no_hand() {
    for name in [
        "change-bash.csv",
        "change-bash-example.csv",
        "change-bash-rows-only.csv",
        "change-python.csv",
        "change-semicolon.csv",
        "change-tab.tsv",
        "change-pipe.csv",
        "change-sep-line.csv",
        "change-utf16le.csv",
        "change-utf16be.csv",
        "change-utf16le-no-mark.csv",
        "change-windows-1252.csv",
        "change-lone-cr.csv",
        "change-quoted.csv",
        "change-managed-export-plus.csv",
        "change-addresses-alone.csv",
    ] {
        let file = read(name);
        let guess = guess(file.table(), change_email::ACTION.row.fields, &Roster::default());
        // The ids of the script's own example are no ids: `1234`.
        assert!(guess.certain || name == "change-bash-example.csv", "{name}");
        assert_eq!(guess.recognized, None, "{name}");
        let cell = |part| file.table().cell(0, guess.mapping.column(part).unwrap());
        let (current, new) = (cell(Field::CurrentAddress), cell(Field::NewAddress));
        assert!(
            current.contains("old") && new.contains("new"),
            "{name}: {current} → {new}"
        );
        assert_eq!(file.as_read().ragged_rows, 0, "{name}");
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let quoted = read("change-quoted.csv");
    let lines: Vec<_> = (0..quoted.table().rows())
        .map(|row| quoted.table().line(row))
        .collect();
    assert_eq!(lines, [2, 5], "a line break in quotes and a blank line count");
    assert_eq!(quoted.table().cell(0, 1), "Ada \"Countess\"\r\nLovelace");
    assert_eq!(quoted.table().header(1), Some("display \"name\""));
    assert_eq!(
        read("change-sep-line.csv").table().line(0),
        3,
        "the sep= line counts"
    );
    assert_eq!(read("change-lone-cr.csv").table().line(2), 4);
}

#[test]
fn characters_beyond_ascii_come_through() {
    assert_eq!(
        read("change-windows-1252.csv").table().cell(0, 1),
        "Jürgen Müßig – €"
    );
    assert_eq!(read("change-utf16le-no-mark.csv").table().cell(0, 1), "Żółć 🦀");
}
