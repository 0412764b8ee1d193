//! Runs the checks over all rows, and keeps what they found.

use rollcall_model::finding::{Finding, Severity};

use crate::check::{Check, Find, Mend, Offer};
use crate::conflicts::{ConflictBuilder, Conflicts};
use crate::context::{CheckContext, Domains};
use crate::spec::ReviewInput;
use crate::verdict::{MissingFact, Verdict};

/// The status of a row before the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowState {
    /// It can run.
    Ready,
    /// It can run, and has a warning.
    Look,
    /// It cannot run.
    Blocked,
    /// There is nothing to change, or it says the same as another row.
    Nothing,
    /// The user excluded it.
    LeftOut,
}

/// Row counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: u32,
    /// Rows that can run: no error, not excluded, something to change.
    pub ready: u32,
    /// Rows with an error.
    pub errors: u32,
    /// Rows whose most severe finding is a warning.
    pub warnings: u32,
    /// Rows whose most severe finding is a note.
    pub notes: u32,
    /// Rows that need no change.
    pub nothing: u32,
    /// Rows that the user excluded.
    pub left_out: u32,
    /// That could run but for their account's id, which is not known yet: they name it by address alone. Among `ready`.
    pub unresolved: u32,
}

/// How often a finding occurs.
#[derive(Clone, Copy, Debug)]
pub struct FindingCount {
    /// The check that finds it.
    pub check: &'static Check,
    /// Rows.
    pub rows: u32,
    /// What the fix for all of its kind is called, and for how many rows there is one.
    pub fix: Option<(&'static str, u32)>,
}

/// A check that lacked a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// What was not checked: "whether …".
    pub what: &'static str,
    /// Rows that it concerns.
    pub rows: u32,
    /// What is missing, and what would help.
    pub why: &'static str,
}

/// What one check found in one row: 12 bytes. The text is made on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    row: u32,
    detail: u32,
    /// Index of the check in the list.
    check: u8,
}

/// What the checks found.
#[derive(Debug, Default)]
pub struct Review {
    checks: &'static [&'static Check],
    /// By row, then most severe first.
    found: Vec<Found>,
    states: Vec<RowState>,
    counts: Counts,
    findings: Vec<FindingCount>,
    whole_file: Vec<Finding>,
    unchecked: Vec<Unchecked>,
    cycles: Vec<Box<[u32]>>,
    domains: Domains,
}

impl Review {
    /// Checks every row that is not excluded.
    pub fn new(input: ReviewInput) -> Self {
        let checks = input.spec.checks;
        let mut review = Self {
            checks,
            ..Self::default()
        };
        let domains = Domains::default();
        let context = CheckContext::new(input, &[], &domains);
        let mut lacking = Lacking::new(checks);
        let (ties, unresolved) = review.check_rows(&context, &mut lacking);
        review.check_between(&ties, &mut lacking);
        review.check_file(&context, &ties);
        let severity = |found: &Found| checks[usize::from(found.check)].severity();
        review
            .found
            .sort_unstable_by_key(|found| (found.row, severity(found), found.check));
        review.unchecked = lacking.said();
        review.count_rows(&context, &unresolved);
        review.cycles = ties.cycles;
        review.domains = domains;
        review.count_findings(input);
        review
    }

    /// What its texts are made from. `input`: the same that was checked.
    pub fn context<'a>(&'a self, input: ReviewInput<'a>) -> CheckContext<'a> {
        CheckContext::new(input, &self.cycles, &self.domains)
    }

    fn check_rows(&mut self, context: &CheckContext, lacking: &mut Lacking) -> (Conflicts, Vec<u32>) {
        let rows = context.changes.rows();
        let mut gathering = ConflictBuilder::with_capacity(rows);
        let mut unresolved = Vec::new();
        for row in 0..rows {
            let row_context = context.row(row);
            let out = context.changes.is_out(row);
            let mut blocked = false;
            if !out {
                for (check, place) in self.checks.iter().zip(0..) {
                    let Find::Row(find) = check.find else { continue };
                    let verdict = find(context, &row_context);
                    blocked |= matches!(verdict, Verdict::Found(_)) && check.severity() == Severity::Error;
                    self.take(row, place, verdict, lacking);
                }
                let is_nobody = row_context.change.account_id.is_empty()
                    && row_context.account.is_some()
                    && row_context.here().is_none()
                    && !row_context.spec.is_by_address();
                if is_nobody || !row_context.is_whole() {
                    unresolved.push(row);
                }
            }
            gathering.add(context, &row_context, out, blocked);
        }
        (gathering.tie(), unresolved)
    }

