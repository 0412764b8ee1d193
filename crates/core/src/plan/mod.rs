//! The ordered steps of a run, in batches, with what each step waits for and what undoes it.
//!
//! A plan is frozen: it goes into the journal as the run's first event, and an edited file makes a new plan. Rows and
//! steps are two lists, because a row may need more than one call.

mod batches;
mod calls;
mod cycle;
mod order;
mod sentence;
mod values;
mod whole;

pub use cycle::Cycle;
pub use values::PlanFlaw;

use std::ops::Range;

use rollcall_atlassian::AccountId;
use serde::{Deserialize, Serialize};

use crate::{
    action::{self, Action, Field},
    address,
    check::WHERE,
    diff::{ADDRESS, Details, Diff},
    hash,
    journal::RunId,
};

/// The form in which plans are written now.
pub const VERSION: u32 = 1;

/// What the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What is to be done.
    pub action: &'static Action,
    /// Rows of the canary batch; 0 for none.
    pub canary: u32,
    /// Rows of a batch; 0 is taken as 1.
    pub batch: u32,
    /// When the run stops sending and asks.
    pub stop_rules: StopRules,
    /// The run that the plan is for: temporary addresses name it.
    pub run: RunId,
    /// Whether the calls of the older generation are made.
    pub older: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            action: &action::change_email::ACTION,
            canary: 3,
            batch: 50,
            stop_rules: StopRules::default(),
            run: RunId::default(),
            older: false,
        }
    }
}

/// How many rows may fail before the run stops sending and asks. Rows that were refused count, rows that failed, and rows in
/// doubt; skipped ones do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRules {
    /// So many in a row; `None`: any number.
    pub in_a_row: Option<u32>,
    /// More than so many per cent of a batch; `None`: any number.
    pub percent: Option<u32>,
}

impl Default for StopRules {
    fn default() -> Self {
        Self {
            in_a_row: Some(5),
            percent: Some(20),
        }
    }
}

/// What a run will do, in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// [`VERSION`] of the Rollcall that made it.
    pub version: u32,
    /// Key of the action.
    #[serde(default = "change_email")]
    pub action: String,
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
    /// Whether the calls of the older generation are made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub older: bool,
}

/// One row of the change file that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account; `None` for somebody who has none here yet, whom an address names.
    #[serde(with = "account_as_text", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// What it held when the plan was made, where that is known: an address, or a state.
    pub before: Option<String>,
    /// What it is to hold.
    pub wanted: String,
    /// What else its call needs, by the key of the part.
    #[serde(default, skip_serializing_if = "Details::is_empty")]
    pub details: Details,
    /// True for organization administrators.
    pub administrator: bool,
}

/// Tells the rows of a plan apart: who, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowKey(String, Vec<String>);

impl Row {
    /// What it is to hold, and where: "in the group (jira-users)".
    pub fn wish(&self) -> String {
        wish(&self.wanted, &self.details)
    }

    /// The address by which the call names who is meant, where it does.
    pub(crate) fn address(&self) -> Option<&str> {
        self.details.get(ADDRESS).map(String::as_str)
    }

    /// Who is meant: the account's id, else the address.
    pub fn person(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        account.or(self.address()).unwrap_or_default()
    }

    /// What no two rows of a plan have in common.
    pub(crate) fn key(&self) -> RowKey {
        let is_object = |part: &Field| part.place().is_some() || *part == Field::Token;
        let places = Field::ALL.into_iter().filter(is_object);
        let named = places.filter_map(|part| self.details.get(part.key()).cloned());
        let who = match &self.account {
            Some(account) => account.to_string(),
            None => self.person().to_lowercase(),
        };
        RowKey(who, named.collect())
    }

    /// Whether two rows are about one person. Ids are compared as addresses are: no two differ in the case of their letters alone.
    pub(crate) fn is_about_whom(&self, other: &Self) -> bool {
        address::same(self.person(), other.person())
    }

    /// The person's name, else the account's id, else the address.
    pub fn who(&self) -> &str {
        self.name.as_deref().unwrap_or(self.person())
    }
}

/// What one call does for one row: gives the account another address, or another state. Steps that follow each other may go in one
/// call, where the action's call takes several rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The row that it serves: an index into [`Plan::rows`].
    pub row: u32,
    /// What the account holds before the step, and what undoes it; `None` where nobody knew it.
    pub from: Option<String>,
    /// What the step gives.
    pub to: String,
    /// Steps that must have freed the address first: indices into [`Plan::steps`], all smaller than this step's own.
    pub waits_for: Vec<u32>,
    /// The step that it undoes: a step of a cycle that is unwound.
    pub undoes: Option<u32>,
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
    /// The account's id, or the address of somebody who has none here.
    pub account: String,
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
    /// The older call cannot do what a row says.
    #[error(
        "The older call cannot do what line {} asks for ({}). It knows no directories and gives no groups: make the newer calls.",
        .0.line, .0.account
    )]
    NotByOlder(Member),
    /// A row says too little for any call.
    #[error("Line {} does not say all that its call needs ({}).", .0.line, .0.account)]
    NoCall(Member),
    /// Two accounts to one address.
    #[error("Line {} and line {} ask for the same address. An address belongs to one account only.", .0.line, .1.line)]
    SameAddress(Member, Member),
}

