//! What a person does with a journal from elsewhere: review it, confirm it, run it; and what of that reaches the organization.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use rollcall_core::{
    check::RowState,
    claim::{Claim, Turn},
    journal::{Decision, Origin, SealKey},
    plan::{Options, Plan, StopRules},
    run::{Effect, Input, Phase, Run, Settings},
    time::Time,
    workbench::{View, Workbench},
};
use rollcall_sandbox::Organization;

use crate::{base::Base, looked_up};

/// What became of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    NotOpened,
    Over,
    OtherOrganization,
    NothingToRun,
    Changed,
}

impl Fate {
    pub(crate) const ALL: [Self; 5] = [
        Self::NotOpened,
        Self::Over,
        Self::OtherOrganization,
        Self::NothingToRun,
        Self::Changed,
    ];

    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::NotOpened => "refused when it was opened",
            Self::Over => "opened, and over as it says: nothing to go on with",
            Self::OtherOrganization => "opened, and of another organization",
            Self::NothingToRun => "opened and reviewed, and no row can run",
            Self::Changed => "opened, reviewed and run",
        }
    }
}

/// What the review shows of one row, as the person sees it: who, and every cell of the file.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    account: String,
    cells: BTreeMap<&'static str, String>,
}

/// The rows that the review says can run, read off the grid.
fn shown(workbench: &mut Workbench) -> Vec<Shown> {
    let columns = workbench.columns();
    let window = workbench.view(&View {
        from: 0,
        count: 500,
        ..View::default()
    });
    let rows = window.map(|window| window.rows).unwrap_or_default();
    let can_run = rows
        .into_iter()
        .filter(|row| matches!(row.state, RowState::Ready | RowState::Look));
    can_run
        .map(|row| Shown {
            account: row.account.unwrap_or_default(),
            cells: columns
                .iter()
                .zip(row.cells)
                .map(|(column, cell)| (column.key, cell.text.unwrap_or_default()))
                .collect(),
        })
        .collect()
}

/// Opens, reviews, confirms and runs.
pub(crate) fn carry_on(file: &[u8], base: &Base, seed: u64) -> Fate {
    let Ok(claim) = Claim::read(file) else {
        return Fate::NotOpened;
    };
    // A seal changes nothing, whether it fits or not.
    let _ = claim.is_sealed_with(&SealKey::derive(
        base.sandbox.key().as_bytes(),
        claim.run().origin().run,
    ));
    let mut sandbox = base.sandbox.clone();
    let before = sandbox.writes().len() + sandbox.deeds().len();
    if claim.is_finished() {
        return Fate::Over;
    }
    if claim.organization().as_str() != sandbox.organization_id() {
        return Fate::OtherOrganization;
    }
    let Some((workbench, shown, parked, run)) = reviewed(&claim, &mut sandbox, base.now, seed) else {
        assert_eq!(
            sandbox.writes().len() + sandbox.deeds().len(),
            before,
            "nothing was sent"
        );
        return Fate::NothingToRun;
    };
    let action = workbench.action().key();
    let sent = drive(run, &mut sandbox, base.now);
    for (method, path, body) in sent {
        let is_shown = shown
            .iter()
            .any(|row| says(action, row, &parked, &method, &path, &body));
        assert!(
            is_shown,
            "{method} {path} {body} is in no row of the review:\n{shown:#?}\n{parked:?}"
        );
    }
    let names: BTreeSet<&str> = shown.iter().map(|row| row.account.as_str()).collect();
    for account in base.sandbox.accounts() {
        if !names.contains(account.id.as_str()) {
            let after = sandbox.account(&account.id).unwrap();
            assert_eq!(
                (&account.address, account.life),
                (&after.address, after.life),
                "{} was in no row of the review",
                account.id
            );
        }
    }
    Fate::Changed
}

/// How many confirmations are asked, and how many calls were made until then.
pub(crate) fn before_anything_is_confirmed(file: &[u8], base: &Base) -> (usize, usize) {
    let claim = Claim::read(file).unwrap();
    let mut sandbox = base.sandbox.clone();
    let before = sandbox.writes().len() + sandbox.deeds().len();
    let (workbench, ..) = reviewed(&claim, &mut sandbox, base.now, 0).unwrap();
    let typed = workbench
        .confirmations()
        .into_iter()
        .filter(|asked| asked.typed.is_some());
    (
        typed.count(),
        sandbox.writes().len() + sandbox.deeds().len() - before,
    )
}

