//! Every action against the sandbox organization, with its undo, while answers get lost and the run is killed and taken up again:
//! afterwards the organization is as it was before.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::collections::{BTreeMap, VecDeque};

use http::{Request, Response};
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::{
    action::{Action, Part},
    diff::{Details, Diff},
    journal::{Decision, Entry, Origin, OutcomeKind, RunId},
    plan::{Options, Plan, StopRules},
    report,
    run::{Effect, Input, ReadId, Run, Settings, Transport},
    time::Time,
};
use rollcall_sandbox::{Life, Limit, Organization};

const NOW: i64 = 1_767_225_600_000;

/// A run, its disk, and the organization.
struct Driver<'s> {
    sandbox: &'s mut Organization,
    run: Run,
    now: Time,
    journal: Vec<Entry>,
    /// Every so many changing calls the reply is lost.
    lose: usize,
    sent: usize,
    /// The first changing call never arrives.
    drop_first: bool,
}

enum Work {
    Input(Input),
    Send(rollcall_core::journal::Attempt, Request<Vec<u8>>),
    Read(ReadId, Request<Vec<u8>>),
}

impl<'s> Driver<'s> {
    fn new(sandbox: &'s mut Organization, plan: Plan, lose: usize) -> Self {
        let origin = Origin {
            run: RunId::of_draw(1),
            organization: OrganizationId::parse(sandbox.organization_id()).unwrap(),
            organization_name: String::new(),
            file: "changes.csv".to_owned(),
            sha256: String::new(),
            left_out: Vec::new(),
            undoes: None,
        };
        let now = Time(NOW);
        Self {
            run: Run::new(now, plan, origin, 1, Settings::default()),
            sandbox,
            now,
            journal: Vec::new(),
            lose,
            sent: 0,
            drop_first: false,
        }
    }

    fn answer(&mut self, mut request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let key = format!("Bearer {}", self.sandbox.key()).parse().unwrap();
        request.headers_mut().insert("authorization", key);
        self.sandbox
            .answer(self.now.0, "https://api.atlassian.com", &request)
    }

    /// Carries the run on to its end, or to a crash after so many changing calls.
    fn drive(&mut self, crash_after: Option<usize>) {
        let mut work = VecDeque::from([Work::Input(Input::Decided(Decision::Begin))]);
        if !self.journal.is_empty() {
            work = VecDeque::from([Work::Input(Input::Decided(Decision::GoOn))]);
        }
        let mut wait = None;
        for _ in 0..100_000 {
            let input = match work.pop_front() {
                Some(Work::Input(input)) => input,
                Some(Work::Send(attempt, request)) => {
                    self.sent += 1;
                    if self.drop_first && self.sent == 1 {
                        let lost = Transport::Lost { words: String::new() };
                        work.push_back(Work::Input(Input::Answered(attempt, Err(lost))));
                        continue;
                    }
                    let reply = self.answer(request);
                    if crash_after.is_some_and(|calls| self.sent >= calls) {
                        return;
                    }
                    let is_lost = self.lose > 0 && self.sent.is_multiple_of(self.lose);
                    Input::Answered(
                        attempt,
                        if is_lost {
                            Err(Transport::Lost { words: String::new() })
                        } else {
                            Ok(reply)
                        },
                    )
                }
                Some(Work::Read(read, request)) => Input::Read(read, Ok(self.answer(request))),
                None => match wait.take() {
                    Some(until) => {
                        self.now = self.now.max(until);
                        Input::Time
                    }
                    None => return,
                },
            };
            self.now = Time(self.now.0 + 1);
            self.run.input(self.now, input);
            for effect in self.run.effects() {
                match effect {
                    Effect::Append(seq, entries) => {
                        self.journal.extend(entries);
                        work.push_back(Work::Input(Input::Durable(seq)));
                    }
                    Effect::Send(attempt, request) => work.push_back(Work::Send(attempt, *request)),
                    Effect::Read(read, request) => work.push_back(Work::Read(read, *request)),
                    Effect::Wait(until) => wait = Some(until),
                    Effect::Ask(_) => work.push_back(Work::Input(Input::Decided(Decision::GoOn))),
                    Effect::Done => return,
                }
            }
        }
        panic_of("the run never ends");
    }

