//! Plants faults in the good files of the corpus and holds the promise: no account gets what its row in the good file did not say, without an
//! error, a warning or a question. `MUTATIONS=20000 cargo test -p rollcall-core --test reading mutations -- --nocapture` prints the figures, and
//! `SEED=7` plants one fault alone and shows the file.
use std::collections::BTreeMap;
use std::fs;

use crate::case::{Case, Read, Row, read};
use rollcall_atlassian::AccountId;
use rollcall_core::file::Reading;
use rollcall_core::finding::Severity;
use rollcall_core::roster::{Knowledge, Listing, Said};

/// The numbers that follow from a seed: splitmix64 (<https://prng.di.unimi.it/splitmix64.c>).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The kinds of faults. Those of the second list leave no trace in a file without a roster.
const FAULTS: [&str; 21] = [
    "drop a quote",
    "add a quote",
    "add a delimiter",
    "drop a delimiter",
    "drop a cell",
    "double a cell",
    "swap two cells",
    "swap two headers",
    "prepend lines",
    "break a byte",
    "prefix a sign",
    "break a line",
    "join two lines",
    "header again",
    "append lines",
    "cut the end",
    "a word for nothing",
    "widen all rows",
    "a space inside",
    "open and close a quote",
    "drop a header",
];

/// A good file, and what it says.
struct Good {
    case: Case,
    bytes: Vec<u8>,
    delimiter: u8,
    rows: Vec<Row>,
    knowledge: Option<Knowledge>,
}

fn good_files() -> Vec<Good> {
    let cases = Case::all().into_iter().filter(Case::is_good);
    cases
        .filter_map(|case| {
            let bytes = fs::read(&case.path).unwrap();
            // The faults are planted byte by byte.
            if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
                return None;
            }
            let Ok(Read {
                rows: Some(rows),
                certain: true,
                ..
            }) = read(&case.name, bytes.clone(), case.action(), case.knowledge())
            else {
                return None;
            };
            let file = rollcall_core::file::read("x.csv", bytes.clone(), &Reading::default()).unwrap();
            let delimiter = file.as_read().delimiter.as_char() as u8;
            // With a roster, the accounts have what the file says that they have now.
            let knowledge = case.knowledge().or_else(|| roster_of(&rows));
            Some(Good {
                case,
                bytes,
                delimiter,
                rows,
                knowledge,
            })
        })
        .collect()
}

/// The organization in which each account has the current address of its row.
fn roster_of(rows: &[Row]) -> Option<Knowledge> {
    let mut knowledge = Knowledge::default();
    for row in rows {
        let id = AccountId::parse(row.says.get("account-id")?)?;
        knowledge
            .accounts
            .push(Said::of(id).email(row.says.get("current-address")?).managed(true));
    }
    Some(knowledge.whole(Listing::Directory))
}

/// The lines of a file with their breaks.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    for (at, &byte) in bytes.iter().enumerate() {
        lines.last_mut().unwrap().push(byte);
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            lines.push(Vec::new());
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Where the cells of a line are, as far as that can be said without knowing quotes: spans between delimiters.
fn cells(line: &[u8], delimiter: u8) -> Vec<(usize, usize)> {
    let end = line
        .iter()
        .position(|&b| b == b'\n' || b == b'\r')
        .unwrap_or(line.len());
    let mut spans = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, &byte) in line[..end].iter().enumerate() {
        quoted ^= byte == b'"';
        if byte == delimiter && !quoted {
            spans.push((start, at));
            start = at + 1;
        }
    }
    spans.push((start, end));
    spans
}

