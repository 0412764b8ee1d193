//! Makes the files in `files/`.

use rollcall_core::{
    action::{ACTIONS, Action},
    desk::Desk,
    journal::{self, Decision, Entry, Event, OutcomeKind},
    plan::{Options, Plan, StopRules},
    report,
    run::{Input, Run, Settings},
    time::Time,
};
use rollcall_sandbox::{Life, Organization};

use crate::driver::{Driver, address, directory, people};
use crate::looked_up;

const NOW: Time = Time(1_767_225_600_000);

fn csv(header: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("{header}\r\n");
    for row in rows {
        text += &row;
        text += "\r\n";
    }
    text
}

/// A change file for an action, with six people.
fn file(sandbox: &Organization, action: &str) -> String {
    let people: Vec<String> = people(sandbox).into_iter().take(6).collect();
    let in_life = |life: Life| {
        let some = sandbox.accounts().iter();
        let some = some.filter(move |account| account.managed && account.life == life);
        some.map(|account| account.id.clone()).take(4).collect::<Vec<_>>()
    };
    let dir = directory(sandbox);
    let group = |is_in: bool| {
        let groups = sandbox.groups().iter();
        let mut groups = groups.filter(|group| group.directory == 0 && group.name == "project-apollo");
        let group = groups.next().unwrap();
        let those: Vec<String> = if is_in {
            group.members.iter().take(5).cloned().collect()
        } else {
            people
                .iter()
                .filter(|id| !group.members.contains(*id))
                .cloned()
                .collect()
        };
        (group.name.clone(), those)
    };
    let mut workspaces = sandbox.workspaces().iter().enumerate();
    let (_, workspace) = workspaces
        .find(|(_, workspace)| workspace.directory == 0 && workspace.owner == "confluence")
        .unwrap();
    let workspace = workspace.id.clone();
    let with_role: Vec<String> = sandbox
        .accounts()
        .iter()
        .filter(|account| account.managed && account.life == Life::Active)
        .filter_map(|account| {
            let grant = account
                .grants
                .iter()
                .find(|grant| grant.role != "atlassian/org-admin")?;
            let workspace = &sandbox.workspaces()[grant.workspace].id;
            Some(format!("{},{},{workspace}", account.id, grant.role))
        })
        .take(5)
        .collect();
    match action {
        "change-email" => {
            let rows = people.iter().enumerate();
            csv(
                "account_id,old_email,new_email",
                rows.map(|(at, id)| {
                    let wanted = match at {
                        // A circle of three.
                        3 => address(sandbox, &people[4]),
                        4 => address(sandbox, &people[5]),
                        5 => address(sandbox, &people[3]),
                        _ => format!("moved.{at}@example.org"),
                    };
                    format!("{id},{},{wanted}", address(sandbox, id))
                }),
            )
        }
        "deactivate-account" => csv("account_id,message", people.iter().map(|id| format!("{id},Bye"))),
        "activate-account" => csv("account_id", in_life(Life::Deactivated)),
        "delete-account" => csv("account_id", people),
        "cancel-deletion" => csv("account_id", in_life(Life::ForDeletion)),
        "suspend-user" | "remove-user" => csv(
            "account_id,directory",
            people.iter().map(|id| format!("{id},{dir}")),
        ),
        "restore-user" => {
            let suspended = sandbox.accounts().iter();
            let suspended = suspended.filter(|account| {
                account
                    .memberships
                    .iter()
                    .any(|its| its.directory == 0 && its.suspended)
            });
            csv(
                "account_id,directory",
                suspended.take(4).map(|account| format!("{},{dir}", account.id)),
            )
        }
        "add-to-group" => {
            let (name, those) = group(false);
            csv(
                "account_id,group,directory",
                those.iter().map(|id| format!("{id},{name},{dir}")),
            )
        }
        "remove-from-group" => {
            let (name, those) = group(true);
            csv(
                "account_id,group,directory",
                those.iter().map(|id| format!("{id},{name},{dir}")),
            )
        }
        "grant-role" => csv(
            "account_id,role,workspace",
            people
                .iter()
                .map(|id| format!("{id},atlassian/guest,{workspace}")),
        ),
        "revoke-role" => csv("account_id,role,workspace", with_role),
        "update-profile" => csv(
            "account_id,nickname,job_title",
            people
                .iter()
                .map(|id| format!("{id},Countess,\"Engineer, \"\"first\"\"\"")),
        ),
        "move-to-policy" => {
            let policy = &sandbox.auth_policies()[1].id;
            csv(
                "account_id,policy",
                people.iter().map(|id| format!("{id},{policy}")),
            )
        }
        "revoke-api-tokens" => {
            let those = sandbox.accounts().iter();
            let those = those.filter(|account| account.managed && !account.tokens.is_empty());
            csv("account_id", those.take(4).map(|account| account.id.clone()))
        }
        "invite" => {
            let known = address(sandbox, &people[0]);
            let mut groups = sandbox.groups().iter();
            let group = groups
                .find(|group| group.directory == 0 && group.name == "project-apollo")
                .unwrap();
            let group = group.id.clone();
            let all = (0..5)
                .map(|at| format!("guest{at}@elsewhere.example"))
                .chain([known]);
            csv(
                "email,role,workspace,groups",
                all.map(|address| format!("{address},atlassian/guest,{workspace},{group}")),
            )
        }
        _ => unreachable!("{action}"),
    }
}

