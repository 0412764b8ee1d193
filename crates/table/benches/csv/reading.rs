//! Reading CSV as WebAssembly, with our scanner and with the csv crate: what `cargo xtask bench csv` builds and `compare.mjs` drives.
//!
//! Whoever reads keeps what Rollcall needs afterwards: the text, so that it can be saved as it came, the content of each cell, and of each
//! record where it begins, in bytes and in lines.
#![allow(
    unsafe_code,
    reason = "exporting a function by its name counts as unsafe; nothing else here is"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot read its own files has nothing to measure"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "its functions are for compare.mjs alone"
)]

use std::cell::RefCell;

use rollcall_table::{Delimiter, Table};

thread_local! {
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    static READ: RefCell<Option<Read>> = const { RefCell::new(None) };
}

/// Forgets what was read before, and makes room for the next file.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    READ.take();
    BYTES.set(vec![0; bytes]);
    BYTES.with_borrow_mut(Vec::as_mut_ptr)
}

/// Takes what was put into the room for text. Rollcall knows that before it looks for cells, so it is not measured.
#[unsafe(no_mangle)]
pub extern "C" fn accept() {
    TEXT.set(String::from_utf8(BYTES.take()).unwrap());
}

/// Reads it.
#[unsafe(no_mangle)]
pub extern "C" fn read(reader: u32) {
    let text = TEXT.take();
    READ.set(Some(match reader {
        0 => Read::Table(Table::parse(text, Delimiter::COMMA, false).unwrap()),
        1 => Read::Copied(with_csv(text.into_bytes())),
        2 => Read::Copied(with_csv_core(text.into_bytes())),
        _ => Read::Spans(with_csv_core_by_fields(text.into_bytes())),
    }));
}

/// A sum over all records and cells: whoever read the same has the same. Without the lines, which csv counts otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn digest() -> u32 {
    let mut digest = 0x811C_9DC5_u32;
    let mut add = |bytes: &[u8]| {
        for &byte in bytes {
            digest = (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    READ.with_borrow(|read| match read.as_ref().unwrap() {
        Read::Table(table) => {
            for row in 0..table.rows() {
                add(b"\n");
                for cell in table.cells(row) {
                    add(cell.as_bytes());
                    add(b"\0");
                }
            }
        }
        Read::Copied(copy) => {
            for (nth, record) in copy.records.iter().enumerate() {
                add(b"\n");
                for cell in record.cells(copy.records.get(nth + 1), &copy.ends) {
                    let start = cell.checked_sub(1).map_or(0, |before| copy.ends[before]);
                    add(&copy.cells[start as usize..copy.ends[cell] as usize]);
                    add(b"\0");
                }
            }
        }
        Read::Spans(spans) => {
            for (nth, record) in spans.records.iter().enumerate() {
                add(b"\n");
                let mut start = record.start as usize;
                for cell in record.cells(spans.records.get(nth + 1), &spans.ends) {
                    let end = spans.ends[cell] as usize;
                    let spelled = spans.spelled.binary_search_by_key(&(cell as u32), |s| s.0);
                    add(match (spelled, &spans.text[start..end]) {
                        (Ok(at), _) => {
                            let (_, start, end) = spans.spelled[at];
                            &spans.spelling[start as usize..end as usize]
                        }
                        (Err(_), [b'"', content @ .., b'"']) => content,
                        (Err(_), raw) => raw,
                    });
                    add(b"\0");
                    start = end + 1;
                }
            }
        }
    });
    digest
}

enum Read {
    Table(Table),
    Copied(Copied),
    Spans(Spans),
}

/// Where a record begins: the same twelve bytes as in our index.
struct Record {
    start: u32,
    first_cell: u32,
    #[expect(
        dead_code,
        reason = "it costs time and memory, and csv's is another than ours"
    )]
    line: u32,
}

impl Record {
    fn cells(&self, next: Option<&Self>, ends: &[u32]) -> std::ops::Range<usize> {
        self.first_cell as usize..next.map_or(ends.len(), |next| next.first_cell as usize)
    }
}

/// All cells one after the other, as csv gives them.
struct Copied {
    /// Kept, so that the file can be saved as it came.
    _text: Vec<u8>,
    cells: Vec<u8>,
    ends: Vec<u32>,
    records: Vec<Record>,
}

