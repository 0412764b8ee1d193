//! The plan of a run, and handing it over.

use std::collections::HashSet;

use rollcall_core::check::RowState;
use rollcall_core::claim::Claim;
use rollcall_core::journal::{Origin, RunId};
use rollcall_core::plan::{Options, Plan, PlannedOperation, Row, StopRules};
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{
    CanaryRow, Confirmation, ConfirmationKind, LeftOut, Parked, PlanOptions, PlanState, Problem,
    WorkbenchAnswer,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

use super::WorkbenchWorker;
use super::open_journal::OpenJournal;
use crate::transfer::{self, Route, Transfer, TransferError};
use crate::{clock, convert, wire};

/// What would run: the plan, or why there is none.
struct Draft {
    plan: Result<Plan, Problem>,
    left_out: Vec<LeftOut>,
}

impl WorkbenchWorker {
    pub(super) fn plan_answer(&self, options: &PlanOptions) -> WorkbenchAnswer {
        WorkbenchAnswer::Plan(Box::new(self.plan(options)))
    }

    fn plan(&self, options: &PlanOptions) -> PlanState {
        let workbench = self.workbench.borrow();
        let Draft { plan, left_out } = self.draft(&workbench, options);
        let confirmations = confirmations(&workbench, options);
        let can_be_legacy = workbench.action().operation.legacy.is_some();
        let rows_out = left_out.iter().map(|left| left.rows as usize).sum();
        match plan {
            Ok(plan) => PlanState {
                sentence: plan.sentence(rows_out),
                calls: plan.calls() as u32,
                can_be_legacy,
                parked: plan
                    .parked()
                    .map(|(row, temporary)| parked(row, temporary))
                    .collect(),
                batches: plan.batches.len() as u32,
                canary: canary(&plan),
                left_out,
                confirmations,
                refused: None,
            },
            Err(problem) => PlanState {
                sentence: String::new(),
                calls: 0,
                can_be_legacy,
                parked: Vec::new(),
                batches: 0,
                canary: Vec::new(),
                left_out,
                confirmations: Vec::new(),
                refused: Some(problem),
            },
        }
    }

    pub(super) fn transfer(&self, options: &PlanOptions, attachment: JsValue) -> Result<(), Problem> {
        let workbench = self.workbench.borrow();
        let plan = self.draft(&workbench, options).plan?;
        if let Some(open) = confirmations(&workbench, options)
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
        let (Ok(port), Some(route), Some(file)) =
            (port, self.connection.borrow().route(), self.file.borrow().clone())
        else {
            return Err(no_connection());
        };
        let runs: HashSet<u32> = plan.rows.iter().map(|row| row.number).collect();
        let left_out = workbench.left_out(|row| runs.contains(&row));
        let about = |run, left_out| Origin {
            run,
            organization: route.organization.clone(),
            organization_name: self.connection.borrow().name(),
            file: file.name.clone(),
            sha256: file.sha256.clone(),
            left_out,
            read_as: workbench.as_read(),
            undoes: file.undoes.and_then(|undone| RunId::parse(&undone.run)),
        };
        let transfer = match self.journal.borrow().as_ref().and_then(OpenJournal::reviewed) {
            Some(claim) => from_journal(
                &workbench,
                claim,
                plan,
                (0..).filter(|row| !runs.contains(row)).zip(left_out),
                route.clone(),
                self.connection.borrow().name(),
            ),
            None => Transfer {
                plan,
                origin: about(self.next_run.take(), left_out),
                route: route.clone(),
                journal: None,
            },
        };
        self.asked.borrow_mut().a_run_begins();
        transfer::give(&port, &transfer).map_err(|error| not_transferred(&error))?;
        drop(workbench);
        // The run has it now; its rows stay in the workbench, as those of a file do.
        self.journal.borrow_mut().take();
        Ok(())
    }

    /// Gives the route to the organization to a run that is under way, because the user has a new key, or to one that goes on.
    pub(super) fn give_route(&self, attachment: JsValue) -> Result<(), Problem> {
        let (Ok(port), Some(route)) = (
            attachment.dyn_into::<MessagePort>(),
            self.connection.borrow().route(),
        ) else {
            return Err(no_connection());
        };
        transfer::give_route(&port, &route).map_err(|error| not_transferred(&error))
    }

    fn draft(&self, workbench: &Workbench, options: &PlanOptions) -> Draft {
        Draft {
            plan: self.draft_plan(workbench, options),
            left_out: rows_left_out(workbench),
        }
    }

    fn draft_plan(&self, workbench: &Workbench, options: &PlanOptions) -> Result<Plan, Problem> {
        let Some(route) = self.connection.borrow().route() else {
            return Err(no_connection());
        };
        if !wire::scope().is_secure_context() {
            return Err(not_secure());
        }
        if self.can_look_up(workbench) {
            return Err(convert::problem(
                "not-looked-up",
                "Some accounts or addresses of the file have not been looked up.",
                "Look them up in the review, and look at what is found.",
            ));
        }
        if let Some(open) = self.journal.borrow().as_ref() {
            fits_journal(open, workbench, &route)?;
        }
        // Drawn once for each plan, so that the temporary addresses that are shown are those that are used.
        if self.next_run.get() == RunId::default() {
            self.next_run.set(RunId::of_draw(clock::seed()));
        }
        let stop_rules = StopRules {
            in_a_row: Some(options.stop_in_a_row).filter(|&rows| rows > 0),
            percent: Some(options.stop_percent).filter(|&percent| percent < 100),
        };
        let journal = self.journal.borrow();
        let claim = journal.as_ref().and_then(OpenJournal::reviewed);
        let operation = PlannedOperation {
            spec: workbench.action().run(),
            legacy: options.legacy,
        };
        let options = Options {
            canary: options.canary,
            batch: options.batch,
            stop_rules: claim.map_or(stop_rules, |claim| claim.stricter(stop_rules)),
            // A journal from elsewhere is gone on with as the run that it is.
            run: claim.map_or(self.next_run.get(), |claim| claim.run().origin().run),
        };
        let made = Plan::make(operation, workbench.diffs(), &options, |address| {
            workbench.is_held(address)
        });
        let whole = made.and_then(|plan| match plan.without_call(&route.organization) {
            None => Ok(plan),
            Some(error) => Err(error),
        });
        whole.map_err(|error| convert::problem("no-plan", error.to_string(), "Go back to the review."))
    }
}

/// The run of a journal from elsewhere, as its review lets it run.
fn from_journal(
    workbench: &Workbench,
    claim: &Claim,
    mut plan: Plan,
    left_out: impl Iterator<Item = (u32, rollcall_core::diff::LeftOut)>,
    route: Route,
    organization_name: String,
) -> Transfer {
    let reviewed = workbench.claimed().unwrap_or_default();
    Claim::renumber(&mut plan, reviewed);
    Transfer {
        plan,
        origin: Origin {
            organization_name,
            left_out: claim.left_out(reviewed, left_out),
            // Which run it undoes is the file's word.
            undoes: None,
            ..claim.run().origin().clone()
        },
        route,
        journal: Some(claim.entries().to_vec()),
    }
}

/// Whether the rows of a journal can be planned over this connection.
fn fits_journal(open: &OpenJournal, workbench: &Workbench, route: &Route) -> Result<(), Problem> {
    let Some(claim) = open.reviewed() else {
        return Ok(());
    };
    if *claim.organization() != route.organization {
        return Err(convert::problem(
            "journal-other-organization",
            format!(
                "The journal is of a run in organization {}, and this connection is one to organization {}.",
                claim.organization(),
                route.organization
            ),
            "Nothing was sent. Connect with a key of the journal’s organization.",
        ));
    }
    if !open.has_turn() && !open.open_cycles(workbench).is_empty() {
        return Err(convert::problem(
            "journal-parked",
            "Somebody of this journal has a temporary address.",
            "Say first whether the change is finished or taken back: the question stands above.",
        ));
    }
    Ok(())
}

fn parked(row: &Row, temporary: &str) -> Parked {
    Parked {
        who: format!("{} (line {})", row.who(), row.line),
        temporary: temporary.to_owned(),
    }
}

/// Rows that do not run, by reason.
fn rows_left_out(workbench: &Workbench) -> Vec<LeftOut> {
    let Some(review) = workbench.review() else {
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
        (
            counts.unresolved,
            "Their account id, or their directory, group, workspace or API tokens, are not known.",
        ),
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

fn confirmations(workbench: &Workbench, options: &PlanOptions) -> Vec<Confirmation> {
    workbench
        .confirmations()
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
            wanted: row.wish(),
            read_back: None,
        })
        .collect()
}

fn not_transferred(error: &TransferError) -> Problem {
    Problem {
        detail: Some(error.to_string()),
        ..convert::problem(
            "not-handed-over",
            "The run could not be reached.",
            "Nothing was sent. Try again.",
        )
    }
}

fn no_connection() -> Problem {
    convert::problem(
        "no-connection",
        "There is no connection to an organization, so nothing can run.",
        "Go back to the first step and connect, or try the sandbox organization.",
    )
}

/// <https://developer.mozilla.org/en-US/docs/Web/Security/Secure_Contexts>: without it there are no locks, and anybody between
/// page and browser could change what the page does with the key.
fn not_secure() -> Problem {
    convert::problem(
        "not-secure",
        "This page came over plain http, so a run cannot begin here: the browser does not keep two tabs from carrying out the \
         same run, and whoever is between this page and its server could change it.",
        "Check your file here, if you like. To run, open Rollcall from an https address, or from this computer \
         (http://127.0.0.1 or http://localhost).",
    )
}