/// Plants a fault; `None` where the file has no place for it.
fn plant(fault: &str, bytes: &[u8], delimiter: u8, chance: &mut Chance) -> Option<Vec<u8>> {
    let mut lines = lines(bytes);
    let line_break: &[u8] = if bytes.windows(2).any(|pair| pair == b"\r\n") {
        b"\r\n"
    } else if bytes.contains(&b'\n') {
        b"\n"
    } else {
        b"\r"
    };
    let row = if lines.len() > 1 {
        1 + chance.below(lines.len() - 1)
    } else {
        0
    };
    match fault {
        "drop a quote" => {
            let quotes = places(bytes, b'"');
            let mut bytes = bytes.to_vec();
            bytes.remove(*quotes.get(chance.below(quotes.len()))?);
            return Some(bytes);
        }
        "open and close a quote" => {
            let spans = cells(&lines[row], delimiter);
            let (start, _) = *chance.pick(&spans);
            lines[row].insert(start, b'"');
            let below = row + 1 + chance.below(3);
            let line = lines.get_mut(below)?;
            let spans = cells(line, delimiter);
            let at = if chance.below(2) == 0 {
                chance.pick(&spans).0
            } else {
                chance.pick(&spans).1
            };
            line.insert(at, b'"');
        }
        "swap two cells" | "swap two headers" => {
            let line = if fault == "swap two headers" { 0 } else { row };
            let spans = cells(&lines[line], delimiter);
            let (a, b) = (chance.below(spans.len()), chance.below(spans.len()));
            let (a, b) = (spans[a.min(b)], spans[a.max(b)]);
            if a == b {
                return None;
            }
            let text = &lines[line];
            lines[line] = [
                &text[..a.0],
                &text[b.0..b.1],
                &text[a.1..b.0],
                &text[a.0..a.1],
                &text[b.1..],
            ]
            .concat();
        }
        "drop a header" => {
            let spans = cells(&lines[0], delimiter);
            let (start, end) = *chance.pick(&spans);
            let end = if lines[0].get(end) == Some(&delimiter) {
                end + 1
            } else {
                end
            };
            lines[0].drain(start..end);
        }
        "cut the end" => {
            let keep = bytes.len() - 1 - chance.below(bytes.len() / 2);
            return Some(bytes[..keep].to_vec());
        }
        "prepend lines" | "header again" | "append lines" | "widen all rows" => {
            add(fault, &mut lines, row, line_break, delimiter, chance)?;
        }
        _ => plant_in_line(fault, &mut lines[row], line_break, delimiter, chance)?,
    }
    Some(lines.concat())
}

/// Adds lines, or a cell to each.
fn add(
    fault: &str,
    lines: &mut Vec<Vec<u8>>,
    row: usize,
    line_break: &[u8],
    delimiter: u8,
    chance: &mut Chance,
) -> Option<()> {
    match fault {
        "prepend lines" => {
            let titles = [
                "Address changes 2026",
                "Report;;;",
                "# made by hand",
                "version:v1.0,,",
                ",,,",
                "Created on:,2026-11-30",
                "email",
                "#TYPE Selected.User",
                "sep=|",
            ];
            for _ in 0..=chance.below(3) {
                let mut title = chance.pick(&titles).as_bytes().to_vec();
                title.extend_from_slice(line_break);
                lines.insert(0, title);
            }
        }
        "header again" => {
            let mut header = lines[0]
                .strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(&lines[0])
                .to_vec();
            if chance.below(2) == 0 {
                let spans = cells(&header, delimiter);
                let mut names: Vec<Vec<u8>> = spans
                    .iter()
                    .map(|&(start, end)| header[start..end].to_vec())
                    .collect();
                names.reverse();
                header = [names.join(&delimiter), line_break.to_vec()].concat();
            }
            lines.insert(row, header);
        }
        "append lines" => {
            let width = cells(&lines[0], delimiter).len();
            let words = ["Total", "Confidential", "3", "End of report", "Summe"];
            let mut line = chance.pick(&words).as_bytes().to_vec();
            if chance.below(2) == 0 {
                line.extend(vec![delimiter; width - 1]);
            }
            let last = lines.last_mut()?;
            if !last.ends_with(b"\n") && !last.ends_with(b"\r") {
                last.extend_from_slice(line_break);
            }
            lines.push(line);
        }
        "widen all rows" => {
            let at = chance.below(cells(&lines[0], delimiter).len());
            for (number, line) in lines.iter_mut().enumerate().skip(1) {
                let spans = cells(line, delimiter);
                let start = spans.get(at).map_or(0, |span| span.0);
                let cell = format!("{number}{}", delimiter as char);
                line.splice(start..start, cell.into_bytes());
            }
        }
        _ => panic!("{fault}"),
    }
    Some(())
}

fn places(of: &[u8], byte: u8) -> Vec<usize> {
    (0..of.len()).filter(|&at| of[at] == byte).collect()
}

