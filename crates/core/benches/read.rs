//! Reading change files, against the csv crate: `cargo bench -p rollcall-core --bench read`.
//!
//! Both sides find every cell of the same bytes and can say afterwards what stands in it. The runs alternate, so that a
//! machine that slows down slows both; the median of each side counts.
#![allow(clippy::disallowed_methods, reason = "it measures time")]
#![allow(clippy::print_stdout, reason = "its figures are what it is for")]

use std::hint::black_box;
use std::time::Instant;

use rollcall_core::file::{Delimiter, Reading, Table};

const ROWS: usize = 200_000;
const RUNS: usize = 9;

fn main() {
    let plain = file(|id, old, new| format!("{id},{old},{new}\r\n"));
    let quoted = file(|id, old, new| format!("\"{id}\",\"{old}\",\"{new}\"\r\n"));
    let export = file(|id, old, _| {
        format!(
            "Ada Lovelace,{old},{id},Active,2026-03-05,,\"acme, acme-test\",,\"acme \"\"two\"\"\",acme\r\n"
        )
    });
    println!(
        "{:<10} {:>7} {:>14} {:>14} {:>14} {:>7}",
        "file", "MB", "table MB/s", "file MB/s", "csv MB/s", "ratio"
    );
    for (name, text) in [("plain", plain), ("quoted", quoted), ("export", export)] {
        compare(name, &text);
    }
}

fn file(row: impl Fn(&str, &str, &str) -> String) -> String {
    let mut text = row("account_id", "old_email", "new_email");
    for n in 0..ROWS {
        let id = format!("712020:{n:08x}-9a55-4c0a-8a53-6cf0a7a2f6b1");
        text.push_str(&row(
            &id,
            &format!("person.{n}@old.example.com"),
            &format!("person.{n}@example.com"),
        ));
    }
    text
}

fn compare(name: &str, text: &str) {
    let (mut table, mut file, mut csv) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let copy = text.to_owned();
        table.push(seconds(|| {
            Table::parse(copy, Delimiter::COMMA, true).unwrap_or_default()
        }));
        let copy = text.as_bytes().to_vec();
        file.push(seconds(|| {
            rollcall_core::file::read("bench.csv", copy, &Reading::default())
        }));
        csv.push(seconds(|| with_csv(text)));
    }
    let megabytes = text.len() as f64 / 1e6;
    let [table, file, csv] = [table, file, csv].map(|runs| megabytes / median(runs));
    println!(
        "{name:<10} {megabytes:>7.1} {table:>14.0} {file:>14.0} {csv:>14.0} {:>6.1}×",
        table / csv
    );
}

/// What a table of the csv crate's records takes: one buffer for all cells and their ends.
fn with_csv(text: &str) -> (Vec<u8>, Vec<u32>, Vec<u32>) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut cells, mut ends, mut rows) = (Vec::with_capacity(text.len()), Vec::new(), Vec::new());
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
        let base = cells.len();
        cells.extend_from_slice(record.as_slice());
        ends.extend(
            (0..record.len())
                .filter_map(|cell| record.range(cell))
                .map(|range| (base + range.end) as u32),
        );
        rows.push(ends.len() as u32);
    }
    (cells, ends, rows)
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let made = black_box(work());
    let seconds = start.elapsed().as_secs_f64();
    drop(made);
    seconds
}

fn median(mut runs: Vec<f64>) -> f64 {
    runs.sort_by(f64::total_cmp);
    runs[runs.len() / 2]
}
