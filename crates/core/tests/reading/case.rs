//! The corpus: what is right for each file, and what Rollcall makes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rollcall_atlassian::AccountId;
use rollcall_core::action::{Action, Field, change_email};
use rollcall_core::check::RowState;
use rollcall_core::file;
use rollcall_core::finding::{Finding, Fix, Severity};
use rollcall_core::mapping::{Guess, guess};
use rollcall_core::roster::{Knowledge, Listing, Provenance, Roster, Said};
use rollcall_core::time::Time;
use rollcall_core::workbench::{View, Workbench};
use serde_json::Value;

/// The columns of a row that are not cells.
const OTHER_KEYS: [&str; 1] = ["line"];

/// What one file is, and what is right for it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    right: Value,
}

impl Case {
    /// All cases, by name.
    pub(crate) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let mut cases = Vec::new();
        for kind in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
            if !kind.is_dir() {
                continue;
            }
            for file in fs::read_dir(&kind).unwrap().map(|entry| entry.unwrap().path()) {
                if file.extension().is_some_and(|extension| extension == "json") {
                    continue;
                }
                let right = fs::read_to_string(file.with_extension("json")).unwrap();
                cases.push(Self {
                    name: file.strip_prefix(&root).unwrap().display().to_string(),
                    right: serde_json::from_str(&right)
                        .unwrap_or_else(|error| panic!("{}: {error}", file.display())),
                    path: file,
                });
            }
        }
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases
    }

    pub(crate) fn is_good(&self) -> bool {
        self.name.starts_with("good/")
    }

    pub(crate) fn action(&self) -> &'static Action {
        let key = self.right["action"]
            .as_str()
            .unwrap_or(change_email::ACTION.key());
        Action::of_key(key).unwrap_or_else(|| panic!("{}: no action {key}", self.name))
    }

    /// What is known about the organization, as if it were connected.
    pub(crate) fn knowledge(&self) -> Option<Knowledge> {
        let accounts = self.right["roster"].as_array();
        let domains = self.right["claimed"].as_array();
        if accounts.is_none() && domains.is_none() {
            return None;
        }
        let mut knowledge = Knowledge::default();
        for account in accounts.into_iter().flatten() {
            let id = AccountId::parse(account["id"].as_str().unwrap()).unwrap();
            let said = Said::of(id).email(account["email"].as_str().unwrap());
            knowledge.accounts.push(
                said.name(account["name"].as_str().unwrap_or("Somebody"))
                    .managed(true),
            );
        }
        if accounts.is_some() {
            knowledge = knowledge.whole(Listing::Directory);
        }
        for domain in domains.into_iter().flatten() {
            knowledge = knowledge.domain(domain.as_str().unwrap(), true);
        }
        if domains.is_some() {
            knowledge = knowledge.all_domains();
        }
        Some(knowledge)
    }

    fn rows(&self) -> Vec<(u32, BTreeMap<String, String>)> {
        let rows = self.right["rows"].as_array().into_iter().flatten();
        rows.map(|row| {
            let cells = row.as_object().unwrap().iter();
            let cells = cells
                .filter(|(key, _)| !OTHER_KEYS.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()));
            (line(&row["line"]), cells.collect())
        })
        .collect()
    }
}

fn line(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

/// What Rollcall made of a file.
pub(crate) struct Read {
    pub(crate) certain: bool,
    pub(crate) guess: Guess,
    pub(crate) header_line: Option<u32>,
    /// Where the review ran.
    pub(crate) rows: Option<Vec<Row>>,
    pub(crate) about_file: Vec<Finding>,
}

/// A row, as the review sees it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) line: u32,
    pub(crate) can_run: bool,
    /// What it says, by field; empty cells are left out.
    pub(crate) says: BTreeMap<String, String>,
    pub(crate) findings: Vec<Finding>,
}

impl Row {
    /// Whether something of this weight or more is said about it.
    pub(crate) fn has(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity <= severity)
    }
}

