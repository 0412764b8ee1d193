//! What each action asks for: the call that does it, and those that read what an account holds. And what a run asks for beside them.

use rollcall_core::plan::OperationIndex;
use std::collections::{BTreeMap, VecDeque};

use rollcall_atlassian::AccountId;
use rollcall_core::action::operation::{BoxedQuery, Done, QueryOutcome};
use rollcall_core::action::{ACTIONS, Action, DesiredState, Field, Holds};
use rollcall_core::diff::{Details, Diff};
use rollcall_core::journal::{Decision, Entry, Origin, RunId};
use rollcall_core::plan::{Options, Plan, Row};
use rollcall_core::run::{Effect, Input, Run, Settings, Transport};
use rollcall_core::time::Time;
use rollcall_sandbox::Life;

use crate::uses::Uses;

/// What a run of any action asks for.
const RUNS: &str = "runs, to read accounts";

pub(crate) fn all(uses: &mut Uses) {
    for action in ACTIONS {
        act(uses, action);
    }
    run(uses);
}

/// Somebody who can be changed: account id, address, and the id of an API token.
fn somebody(uses: &Uses) -> [String; 3] {
    let mut accounts = uses.sandbox.accounts().iter();
    let one = accounts.find(|account| {
        account.managed
            && account.life == Life::Active
            && !account.administrator
            && !account.tokens.is_empty()
    });
    let one = one.unwrap();
    [&one.id, &one.address, &one.tokens[0].id].map(Clone::clone)
}

/// Everything that a row can name besides the account: with the organization's own role, and with another.
fn details(uses: &Uses, address: &str, token: &str) -> [BTreeMap<String, String>; 2] {
    let sandbox = &uses.sandbox;
    let (directory, _) = sandbox.directories().next().unwrap();
    let confluence = sandbox
        .workspaces()
        .iter()
        .find(|workspace| workspace.owner == "confluence");
    ["atlassian/guest", "atlassian/org-admin"].map(|role| {
        let named = [
            (Field::Directory, directory),
            (Field::Group, &sandbox.groups()[0].id),
            (Field::Workspace, &confluence.unwrap().id),
            (Field::Role, role),
            (Field::Policy, &sandbox.auth_policies()[1].id),
            (Field::Token, token),
            (Field::Nickname, "Countess"),
        ];
        let named = named.map(|(part, text)| (part.key().to_owned(), text.to_owned()));
        named
            .into_iter()
            .chain([("address".to_owned(), address.to_owned())])
            .collect()
    })
}

fn wanted(action: &Action, details: &BTreeMap<String, String>) -> String {
    match action.row.desired {
        DesiredState::Always(held) => held.to_owned(),
        DesiredState::Address => "somebody.else@example.org".to_owned(),
        DesiredState::Worded(part, message) => message(&details[part.key()]),
        DesiredState::Profile => r#"nickname "Countess""#.to_owned(),
    }
}

fn details_of(texts: BTreeMap<String, String>) -> Details {
    serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap()
}

fn act(uses: &mut Uses, action: &'static Action) {
    let [account, address, token] = somebody(uses);
    let organization = uses.id();
    let mut did = false;
    for details in details(uses, &address, &token) {
        let row = Row {
            operation: OperationIndex::default(),
            waits_for: Vec::new(),
            number: 0,
            line: 2,
            account: AccountId::parse(&account),
            name: None,
            before: None,
            wanted: wanted(action, &details),
            details: details_of(details),
            administrator: false,
        };
        let what = format!("action *{}*", action.title());
        if let Holds::Shared(shared) = action.operation.holds {
            for asked in [
                (shared.together)(&organization, &[&row]),
                (shared.alone)(&organization, &row),
            ] {
                follow(uses, asked, &what);
            }
        }
        let one = (action.operation.call)(&organization, &row, &row.wanted);
        let several = action
            .operation
            .several
            .and_then(|several| (several.call)(&organization, &[&row]));
        for doing in [one, several].into_iter().flatten() {
            did = true;
            let response = uses.ask(doing.request(), &what);
            // A refusal is as good: here it counts what is asked.
            if let Ok(Done::Later(asked)) = doing.answer(&response) {
                follow(uses, Some(asked), &what);
            }
        }
        let mut row = row;
        row.details.set_only_directory("");
        let older = action
            .operation
            .legacy
            .and_then(|older| older(&organization, &row));
        if let Some(doing) = older {
            uses.ask(doing.request(), &format!("{what}, of the older generation"));
        }
    }
    assert!(
        did,
        "no row here says all that the call of {} needs",
        action.key()
    );
}

