//! Whether the values of a plan that was read back follow from its rows.
//!
//! A journal is a file, and its sum is no secret: whoever edits a step can make the sum right again. So nothing that a step says is
//! believed. What a row asks for is checked against its action, and then every step is worked out once more from the rows: where
//! a run sends something, it is what the row shows.

use super::{Cycle, Plan, PlanError, Row, Step, cycle, order};
use crate::{
    action::{Action, Field, Wish, profile},
    address,
    check::{ONLY_DIRECTORY, WHERE},
    diff::ADDRESS,
    journal::RunId,
};

/// What in a plan does not follow from its rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanFlaw {
    /// Indices, batches and cycles do not fit together.
    #[error("its rows, steps and batches do not fit together")]
    Structure,
    /// The action is not known here.
    #[error("it does “{0}”, which this Rollcall does not know")]
    Action(String),
    /// Two rows ask for the same.
    #[error("{0}")]
    Rows(PlanError),
    /// A row that no review of this action gives.
    #[error("line {line} is no row of this action: {what}")]
    Row {
        /// Line of the change file.
        line: u32,
        /// What is wrong with it.
        what: String,
    },
    /// A step gives, or starts from, something else than its row says.
    #[error("line {line} asks for “{wanted}”, and its step would give “{gives}”")]
    Step {
        /// Line of the change file.
        line: u32,
        /// What the row asks for.
        wanted: String,
        /// What the step would give.
        gives: String,
    },
    /// A step starts from something else, waits for another, or undoes another than the rows call for.
    #[error("the step of line {line} does not follow from the rows")]
    Order {
        /// Line of the change file.
        line: u32,
    },
    /// A parked account would get an address that the rule for temporary addresses does not give.
    #[error("“{0}” is no temporary address of this run")]
    Temporary(String),
}

impl Plan {
    /// Whether this is a plan that [`Plan::make`] could have made for this run from these rows.
    ///
    /// # Errors
    /// The first flaw that is found.
    pub fn check(&self, run: RunId) -> Result<(), PlanFlaw> {
        let action = self
            .action()
            .ok_or_else(|| PlanFlaw::Action(self.action.clone()))?;
        if !self.holds_together() {
            return Err(PlanFlaw::Structure);
        }
        for row in &self.rows {
            row.check(action)
                .map_err(|what| PlanFlaw::Row { line: row.line, what })?;
        }
        let order = order::order(&self.rows, action.operation.is_address()).map_err(PlanFlaw::Rows)?;
        let frees = self.frees();
        let cycles: Vec<&[usize]> = order
            .units
            .iter()
            .filter(|unit| unit.is_cycle())
            .map(|unit| unit.rows.as_slice())
            .collect();
        if cycles.len() != self.cycles.len() {
            return Err(PlanFlaw::Structure);
        }
        for members in cycles {
            self.check_cycle(members, &order, &frees, run)?;
        }
        (0..)
            .zip(&self.steps)
            .filter(|(at, _)| self.cycle_of(*at).is_none())
            .try_for_each(|(_, step)| self.check_step(step, &order, &frees))
    }

    /// For each row the step that frees its address.
    fn frees(&self) -> Vec<u32> {
        let mut frees = vec![0; self.rows.len()];
        for (at, step) in self.steps.iter().enumerate().rev() {
            if step.undoes.is_none() {
                frees[step.row as usize] = at as u32;
            }
        }
        frees
    }

    fn check_step(&self, step: &Step, order: &order::Order, frees: &[u32]) -> Result<(), PlanFlaw> {
        let row = &self.rows[step.row as usize];
        if step.to != row.wanted {
            return Err(gives(row, step));
        }
        let waits = order.row_waits[step.row as usize]
            .iter()
            .map(|&other| frees[other]);
        if step.from == row.before && waits.eq(step.waits_for.iter().copied()) && step.undoes.is_none() {
            Ok(())
        } else {
            Err(PlanFlaw::Order { line: row.line })
        }
    }

