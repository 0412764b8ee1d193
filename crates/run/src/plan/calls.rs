//! Groups steps into calls: adjacent steps of a batch share a call if they ask for the same and the operation's call takes several
//! rows.

use std::ops::Range;

use rollcall_atlassian::OrganizationId;

use super::{Plan, PlanError, Row};
use crate::operation::{Command, Several};

impl Plan {
    /// Makes the call for these steps, which all have the same operation. `None` if a row lacks something that the call needs.
    pub(crate) fn call(&self, organization: &OrganizationId, steps: &[u32]) -> Option<Box<dyn Command>> {
        let planned = self.operation_of(self.row_of(*steps.first()?));
        let operation = planned.spec.operation;
        match (steps, planned.legacy) {
            (&[step], true) => (operation.legacy?)(organization, self.row_of(step)),
            (&[step], false) => {
                let to = &self.steps[step as usize].to;
                (operation.call)(organization, self.row_of(step), to)
            }
            (_, true) => None,
            (steps, false) => {
                let rows: Vec<&Row> = steps.iter().map(|&step| self.row_of(step)).collect();
                (operation.several?.call)(organization, &rows)
            }
        }
    }

    /// An error for the first step for which no call can be made, because its row lacks something or asks for what the call cannot
    /// do. A plan from [`Plan::make`] that uses the current calls has no such step; an imported journal may have one.
    pub fn without_call(&self, organization: &OrganizationId) -> Option<PlanError> {
        let mut steps = 0..self.steps.len() as u32;
        let step = steps.find(|&step| self.call(organization, &[step]).is_none())?;
        let row = self.row_of(step);
        Some(if self.operation_of(row).legacy {
            PlanError::NotByOlder(row.into())
        } else {
            PlanError::NoCall(row.into())
        })
    }

    /// For each step, the steps that share its call, itself included, as indices into [`Plan::steps`].
    pub(crate) fn calls_of_steps(&self) -> Vec<Range<u32>> {
        let mut calls = Vec::with_capacity(self.steps.len());
        for batch in &self.batches {
            let mut rest = batch.range();
            while !rest.is_empty() {
                let planned = self.operation_of(self.row_of(rest.start));
                let call = match &planned.spec.operation.several {
                    Some(several) if !planned.legacy => self.call_from(rest.clone(), several),
                    _ => rest.start..rest.start + 1,
                };
                rest.start = call.end;
                calls.extend(call.clone().map(|_| call.clone()));
            }
        }
        calls
    }

    /// The number of calls that change something if no call fails.
    pub fn calls(&self) -> usize {
        let is_first = |(step, call): &(u32, Range<u32>)| call.start == *step;
        let calls = (0..).zip(self.calls_of_steps()).filter(is_first).count();
        // Whether a cycle has to be unwound is not known in advance.
        calls - self.cycles.iter().map(|cycle| cycle.back().len()).sum::<usize>()
    }

    /// The first call of these steps. It has no person twice, all its steps have one operation, and a row that waits for others
    /// gets a call of its own.
    fn call_from(&self, steps: Range<u32>, several: &Several) -> Range<u32> {
        let mut call = steps.start..steps.start + 1;
        let first = self.row_of(steps.start);
        let kind = (several.kind)(first);
        while call.end < steps.end && call.len() < several.most {
            let next = self.row_of(call.end);
            let waits = !first.waits_for.is_empty() || !next.waits_for.is_empty();
            if waits || next.operation != first.operation {
                break;
            }
            let is_other = |step| !self.row_of(step).is_about_whom(next);
            if (several.kind)(next) != kind || !call.clone().all(is_other) {
                break;
            }
            call.end += 1;
        }
        call
    }
}
