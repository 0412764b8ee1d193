//! The plan of a run, and handing it over.

use std::collections::HashSet;

use rollcall_core::check::RowState;
use rollcall_core::desk::Desk;
use rollcall_core::diff::Diff;
use rollcall_core::plan::{Options, Plan};
use rollcall_protocol::{
    CanaryRow, Confirmation, ConfirmationKind, LeftOut, PlanOptions, PlanState, Problem,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

use super::DeskRoom;
use super::file::stem;
use crate::convert;
use crate::handover::{self, HandOver};

/// Rows of a run against a real organization, until runs outlive their page.
const MOST_REAL_ROWS: usize = 50;

/// What would run: the plan, or why there is none.
struct Draft {
    plan: Result<Plan, Problem>,
    left_out: Vec<LeftOut>,
}

impl DeskRoom {
    pub(super) fn plan(&self, options: &PlanOptions) -> PlanState {
        let desk = self.desk.borrow();
        let Draft { plan, left_out } = self.draft(&desk, options);
        let confirmations = confirmations(&desk, options);
        let rows_out = left_out.iter().map(|left| left.rows as usize).sum();
        match plan {
            Ok(plan) => PlanState {
                sentence: plan.sentence(rows_out),
                calls: plan.steps.len() as u32,
                batches: plan.batches.len() as u32,
                canary: canary(&plan),
                left_out,
                confirmations,
                refused: None,
            },
            Err(problem) => PlanState {
                sentence: String::new(),
                calls: 0,
                batches: 0,
                canary: Vec::new(),
                left_out,
                confirmations: Vec::new(),
                refused: Some(problem),
            },
        }
    }

    pub(super) fn hand_over(&self, options: &PlanOptions, attachment: JsValue) -> Result<(), Problem> {
        let desk = self.desk.borrow();
        let plan = self.draft(&desk, options).plan?;
        if let Some(open) = confirmations(&desk, options)
            .into_iter()
            .find(|confirmation| !confirmation.given)
        {
            return Err(convert::problem(
                "not-confirmed",
                open.text,
                "Confirm this first.",
            ));
        }
        let port = attachment.dyn_into::<MessagePort>();
        let (Ok(port), Some((transport, organization)), Some(file)) =
            (port, self.door.borrow().way(), desk.file())
        else {
            return Err(no_connection());
        };
        let runs: HashSet<u32> = plan.rows.iter().map(|row| row.number).collect();
        let left_out = desk.left_out(|row| runs.contains(&row));
        let hand_over = HandOver {
            plan,
            organization,
            transport,
            left_out,
            stem: stem(file.name()).to_owned(),
        };
        self.asked.borrow_mut().a_run_begins();
        handover::give(&port, &hand_over).map_err(|error| Problem {
            detail: Some(error.to_string()),
            ..convert::problem(
                "not-handed-over",
                "The run could not be started.",
                "Nothing was sent. Try again.",
            )
        })
    }

    fn draft(&self, desk: &Desk, options: &PlanOptions) -> Draft {
        let mut left_out = rows_left_out(desk);
        let plan = self.draft_plan(desk, options, &mut left_out);
        Draft { plan, left_out }
    }

    fn draft_plan(
        &self,
        desk: &Desk,
        options: &PlanOptions,
        left_out: &mut Vec<LeftOut>,
    ) -> Result<Plan, Problem> {
        let door = self.door.borrow();
        if door.way().is_none() {
            return Err(no_connection());
        }
        if self.can_look_up(desk) {
            return Err(convert::problem(
                "not-looked-up",
                "Some accounts or addresses of the file have not been looked up.",
                "Look them up in the review, and look at what is found.",
            ));
        }
        let options = Options {
            canary: options.canary,
            batch: options.batch,
        };
        let make = |diffs: Vec<Diff>| {
            Plan::make(diffs, &options)
                .map_err(|error| convert::problem("no-plan", error.to_string(), "Go back to the review."))
        };
        let diffs = desk.diffs();
        let plan = make(diffs.clone())?;
        if !door.is_real() || plan.rows.len() <= MOST_REAL_ROWS {
            return Ok(plan);
        }
        // The plan's order puts what frees an address before what takes it, so its first rows can run without the rest.
        let first: Vec<u32> = (0..plan.steps.len() as u32)
            .map(|step| plan.row_of(step).number)
            .take(MOST_REAL_ROWS)
            .collect();
        left_out.push(LeftOut {
            rows: (diffs.len() - first.len()) as u32,
            why: format!(
                "A run against a real organization takes at most {MOST_REAL_ROWS} rows for now. Look up again after it, and run the next."
            ),
        });
        make(
            diffs
                .into_iter()
                .filter(|diff| first.contains(&diff.row))
                .collect(),
        )
    }
}

/// Rows that do not run, by reason.
fn rows_left_out(desk: &Desk) -> Vec<LeftOut> {
    let Some(review) = desk.review() else {
        return Vec::new();
    };
    let counts = review.counts();
    let blocked = (0..counts.rows)
        .filter(|row| review.state(*row) == Some(RowState::Blocked))
        .count() as u32;
    let reasons = [
        (blocked, "They have an error."),
        (counts.nothing, "There is nothing to change in them."),
        (counts.left_out, "You left them out."),
        (counts.unresolved, "Their account id is not known."),
    ];
    reasons
        .into_iter()
        .filter(|(rows, _)| *rows > 0)
        .map(|(rows, why)| LeftOut {
            rows,
            why: why.to_owned(),
        })
        .collect()
}

fn confirmations(desk: &Desk, options: &PlanOptions) -> Vec<Confirmation> {
    desk.confirmations()
        .into_iter()
        .map(|asked| {
            let typed = options
                .confirmed
                .iter()
                .find(|(key, _)| key == asked.key)
                .map(|(_, typed)| typed.trim());
            Confirmation {
                key: asked.key.to_owned(),
                given: match (&asked.typed, typed) {
                    (Some(expected), Some(typed)) => expected == typed,
                    (None, given) => given.is_some(),
                    (Some(_), None) => false,
                },
                kind: asked
                    .typed
                    .map_or(ConfirmationKind::Tick, |expected| ConfirmationKind::Type {
                        expected,
                    }),
                text: asked.text,
            }
        })
        .collect()
}

fn canary(plan: &Plan) -> Vec<CanaryRow> {
    let Some(batch) = plan.batches.first().filter(|batch| batch.canary) else {
        return Vec::new();
    };
    batch
        .range()
        .map(|step| plan.row_of(step))
        .map(|row| CanaryRow {
            row: row.number,
            who: row.who().to_owned(),
            before: row.before.clone().unwrap_or_default(),
            wanted: row.wanted.clone(),
            read_back: None,
        })
        .collect()
}

fn no_connection() -> Problem {
    convert::problem(
        "no-connection",
        "There is no connection to an organization, so nothing can run.",
        "Go back to the first step and connect, or try the sandbox organization.",
    )
}