    fn outcomes(&self) -> BTreeMap<OutcomeKind, usize> {
        let mut outcomes = BTreeMap::new();
        for row in self.run.all_results() {
            *outcomes.entry(row.outcome).or_default() += 1;
        }
        outcomes
    }
}

fn panic_of(why: &str) {
    assert!(why.is_empty(), "{why}");
}

/// A row: account, what is wanted, details.
type Wanted = (String, String, Vec<(&'static str, String)>);

fn plan(action: &'static Action, rows: Vec<Wanted>) -> Plan {
    in_batches(action, rows, 5)
}

fn in_batches(action: &'static Action, rows: Vec<Wanted>, batch: u32) -> Plan {
    let diffs = (0..).zip(rows).map(|(row, (account, after, details))| Diff {
        row,
        line: row + 2,
        account: (!account.contains('@'))
            .then(|| AccountId::parse(&account))
            .flatten(),
        name: None,
        before: None,
        after,
        details: details
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect::<Details>(),
        administrator: false,
    });
    let options = Options {
        action,
        canary: 2,
        batch,
        stop_rules: StopRules {
            in_a_row: None,
            percent: None,
        },
        ..Options::default()
    };
    Plan::make(diffs.collect(), &options, |_| false).unwrap()
}

/// The rows of an undo file.
fn undo_rows(sandbox: &Organization, action: &'static Action, file: &[u8]) -> Vec<Wanted> {
    let mut reader = csv::Reader::from_reader(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file));
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let cell = |part: Part| {
                let column = header.iter().position(|name| name == part.key())?;
                Some(record[column].to_owned()).filter(|text| !text.is_empty())
            };
            let account = record[0].to_owned();
            let address = if account.contains('@') {
                account.clone()
            } else {
                address(sandbox, &account)
            };
            let details = Part::ALL
                .into_iter()
                .filter_map(|part| Some((part.key(), cell(part)?)))
                .chain([("address", address)]);
            let after = match action.wish {
                rollcall_core::action::Wish::Always(held) => held.to_owned(),
                rollcall_core::action::Wish::Worded(part, words) => words(&cell(part).unwrap()),
                rollcall_core::action::Wish::InCell(_) => String::new(),
                rollcall_core::action::Wish::Fields => {
                    let title = |part: Part| part.key().replace('-', " ");
                    let fields = Part::ALL.into_iter().filter(|part| part.is_field());
                    let texts: Vec<String> = fields
                        .filter_map(|part| Some(format!("{} {:?}", title(part), cell(part)?)))
                        .collect();
                    texts.join(", ")
                }
            };
            (account, after, details.collect())
        })
        .collect()
}

fn address(sandbox: &Organization, account: &str) -> String {
    sandbox.account(account).unwrap().address.clone()
}

fn action(key: &str) -> &'static Action {
    Action::of_key(key).unwrap()
}