    fn check_between(&mut self, ties: &Conflicts, lacking: &mut Lacking) {
        for (check, place) in self.checks.iter().zip(0..) {
            let Find::Between(find) = check.find else { continue };
            for (row, link) in (0..).zip(&ties.links) {
                self.take(row, place, find(link), lacking);
            }
        }
    }

    fn check_file(&mut self, context: &CheckContext, ties: &Conflicts) {
        for check in self.checks {
            let Find::File(find) = check.find else { continue };
            if let Some(text) = find(context, &ties.drift) {
                self.whole_file.push(Finding {
                    code: check.code,
                    severity: check.severity(),
                    title: check.title,
                    row: None,
                    part: check.part,
                    message: text.message,
                    hint: text.hint,
                    fix: None,
                });
            }
        }
    }

    fn take(&mut self, row: u32, check: u8, verdict: Verdict, lacking: &mut Lacking) {
        match verdict {
            Verdict::Fine => {}
            Verdict::Found(detail) => self.found.push(Found { row, detail, check }),
            Verdict::Lacks(missing) => lacking.rows[usize::from(check)][missing as usize] += 1,
        }
    }

    fn count_rows(&mut self, context: &CheckContext, unresolved: &[u32]) {
        let file_is_blocked = self
            .whole_file
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let rows = context.changes.rows();
        let mut states = Vec::with_capacity(rows as usize);
        let mut counts = Counts {
            rows,
            ..Counts::default()
        };
        let mut found = self.found.as_slice();
        for row in 0..rows {
            let here = found.iter().take_while(|found| found.row == row).count();
            let (of_row, rest) = found.split_at(here);
            found = rest;
            let gravest = of_row.first().map(|found| self.check(found).severity());
            match gravest {
                Some(Severity::Error) => counts.errors += 1,
                Some(Severity::Warning) => counts.warnings += 1,
                Some(Severity::Note) => counts.notes += 1,
                None => {}
            }
            let state = if context.changes.is_out(row) {
                counts.left_out += 1;
                RowState::LeftOut
            } else if gravest == Some(Severity::Error) {
                RowState::Blocked
            } else if of_row.iter().any(|found| self.check(found).no_call) {
                counts.nothing += 1;
                RowState::Nothing
            } else if file_is_blocked {
                RowState::Blocked
            } else {
                counts.ready += 1;
                if gravest == Some(Severity::Warning) {
                    RowState::Look
                } else {
                    RowState::Ready
                }
            };
            states.push(state);
        }
        let can_run = |row: &&u32| matches!(states[**row as usize], RowState::Ready | RowState::Look);
        counts.unresolved = unresolved.iter().filter(can_run).count() as u32;
        self.counts = counts;
        self.states = states;
    }

    fn count_findings(&mut self, input: ReviewInput) {
        let mut rows = vec![0; self.checks.len()];
        let mut fixes = vec![0; self.checks.len()];
        let context = self.context(input);
        for found in &self.found {
            let place = usize::from(found.check);
            rows[place] += 1;
            if let Some(offer) = &self.checks[place].fix {
                let fixable = match offer.mend {
                    Mend::LeaveOut => true,
                    Mend::Rewrite(one) => one(&context, &context.row(found.row)).is_some(),
                };
                fixes[place] += u32::from(fixable);
            }
        }
        let mut findings: Vec<_> = self
            .checks
            .iter()
            .zip(rows.into_iter().zip(fixes))
            .filter(|&(_, (rows, _))| rows > 0)
            .map(|(&check, (rows, fixes))| {
                let offer = check
                    .fix
                    .filter(|offer| fixes > 0 && self.withholds(offer).is_none());
                FindingCount {
                    check,
                    rows,
                    fix: offer.map(|offer| (offer.all, fixes)),
                }
            })
            .collect();
        findings.sort_by_key(|count| count.check.severity());
        self.findings = findings;
    }