impl Plan {
    /// Orders the changes: what leaves an address goes before what takes it; the canary first, then batches. Accounts that hand
    /// their addresses round go by way of one temporary address. The order of the file is kept where nothing speaks against it.
    ///
    /// `is_held`: whether somebody is known to have an address, so that no temporary one is taken from anybody.
    ///
    /// # Errors
    /// [`PlanError`], when there is nothing to order, or two rows ask for the same.
    pub fn make(
        diffs: Vec<Diff>,
        options: &Options,
        is_held: impl Fn(&str) -> bool,
    ) -> Result<Self, PlanError> {
        let rows: Vec<Row> = diffs.into_iter().map(Row::from).collect();
        let mut order = order::order(&rows, options.action.operation.is_address())?;
        if let Some(several) = &options.action.operation.several {
            order.gather(|row| (several.kind)(&rows[row]));
        }
        // A file that was made from an earlier run may hold such addresses.
        let in_file: hash::Set<String> = rows
            .iter()
            .flat_map(|row| row.before.iter().chain([&row.wanted]))
            .map(|address| address.to_lowercase())
            .filter(|address| address.starts_with(cycle::PREFIX))
            .collect();
        let is_taken = |address: &str| in_file.contains(address) || is_held(address);
        let mut plan = Self {
            version: VERSION,
            action: options.action.key.to_owned(),
            rows,
            steps: Vec::new(),
            batches: Vec::new(),
            cycles: Vec::new(),
            stop_rules: options.stop_rules,
            older: options.older,
        };
        // For each row the step that frees its address.
        let mut frees = vec![0; plan.rows.len()];
        for pack in batches::pack(&plan.rows, &order, options) {
            let first = plan.steps.len() as u32;
            for unit in pack.units {
                let unit = &order.units[unit];
                if unit.is_cycle() {
                    plan.push_cycle(&unit.rows, &order, options.run, &is_taken, &mut frees);
                } else {
                    plan.push_row(unit.rows[0], &order, &mut frees);
                }
            }
            plan.batches.push(Batch {
                canary: pack.canary,
                first,
                steps: plan.steps.len() as u32 - first,
            });
        }
        Ok(plan)
    }

    fn push_row(&mut self, row: usize, order: &order::Order, frees: &mut [u32]) {
        frees[row] = self.steps.len() as u32;
        self.steps.push(Step {
            row: row as u32,
            from: self.rows[row].before.clone(),
            to: self.rows[row].wanted.clone(),
            waits_for: order.row_waits[row].iter().map(|&other| frees[other]).collect(),
            undoes: None,
        });
    }

    fn push_cycle(
        &mut self,
        members: &[usize],
        order: &order::Order,
        run: RunId,
        is_held: &dyn Fn(&str) -> bool,
        frees: &mut [u32],
    ) {
        let members = cycle::parked_first(members, &self.rows);
        let first = self.steps.len() as u32;
        let others = members.iter().flat_map(|&row| &order.row_waits[row]);
        let waits_for = others
            .filter(|other| !members.contains(other))
            .map(|&other| frees[other])
            .collect();
        let parked = self.rows[members[0]].before.clone().unwrap_or_default();
        let temporary = cycle::temporary(run, self.cycles.len() + 1, &parked, is_held);
        let (cycle, steps) = cycle::steps(&self.rows, &members, first, &temporary, waits_for);
        for (at, step) in (first..).zip(&steps).take(members.len()) {
            frees[step.row as usize] = at;
        }
        self.steps.extend(steps);
        self.cycles.push(cycle);
    }

    /// What is done; `None` where another Rollcall made the plan, for an action that this one does not know.
    pub fn action(&self) -> Option<&'static Action> {
        Action::of_key(&self.action)
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

    /// Calls that change something, when all goes well.
    pub fn calls(&self) -> usize {
        let is_first = |(step, call): &(u32, Range<u32>)| call.start == *step;
        let calls = (0..).zip(self.calls_of_steps()).filter(is_first).count();
        // Nobody knows beforehand that a cycle has to be unwound.
        calls - self.cycles.iter().map(|cycle| cycle.back().len()).sum::<usize>()
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

    /// What so many of its rows do: "6 accounts will be marked for deletion".
    pub fn effect(&self, rows: usize) -> String {
        sentence::effect(self, rows)
    }

    /// The plan in one sentence, with the number of rows that do not run: "413 calls in 9 batches; 412 people will be
    /// logged out, Ann Lee (line 7) twice; 3 rows left out."
    pub fn sentence(&self, left_out: usize) -> String {
        sentence::sentence(self, left_out)
    }
}

/// Plans had no action when there was but one.
fn change_email() -> String {
    action::change_email::ACTION.key.to_owned()
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
            details: diff.details,
            administrator: diff.administrator,
        }
    }
}

/// What is wanted, and where, in words.
pub(crate) fn wish(wanted: &str, details: &Details) -> String {
    match details.get(WHERE) {
        Some(spot) => format!("{wanted} ({spot})"),
        None => wanted.to_owned(),
    }
}

/// An account's id in a plan is its text, and is checked when it is read back.
mod account_as_text {
    use rollcall_atlassian::AccountId;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde gives the field as it is")]
    pub(super) fn serialize<S: Serializer>(account: &Option<AccountId>, to: S) -> Result<S::Ok, S::Error> {
        account.as_ref().map(AccountId::as_str).serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Option<AccountId>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        let account = AccountId::parse(&text);
        let account = account.ok_or_else(|| D::Error::custom(format!("“{text}” is not an account id")))?;
        Ok(Some(account))
    }
}
