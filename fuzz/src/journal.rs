//! Journals from elsewhere. A journal that opens can be written and opened again, and a run that goes on from it gives its files.
//!
//! The sum in the last line would keep a fuzzer out, so an input is either a whole file, or the lines of entries alone.

use rollcall_core::journal::{self, Entry, Unopened, file};
use rollcall_core::report;
use rollcall_core::run::{Run, Settings};

use crate::choice::Choices;
use crate::seed::{self, Seed};

const WHOLE: u8 = 0;
const ENTRIES: u8 = 1;

pub fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (name, bytes) in seed::files("crates/core/tests/golden/files", &["jsonl"]) {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        // The stored edits are no journal.
        if let [_, entries @ .., _] = lines.as_slice() {
            seeds.push((
                format!("entries-{name}"),
                [&[ENTRIES], entries.concat().as_slice()].concat(),
            ));
        }
        seeds.push((format!("whole-{name}"), [&[WHOLE], bytes.as_slice()].concat()));
    }
    seeds
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, bytes)) = Choices::of(input, 1) else {
        return;
    };
    let entries = match choices.one(&[WHOLE, ENTRIES]) {
        WHOLE => file::read(bytes).ok().map(|file| file.entries),
        _ => entries(bytes),
    };
    let Some(entries) = entries else { return };
    let written = file::write(&entries, None).expect("entries that were read are written");
    let again = file::read(&written).unwrap_or_else(|error| panic!("written and not read: {error}"));
    assert!(!again.has_seal());
    assert_eq!(again.entries, entries, "the same entries");
    assert_eq!(
        file::write(&again.entries, None).expect("a file"),
        written,
        "the same file"
    );
    resumed(&entries);
}

fn entries(lines: &[u8]) -> Option<Vec<Entry>> {
    let lines = lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let entries: Result<Vec<Unopened>, _> = lines.map(serde_json::from_slice).collect();
    journal::open(entries.ok()?).ok()
}

fn resumed(entries: &[Entry]) {
    let Some(now) = entries.last().map(|entry| entry.at) else {
        return;
    };
    match Run::resume(now, entries, Settings::default()) {
        Ok(mut run) => {
            run.effects();
            run.state(now);
            report::results(&run);
            report::summary(&run, now);
            report::retry(&run);
            report::undo(&run);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