/// Runs an action on some accounts, takes it up again after a crash, and undoes it. `rows` makes them, `is_so` counts how many
/// of them came to be as they are wanted.
fn there_and_back(key: &str, rows: impl Fn(&Organization) -> Vec<Wanted>) {
    for (seed, lose, crash) in [
        (3, 0, None),
        (4, 3, None),
        (5, 4, Some(3)),
        (6, 0, Some(1)),
        (7, 2, Some(6)),
    ] {
        let mut sandbox = Organization::generate(120, seed);
        let before = sandbox.state();
        let rows = rows(&sandbox);
        let count = rows.len();
        assert!(count >= 6, "{key}: {count} rows");
        let mut driver = Driver::new(&mut sandbox, plan(action(key), rows), lose);
        driver.drive(crash);
        if crash.is_some() {
            driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
            driver.drive(None);
        }
        let outcomes = driver.outcomes();
        let changed = outcomes.get(&OutcomeKind::Changed).copied().unwrap_or_default();
        assert_eq!(changed, count, "{key}, seed {seed}: {outcomes:?}");
        let undo = report::undo(&driver.run);
        assert_ne!(sandbox.state(), before, "{key}");
        let effective = sandbox.deeds().iter().filter(|deed| deed.effective).count();
        assert_eq!(effective, count, "{key}, seed {seed}: nobody is changed twice");
        assert!(!undo.is_empty(), "{key}");
        for file in undo {
            let rows = undo_rows(&sandbox, file.action, &file.bytes);
            let count = rows.len();
            let mut driver = Driver::new(&mut sandbox, plan(file.action, rows), lose);
            driver.drive(None);
            assert_eq!(
                driver.outcomes(),
                BTreeMap::from([(OutcomeKind::Changed, count)]),
                "{key}: {}",
                file.action.key
            );
        }
        assert_eq!(sandbox.state(), before, "{key}, seed {seed}: as before");
    }
}

/// People with an account that works, who are active in the first directory alone.
fn people(sandbox: &Organization) -> Vec<String> {
    let people = sandbox.accounts().iter().filter(|account| {
        account.managed
            && account.life == Life::Active
            && !account.administrator
            && matches!(account.memberships[..], [only] if only.directory == 0 && !only.suspended)
    });
    people.map(|account| account.id.clone()).take(9).collect()
}

fn directory(sandbox: &Organization) -> String {
    sandbox.directories().next().unwrap().0.to_owned()
}

#[test]
fn suspending_and_restoring() {
    there_and_back("suspend-user", |sandbox| {
        let rows = people(sandbox).into_iter();
        let wanted = "suspended in the directory";
        rows.map(|id| (id, wanted.to_owned(), vec![("directory", directory(sandbox))]))
            .collect()
    });
}

#[test]
fn adding_to_groups_and_removing() {
    there_and_back("add-to-group", |sandbox| {
        let group = sandbox
            .groups()
            .iter()
            .find(|group| group.name == "project-apollo" && group.directory == 0)
            .unwrap();
        let rows = people(sandbox)
            .into_iter()
            .filter(|id| !group.members.contains(id));
        rows.map(|id| {
            let details = vec![("group", group.id.clone()), ("directory", directory(sandbox))];
            (id, "in the group".to_owned(), details)
        })
        .collect()
    });
}

#[test]
fn granting_roles_and_revoking() {
    there_and_back("grant-role", |sandbox| {
        let workspaces = sandbox.workspaces().iter().enumerate();
        let (at, confluence) = workspaces
            .filter(|(_, workspace)| workspace.directory == 0)
            .find(|(_, workspace)| workspace.owner == "confluence")
            .unwrap();
        let has = |id: &String| {
            let grants = &sandbox.account(id).unwrap().grants;
            grants
                .iter()
                .any(|grant| grant.workspace == at && grant.role == "atlassian/guest")
        };
        let rows = people(sandbox).into_iter().filter(|id| !has(id));
        rows.map(|id| {
            let details = vec![
                ("role", "atlassian/guest".to_owned()),
                ("workspace", confluence.id.clone()),
            ];
            (id, "granted the role".to_owned(), details)
        })
        .collect()
    });
}

#[test]
fn updating_profiles() {
    there_and_back("update-profile", |sandbox| {
        let rows = people(sandbox).into_iter();
        rows.map(|id| {
            (
                id,
                r#"nickname "Countess", locale "en-NZ""#.to_owned(),
                Vec::new(),
            )
        })
        .collect()
    });
}

