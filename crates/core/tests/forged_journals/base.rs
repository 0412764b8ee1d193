//! The journals that are changed: of several actions, handed over at several places, each with the organization as it was left.

use rollcall_core::{
    action::Action,
    claim::Claim,
    journal::{self, Entry, Event, RunId},
    plan::{Options, Plan, StopRules},
    run::{Effect, Run, Settings},
    time::Time,
};
use rollcall_sandbox::Organization;

use crate::carry_on::reviewed;
use crate::driver::{Driver, address, directory, people};
use crate::looked_up;

/// A journal that was transferred, and the organization that it is of.
pub(crate) struct Base {
    pub(crate) name: &'static str,
    pub(crate) journal: Vec<Entry>,
    pub(crate) sandbox: Organization,
    pub(crate) now: Time,
}

const NOW: Time = Time(1_767_225_600_000);

pub(crate) fn all() -> Vec<Base> {
    let mut bases = vec![
        base("addresses", "change-email", 2, 3),
        base("addresses, in the middle of a circle", "change-email", 0, 4),
        base("addresses, not begun", "change-email", 2, 0),
        base("deletions", "delete-account", 2, 1),
        base("deactivations", "deactivate-account", 0, 2),
        base("groups", "add-to-group", 1, 2),
        base("profiles", "update-profile", 1, 2),
        base("policies", "move-to-policy", 1, 1),
    ];
    // Most forgeries are about addresses.
    bases.push(base("addresses, once more", "change-email", 1, 2));
    bases.push(taken_up_again(base(
        "addresses, taken up again",
        "change-email",
        2,
        3,
    )));
    bases.push(taken_in(base("addresses, taken in before", "change-email", 2, 3)));
    bases.push(taken_in(base("a circle, taken in before", "change-email", 0, 4)));
    bases.push(taken_in(base("groups, taken in before", "add-to-group", 1, 2)));
    bases
}

/// The same journal after a crash: what was under way is in doubt.
fn taken_up_again(base: Base) -> Base {
    let open = &base.journal[..base.journal.len() - 1];
    assert!(matches!(base.journal.last().unwrap().event, Event::Transferred));
    let run = Run::resume(base.now, open, Settings::default()).unwrap();
    transferred(base.name, open, run, base.sandbox, base.now)
}

/// The same journal after it was taken in elsewhere, and transferred from there before anything more was done.
fn taken_in(mut base: Base) -> Base {
    let claim = Claim::read(&journal::file::write(&base.journal, None).unwrap()).unwrap();
    let (.., run) = reviewed(&claim, &mut base.sandbox, base.now, 0).unwrap();
    transferred(base.name, &base.journal, run, base.sandbox, base.now)
}

/// A run that goes on from a journal, and is transferred with what it has to add.
fn transferred(name: &'static str, before: &[Entry], mut run: Run, sandbox: Organization, now: Time) -> Base {
    let mut journal = before.to_vec();
    for effect in run.effects() {
        if let Effect::Append(_, entries) = effect {
            journal.extend(entries);
        }
    }
    let closing = Run::transfer_as_it_is(now, &journal).unwrap();
    journal.extend(closing);
    Base {
        name,
        journal,
        sandbox,
        now,
    }
}

/// A run of an action that was transferred after so many calls.
fn base(name: &'static str, action: &'static str, canary: u32, calls: usize) -> Base {
    let mut sandbox = Organization::generate(40, 3);
    let action = Action::of_key(action).unwrap();
    let mut workbench = looked_up::open(action, &file(&sandbox, action.key()));
    looked_up::look_up(&mut workbench, &mut sandbox, NOW);
    let options = Options {
        canary,
        batch: 50,
        stop_rules: StopRules::default(),
        run: RunId::of_draw(1),
    };
    let plan = Plan::make(action.run(), workbench.diffs(), &options, |address| {
        workbench.is_held(address)
    })
    .unwrap();
    let mut driver = Driver::new(&mut sandbox, plan, 0);
    if calls > 0 {
        driver.drive(Some(calls));
    } else {
        // Nothing but its plan.
        for effect in driver.run.effects() {
            if let Effect::Append(_, entries) = effect {
                driver.journal.extend(entries);
            }
        }
    }
    let closing = Run::transfer_as_it_is(driver.now, &driver.journal).unwrap();
    let mut journal = std::mem::take(&mut driver.journal);
    journal.extend(closing);
    let now = driver.now;
    Base {
        name,
        journal,
        sandbox,
        now,
    }
}

fn file(sandbox: &Organization, action: &str) -> String {
    let people: Vec<String> = people(sandbox).into_iter().take(6).collect();
    let rows = people.iter().enumerate();
    let (header, rows): (&str, Vec<String>) = match action {
        "change-email" => (
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
            })
            .collect(),
        ),
        "delete-account" => ("account_id", people.clone()),
        "deactivate-account" => (
            "account_id,message",
            rows.map(|(at, id)| format!("{id},Bye {at}")).collect(),
        ),
        "add-to-group" => {
            let mut groups = sandbox.groups().iter();
            let group = groups.find(|group| group.directory == 0 && group.name == "project-apollo");
            let (id, directory) = (&group.unwrap().id, directory(sandbox));
            let row = |(_, account): (usize, &String)| format!("{account},{id},{directory}");
            ("account_id,group,directory", rows.map(row).collect())
        }
        "update-profile" => (
            "account_id,nickname,job_title",
            rows.map(|(at, id)| format!("{id},Countess,Engineer {at}"))
                .collect(),
        ),
        "move-to-policy" => {
            let policy = &sandbox.auth_policies()[1].id;
            (
                "account_id,policy",
                people.iter().map(|id| format!("{id},{policy}")).collect(),
            )
        }
        _ => unreachable!("{action}"),
    };
    format!("{header}\r\n{}\r\n", rows.join("\r\n"))
}