/// Plants a fault in one line.
fn plant_in_line(
    fault: &str,
    line: &mut Vec<u8>,
    line_break: &[u8],
    delimiter: u8,
    chance: &mut Chance,
) -> Option<()> {
    let end = line
        .iter()
        .position(|b| b"\r\n".contains(b))
        .unwrap_or(line.len());
    match fault {
        "add a quote" => {
            let at = chance.below(end + 1);
            line.insert(at, b'"');
        }
        "add a delimiter" => {
            let at = chance.below(end + 1);
            line.insert(at, delimiter);
        }
        "drop a delimiter" => {
            let at = places(line, delimiter);
            let at = *at.get(chance.below(at.len()))?;
            line.remove(at);
        }
        "drop a cell" => {
            let spans = cells(line, delimiter);
            let (start, end) = *chance.pick(&spans);
            let end = if line.get(end) == Some(&delimiter) {
                end + 1
            } else {
                end
            };
            line.drain(start..end);
        }
        "double a cell" => {
            let spans = cells(line, delimiter);
            let (start, end) = *chance.pick(&spans);
            let mut cell = line[start..end].to_vec();
            cell.push(delimiter);
            line.splice(start..start, cell);
        }
        "break a byte" => {
            let at = chance.below(line.len());
            line[at] = 0x80 + chance.below(0x80) as u8;
        }
        "prefix a sign" => {
            let spans = cells(line, delimiter);
            let (start, _) = *chance.pick(&spans);
            let signs = b"'`=*|/#~!?";
            let start = if line.get(start) == Some(&b'"') {
                start + 1
            } else {
                start
            };
            let sign = signs[chance.below(signs.len())];
            line.insert(start, sign);
        }
        "break a line" => {
            let at = chance.below(end + 1);
            line.splice(at..at, line_break.iter().copied());
        }
        "join two lines" => line.retain(|b| !b"\r\n".contains(b)),
        "a word for nothing" => {
            let spans = cells(line, delimiter);
            let (start, end) = *chance.pick(&spans);
            let words = ["#N/A", "NULL", "0", "none", "#REF!", "Total", "-"];
            let word = chance.pick(&words).as_bytes().to_vec();
            line.splice(start..end, word);
        }
        "a space inside" => {
            let spans = cells(line, delimiter);
            let (start, end) = *chance.pick(&spans);
            if end < start + 3 {
                return None;
            }
            let at = start + 1 + chance.below(end - start - 2);
            line.insert(at, b' ');
        }
        _ => panic!("{fault}"),
    }
    Some(())
}

/// What of the mutated file runs in silence and is not what the good file says. `with_roster`: the accounts are known.
fn harm(good: &Good, read: &Read, fault: &str, has_roster: bool) -> Vec<String> {
    let said = |findings: &[rollcall_core::finding::Finding]| {
        findings
            .iter()
            .any(|finding| finding.severity <= Severity::Warning)
    };
    let Some(rows) = read
        .rows
        .as_ref()
        .filter(|_| read.certain && !said(&read.about_file))
    else {
        return Vec::new();
    };
    let identity = |says: &BTreeMap<String, String>| {
        ["account-id", "current-address"]
            .into_iter()
            .find_map(|key| says.get(key).cloned())
    };
    let mut harm = Vec::new();
    for row in rows.iter().filter(|row| row.can_run && !said(&row.findings)) {
        // The row in the good file, by any name that it has there: a column fewer may be read.
        let is_said = good.rows.iter().any(|other| {
            row.says
                .iter()
                // It is compared with the organization that is connected.
                .filter(|(key, _)| *key != "organization-id")
                .all(|(key, value)| other.says.get(key) == Some(value))
                && identity(&row.says).is_some()
                && wishes(&row.says) == wishes(&other.says)
        });
        if !is_said && !is_traceless(fault, good, row, has_roster) {
            harm.push(format!("line {} runs, and says {:?}", row.line, row.says));
        }
    }
    harm
}