#[test]
fn deleting_accounts_that_are_active_and_some_that_are_not() {
    there_and_back("delete-account", |sandbox| {
        let is_meant = |life: Life| {
            let managed = sandbox.accounts().iter().filter(|account| account.managed);
            let meant = managed.filter(move |account| {
                let is_free = account.lock.is_none() && !account.billing_contact;
                account.life == life && is_free && !account.administrator
            });
            meant.map(|account| account.id.clone()).take(4)
        };
        let rows = is_meant(Life::Active).chain(is_meant(Life::Deactivated));
        rows.map(|id| (id, "marked for deletion".to_owned(), Vec::new()))
            .collect()
    });
}

/// The rows of an action, in an organization with one directory.
fn of_the_only(sandbox: &Organization, wanted: &str, more: &[(&'static str, String)]) -> Vec<Wanted> {
    let only = directory(sandbox);
    let details = [("directory", only.clone()), ("only-directory", only)];
    let details: Vec<_> = details.into_iter().chain(more.iter().cloned()).collect();
    let mut groups = sandbox.groups().iter();
    let group = groups.find(|group| group.name == "project-apollo").unwrap();
    let outside = people(sandbox)
        .into_iter()
        .filter(|id| !group.members.contains(id));
    let rows = outside.take(6);
    rows.map(|id| (id, wanted.to_owned(), details.clone())).collect()
}

#[test]
fn the_older_calls_do_the_same_where_there_is_one_directory() {
    let mut sandbox = Organization::generate(120, 3);
    sandbox.keep_one_directory();
    let group = sandbox
        .groups()
        .iter()
        .find(|group| group.name == "project-apollo");
    let group = group.unwrap().id.clone();
    let (workspace, _) = workspace_and_group(&sandbox);
    let before = sandbox.state();
    let guest = "guest@elsewhere.example".to_owned();
    let invited = vec![
        ("address", guest.clone()),
        ("role", "atlassian/guest".to_owned()),
        ("workspace", workspace),
        ("only-directory", directory(&sandbox)),
    ];
    let invited = vec![(guest, "in the organization with this".to_owned(), invited)];
    let in_group = [("group", group)];
    for (key, rows) in [
        (
            "suspend-user",
            of_the_only(&sandbox, "suspended in the directory", &[]),
        ),
        (
            "restore-user",
            of_the_only(&sandbox, "active in the directory", &[]),
        ),
        ("add-to-group", of_the_only(&sandbox, "in the group", &in_group)),
        (
            "remove-from-group",
            of_the_only(&sandbox, "not in the group", &in_group),
        ),
        ("invite", invited),
        ("remove-user", of_the_only(&sandbox, "not in the directory", &[])),
    ] {
        let count = rows.len();
        let plan = Plan {
            older: true,
            ..plan(action(key), rows)
        };
        let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
        assert_eq!(plan.without_call(&organization), None, "{key}");
        let mut driver = Driver::new(&mut sandbox, plan, 0);
        driver.drive(None);
        assert_eq!(
            driver.outcomes(),
            BTreeMap::from([(OutcomeKind::Changed, count)]),
            "{key}"
        );
        let verified = driver.run.state(driver.now).proven.verified as usize;
        assert_eq!(verified, count, "{key}");
        let deeds = sandbox.deeds();
        let used = deeds.last().unwrap().endpoint;
        assert!(
            ["-access", "-v1", "invite-user"]
                .iter()
                .any(|end| used.ends_with(end)),
            "{key}: {used}"
        );
        if key == "remove-from-group" {
            assert_eq!(sandbox.state(), before, "there and back");
        }
    }
}

#[test]
fn what_an_older_call_cannot_do_is_told_with_the_plan() {
    let sandbox = Organization::generate(120, 3);
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    let rows = people(&sandbox).into_iter().take(1);
    let rows = rows.map(|id| {
        let details = vec![("directory", directory(&sandbox))];
        (id, "suspended in the directory".to_owned(), details)
    });
    for (key, rows) in [
        ("suspend-user", rows.collect()),
        ("invite", guests(&sandbox).into_iter().take(1).collect()),
    ] {
        let plan = Plan {
            older: true,
            ..plan(action(key), rows)
        };
        let words = plan.without_call(&organization).unwrap().to_string();
        assert!(
            words.starts_with("The older call cannot do what line 2 asks for ("),
            "{words}"
        );
    }
}

/// A workspace of the first directory, and a group there that gives nothing that costs a licence.
fn workspace_and_group(sandbox: &Organization) -> (String, String) {
    let workspaces = sandbox.workspaces().iter();
    let workspace = workspaces
        .filter(|workspace| workspace.directory == 0)
        .find(|workspace| workspace.owner == "confluence")
        .unwrap();
    let mut groups = sandbox.groups().iter();
    let group = groups.find(|group| group.name == "project-apollo" && group.directory == 0);
    (workspace.id.clone(), group.unwrap().id.clone())
}

/// New people, and some who are there already: what they are given, by address.
fn guests(sandbox: &Organization) -> Vec<Wanted> {
    let (workspace, group) = workspace_and_group(sandbox);
    let known = people(sandbox);
    let known = known.iter().map(|id| address(sandbox, id));
    let new = (0..40).map(|at| format!("guest{at}@elsewhere.example"));
    let row = |address: String| {
        let details = vec![
            ("address", address.clone()),
            ("role", "atlassian/guest".to_owned()),
            ("workspace", workspace.clone()),
            ("groups", group.clone()),
        ];
        (address, "in the organization with this".to_owned(), details)
    };
    new.chain(known).map(row).collect()
}

#[test]
fn inviting_takes_few_calls_sends_none_twice_and_takes_back_what_it_gave() {
    for (seed, lose, crash) in [
        (3, 0, None),
        (4, 2, None),
        (5, 0, Some(2)),
        (6, 3, Some(1)),
        (7, 0, Some(5)),
    ] {
        let mut sandbox = Organization::generate(120, seed);
        let before = sandbox.state();
        let rows = guests(&sandbox);
        let count = rows.len();
        let plan = Plan {
            stop_rules: StopRules {
                in_a_row: None,
                percent: None,
            },
            ..in_batches(action("invite"), rows, 25)
        };
        let calls = plan.calls();
        assert_eq!(calls, 3, "two for the canary, then 25 and the rest");
        let mut driver = Driver::new(&mut sandbox, plan, lose);
        driver.drive(crash);
        if crash.is_some() {
            driver.run = Run::resume(driver.now, &driver.journal, Settings::default()).unwrap();
            driver.drive(None);
        }
        let outcomes = driver.outcomes();
        let changed = outcomes.get(&OutcomeKind::Changed).copied().unwrap_or_default();
        assert_eq!(changed, count, "seed {seed}: {outcomes:?}");
        assert!(driver.sent <= calls, "seed {seed}: {} calls", driver.sent);
        assert_eq!(
            driver.run.state(driver.now).proven.verified as usize,
            count,
            "seed {seed}"
        );
        let files = report::undo(&driver.run);
        let keys: Vec<&str> = files.iter().map(|file| file.action.key).collect();
        assert_eq!(
            keys,
            ["remove-user", "revoke-role", "remove-from-group"],
            "seed {seed}"
        );
        for file in files {
            let rows = undo_rows(&sandbox, file.action, &file.bytes);
            let rows = rows.into_iter().map(|row| in_its_place(&sandbox, row)).collect();
            let mut driver = Driver::new(&mut sandbox, self::plan(file.action, rows), lose);
            driver.drive(None);
            let outcomes = driver.outcomes();
            assert_eq!(
                outcomes.keys().collect::<Vec<_>>(),
                [&OutcomeKind::Changed],
                "seed {seed}, {}: {outcomes:?}",
                file.action.key
            );
        }
        let mut after = sandbox.state();
        let new: Vec<_> = after
            .accounts
            .extract_if(.., |id, _| !before.accounts.contains_key(id))
            .collect();
        assert_eq!(new.len(), 40);
        assert!(
            new.iter()
                .all(|(_, account)| account.memberships.is_empty() && account.grants.is_empty())
        );
        assert_eq!(after, before, "seed {seed}: as before");
    }
}

/// What a look-up would add: the directory of a group.
fn in_its_place(sandbox: &Organization, (account, wanted, mut details): Wanted) -> Wanted {
    let has = |key: &str| details.iter().any(|(its, _)| *its == key);
    if has("group") && !has("directory") {
        details.push(("directory", directory(sandbox)));
    }
    (account, wanted, details)
}

/// Each of them is read by two calls or three, and what was read counts for two minutes only.
#[test]
fn many_who_are_there_already_are_given_a_role_though_few_calls_a_minute_are_let_through() {
    let mut sandbox = Organization::generate(900, 3);
    sandbox.set_limit(Limit {
        per_minute: Some(200),
        headers: true,
        ..Limit::default()
    });
    let (workspace, group) = workspace_and_group(&sandbox);
    let groups = sandbox.groups().iter().find(|its| its.id == group).unwrap();
    let inside = sandbox.accounts().iter().filter(|account| {
        account.life == Life::Active
            && account.memberships.iter().any(|place| place.directory == 0)
            && account.grants.is_empty()
            && !groups.members.contains(&account.id)
    });
    let rows: Vec<Wanted> = inside
        .map(|account| {
            let address = account.address.clone();
            let details = vec![
                ("address", address.clone()),
                ("role", "atlassian/guest".to_owned()),
                ("workspace", workspace.clone()),
            ];
            (address, "in the organization with this".to_owned(), details)
        })
        .take(400)
        .collect();
    let count = rows.len();
    assert!(count > 300, "{count} rows");
    let mut driver = Driver::new(&mut sandbox, in_batches(action("invite"), rows, 1_000), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, count)]));
}

