//! The ordered steps of a run, in batches, with what each step waits for and what undoes it.
//!
//! A plan is frozen: it goes into the journal as the run's first event, and an edited file makes a new plan. Rows and
//! steps are two lists, because a row may need more than one call.
//!
//! A row is one wish, by one operation; a plan may hold several operations, and several rows about one person. What frees an address
//! goes before what takes it; any other order is said by the rows themselves ([`Row::waits_for`]).

mod batches;
mod calls;
mod cycle;
mod error;
mod form;
mod make;
mod options;
mod order;
mod row;
mod sentence;
mod step;
mod values;
mod whole;

pub use cycle::Cycle;
pub use error::{Member, PlanError};
pub use form::{FIRST_OPERATION, VERSION};
pub use make::Wish;
pub use options::{Options, StopRules};
pub use row::{OperationIndex, Row};
pub use step::{Batch, Step};
pub use values::PlanFlaw;

pub(crate) use row::RowSubject;

use serde::{Deserialize, Serialize};

use crate::spec::{Resolve, RunSpec, UnknownOperation};

/// What a run will do, in which order. `O` is what stands for an operation: [`RunSpec`], or its key in a journal that nobody has
/// opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<O = RunSpec> {
    /// What is done, each once, in the order in which the rows first name it.
    pub operations: Vec<PlannedOperation<O>>,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// The calls, in the order in which they go out: what a step waits for stands before it. Those that unwind a cycle are
    /// among them and go out only where it cannot be closed.
    pub steps: Vec<Step>,
    /// The steps in groups, one after the other, without gaps.
    pub batches: Vec<Batch>,
    /// Accounts that hand their addresses round in a circle.
    pub cycles: Vec<Cycle>,
    /// When the run stops sending and asks.
    pub stop_rules: StopRules,
}

/// One of the operations of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedOperation<O = RunSpec> {
    /// What is done.
    #[serde(rename = "key")]
    pub spec: O,
    /// Whether the calls of the older generation are made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub legacy: bool,
}

impl From<RunSpec> for PlannedOperation {
    /// By the calls of today.
    fn from(spec: RunSpec) -> Self {
        Self { spec, legacy: false }
    }
}

impl Plan<String> {
    /// The same plan, for whoever knows its operations.
    ///
    /// # Errors
    /// Names the first operation that is not known.
    pub fn open(self, resolve: Resolve) -> Result<Plan, UnknownOperation> {
        let known = |planned: PlannedOperation<String>| match resolve(&planned.spec) {
            Some(spec) => Ok(PlannedOperation {
                spec,
                legacy: planned.legacy,
            }),
            None => Err(UnknownOperation(planned.spec)),
        };
        Ok(Plan {
            operations: self.operations.into_iter().map(known).collect::<Result<_, _>>()?,
            rows: self.rows,
            steps: self.steps,
            batches: self.batches,
            cycles: self.cycles,
            stop_rules: self.stop_rules,
        })
    }
}

impl Plan {
    /// What a row does, and how.
    pub fn operation_of(&self, row: &Row) -> PlannedOperation {
        self.operations[row.operation.at()]
    }

    /// What a row does.
    pub fn spec_of(&self, row: &Row) -> RunSpec {
        self.operation_of(row).spec
    }

    /// What a step does.
    pub fn spec_of_step(&self, step: u32) -> RunSpec {
        self.spec_of(self.row_of(step))
    }

    /// What is done, in the order in which the rows first name it.
    pub fn specs(&self) -> impl Iterator<Item = RunSpec> + '_ {
        self.operations.iter().map(|planned| planned.spec)
    }

    /// What is done, where that is one thing.
    pub fn only_spec(&self) -> Option<RunSpec> {
        match self.operations[..] {
            [only] => Some(only.spec),
            _ => None,
        }
    }

    /// Its operations by their keys, with a plus sign between them: `change-email`.
    pub fn key(&self) -> String {
        let keys: Vec<&str> = self.specs().map(|spec| spec.key()).collect();
        keys.join("+")
    }

    /// What it is called, after its operations: "Change e-mail addresses".
    pub fn title(&self) -> String {
        let titles: Vec<&str> = self.specs().map(|spec| spec.row.title).collect();
        titles.join("; ")
    }

    /// What no two rows of a plan have in common.
    pub(crate) fn key_of(&self, row: &Row) -> RowKey {
        RowKey {
            subject: row.subject(),
            operation: self.spec_of(row).key(),
        }
    }

    /// The row that a step serves.
    pub fn row_of(&self, step: u32) -> &Row {
        &self.rows[self.steps[step as usize].row as usize]
    }

    /// The cycle that a step is of, as an index into [`Plan::cycles`].
    pub fn cycle_of(&self, step: u32) -> Option<usize> {
        let at = self
            .cycles
            .partition_point(|cycle| cycle.first <= step)
            .checked_sub(1)?;
        self.cycles[at].range().contains(&step).then_some(at)
    }

    /// Rows of a batch.
    pub fn rows_in(&self, batch: Batch) -> u32 {
        let cycles = self
            .cycles
            .iter()
            .filter(|cycle| batch.range().contains(&cycle.first));
        batch.steps - cycles.map(|cycle| cycle.accounts + 1).sum::<u32>()
    }

    /// The people who are parked at a temporary address on their way, and so are logged out twice.
    pub fn parked(&self) -> impl Iterator<Item = (&Row, &str)> {
        self.cycles
            .iter()
            .map(|cycle| (self.row_of(cycle.park()), cycle.temporary.as_str()))
    }
}

/// Tells the rows of plans apart: who, where, and what is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowKey {
    subject: RowSubject,
    operation: &'static str,
}