/// What a row wants, but for the name of the account.
fn wishes(says: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    let is_wish = |key: &str| !["account-id", "current-address", "organization-id"].contains(&key);
    says.iter()
        .filter(|(key, _)| is_wish(key))
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

/// Fields that may hold any text.
const TEXTS: [&str; 17] = [
    "message",
    "name",
    "nickname",
    "job-title",
    "department",
    "company",
    "location",
    "time-zone",
    "locale",
    "group",
    "groups",
    "role",
    "workspace",
    "directory",
    "policy",
    "token",
    "left-by-run",
];

/// Whether a fault of this kind leaves a row that nobody could tell from one that was meant: `docs/reading-files.md` lists them, and what
/// guards against them.
fn is_traceless(fault: &str, good: &Good, row: &Row, has_roster: bool) -> bool {
    // An address that is another one by a letter or a cut, a text that is shorter or longer, two cells of one kind.
    let changed_cell = |keys: &[&str]| {
        good.rows.iter().any(|other| {
            let differs: Vec<&String> = row
                .says
                .keys()
                .chain(other.says.keys())
                .filter(|key| row.says.get(*key) != other.says.get(*key))
                .collect();
            !differs.is_empty() && differs.iter().all(|key| keys.contains(&key.as_str()))
        })
    };
    match fault {
        // Free text may be any text.
        "break a line"
        | "prefix a sign"
        | "a space inside"
        | "a word for nothing"
        | "swap two cells"
        | "break a byte"
        | "add a quote"
        | "drop a quote"
        | "open and close a quote"
        | "cut the end"
        | "drop a delimiter"
        | "add a delimiter"
        | "double a cell"
        | "drop a cell"
        | "join two lines"
            if changed_cell(&TEXTS) =>
        {
            true
        }
        // An address that ends earlier is an address.
        "cut the end" => changed_cell(&["new-address", "current-address", "account-id"]),
        // Old and new exchanged in one row, or in the header: only the accounts can tell.
        // Neither of the two need be the current address.
        "swap two headers" => !has_roster || changed_cell(&TEXTS) || changed_cell(&["new-address"]),
        // A cell of the row that is not read may be such an address too.
        "swap two cells" => {
            let texts = [TEXTS.as_slice(), &["current-address"]].concat();
            !has_roster || changed_cell(&["new-address"]) || changed_cell(&texts)
        }
        _ => false,
    }
}

#[test]
fn no_fault_of_a_good_file_harms_in_silence() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let files = good_files();
    assert!(files.len() >= 100, "{} good files", files.len());
    let seeds = number("SEED").map_or(0..number("MUTATIONS").unwrap_or(1_000), |seed| seed..seed + 1);
    let mut figures: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    let mut harmed = Vec::new();
    for seed in seeds {
        let mut chance = Chance(seed);
        let good = chance.pick(&files);
        let fault = *chance.pick(&FAULTS);
        let with_roster = chance.below(2) == 0 || fault == "swap two headers";
        let Some(bytes) = plant(fault, &good.bytes, good.delimiter, &mut chance) else {
            continue;
        };
        let knowledge = if with_roster {
            good.knowledge.clone()
        } else {
            good.case.knowledge()
        };
        if number("SEED").is_some() {
            println!("{} {fault}\n{}", good.case.name, String::from_utf8_lossy(&bytes));
        }
        let has_roster = knowledge
            .as_ref()
            .is_some_and(|knowledge| !knowledge.accounts.is_empty());
        let figure = figures.entry(fault).or_default();
        match read(&good.case.name, bytes.clone(), good.case.action(), knowledge) {
            Err(_) => figure[2] += 1,
            Ok(read) => {
                figure[usize::from(!read.certain)] += 1;
                let harm = harm(good, &read, fault, has_roster);
                if !harm.is_empty() {
                    figure[3] += 1;
                    harmed.push(format!(
                        "SEED={seed} {} {fault}: {}",
                        good.case.name,
                        harm.join("; ")
                    ));
                }
            }
        }
    }
    println!("{:<24} certain  asked refused  harm", "fault");
    for (fault, [certain, asked, refused, harm]) in &figures {
        println!("{fault:<24} {certain:>7} {asked:>6} {refused:>7} {harm:>5}");
    }
    let all: u32 = figures.values().flat_map(|figure| &figure[..3]).sum();
    println!(
        "{all} mutations of {} files, {} harmed in silence",
        files.len(),
        harmed.len()
    );
    for harm in harmed.iter().take(60) {
        println!("{harm}");
    }
    assert!(harmed.is_empty());
}