/// Reads a file as the page does.
///
/// # Errors
/// The code with which it is refused.
pub(crate) fn read(
    name: &str,
    bytes: Vec<u8>,
    action: &'static Action,
    knowledge: Option<Knowledge>,
) -> Result<Read, &'static str> {
    let file = file::read(name, bytes, &file::Reading::default()).map_err(|error| error.code())?;
    let mut roster = Roster::default();
    if let Some(knowledge) = knowledge {
        roster.learn(Provenance::looked_up(Time(0)), knowledge);
    }
    let guess = guess(file.table(), action.row.fields, &roster);
    let as_read = *file.as_read();
    let mut workbench = Workbench::new(action);
    workbench.set_roster(roster);
    workbench.open(file, guess.mapping.clone());
    let rows = workbench.review().is_some().then(|| rows(&mut workbench));
    let about_file = workbench
        .review()
        .map_or_else(Vec::new, |review| review.whole_file().to_vec());
    Ok(Read {
        certain: guess.certain && rows.is_some(),
        guess,
        header_line: as_read.header.then_some(as_read.begins),
        rows,
        about_file,
    })
}

fn rows(workbench: &mut Workbench) -> Vec<Row> {
    let shown = workbench
        .view(&View {
            count: 500,
            ..View::default()
        })
        .unwrap();
    let changes = workbench.changes().unwrap();
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| changes.column(*field).is_some())
        .collect();
    let rows = shown.rows.into_iter();
    rows.map(|row| {
        let says = fields
            .iter()
            .map(|&field| (field.key().to_owned(), changes.text(row.number, field).to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        Row {
            line: row.line,
            can_run: matches!(row.state, RowState::Ready | RowState::Look),
            says,
            findings: row.findings,
        }
    })
    .collect()
}

/// How a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Read,
    Asked,
    Refused,
    VisiblyWrong,
    SilentlyWrong,
}

/// Compares what was made of a file with what is right, and says what differs.
pub(crate) fn judge(case: &Case) -> (Outcome, Vec<String>) {
    let bytes = fs::read(&case.path).unwrap();
    let right = &case.right;
    let may_be_refused = |code: &str| {
        let codes = right["refused"].as_array().into_iter().flatten();
        codes.into_iter().any(|allowed| allowed == code)
    };
    let read = match read(&case.name, bytes, case.action(), case.knowledge()) {
        Ok(read) => read,
        Err(code) if may_be_refused(code) => return (Outcome::Refused, Vec::new()),
        Err(code) => return (Outcome::VisiblyWrong, vec![format!("refused with {code}")]),
    };
    let silent = silently_wrong(case, &read);
    if !silent.is_empty() {
        return (Outcome::SilentlyWrong, silent);
    }
    let wrong = match right["right"].as_str() {
        Some("read") => read_wrongly(case, &read),
        Some("asked") => asked_wrongly(case, &read),
        _ => vec!["not refused".to_owned()],
    };
    let outcome = match (wrong.is_empty(), read.certain) {
        (false, _) => Outcome::VisiblyWrong,
        (true, true) => Outcome::Read,
        (true, false) => Outcome::Asked,
    };
    (outcome, wrong)
}

fn silently_wrong(case: &Case, read: &Read) -> Vec<String> {
    let Some(rows) = read.rows.as_ref().filter(|_| read.certain) else {
        return Vec::new();
    };
    let is_said = |findings: &[Finding]| {
        findings
            .iter()
            .any(|finding| finding.severity <= Severity::Warning)
    };
    if is_said(&read.about_file) {
        return Vec::new();
    }
    let right = case.rows();
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row.can_run && !is_said(&row.findings)) {
        let meant = right.iter().find(|(line, _)| *line == row.line);
        if meant.is_none_or(|(_, says)| *says != row.says) {
            wrong.push(format!("line {} runs, and says {:?}", row.line, row.says));
        }
    }
    for (line, _) in &right {
        if !rows.iter().any(|row| row.line == *line) {
            wrong.push(format!("the row on line {line} is gone"));
        }
    }
    wrong
}