    /// The title of what forbids mending all rows at once, where something does.
    pub fn withholds(&self, offer: &Offer) -> Option<&'static str> {
        let check = offer.all_unless?;
        self.whole_file
            .iter()
            .any(|finding| finding.code == check.code)
            .then_some(check.title)
    }

    fn check(&self, found: &Found) -> &'static Check {
        self.checks[usize::from(found.check)]
    }

    fn of_row(&self, row: u32) -> &[Found] {
        let from = self.found.partition_point(|found| found.row < row);
        let rest = &self.found[from..];
        &rest[..rest.partition_point(|found| found.row == row)]
    }

    /// The findings about a row, most severe first.
    pub fn findings_of(&self, context: &CheckContext, row: u32) -> Vec<Finding> {
        let of_row = self.of_row(row);
        if of_row.is_empty() {
            return Vec::new();
        }
        let row_context = context.row(row);
        of_row
            .iter()
            .map(|found| {
                let check = self.check(found);
                let text = (check.text)(context, &row_context, found.detail);
                Finding {
                    code: check.code,
                    severity: check.severity(),
                    title: check.title,
                    row: Some(row),
                    part: check.part,
                    message: text.message,
                    hint: text.hint,
                    fix: check.fix.and_then(|offer| offer.one(context, &row_context)),
                }
            })
            .collect()
    }

    /// The checks that found something in a row, most severe first.
    pub fn checks_of(&self, row: u32) -> impl Iterator<Item = &'static Check> {
        self.of_row(row).iter().map(|found| self.check(found))
    }

    /// The severity of a row's most severe finding.
    pub fn severity_of(&self, row: u32) -> Option<Severity> {
        self.checks_of(row).next().map(Check::severity)
    }

    /// The rows in which this check found something, in the order of the file.
    pub fn rows_with<'a>(&'a self, code: &'a str) -> impl Iterator<Item = u32> + 'a {
        let place = self
            .checks
            .iter()
            .zip(0_u8..)
            .find(|(check, _)| check.code == code)
            .map(|(_, place)| place);
        self.found
            .iter()
            .filter(move |found| Some(found.check) == place)
            .map(|found| found.row)
    }

    /// Rows that have a finding, in the order of the file.
    pub fn rows_with_findings(&self) -> impl Iterator<Item = u32> + '_ {
        self.found
            .chunk_by(|a, b| a.row == b.row)
            .filter_map(|of_row| of_row.first())
            .map(|found| found.row)
    }

    /// The status of a row.
    pub fn state(&self, row: u32) -> Option<RowState> {
        self.states.get(row as usize).copied()
    }

    /// The rows in numbers.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Every finding that occurs in a row, most severe first.
    pub fn findings(&self) -> &[FindingCount] {
        &self.findings
    }

    /// The findings about the file as a whole.
    pub fn whole_file(&self) -> &[Finding] {
        &self.whole_file
    }

    /// What could not be checked, and why.
    pub fn unchecked(&self) -> &[Unchecked] {
        &self.unchecked
    }
}

/// How many rows each check could not judge, and which fact was missing.
struct Lacking {
    checks: &'static [&'static Check],
    rows: Vec<[u32; MissingFact::ALL.len()]>,
}

impl Lacking {
    fn new(checks: &'static [&'static Check]) -> Self {
        Self {
            checks,
            rows: vec![[0; MissingFact::ALL.len()]; checks.len()],
        }
    }

    fn said(self) -> Vec<Unchecked> {
        let mut said = Vec::new();
        for (check, rows) in self.checks.iter().zip(self.rows) {
            for (missing, rows) in MissingFact::ALL.into_iter().zip(rows) {
                if let (Some(what), true) = (check.question, rows > 0) {
                    said.push(Unchecked {
                        what,
                        rows,
                        why: missing.why(),
                    });
                }
            }
        }
        said
    }
}
