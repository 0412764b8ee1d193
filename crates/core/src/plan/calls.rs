//! Which steps go in one call: those that follow each other in a batch and ask the same of people, where the action's call takes
//! several rows.

use std::ops::Range;

use super::Plan;
use crate::action::deed::Several;

impl Plan {
    /// For each step the steps that go with it, itself among them, as indices into [`Plan::steps`].
    pub(crate) fn calls_of_steps(&self) -> Vec<Range<u32>> {
        let several = self.action().and_then(|action| action.deed.several.as_ref());
        let mut calls = Vec::with_capacity(self.steps.len());
        for batch in &self.batches {
            let mut rest = batch.range();
            while !rest.is_empty() {
                let call = match several {
                    Some(several) => self.call_from(rest.clone(), several),
                    None => rest.start..rest.start + 1,
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
        while call.end < steps.end && call.len() < several.most {
            let next = self.row_of(call.end);
            let fits = |step| {
                let row = self.row_of(step);
                (several.alike)(row, next) && !row.is_about_whom(next)
            };
            if !call.clone().all(fits) {
                break;
            }
            call.end += 1;
        }
        call
    }
}