fn read_wrongly(case: &Case, read: &Read) -> Vec<String> {
    let mut wrong = Vec::new();
    if !read.certain {
        wrong.push(format!("asked: {:?}", read.guess.doubts));
    }
    wrong.extend(columns_wrong(case, read, true));
    if let Some(line) = case.right.get("header_line") {
        let line = line.as_u64().map(|line| u32::try_from(line).unwrap());
        if line != read.header_line {
            wrong.push(format!("the header is on line {:?}", read.header_line));
        }
    }
    wrong.extend(findings_wrong(case, read));
    let rows = read.rows.as_deref().unwrap_or_default();
    for (line, says) in case.rows() {
        match rows.iter().find(|row| row.line == line) {
            None => wrong.push(format!("no row on line {line}")),
            Some(row) if row.says != says => wrong.push(format!("line {line} says {:?}", row.says)),
            Some(row) if !row.can_run && !is_warned(case, line) => {
                wrong.push(format!("line {line} cannot run: {:?}", codes(&row.findings)));
            }
            Some(_) => {}
        }
    }
    let meant = case.rows();
    for row in rows.iter().filter(|row| row.can_run) {
        if !meant.iter().any(|(line, _)| *line == row.line) && !is_warned(case, row.line) {
            wrong.push(format!("line {} can run", row.line));
        }
    }
    if case.is_good() {
        for row in rows.iter().filter(|row| row.has(Severity::Warning)) {
            wrong.push(format!("line {}: {:?}", row.line, codes(&row.findings)));
        }
        if !read.about_file.is_empty() {
            wrong.push(format!("about the file: {:?}", codes(&read.about_file)));
        }
    }
    wrong
}

fn is_warned(case: &Case, at: u32) -> bool {
    let warned = case.right["warned"].as_array().into_iter().flatten();
    warned.into_iter().any(|warned| line(warned) == at)
}

fn asked_wrongly(case: &Case, read: &Read) -> Vec<String> {
    let mut wrong = Vec::new();
    if read.certain {
        wrong.push("certain".to_owned());
    }
    wrong.extend(columns_wrong(case, read, false));
    if read.rows.is_some() {
        wrong.extend(findings_wrong(case, read));
    }
    wrong
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn columns_wrong(case: &Case, read: &Read, all: bool) -> Vec<String> {
    let Some(right) = case.right["columns"].as_object() else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    for field in Field::ALL {
        let meant = right
            .get(field.key())
            .map(|column| column.as_u64().unwrap() as usize);
        let guessed = read.guess.mapping.column(field).map(|column| column + 1);
        if guessed != meant && (all || guessed.is_some()) {
            wrong.push(format!("{}: column {guessed:?}", field.key()));
        }
    }
    wrong
}

/// Errors, warnings and fixes that must stand on rows.
fn findings_wrong(case: &Case, read: &Read) -> Vec<String> {
    let mut wrong = Vec::new();
    let rows = read.rows.as_deref().unwrap_or_default();
    let row = |line: u32| rows.iter().find(|row| row.line == line);
    for error in case.right["errors"].as_array().into_iter().flatten() {
        let at = line(&error["line"]);
        let is_meant = |finding: &&Finding| {
            let codes = error["codes"].as_array();
            finding.severity == Severity::Error
                && codes.is_none_or(|codes| codes.iter().any(|code| code == finding.code))
        };
        if !row(at).is_some_and(|row| row.findings.iter().any(|finding| is_meant(&finding))) {
            wrong.push(format!(
                "no error on line {at}: {:?}",
                row(at).map(|row| codes(&row.findings))
            ));
        }
    }
    for at in case.right["warned"].as_array().into_iter().flatten().map(line) {
        if !row(at).is_some_and(|row| row.has(Severity::Warning)) {
            wrong.push(format!("no warning on line {at}"));
        }
    }
    for fix in case.right["fixes"].as_array().into_iter().flatten() {
        let at = line(&fix["line"]);
        let put = |finding: &Finding| match &finding.fix {
            Some(Fix::Put { part, value }) if fix["field"] == part.key() => Some(value.clone()),
            _ => None,
        };
        let offered = row(at).and_then(|row| row.findings.iter().find_map(put));
        if offered.as_deref() != fix["value"].as_str() {
            wrong.push(format!("the fix on line {at} is {offered:?}"));
        }
    }
    let is_warned = read
        .about_file
        .iter()
        .any(|finding| finding.severity <= Severity::Warning);
    if case.right["file_warned"] == true && !is_warned {
        wrong.push("nothing about the file".to_owned());
    }
    wrong
}