/// The rows on the desk, looked up, and the run that comes of them, which has not begun. `None` where no row can run.
pub(crate) fn reviewed(
    claim: &Claim,
    sandbox: &mut Organization,
    now: Time,
    seed: u64,
) -> Option<(Workbench, Vec<Shown>, BTreeSet<String>, Run)> {
    let mut workbench = Workbench::new(claim.action());
    workbench
        .open_claim(claim.action(), "journal.csv", claim.plan().rows.clone())
        .ok()?;
    looked_up::look_up(&mut workbench, sandbox, now);
    let live: BTreeMap<String, String> = sandbox
        .accounts()
        .iter()
        .map(|account| (account.id.clone(), account.address.clone()))
        .collect();
    let live = |id: &rollcall_atlassian::AccountId| live.get(id.as_str()).map(String::as_str);
    if !claim.open_cycles(live).is_empty() {
        let turn = if seed.is_multiple_of(2) {
            Turn::Finish
        } else {
            Turn::TakeBack
        };
        let rows = claim.rows(Some(turn), seed.is_multiple_of(3), live);
        workbench.open_claim(claim.action(), "journal.csv", rows).ok()?;
        looked_up::look_up(&mut workbench, sandbox, now);
    }
    let shown = shown(&mut workbench);
    let options = Options {
        canary: 1,
        batch: 3,
        stop_rules: claim.stricter(StopRules::default()),
        run: claim.run().origin().run,
    };
    let mut plan = Plan::make(workbench.action().run(), workbench.diffs(), &options, |address| {
        workbench.is_held(address)
    })
    .ok()?;
    let parked = plan.parked().map(|(_, temporary)| temporary.to_owned()).collect();
    let reviewed = workbench.claimed().unwrap();
    Claim::renumber(&mut plan, reviewed);
    let origin = Origin {
        left_out: claim.left_out(reviewed, (0..).zip(workbench.left_out(|_| false))),
        ..claim.run().origin().clone()
    };
    let run = Run::take_in(now, claim.entries(), origin, plan, Settings::default()).unwrap();
    assert_eq!(run.state(now).phase, Phase::Ready, "nothing starts by itself");
    Some((workbench, shown, parked, run))
}

/// Carries the run to its end: the changing calls that went out.
fn drive(mut run: Run, sandbox: &mut Organization, mut now: Time) -> Vec<(Method, String, String)> {
    let mut inputs = std::collections::VecDeque::new();
    let (mut sent, mut wait, mut has_begun) = (Vec::new(), None, false);
    for _ in 0..5_000 {
        for effect in run.effects() {
            match effect {
                Effect::Append(seq, _) => inputs.push_back(Input::Durable(seq)),
                Effect::Send(attempt, request) => {
                    assert!(has_begun, "a call before anybody said to begin");
                    let body = String::from_utf8_lossy(request.body()).into_owned();
                    sent.push((request.method().clone(), request.uri().path().to_owned(), body));
                    inputs.push_back(Input::Answered(
                        attempt,
                        Ok(looked_up::answer(sandbox, now, *request)),
                    ));
                }
                Effect::Read(read, request) => {
                    inputs.push_back(Input::Read(read, Ok(looked_up::answer(sandbox, now, *request))));
                }
                Effect::Wait(until) => wait = Some(until),
                Effect::Ask(_) => inputs.push_back(Input::Decided(Decision::GoOn)),
                Effect::Done => return sent,
            }
        }
        let input = match (inputs.pop_front(), wait.take()) {
            (Some(input), waits) => {
                wait = waits;
                input
            }
            (None, _) if !has_begun => {
                has_begun = true;
                Input::Decided(Decision::Begin)
            }
            (None, Some(until)) => {
                now = now.max(until);
                Input::Time
            }
            (None, None) => break,
        };
        now = Time(now.0 + 1);
        run.input(now, input);
    }
    unreachable!("the run does not end: {:?}", run.state(now));
}

/// Whether a row of the review shows this call, read by a person who knows Atlassian's API.
fn says(
    action: &str,
    row: &Shown,
    parked: &BTreeSet<String>,
    method: &Method,
    path: &str,
    body: &str,
) -> bool {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let cell = |key: &str| row.cells.get(key).map_or("", String::as_str);
    let of_account = |rest: &str| path.replace("%3A", ":") == format!("/users/{}/manage/{rest}", row.account);
    match action {
        "change-email" => {
            let given = body["email"].as_str().unwrap_or_default();
            // On the way round a circle somebody is parked, and one that cannot be closed is unwound.
            let is_shown =
                given == cell("new-address") || given == cell("address-now") || parked.contains(given);
            *method == Method::PUT && of_account("email") && is_shown
        }
        "delete-account" => of_account("lifecycle/delete"),
        "deactivate-account" => {
            let message = body["message"].as_str().unwrap_or_default();
            of_account("lifecycle/disable") && message == cell("message")
        }
        "add-to-group" => {
            let is_group = path.contains(&format!("/groups/{}/", cell("group")));
            is_group && body.to_string().contains(&row.account)
        }
        "update-profile" => {
            let text = body.to_string();
            let are_there = ["nickname", "job-title"].iter().all(|key| {
                let asked = cell(key);
                asked.is_empty() || text.contains(&serde_json::Value::from(asked).to_string())
            });
            of_account("profile") && are_there
        }
        "move-to-policy" => {
            let address = cell("address-now");
            path.contains(cell("policy")) && body.to_string().to_lowercase().contains(&address.to_lowercase())
        }
        // Whatever a mutant turns the action into, the rows name it, and the account.
        _ => path.replace("%3A", ":").contains(&row.account) || body.to_string().contains(&row.account),
    }
}