#[test]
fn an_invitation_that_did_nothing_and_was_not_answered_is_left_in_doubt() {
    let mut sandbox = Organization::generate(120, 3);
    let before = sandbox.state();
    let rows: Vec<Wanted> = guests(&sandbox).into_iter().take(5).collect();
    let mut driver = Driver::new(&mut sandbox, plan(action("invite"), rows), 0);
    driver.drop_first = true;
    driver.drive(None);
    let outcomes = driver.outcomes();
    assert_eq!(
        outcomes,
        BTreeMap::from([(OutcomeKind::Changed, 3), (OutcomeKind::InDoubt, 2)])
    );
    assert_eq!(
        driver.sent, 2,
        "the canary's call, which never arrived, and the other"
    );
    let words = driver
        .run
        .results(0, 1, Some(OutcomeKind::InDoubt))
        .rows
        .remove(0)
        .words;
    assert!(
        words.contains("It is not sent again, because it sends mail."),
        "{words}"
    );
    let retry = String::from_utf8(report::retry(&driver.run).unwrap()).unwrap();
    assert_eq!(retry.lines().count(), 3, "{retry}");
    assert!(
        retry.starts_with("current-address,role,workspace,groups,message\r\n"),
        "{retry}"
    );
    let new = sandbox.state().accounts.len() - before.accounts.len();
    assert_eq!(new, 3);
}