fn with_csv(text: Vec<u8>) -> Copied {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_slice());
    let mut cells = Vec::with_capacity(text.len());
    let (mut ends, mut records) = (Vec::new(), Vec::new());
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap() {
        let position = record.position().unwrap();
        records.push(Record {
            start: position.byte() as u32,
            first_cell: ends.len() as u32,
            line: position.line() as u32,
        });
        let base = cells.len();
        cells.extend_from_slice(record.as_slice());
        ends.extend((0..record.len()).map(|cell| (base + record.range(cell).unwrap().end) as u32));
    }
    Copied {
        _text: text,
        cells,
        ends,
        records,
    }
}

/// As csv does it, without its buffers: the cells go where they stay.
fn with_csv_core(text: Vec<u8>) -> Copied {
    use csv_core::ReadRecordResult;

    let mut reader = csv_core::Reader::new();
    let mut cells = vec![0; text.len()];
    let (mut ends, mut records) = (Vec::new(), Vec::new());
    // The widest record that is read here has twelve cells.
    let mut found = [0_usize; 64];
    let (mut at, mut base) = (0, 0);
    loop {
        let (start, line, mut copied, mut width) = (at, reader.line(), 0, 0);
        let more = loop {
            let (result, taken, given, ended) =
                reader.read_record(&text[at..], &mut cells[base + copied..], &mut found[width..]);
            at += taken;
            copied += given;
            width += ended;
            match result {
                ReadRecordResult::Record => break true,
                ReadRecordResult::End => break false,
                // The text ends here, so it is asked once more, for what comes of an empty rest.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => unreachable!("{result:?}"),
            }
        };
        if !more {
            break;
        }
        records.push(Record {
            start: start as u32,
            first_cell: ends.len() as u32,
            line: line as u32,
        });
        ends.extend(found[..width].iter().map(|end| (base + end) as u32));
        base += copied;
    }
    cells.truncate(base);
    Copied {
        _text: text,
        cells,
        ends,
        records,
    }
}

/// Where the cells are in the text, as in our index.
struct Spans {
    text: Vec<u8>,
    ends: Vec<u32>,
    records: Vec<Record>,
    /// Cells that do not stand in the text as they are, and where they are in `spelling`.
    spelled: Vec<(u32, u32, u32)>,
    spelling: Vec<u8>,
}

/// The scanner that could be made of csv-core. It says of each cell how many bytes it took, and so where the cell ends; the lines
/// are counted here.
fn with_csv_core_by_fields(text: Vec<u8>) -> Spans {
    use csv_core::ReadFieldResult;

    let mut reader = csv_core::Reader::new();
    let (mut ends, mut records) = (Vec::new(), Vec::<Record>::new());
    let (mut spelled, mut spelling) = (Vec::new(), Vec::new());
    let mut content = vec![0; 4096];
    let (mut at, mut line, mut begins) = (0, 1, true);
    loop {
        if begins {
            while let Some(b'\r' | b'\n') = text.get(at) {
                at += if text[at..].starts_with(b"\r\n") { 2 } else { 1 };
                line += 1;
            }
        }
        let (start, mut copied) = (at, 0);
        let ended = loop {
            let (result, taken, given) = reader.read_field(&text[at..], &mut content[copied..]);
            at += taken;
            copied += given;
            match result {
                // What ends a cell is taken with it; the end of the text is none.
                ReadFieldResult::Field { record_end } => break Some((record_end, at - taken.min(1))),
                ReadFieldResult::End => break None,
                ReadFieldResult::OutputFull => content.resize(2 * content.len(), 0),
                ReadFieldResult::InputEmpty => {}
            }
        };
        let Some((record_end, end)) = ended else { break };
        if begins {
            records.push(Record {
                start: start as u32,
                first_cell: ends.len() as u32,
                line,
            });
        }
        if let raw @ [b'"', ..] = &text[start..end] {
            if raw.get(1..raw.len() - 1) != Some(&content[..copied]) {
                let from = spelling.len() as u32;
                spelling.extend_from_slice(&content[..copied]);
                spelled.push((ends.len() as u32, from, spelling.len() as u32));
            }
            line += memchr::memchr_iter(b'\n', raw).count() as u32;
        }
        ends.push(end as u32);
        begins = record_end;
        // The line break that ended the record is skipped with the blank lines behind it.
        at = if record_end { end } else { at };
    }
    Spans {
        text,
        ends,
        records,
        spelled,
        spelling,
    }
}
