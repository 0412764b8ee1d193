//! Which steps go in one call: those that follow each other in a batch and ask the same of people, where the action's call takes
//! several rows.

use std::ops::Range;

use rollcall_atlassian::OrganizationId;

use super::{Member, Plan, PlanError, Row};
use crate::action::Command;
use crate::action::operation::Several;

impl Plan {
    /// The call that is made for these steps. `None` where a row does not say all that it needs.
    pub(crate) fn call(&self, organization: &OrganizationId, steps: &[u32]) -> Option<Box<dyn Command>> {
        let deed = &self.action()?.operation;
        match (steps, self.older) {
            (&[step], true) => (deed.older?)(organization, self.row_of(step)),
            (&[step], false) => {
                let to = &self.steps[step as usize].to;
                (deed.call)(organization, self.row_of(step), to)
            }
            (_, true) => None,
            (steps, false) => {
                let rows: Vec<&Row> = steps.iter().map(|&step| self.row_of(step)).collect();
                (deed.several?.call)(organization, &rows)
            }
        }
    }

    /// The first step for which there is no call, because its row says too little or asks for what the call cannot do. What
    /// [`Plan::make`] gives with the newer calls has none; a journal from outside may.
    pub fn without_call(&self, organization: &OrganizationId) -> Option<PlanError> {
        let mut steps = 0..self.steps.len() as u32;
        let step = steps.find(|&step| self.call(organization, &[step]).is_none())?;
        let row = self.row_of(step);
        let member = Member {
            account: row.person().to_owned(),
            line: row.line,
        };
        Some(if self.older {
            PlanError::NotByOlder(member)
        } else {
            PlanError::NoCall(member)
        })
    }

    /// For each step the steps that go with it, itself among them, as indices into [`Plan::steps`].
    pub(crate) fn calls_of_steps(&self) -> Vec<Range<u32>> {
        let several = self.action().and_then(|action| action.operation.several.as_ref());
        let mut calls = Vec::with_capacity(self.steps.len());
        for batch in &self.batches {
            let mut rest = batch.range();
            while !rest.is_empty() {
                let call = match several {
                    Some(several) if !self.older => self.call_from(rest.clone(), several),
                    _ => rest.start..rest.start + 1,
                };
                rest.start = call.end;
                calls.extend(call.clone().map(|_| call.clone()));
            }
        }
        calls
    }

    /// The first call of these steps. Nobody stands in it twice.
    fn call_from(&self, steps: Range<u32>, several: &Several) -> Range<u32> {
        let mut call = steps.start..steps.start + 1;
        let kind = (several.kind)(self.row_of(steps.start));
        while call.end < steps.end && call.len() < several.most {
            let next = self.row_of(call.end);
            let is_other = |step| !self.row_of(step).is_about_whom(next);
            if (several.kind)(next) != kind || !call.clone().all(is_other) {
                break;
            }
            call.end += 1;
        }
        call
    }
}