/// Asks, and what has to be asked after it.
fn follow(uses: &mut Uses, mut asked: Option<BoxedQuery>, what: &str) {
    while let Some(asking) = asked {
        let response = uses.ask(asking.request(), what);
        asked = match asking.answer(&response) {
            Ok(QueryOutcome::Next(next) | QueryOutcome::Later(next)) => Some(next),
            _ => None,
        };
    }
}

/// Changes some addresses, where an answer gets lost and the run is taken up again: then accounts are read in every way.
fn run(uses: &mut Uses) {
    let accounts = uses.sandbox.accounts().iter();
    let people: Vec<(String, String)> = accounts
        .filter(|account| {
            account.managed && account.life == Life::Active && account.address.ends_with("@example.com")
        })
        .map(|account| (account.id.clone(), account.address.clone()))
        .take(4)
        .collect();
    let diffs = (0..).zip(people).map(|(row, (account, address))| Diff {
        row,
        line: row + 2,
        account: AccountId::parse(&account),
        name: None,
        after: format!("moved.{row}@example.org"),
        before: Some(address),
        details: Details::new(),
        administrator: false,
    });
    let plan = Plan::make(
        rollcall_core::action::change_email::ACTION.run(),
        diffs.collect(),
        &Options::default(),
        |_| false,
    )
    .unwrap();
    let origin = Origin {
        run: RunId::of_draw(1),
        organization: uses.id(),
        organization_name: String::new(),
        file: "changes.csv".to_owned(),
        sha256: String::new(),
        left_out: Vec::new(),
        read_as: None,
        undoes: None,
    };
    let mut journal = Vec::new();
    let now = Time(uses.now());
    let mut run = Run::new(now, plan, origin, 1, Settings::default());
    assert!(!drive(uses, &mut run, &mut journal, Decision::Begin, Some(2)));
    let mut run = Run::resume(Time(uses.now()), &journal, Settings::default()).unwrap();
    assert!(drive(uses, &mut run, &mut journal, Decision::GoOn, None));
}

/// Carries it on, to the end or until it is killed after so many changing calls: whether it came to the end.
fn drive(
    uses: &mut Uses,
    run: &mut Run,
    journal: &mut Vec<Entry>,
    first: Decision,
    calls: Option<u32>,
) -> bool {
    let mut inputs = VecDeque::from([Input::Decided(first)]);
    let (mut now, mut wait, mut sent) = (Time(uses.now()), None, 0);
    for _ in 0..10_000 {
        let input = match (inputs.pop_front(), wait) {
            (Some(input), _) => input,
            (None, Some(until)) => {
                now = now.max(until);
                Input::Time
            }
            (None, None) => return false,
        };
        now = Time(now.0 + 1);
        run.input(now, input);
        for effect in run.effects() {
            inputs.push_back(match effect {
                Effect::Append(seq, entries) => {
                    journal.extend(entries);
                    Input::Durable(seq)
                }
                Effect::Send(attempt, request) => {
                    sent += 1;
                    let response = uses.ask(*request, &format!("action *{}*", run.plan().title()));
                    if calls == Some(sent) {
                        return false;
                    }
                    let is_lost = sent == 1;
                    let lost = || Transport::Lost {
                        message: String::new(),
                    };
                    Input::Answered(attempt, if is_lost { Err(lost()) } else { Ok(response) })
                }
                Effect::Read(read, request) => Input::Read(read, Ok(uses.ask(*request, RUNS))),
                Effect::Wait(until) => {
                    wait = Some(until);
                    continue;
                }
                Effect::Ask(_) => Input::Decided(Decision::GoOn),
                Effect::Done => return true,
            });
        }
    }
    unreachable!("the run never ends")
}
