//! Checks that the values of a plan that was read back follow from its rows.
//!
//! A journal is a file, and its checksum is not secret: anyone who edits a step can recompute it. So the steps are not trusted.
//! What a row asks for is checked against its action, and then every step is recomputed from the rows: what a run sends is what the
//! row shows.

use rollcall_model::{DesiredState, Field, RowSpec, RunId, address, profile};

use super::{Cycle, Plan, PlanError, Row, Step, cycle, order};

/// A part of a plan that does not follow from its rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanFlaw {
    /// Indices, batches and cycles do not fit together.
    #[error("its rows, steps and batches do not fit together")]
    Structure,
    /// The rows cannot be ordered; for example, two rows ask for the same.
    #[error("{0}")]
    Rows(PlanError),
    /// A row that no review for its action could have produced.
    #[error("line {line} is no row of this action: {what}")]
    Row {
        /// Line of the change file.
        line: u32,
        /// What is wrong with it.
        what: String,
    },
    /// A step sets a value other than the one its row asks for.
    #[error("line {line} asks for “{wanted}”, and its step would give “{gives}”")]
    Step {
        /// Line of the change file.
        line: u32,
        /// What the row asks for.
        wanted: String,
        /// What the step would set.
        gives: String,
    },
    /// A step starts from another value, waits for another step, or undoes another step than the rows require.
    #[error("the step of line {line} does not follow from the rows")]
    Order {
        /// Line of the change file.
        line: u32,
    },
    /// The temporary address of a parked account does not follow the rule for temporary addresses.
    #[error("“{0}” is no temporary address of this run")]
    Temporary(String),
}

impl Plan {
    /// Checks that [`Plan::make`] could have made this plan for this run from these rows.
    ///
    /// # Errors
    /// The first flaw found.
    pub fn check(&self, run: RunId) -> Result<(), PlanFlaw> {
        if !self.holds_together() {
            return Err(PlanFlaw::Structure);
        }
        for row in &self.rows {
            row.check(self.spec_of(row).row)
                .map_err(|what| PlanFlaw::Row { line: row.line, what })?;
        }
        let order = order::order(self).map_err(PlanFlaw::Rows)?;
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

    /// For each row, the step that frees its address.
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

    /// `members`: the rows of a cycle, each of which takes the address of the next.
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
    /// Checks that a review for this action could have produced the row. If the action derives the desired state from the details,
    /// the row's desired state must equal the derived one. The error says what is wrong.
    fn check(&self, spec: &RowSpec) -> Result<(), String> {
        if self.account.is_none() && !spec.is_by_address() {
            return Err("it names no account".to_owned());
        }
        if spec.is_by_address() {
            let address = self.address().unwrap_or_default();
            address::parse(address).map_err(|broken| format!("“{address}” is no address: {broken}"))?;
        }
        if let Some(what) = self.has_too_much(spec) {
            return Err(format!(
                "it says something about “{what}”, which the action does not ask for"
            ));
        }
        let detail = |field: Field| self.details.get(field);
        let asked: Option<String> = match spec.desired {
            DesiredState::Always(held) => Some(held.to_owned()),
            DesiredState::Worded(field, message) => detail(field).map(message),
            DesiredState::Profile => Some(profile::written(detail)),
            DesiredState::Address => {
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

    /// The key of the first detail that the row has but that its action does not allow.
    fn has_too_much(&self, spec: &RowSpec) -> Option<&'static str> {
        // A group or a workspace comes with its directory.
        let allows = |field: Field| {
            (field == Field::Directory && spec.has_places()) || (field.is_detail() && spec.has(field))
        };
        let details = &self.details;
        let field = details.fields().find(|(field, _)| !allows(*field));
        let others = [
            (details.address(), "address", spec.sends_address()),
            (details.only_directory(), "only-directory", spec.has_places()),
            (details.place(), "where", spec.has_objects()),
        ];
        let mut others = others
            .into_iter()
            .filter(|(text, _, allows)| text.is_some() && !allows);
        field
            .map(|(field, _)| field.key())
            .or_else(|| others.next().map(|(_, key, _)| key))
    }
}
