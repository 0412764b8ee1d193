//! An imported journal. It is an unverified claim: it is parsed, its content is shown as "what the file says", and its rows are
//! reviewed like those of any change file.
//!
//! Nothing in an imported journal decides, confirms or starts anything. Its rows are opened in the workbench
//! ([`crate::workbench::Workbench::open_claim`]), where the usual checks compare them with the live accounts. One more check
//! (`E058-not-as-in-journal`) blocks every row for which the review derives another change than the journal records. The result is
//! a new plan in the same run ([`crate::run::Run::take_in`]). Whether a row is already done is read from the accounts, and names
//! come from Atlassian, never from the file.
//!
//! | the account currently has | the row |
//! | --- | --- |
//! | the desired value | needs no change |
//! | the previous value that the journal records | can run |
//! | the temporary address of an open cycle | waits for a decision: finish or revert ([`Turn`]) |
//! | anything else | is blocked until a person resolves it |

mod cycles;
mod rows;

pub use cycles::{OpenCycle, Turn};
pub use rows::change_file;

use rollcall_atlassian::OrganizationId;

use rollcall_model::LeftOut;
use rollcall_model::time::Time;

use crate::action::Action;
use crate::journal::file::{FileError, JournalFile};
use crate::journal::{self, Entry, OutcomeKind, SealKey};
use crate::plan::{Plan, Row, StopRules};
use crate::run::{JournalError, Phase, Run, Settings};

/// Maximum length of a single text in an imported journal, in bytes. The longest row message that Rollcall writes is far shorter.
pub const LONGEST_TEXT: usize = 10_000;

/// Why a file cannot be reviewed as an imported journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// The file is incomplete, or not a journal.
    #[error("{0}")]
    File(#[from] FileError),
    /// The entries do not form a valid run.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// The run has more than one operation.
    #[error(
        "The journal does several things in one run. Its rows cannot be reviewed here yet: go on where it comes from."
    )]
    SeveralOperations,
    /// The journal was not closed by a transfer, so its run may still continue in its original place.
    #[error("The journal has no end: it was not handed over, and may still go on where it comes from.")]
    Open,
    /// The journal was already imported a hundred times, which is the limit.
    #[error("The journal was taken in from elsewhere a hundred times, and cannot be taken in once more.")]
    TooOften,
    /// A text is longer than [`LONGEST_TEXT`]; the value is its length in bytes.
    #[error("The journal holds a text of {0} bytes where Rollcall writes no more than {LONGEST_TEXT}.")]
    Text(usize),
}

/// An imported journal that was parsed and accepted for review.
#[derive(Debug)]
pub struct Claim {
    file: JournalFile,
    run: Run,
    action: &'static Action,
}

impl Claim {
    /// Reads a journal file.
    ///
    /// # Errors
    /// [`ClaimError`] if the file is not a complete and closed journal of one operation, if its plan does not follow from its rows,
    /// or if the journal exceeds a limit.
    pub fn read(file: &[u8]) -> Result<Self, ClaimError> {
        Self::of(journal::file::read(file)?)
    }

    /// Like [`Claim::read`], for a journal that is already in the browser's storage because an older build imported it.
    ///
    /// # Errors
    /// [`ClaimError`], as for [`Claim::read`].
    pub fn of(file: JournalFile) -> Result<Self, ClaimError> {
        // The time matters only to a run that continues, and a claim never does.
        let run = Run::resume(Time(0), &file.entries, Settings::default())?;
        if !journal::is_closed(&file.entries) {
            return Err(ClaimError::Open);
        }
        if run.was_taken_in_too_often() {
            return Err(ClaimError::TooOften);
        }
        let longest = texts(&run).map(str::len).max().unwrap_or_default();
        if longest > LONGEST_TEXT {
            return Err(ClaimError::Text(longest));
        }
        let spec = run.plan().only_spec();
        let action = spec.and_then(|spec| Action::of_key(spec.key()));
        let action = action.ok_or(ClaimError::SeveralOperations)?;
        let run = run.as_claim();
        Ok(Self { file, run, action })
    }

    /// The entries of the journal.
    pub fn entries(&self) -> &[Entry] {
        &self.file.entries
    }

