//! The ordered steps of a run, in batches, with what each step waits for and what undoes it.
//!
//! A plan is immutable: it is the run's first event in the journal, and an edited file makes a new plan. Rows and steps are
//! separate lists, because a row may need more than one call.
//!
//! A row is one desired state, to be reached by one operation. A plan may have several operations, and several rows about one
//! person. A row that frees an address goes before the row that takes it; any other order is stated by the rows themselves
//! ([`Row::waits_for`]).

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

/// What a run will do, and in which order. `O` represents an operation: [`RunSpec`], or only its key in a journal that has not been
/// opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<O = RunSpec> {
    /// The operations, each once, in the order in which the rows first use them.
    pub operations: Vec<PlannedOperation<O>>,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// The steps in the order in which they are sent; each comes after the steps that it waits for. The steps that unwind a cycle
    /// are included, but are sent only if the cycle cannot be closed.
    pub steps: Vec<Step>,
    /// The steps in consecutive groups, without gaps.
    pub batches: Vec<Batch>,
    /// The cycles: accounts that take each other's addresses in a circle.
    pub cycles: Vec<Cycle>,
    /// When the run stops sending and asks.
    pub stop_rules: StopRules,
}

/// One of the operations of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedOperation<O = RunSpec> {
    /// The operation.
    #[serde(rename = "key")]
    pub spec: O,
    /// Whether the legacy calls are used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub legacy: bool,
}

impl From<RunSpec> for PlannedOperation {
    /// The operation with its current calls, not the legacy ones.
    fn from(spec: RunSpec) -> Self {
        Self { spec, legacy: false }
    }
}

impl Plan<String> {
    /// Resolves the keys of the plan's operations.
    ///
    /// # Errors
    /// [`UnknownOperation`] with the key of the first operation that `resolve` does not know.
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
    /// The operation of a row, and whether its legacy call is used.
    pub fn operation_of(&self, row: &Row) -> PlannedOperation {
        self.operations[row.operation.at()]
    }

    /// The operation of a row.
    pub fn spec_of(&self, row: &Row) -> RunSpec {
        self.operation_of(row).spec
    }

    /// The operation of a step.
    pub fn spec_of_step(&self, step: u32) -> RunSpec {
        self.spec_of(self.row_of(step))
    }

    /// The operations, in the order in which the rows first use them.
    pub fn specs(&self) -> impl Iterator<Item = RunSpec> + '_ {
        self.operations.iter().map(|planned| planned.spec)
    }

    /// The operation, if the plan has only one.
    pub fn only_spec(&self) -> Option<RunSpec> {
        match self.operations[..] {
            [only] => Some(only.spec),
            _ => None,
        }
    }

    /// The keys of the operations, joined by plus signs: `change-email`.
    pub fn key(&self) -> String {
        let keys: Vec<&str> = self.specs().map(|spec| spec.key()).collect();
        keys.join("+")
    }

    /// The titles of the operations, joined by semicolons: "Change e-mail addresses".
    pub fn title(&self) -> String {
        let titles: Vec<&str> = self.specs().map(|spec| spec.row.title).collect();
        titles.join("; ")
    }

    /// A key that is unique among the rows of a plan.
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

    /// The cycle that a step belongs to, as an index into [`Plan::cycles`].
    pub fn cycle_of(&self, step: u32) -> Option<usize> {
        let at = self
            .cycles
            .partition_point(|cycle| cycle.first <= step)
            .checked_sub(1)?;
        self.cycles[at].range().contains(&step).then_some(at)
    }

    /// The number of rows in a batch.
    pub fn rows_in(&self, batch: Batch) -> u32 {
        let cycles = self
            .cycles
            .iter()
            .filter(|cycle| batch.range().contains(&cycle.first));
        batch.steps - cycles.map(|cycle| cycle.accounts + 1).sum::<u32>()
    }

    /// The rows whose accounts are parked on the way, with their temporary addresses. These people are logged out twice.
    pub fn parked(&self) -> impl Iterator<Item = (&Row, &str)> {
        self.cycles
            .iter()
            .map(|cycle| (self.row_of(cycle.park()), cycle.temporary.as_str()))
    }
}

/// Identifies a row within a plan: the person, the object, and the operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowKey {
    subject: RowSubject,
    operation: &'static str,
}
