//! A journal from elsewhere. It is a claim: it is read, shown as what a file says, and reviewed like any change file.
//!
//! Nothing in it decides, confirms or starts anything. Its rows go onto the desk ([`crate::workbench::Workbench::open_claim`]), where the ordinary
//! checks see them against the live accounts, and one check more: a row runs only where what the review makes of it is what
//! the journal says. What comes of that is a new plan in the same run ([`crate::run::Run::take_in`]); what is done already is read
//! from the accounts, and names come from Atlassian.
//!
//! | the account holds | the row |
//! | --- | --- |
//! | what is wanted | is already so |
//! | what the journal says that it held before | can run |
//! | the temporary address of an open cycle | waits for an answer: finish, or take back ([`Turn`]) |
//! | anything else | is blocked, and waits for a person |

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

/// The longest text that a journal from elsewhere may hold for one thing, in bytes: the longest message of a row is far shorter.
pub const LONGEST_TEXT: usize = 10_000;

/// Why a file is no journal whose rows can be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// The file is not whole, or something else.
    #[error("{0}")]
    File(#[from] FileError),
    /// Its entries make no run.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// It does several things.
    #[error(
        "The journal does several things in one run. Its rows cannot be reviewed here yet: go on where it comes from."
    )]
    SeveralOperations,
    /// It was not transferred.
    #[error("The journal has no end: it was not handed over, and may still go on where it comes from.")]
    Open,
    /// It was taken in as often as a journal can be.
    #[error("The journal was taken in from elsewhere a hundred times, and cannot be taken in once more.")]
    TooOften,
    /// A text in it is longer than anything that Rollcall writes.
    #[error("The journal holds a text of {0} bytes where Rollcall writes no more than {LONGEST_TEXT}.")]
    Text(usize),
}

/// A journal from elsewhere that was read.
#[derive(Debug)]
pub struct Claim {
    file: JournalFile,
    run: Run,
    action: &'static Action,
}

impl Claim {
    /// Reads a journal from a file.
    ///
    /// # Errors
    /// [`ClaimError`], where the file is not a whole journal that was closed, or its plan does not follow from its rows.
    pub fn read(file: &[u8]) -> Result<Self, ClaimError> {
        Self::of(journal::file::read(file)?)
    }

    /// The same, for a journal that a browser keeps since an older build took it in.
    ///
    /// # Errors
    /// [`ClaimError`], as above.
    pub fn of(file: JournalFile) -> Result<Self, ClaimError> {
        // The time counts only for what goes on, and nothing does here.
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

    /// Its entries.
    pub fn entries(&self) -> &[Entry] {
        &self.file.entries
    }

    /// The run as the file says that it went: to be shown as what the file says.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// What it does.
    pub fn action(&self) -> &'static Action {
        self.action
    }

    /// Its plan.
    pub fn plan(&self) -> &Plan {
        self.run.plan()
    }

    /// The organization whose accounts it is about, as the file says.
    pub fn organization(&self) -> &OrganizationId {
        &self.run.origin().organization
    }

    /// Whether the file says that the run is over: then there is nothing to go on with.
    pub fn is_finished(&self) -> bool {
        !matches!(self.run.state(Time(0)).phase, Phase::Transferred)
    }

    /// Rows by outcome, as the file says; those of which there are some.
    pub fn says(&self) -> Vec<(OutcomeKind, u32)> {
        let counts = self.run.state(Time(0)).counts;
        counts.into_iter().filter(|(_, rows)| *rows > 0).collect()
    }

    /// Whether the file has a seal, whoever made it.
    pub fn has_seal(&self) -> bool {
        self.file.has_seal()
    }

    /// Whether it was sealed with this key. A label, and never a reason to ask less.
    pub fn is_sealed_with(&self, key: &SealKey) -> bool {
        self.file.is_sealed_with(key)
    }

    /// Of two sets of stop rules the stricter in each.
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

    /// Gives the rows of a plan the numbers and lines that they have in the journal's own change file. `reviewed`: the rows that were
    /// reviewed, in the order of the review.
    pub fn renumber(plan: &mut Plan, reviewed: &[Row]) {
        for row in &mut plan.rows {
            if let Some(of) = reviewed.get(row.number as usize) {
                (row.number, row.line) = (of.number, of.line);
            }
        }
    }

    /// The rows that do not run, with what the file says of them, in the order of the file. `left_out` comes from the review of
    /// `reviewed`, each with its place there; rows of the journal that were not reviewed, and those that it left out itself, are added.
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

/// Every text of a journal that is shown.
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
    of_origin.chain(of_rows).chain(of_left_out.map(String::as_str))
}