    /// The run according to the file; show it only as what the file says.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The action of the run.
    pub fn action(&self) -> &'static Action {
        self.action
    }

    /// The plan of the run.
    pub fn plan(&self) -> &Plan {
        self.run.plan()
    }

    /// The organization whose accounts the run changes, according to the file.
    pub fn organization(&self) -> &OrganizationId {
        &self.run.origin().organization
    }

    /// Whether the run is finished according to the file, so that there is nothing to continue.
    pub fn is_finished(&self) -> bool {
        !matches!(self.run.state(Time(0)).phase, Phase::Transferred)
    }

    /// The number of rows per outcome, according to the file. Outcomes without rows are omitted.
    pub fn says(&self) -> Vec<(OutcomeKind, u32)> {
        let counts = self.run.state(Time(0)).counts;
        counts.into_iter().filter(|(_, rows)| *rows > 0).collect()
    }

    /// Whether the file has a seal, made with any key.
    pub fn has_seal(&self) -> bool {
        self.file.has_seal()
    }

    /// Whether the file was sealed with `key`. The seal is only shown as a label: it never skips a check or a confirmation.
    pub fn is_sealed_with(&self, key: &SealKey) -> bool {
        self.file.is_sealed_with(key)
    }

    /// The journal's stop rules combined with `rules`: the stricter value of each limit. `None` is no limit.
    pub fn stricter(&self, rules: StopRules) -> StopRules {
        let of = self.plan().stop_rules;
        let stricter = |one: Option<u32>, other: Option<u32>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        StopRules {
            in_a_row: stricter(of.in_a_row, rules.in_a_row),
            percent: stricter(of.percent, rules.percent),
        }
    }

    /// Restores the row numbers and lines of `plan` to those of the journal's own change file. `reviewed`: the rows that were
    /// reviewed, in the order of the review.
    pub fn renumber(plan: &mut Plan, reviewed: &[Row]) {
        for row in &mut plan.rows {
            if let Some(of) = reviewed.get(row.number as usize) {
                (row.number, row.line) = (of.number, of.line);
            }
        }
    }

    /// The rows that do not run, each with its outcome according to the file, sorted by line. `left_out`: the rows that the review
    /// excluded, each with its index in `reviewed`. Rows of the journal that were not reviewed are added, and so are the rows that
    /// the journal itself excluded.
    pub fn left_out(&self, reviewed: &[Row], left_out: impl Iterator<Item = (u32, LeftOut)>) -> Vec<LeftOut> {
        let says = |row: &Row| {
            let outcome = self.run.outcome_of(row);
            outcome.map_or_else(String::new, |outcome| {
                format!(" The file says: {}.", outcome.title().to_lowercase())
            })
        };
        let mut all: Vec<LeftOut> = left_out
            .filter_map(|(row, out)| {
                let row = reviewed.get(row as usize)?;
                Some(LeftOut {
                    line: row.line,
                    why: format!("{}{}", out.why, says(row)),
                    ..out
                })
            })
            .collect();
        let not_reviewed = self.plan().rows.iter().filter(|row| {
            let is_reviewed = |other: &Row| other.number == row.number && other.is_about_whom(row);
            !reviewed.iter().any(is_reviewed)
        });
        all.extend(not_reviewed.map(|row| LeftOut {
            line: row.line,
            account: row.person().to_owned(),
            name: None,
            address: row.address().map(str::to_owned),
            place: None,
            before: row.before.clone(),
            wanted: row.wanted.clone(),
            why: format!("It was not part of this run.{}", says(row)),
        }));
        let before = self.run.origin().left_out.iter().cloned();
        all.extend(before.map(|out| LeftOut {
            why: format!("The file says: {}", out.why),
            ..out
        }));
        all.sort_by_key(|out| out.line);
        all
    }
}

/// Every text of the journal that the page shows; [`LONGEST_TEXT`] applies to each.
fn texts(run: &Run) -> impl Iterator<Item = &str> {
    let origin = run.origin();
    let of_origin = [&origin.organization_name, &origin.file, &origin.sha256];
    let of_rows = run.plan().rows.iter().flat_map(|row| {
        let some = [Some(&row.wanted), row.before.as_ref(), row.name.as_ref()];
        some.into_iter()
            .flatten()
            .map(String::as_str)
            .chain(row.details.texts())
    });
    let of_left_out = origin.left_out.iter().flat_map(|out| {
        let some = [&out.name, &out.address, &out.place, &out.before];
        let some = some.into_iter().flatten();
        some.chain([&out.account, &out.wanted, &out.why])
    });
    let of_origin = of_origin.into_iter().map(String::as_str);
    let read_as = origin.read_as.as_deref();
    of_origin
        .chain(read_as)
        .chain(of_rows)
        .chain(of_left_out.map(String::as_str))
}