#[test]
fn who_is_removed_can_be_invited_with_the_same_roles_and_groups() {
    let mut sandbox = Organization::generate(120, 4);
    let before = sandbox.state();
    let is_simple = |id: &String| {
        let groups = sandbox.groups().iter();
        let synced = groups
            .filter(|group| group.synced)
            .any(|group| group.members.contains(id));
        !synced && !sandbox.account(id).unwrap().grants.is_empty()
    };
    let some: Vec<String> = people(&sandbox).into_iter().filter(is_simple).collect();
    assert!(some.len() >= 3, "{} people", some.len());
    let rows = some.iter().map(|id| {
        let details = vec![("directory", directory(&sandbox))];
        (id.clone(), "not in the directory".to_owned(), details)
    });
    let rows = rows.collect();
    let mut driver = Driver::new(&mut sandbox, plan(action("remove-user"), rows), 3);
    driver.drive(None);
    assert_eq!(
        driver.outcomes(),
        BTreeMap::from([(OutcomeKind::Changed, some.len())])
    );
    let files = report::undo(&driver.run);
    let names: Vec<_> = files.iter().map(|file| (file.action.key, file.called)).collect();
    assert_eq!(names, [("invite", "invite file"), ("grant-role", "role file")]);
    assert!(
        some.iter()
            .all(|id| sandbox.account(id).unwrap().memberships.is_empty())
    );
    for file in files {
        let rows = undo_rows(&sandbox, file.action, &file.bytes);
        let mut driver = Driver::new(&mut sandbox, plan(file.action, rows), 0);
        driver.drive(None);
        let outcomes = driver.outcomes();
        assert_eq!(
            outcomes.keys().collect::<Vec<_>>(),
            [&OutcomeKind::Changed],
            "{outcomes:?}"
        );
    }
    let after = sandbox.state();
    for id in &some {
        assert_eq!(after.accounts[id], before.accounts[id]);
    }
    for (group, members) in &before.groups {
        assert_eq!(after.groups[group], *members, "{group}");
    }
    assert_eq!(after, before);
}

