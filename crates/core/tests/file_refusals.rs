//! What cannot be read, and the words for it.
#![allow(
    clippy::unwrap_used,
    reason = "clippy allows it in tests, but not in what they share"
)]

use std::fmt::Write;

use rollcall_core::file::{
    Delimiter, Edits, Encoding, HeaderRow, MAX_BYTES, MAX_COLUMNS, ReadError, Reading,
};

fn refusal(bytes: impl AsRef<[u8]>, reading: Reading) -> ReadError {
    rollcall_core::file::read("refused.csv", bytes.as_ref().to_vec(), &reading).unwrap_err()
}

fn catalogue<const N: usize>(refusals: [(&str, ReadError); N]) -> String {
    let mut said = String::new();
    for (case, error) in refusals {
        writeln!(
            said,
            "{case}\n  {}\n  {}\n  {}\n",
            error.code(),
            error.what(),
            error.hint()
        )
        .unwrap();
    }
    said
}

#[test]
fn every_refusal_in_its_words() {
    let auto = Reading::default();
    let as_utf8 = Reading {
        encoding: Some(Encoding::Utf8),
        ..auto
    };
    let with_header = Reading {
        header: Some(HeaderRow::First),
        ..auto
    };
    let wide = vec!["x"; 10_000].join(",");
    let long = format!("account_id,email\n1,a@b.example\n2,{}\n", "x".repeat(10 << 20));
    let swallowed = format!("a,b\n1,\"2\n{}\"\n", "3,4\n".repeat(300_000));
    let said = catalogue([
        ("no bytes", refusal("", auto)),
        ("a byte order mark alone", refusal("\u{FEFF}", auto)),
        ("blank lines", refusal("\r\n \r\n,,\r\n", auto)),
        (
            "a header alone",
            refusal("account_id,old_email,new_email\n", auto),
        ),
        (
            "a header above rows of commas",
            refusal("account_id,old_email\n,\n,\n", auto),
        ),
        (
            "one row said to be a header",
            refusal("a@b.example,c@d.example\n", with_header),
        ),
        (
            "NUL",
            refusal("account_id,email\n1,a@b.example\n2,c\0@d.example\n", auto),
        ),
        (
            "chosen UTF-8 that is none",
            refusal(b"name,email\r\nJ\xFCrgen,j@b.example\r\n", as_utf8),
        ),
        (
            "neither UTF-8 nor Windows-1252",
            refusal(b"name,email\nA,a@b.example\nJ\x81,j@b.example\n", auto),
        ),
        ("one byte of UTF-16", refusal(b"\xFF\xFEa", auto)),
        (
            "half a surrogate pair",
            refusal(b"\xFE\xFF\0a\0\n\xD8\x00\0b\0c", auto),
        ),
        (
            "an open quote",
            refusal(
                "account_id,email\n\"1\n\",a@b.example\n2,\"c@d.example\n3,e@f.example\n",
                auto,
            ),
        ),
        (
            "a quote that is closed rows later",
            refusal(
                "account_id,email\n1,\"a@b.example\n2,c@d.example\n3,e@f.example\n4,g@h.example\n5,\"i@j.example\n",
                auto,
            ),
        ),
        (
            "a header behind the end",
            refusal(
                "a,b\n1,2\n",
                Reading {
                    header: Some(HeaderRow::Line(7)),
                    ..auto
                },
            ),
        ),
        ("10,000 columns", refusal(&wide, auto)),
        ("a cell of 10 MB", refusal(&long, auto)),
        ("a quote that swallows lines", refusal(&swallowed, auto)),
        ("rows", ReadError::TooManyRows),
        ("cells", ReadError::TooManyCells { line: 64_001 }),
        ("bytes", ReadError::check_size(MAX_BYTES + 1).unwrap_err()),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_no_text_is_named() {
    let auto = Reading::default();
    let zip = |name: &str| [b"PK\x03\x04\x14\0\x06\0", name.as_bytes(), b" and what is in it"].concat();
    let said = catalogue([
        ("xlsx", refusal(zip("xl/workbook.xml"), auto)),
        ("xls", refusal(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", auto)),
        (
            "ods",
            refusal(
                zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
                auto,
            ),
        ),
        ("numbers", refusal(zip("Index/Document.iwa"), auto)),
        ("zip", refusal(zip("export.csv"), auto)),
        ("gzip", refusal(b"\x1F\x8B\x08\0\0", auto)),
        ("7z", refusal(b"7z\xBC\xAF\x27\x1C", auto)),
        ("pdf", refusal("%PDF-1.7 ...", auto)),
        ("png", refusal(b"\x89PNG\r\n\x1A\n\0", auto)),
        ("html", refusal("\n<!DOCTYPE HTML><title>Sign in</title>", auto)),
        ("xml", refusal("\u{FEFF}<?xml version=\"1.0\"?><Workbook/>", auto)),
    ]);
    insta::assert_snapshot!(said);
}

#[test]
fn the_limits_themselves_are_within() {
    assert_eq!(ReadError::check_size(MAX_BYTES), Ok(()));
    let widest = format!("{}\n", vec!["x"; MAX_COLUMNS].join(",")).repeat(2);
    let file = rollcall_core::file::read("wide.csv", widest.into_bytes(), &Reading::default()).unwrap();
    assert_eq!(file.table().columns(), MAX_COLUMNS);
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let reading = Reading {
        delimiter: Some(Delimiter::COMMA),
        ..Reading::default()
    };
    assert_eq!(refusal("1\n".repeat(5_000_001), reading), ReadError::TooManyRows);
}

/// One byte that does not fit the encoding of the file turns the whole file into UTF-8, which has room for all.
#[test]
fn a_new_character_that_does_not_fit_makes_the_file_utf_8() {
    let bytes = b"name;new_email\r\nJ\xFCrgen;j@b.example\r\n".to_vec();
    let file = rollcall_core::file::read("umlaut.csv", bytes, &Reading::default()).unwrap();
    assert_eq!(file.as_read().encoding, Encoding::Windows1252);
    let fits = file.to_bytes(&Edits::from([((0, 1), "ö@b.example".to_owned())]));
    assert_eq!(fits, b"name;new_email\r\nJ\xFCrgen;\xF6@b.example\r\n");
    let not = file.to_bytes(&Edits::from([((0, 1), "ż@b.example".to_owned())]));
    assert_eq!(
        String::from_utf8(not).unwrap(),
        "\u{FEFF}name;new_email\r\nJürgen;ż@b.example\r\n"
    );
}

#[test]
fn a_choice_overrides_every_guess() {
    let bytes = "a;b\nc;d\n".as_bytes().to_vec();
    let reading = Reading {
        encoding: Some(Encoding::Windows1252),
        delimiter: Delimiter::new(','),
        header: Some(HeaderRow::Absent),
        ..Reading::default()
    };
    let file = rollcall_core::file::read("chosen.csv", bytes, &reading).unwrap();
    assert_eq!(file.table().cells(0).collect::<Vec<_>>(), ["a;b"]);
    assert_eq!((file.table().rows(), file.table().columns()), (2, 1));
    assert_eq!(Reading::from(*file.as_read()), reading);
}
