//! The ordered steps of a run, in batches, with what each step waits for and what undoes it.
//!
//! A plan is frozen: it goes into the journal as the run's first event, and an edited file makes a new plan. Rows and
//! steps are two lists, because a row may need more than one call.

mod batches;
mod order;
mod sentence;

use rollcall_atlassian::AccountId;
use serde::{Deserialize, Serialize};

use crate::diff::Diff;

/// The form in which plans are written now.
pub const VERSION: u32 = 1;

/// What the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Rows of the canary batch; 0 for none.
    pub canary: u32,
    /// Rows of a batch; 0 is taken as 1.
    pub batch: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { canary: 3, batch: 50 }
    }
}

/// What a run will do, in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// [`VERSION`] of the Rollcall that made it.
    pub version: u32,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// The calls, in the order in which they go out: what a step waits for stands before it.
    pub steps: Vec<Step>,
    /// The steps in groups, one after the other, without gaps.
    pub batches: Vec<Batch>,
}

/// One row of the change file that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account.
    #[serde(with = "account_as_text")]
    pub account: AccountId,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The address when the plan was made, where it is known.
    pub before: Option<String>,
    /// The address that is wanted.
    pub wanted: String,
    /// True for organization administrators.
    pub administrator: bool,
}

impl Row {
    /// The person's name, else the account's id.
    pub fn who(&self) -> &str {
        self.name.as_deref().unwrap_or(self.account.as_str())
    }
}

/// One call: gives one account another address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The row that it serves: an index into [`Plan::rows`].
    pub row: u32,
    /// The address that the account has before the step, and that undoes it; `None` where nobody knew it.
    pub from: Option<String>,
    /// The address that the step gives.
    pub to: String,
    /// Steps that must have freed the address first: indices into [`Plan::steps`], all smaller than this step's own.
    pub waits_for: Vec<u32>,
}

/// Steps that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// True for the first few rows, which are read back and shown before anything else goes.
    pub canary: bool,
    /// Its first step: an index into [`Plan::steps`].
    pub first: u32,
    /// Its number of steps, never 0.
    pub steps: u32,
}

impl Batch {
    /// Its steps, as indices into [`Plan::steps`].
    pub fn range(self) -> std::ops::Range<u32> {
        self.first..self.first + self.steps
    }
}

/// Someone in a [`PlanError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Line of the file.
    pub line: u32,
}

/// Why there is no plan. The checks find each of these before, with the row's own finding; this is the last door.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// No row can run.
    #[error("There is no row that can run.")]
    NothingToDo,
    /// Two rows for one account.
    #[error("The account {} stands in line {} and in line {}. Keep one of the two rows.", .0.account, .0.line, .1.line)]
    SameAccount(Member, Member),
    /// Two accounts to one address.
    #[error("Line {} and line {} ask for the same address. An address belongs to one account only.", .0.line, .1.line)]
    SameAddress(Member, Member),
    /// Accounts that pass their addresses round, each cycle in the order "takes the address of the next".
    #[error("{}", sentence::cycles(.0))]
    Cycles(Vec<Vec<Member>>),
}

impl Plan {
    /// Orders the changes: what leaves an address goes before what takes it; the canary first, then batches. The order of
    /// the file is kept where nothing speaks against it.
    ///
    /// # Errors
    /// [`PlanError`], when no order exists.
    pub fn make(diffs: Vec<Diff>, options: &Options) -> Result<Self, PlanError> {
        let rows: Vec<Row> = diffs.into_iter().map(Row::from).collect();
        let waits_for = order::waits(&rows)?;
        let (order, batches) = batches::pack(&rows, &waits_for, *options);

        let mut place = vec![0; rows.len()];
        for (at, &row) in order.iter().enumerate() {
            place[row] = at as u32;
        }
        let steps = order
            .iter()
            .map(|&row| Step {
                row: row as u32,
                from: rows[row].before.clone(),
                to: rows[row].wanted.clone(),
                waits_for: waits_for[row].iter().map(|&other| place[other]).collect(),
            })
            .collect();
        Ok(Self {
            version: VERSION,
            rows,
            steps,
            batches,
        })
    }

    /// The row that a step serves.
    pub fn row_of(&self, step: u32) -> &Row {
        &self.rows[self.steps[step as usize].row as usize]
    }

    /// The plan in one sentence, with the number of rows that do not run: "412 calls in 9 batches; 412 people will be
    /// logged out; 3 rows left out."
    pub fn sentence(&self, left_out: usize) -> String {
        sentence::sentence(self.steps.len(), self.batches.len(), self.rows.len(), left_out)
    }
}

impl From<Diff> for Row {
    fn from(diff: Diff) -> Self {
        Self {
            number: diff.row,
            line: diff.line,
            account: diff.account,
            name: diff.name,
            before: diff.before,
            wanted: diff.after,
            administrator: diff.administrator,
        }
    }
}

/// Whether two addresses are one mailbox to Atlassian, for which case does not matter.
pub(crate) fn same_address(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// An account's id in a plan is its text, and is checked when it is read back.
mod account_as_text {
    use rollcall_atlassian::AccountId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(account: &AccountId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(account.as_str())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<AccountId, D::Error> {
        let text = String::deserialize(from)?;
        AccountId::parse(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is not an account id")))
    }
}