fn plan(desk: &Desk, canary: u32) -> Plan {
    let options = Options {
        action: desk.action(),
        canary,
        batch: 50,
        stop_rules: StopRules::default(),
        run: rollcall_core::journal::RunId::of_draw(1),
        older: false,
    };
    Plan::make(desk.diffs(), &options, |address| desk.is_held(address)).unwrap()
}

/// A run of an action, planned.
fn planned<'s>(sandbox: &'s mut Organization, action: &'static Action, canary: u32) -> Driver<'s> {
    let text = file(sandbox, action.key);
    let mut desk = looked_up::open(action, &text);
    looked_up::look_up(&mut desk, sandbox, NOW);
    let plan = plan(&desk, canary);
    Driver::new(sandbox, plan, 0)
}

fn save(name: &str, bytes: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/files");
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn save_journal(name: &str, journal: &[Entry]) {
    save(&format!("{name}.jsonl"), &journal::file::write(journal).unwrap());
}

#[test]
fn make() {
    for action in ACTIONS {
        let mut sandbox = Organization::generate(150, 3);
        let mut driver = planned(&mut sandbox, action, 2);
        driver.drive(None);
        let changed = driver
            .outcomes()
            .get(&OutcomeKind::Changed)
            .copied()
            .unwrap_or_default();
        println!("{}: {:?}", action.key, driver.outcomes());
        assert!(changed >= 3, "{}: {:?}", action.key, driver.outcomes());
        save_journal(action.key, &driver.journal);
        save(
            &format!("{}.results.csv", action.key),
            &report::results(&driver.run),
        );
        save(
            &format!("{}.report.txt", action.key),
            &report::summary(&driver.run, driver.now),
        );
        for (at, undo) in report::undo(&driver.run).iter().enumerate() {
            save(
                &format!("{}.undo-{}.{}.csv", action.key, at + 1, undo.action.key),
                &undo.bytes,
            );
        }
        if let Some(retry) = report::retry(&driver.run) {
            save(&format!("{}.retry.csv", action.key), &retry);
        }
    }
    let change = Action::of_key("change-email").unwrap();

    // Refusals, so that there is something to retry.
    let mut sandbox = Organization::generate(150, 3);
    let mut driver = planned(&mut sandbox, change, 2);
    let held = driver.run.plan().rows[1].wanted.clone();
    driver.sandbox.hold_elsewhere(&held);
    driver.drive(None);
    save_journal("finished-with-refusal", &driver.journal);
    save("finished-with-refusal.results.csv", &report::results(&driver.run));
    save(
        "finished-with-refusal.report.txt",
        &report::summary(&driver.run, driver.now),
    );
    save(
        "finished-with-refusal.retry.csv",
        &report::retry(&driver.run).unwrap(),
    );
    save(
        "finished-with-refusal.undo-1.change-email.csv",
        &report::undo(&driver.run)[0].bytes,
    );

    // Without the key of the action, as plans were written when there was but one.
    let text = String::from_utf8(journal::file::write(&driver.journal).unwrap()).unwrap();
    let without = text.replacen("\"action\":\"change-email\",", "", 1);
    assert_ne!(text, without);
    let entries: Vec<&str> = without.lines().collect();
    let body = entries[..entries.len() - 1].join("\n") + "\n";
    use sha2::Digest;
    let sum = sha2::Sha256::digest(body.as_bytes())
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let tail = format!("{{\"entries\":{},\"sha256\":\"{sum}\"}}\n", entries.len() - 2);
    assert!(journal::file::read((body.clone() + &tail).as_bytes()).is_ok());
    save("without-action.jsonl", (body + &tail).as_bytes());

    // Open: killed after two calls, its canary not read back.
    let mut sandbox = Organization::generate(150, 3);
    let mut driver = planned(&mut sandbox, change, 2);
    driver.drive(Some(2));
    save_journal("open", &driver.journal);
    let closing = Run::hand_over_as_it_is(driver.now, &driver.journal).unwrap();
    save_journal("handed-over", &[&driver.journal[..], &closing].concat());

    // In the middle of the circle: the parked account has its temporary address.
    for calls in 1..12 {
        let mut sandbox = Organization::generate(150, 3);
        let mut driver = planned(&mut sandbox, change, 0);
        driver.drive(Some(calls));
        let is_parked = |driver: &Driver| {
            let plan = driver.run.plan();
            let account = plan.row_of(plan.cycles[0].park()).account.clone().unwrap();
            address(driver.sandbox, account.as_str()).starts_with("rollcall-temporary")
        };
        let is_answered = |driver: &Driver| {
            let park = driver.run.plan().cycles[0].park();
            let intent = driver.journal.iter().find_map(|entry| match &entry.event {
                Event::Intended { attempt, step, .. } if *step == park => Some(*attempt),
                _ => None,
            });
            driver.journal.iter().any(
                |entry| matches!(&entry.event, Event::Answered { attempt, .. } if Some(*attempt) == intent),
            )
        };
        if is_parked(&driver) && is_answered(&driver) {
            save_journal("mid-cycle", &driver.journal);
            let closing = Run::hand_over_as_it_is(driver.now, &driver.journal).unwrap();
            save_journal("mid-cycle-handed-over", &[&driver.journal[..], &closing].concat());
            break;
        }
    }

    // In doubt: the last thing that is known is that a call went out.
    let journal = journal::file::read(
        &std::fs::read(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/files/open.jsonl"),
        )
        .unwrap(),
    )
    .unwrap();
    let last = journal
        .iter()
        .rposition(|entry| matches!(entry.event, Event::Intended { .. }))
        .unwrap();
    save_journal("in-doubt", &journal[..=last]);

    // Taken over by a colleague, in the form of today.
    let mut sandbox = Organization::generate(150, 3);
    let mut driver = planned(&mut sandbox, change, 2);
    driver.drive(Some(2));
    let closing = Run::hand_over_as_it_is(driver.now, &driver.journal).unwrap();
    driver.journal.extend(closing);
    driver.run = Run::take_over(driver.now, &driver.journal, Settings::default()).unwrap();
    driver.run.input(driver.now, Input::Decided(Decision::GoOn));
    driver.drive(None);
    save_journal("taken-over", &driver.journal);
    save("taken-over.results.csv", &report::results(&driver.run));
    save(
        "taken-over.undo-1.change-email.csv",
        &report::undo(&driver.run)[0].bytes,
    );

    // Edits, as they are kept.
    let text = file(driver.sandbox, "change-email");
    let mut desk = looked_up::open(change, &text);
    desk.edit(
        1,
        rollcall_core::action::Part::NewAddress,
        "Someone.Else@example.org",
    )
    .unwrap();
    desk.leave_out(2, true).unwrap();
    desk.leave_out(2, false).unwrap();
    desk.leave_out(0, true).unwrap();
    let log: Vec<String> = desk
        .edit_log()
        .iter()
        .map(|entry| serde_json::to_string(entry).unwrap())
        .collect();
    save("edits.csv", text.as_bytes());
    save("edits.jsonl", (log.join("\n") + "\n").as_bytes());
}