    /// `members`: rows that hand their addresses round, each taking that of the next.
    fn check_cycle(
        &self,
        members: &[usize],
        order: &order::Order,
        frees: &[u32],
        run: RunId,
    ) -> Result<(), PlanFlaw> {
        let members = cycle::parked_first(members, &self.rows);
        let parked = &self.rows[members[0]];
        let is_opened_by = |cycle: &Cycle| self.steps[cycle.park() as usize].row as usize == members[0];
        let (at, found) = self
            .cycles
            .iter()
            .enumerate()
            .find(|(_, cycle)| is_opened_by(cycle))
            .ok_or(PlanFlaw::Structure)?;
        let former = parked.before.as_deref().unwrap_or_default();
        if !cycle::is_temporary(&found.temporary, run, at + 1, former) {
            return Err(PlanFlaw::Temporary(found.temporary.clone()));
        }
        let others = members.iter().flat_map(|&row| &order.row_waits[row]);
        let waits_for = others
            .filter(|other| !members.contains(other))
            .map(|&other| frees[other])
            .collect();
        let (cycle, steps) = cycle::steps(&self.rows, &members, found.first, &found.temporary, waits_for);
        if cycle != *found {
            return Err(PlanFlaw::Structure);
        }
        let written = found.range().map(|at| &self.steps[at as usize]);
        for (written, follows) in written.zip(&steps) {
            if written.to != follows.to {
                return Err(gives(&self.rows[written.row as usize], written));
            }
            if written != follows {
                let line = self.rows[written.row as usize].line;
                return Err(PlanFlaw::Order { line });
            }
        }
        Ok(())
    }
}

fn gives(row: &Row, step: &Step) -> PlanFlaw {
    PlanFlaw::Step {
        line: row.line,
        wanted: row.wanted.clone(),
        gives: step.to.clone(),
    }
}

impl Row {
    /// Whether a review for this action could have given the row. What it asks for is said once: where the action words it from
    /// the details, both have to agree.
    fn check(&self, action: &Action) -> Result<(), String> {
        if self.account.is_none() && !action.is_by_address() {
            return Err("it names no account".to_owned());
        }
        if action.is_by_address() {
            let address = self.address().unwrap_or_default();
            address::parse(address).map_err(|broken| format!("“{address}” is no address: {broken}"))?;
        }
        if let Some(key) = self.details.keys().find(|key| !allows(action, key)) {
            return Err(format!(
                "it says something about “{key}”, which the action does not ask for"
            ));
        }
        let detail = |part: Field| self.details.get(part.key()).map(String::as_str);
        let asked: Option<String> = match action.wish {
            Wish::Always(held) => Some(held.to_owned()),
            Wish::Worded(part, words) => detail(part).map(words),
            Wish::Fields => Some(profile::written(detail)),
            Wish::InCell(_) => {
                let is_address = address::parse(&self.wanted);
                is_address.map_err(|broken| format!("“{}” is no address: {broken}", self.wanted))?;
                return Ok(());
            }
        };
        if asked.as_deref() == Some(&self.wanted) {
            Ok(())
        } else {
            Err(format!("it asks for “{}”", self.wanted))
        }
    }
}

/// Whether the rows of an action have a detail with this key.
fn allows(action: &Action, key: &str) -> bool {
    let is_token = |part: &Field| *part == Field::Token;
    let names_by_address = action.is_by_address() || action.parts.contains(&Field::Policy);
    match key {
        ADDRESS => names_by_address,
        ONLY_DIRECTORY => action.has_places(),
        WHERE => action.has_places() || action.parts.iter().any(is_token),
        // A group or a workspace brings its directory along.
        _ if key == Field::Directory.key() => action.has_places(),
        _ => Field::from_key(key).is_some_and(|part| part.is_detail() && action.parts.contains(&part)),
    }
}
