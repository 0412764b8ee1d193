//! The result of a row, as shown to the user.

use super::{
    fold::Folded,
    record::{Record, Stage},
    texts,
};
use crate::journal::{Answer, OutcomeKind, Proof};
use crate::plan::{Cycle, Row};
use crate::result_row::ResultRow;

impl Folded {
    pub(super) fn kind(&self, row: u32) -> OutcomeKind {
        let record = &self.rows[row as usize];
        record.kind().unwrap_or_else(|| self.unsettled(row).0)
    }

    pub(super) fn result(&self, row: u32) -> ResultRow {
        let of = &self.plan.rows[row as usize];
        let known = &self.rows[row as usize];
        let record = &self.steps[known.first_step as usize];
        let (outcome, message) = match &known.outcome {
            Some((outcome, _)) if outcome.message.is_empty() => {
                (outcome.kind, texts::changed(self.about(known.first_step)))
            }
            Some((outcome, _)) => (outcome.kind, outcome.message.clone()),
            None => {
                let (kind, message) = self.unsettled(row);
                (kind, message.to_owned())
            }
        };
        let said = known.outcome.as_ref().map(|(outcome, _)| outcome);
        let last = record.answer.as_ref();
        ResultRow {
            operation: self.plan.spec_of(of).key(),
            number: of.number,
            line: of.line,
            step: known.first_step,
            account: of.account.clone(),
            name: of.name.clone(),
            before: self.before(of).or_else(|| record.from.clone()),
            wanted: of.wanted.clone(),
            details: of.details.clone(),
            outcome,
            message,
            status: said.map_or_else(|| last.and_then(Answer::status), |outcome| outcome.status),
            code: said.and_then(|outcome| outcome.code.clone()),
            at: known.outcome.as_ref().map(|(_, at)| *at),
            had: record.had.clone(),
            has: record.has.clone(),
            has_instead: match &known.proof {
                Some(Proof::Instead(address)) => Some(address.clone()),
                _ if outcome == OutcomeKind::NeedsYou => self.temporary_of(known.first_step),
                _ => None,
            },
            proof: known.proof.clone(),
            file_says: self
                .claimed
                .as_ref()
                .and_then(|claimed| claimed.says(&self.plan, of)),
        }
    }

    /// What the account had before the run, if the run began elsewhere.
    fn before(&self, row: &Row) -> Option<String> {
        let claimed = self.claimed.as_ref()?;
        claimed.before(&self.plan, row).map(str::to_owned)
    }

    pub(super) fn temporary_of(&self, step: u32) -> Option<String> {
        let cycle = self.plan.cycle_of(step)?;
        Some(self.plan.cycles[cycle].temporary.clone())
    }

    /// What is shown for a row without an outcome.
    fn unsettled(&self, row: u32) -> (OutcomeKind, &'static str) {
        let first = self.rows[row as usize].first_step;
        let cycle = self.plan.cycle_of(first).map(|at| &self.plan.cycles[at]);
        let also = cycle.filter(|cycle| cycle.park() == first).map(Cycle::close);
        let back = cycle.and_then(|cycle| cycle.undoing(first));
        let steps = [Some(first), also, back].into_iter().flatten();
        let records: Vec<&Record> = steps.map(|step| &self.steps[step as usize]).collect();
        let any = |wanted: fn(&Stage) -> bool| records.iter().any(|record| wanted(&record.stage));
        if any(|stage| matches!(stage, Stage::Doubt { .. })) {
            let is_taken = records.iter().any(|record| record.was_taken);
            let message = if is_taken {
                texts::BEING_CARRIED_OUT
            } else {
                texts::BEING_SETTLED
            };
            (OutcomeKind::InDoubt, message)
        } else if any(|stage| matches!(stage, Stage::Sent(_) | Stage::Closed { .. })) {
            (OutcomeKind::NotRun, texts::UNDER_WAY)
        } else {
            (OutcomeKind::NotRun, texts::NOT_SENT)
        }
    }
}