#[test]
fn moving_to_a_policy_whose_task_is_asked_about() {
    there_and_back("move-to-policy", |sandbox| {
        let policy = sandbox.auth_policies()[2].id.clone();
        let rows = people(sandbox)
            .into_iter()
            .filter(|id| sandbox.account(id).unwrap().policy != 2);
        rows.map(|id| {
            let details = vec![("address", address(sandbox, &id)), ("policy", policy.clone())];
            (id, format!("under the policy {policy}"), details)
        })
        .collect()
    });
}

#[test]
fn a_policy_that_is_not_there_is_refused_in_the_call_or_by_the_task() {
    for seed in [2, 3] {
        let mut sandbox = Organization::generate(60, seed);
        let before = sandbox.state();
        let rows = people(&sandbox).into_iter().take(2);
        let rows = rows
            .map(|id| {
                let details = vec![("address", address(&sandbox, &id))];
                (
                    id,
                    "under the policy 00000000-0000-4000-8000-000000000000".to_owned(),
                    details,
                )
            })
            .collect();
        let mut driver = Driver::new(&mut sandbox, plan(action("move-to-policy"), rows), 0);
        driver.drive(None);
        assert_eq!(
            driver.outcomes(),
            BTreeMap::from([(OutcomeKind::Refused, 2)]),
            "seed {seed}"
        );
        let words = driver.run.results(0, 1, None).rows[0].words.clone();
        assert!(words.to_lowercase().contains("policy"), "{words}");
        assert_eq!(sandbox.state(), before);
    }
}

#[test]
fn a_field_that_differs_only_in_case_is_changed_though_nobody_knew_what_it_was() {
    let mut sandbox = Organization::generate(60, 3);
    let before = sandbox.state();
    let id = people(&sandbox).remove(0);
    let nickname = sandbox.account(&id).unwrap().nickname.to_uppercase();
    let rows = vec![(id.clone(), format!("nickname {nickname:?}"), Vec::new())];
    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), rows), 0);
    driver.drive(None);
    assert_eq!(driver.outcomes(), BTreeMap::from([(OutcomeKind::Changed, 1)]));
    let undo = report::undo(&driver.run).remove(0);
    assert_eq!(sandbox.account(&id).unwrap().nickname, nickname);
    let rows = undo_rows(&sandbox, undo.action, &undo.bytes);
    let mut driver = Driver::new(&mut sandbox, plan(action("update-profile"), rows), 0);
    driver.drive(None);
    assert_eq!(sandbox.state(), before);
}
