//! What a run reads before and after a step, for the actions that take effect in a directory, a group or on a workspace: asked of the
//! sandbox organization about every account, and compared with what is so there.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what helps a test may fail it")]

use std::collections::BTreeMap;

use http::Request;
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::action::Field;
use rollcall_core::{
    action::{
        Action, Holds, add_to_group, grant_role, operation::BoxedQuery, operation::QueryOutcome, suspend_user,
    },
    diff::{Details, Diff},
    plan::{Options, Plan, Row},
};
use rollcall_sandbox::Organization;

/// One row of a plan, with these details.
fn row(action: &'static Action, account: &str, details: &[(&str, &str)]) -> Row {
    let texts = details.iter().copied().collect::<BTreeMap<_, _>>();
    let details: Details = serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap();
    let diff = Diff {
        row: 0,
        line: 2,
        account: AccountId::parse(account),
        name: None,
        before: None,
        after: "anything".to_owned(),
        details,
        administrator: false,
    };
    Plan::make(action.run(), vec![diff], &Options::default(), |_| false)
        .unwrap()
        .rows
        .remove(0)
}

/// Asks until something is told.
fn tell(sandbox: &mut Organization, mut ask: BoxedQuery) -> Option<String> {
    for _ in 0..10 {
        let mut request: Request<_> = ask.request();
        let key = format!("Bearer {}", sandbox.key()).parse().unwrap();
        request.headers_mut().insert("authorization", key);
        let response = sandbox.answer(0, "https://api.atlassian.com", &request);
        match ask.answer(&response).unwrap() {
            QueryOutcome::Held(held) => return held.into_iter().next().unwrap(),
            QueryOutcome::Next(further) => ask = further,
            other => panic!("{other:?}"),
        }
    }
    panic!("it never tells");
}

/// What is read of a row by itself; and together with others, where that is possible, which has to agree.
fn held(sandbox: &mut Organization, row: &Row) -> Option<String> {
    let organization = OrganizationId::parse(sandbox.organization_id()).unwrap();
    let action = row_action(row);
    let Holds::Shared(shared) = action.operation.holds else {
        panic!("an address");
    };
    let alone = tell(sandbox, (shared.alone)(&organization, row).unwrap());
    if let Some(together) = (shared.together)(&organization, &[row]) {
        assert_eq!(tell(sandbox, together), alone, "{row:?}");
    }
    alone
}

fn row_action(row: &Row) -> &'static Action {
    if row.details.has(Field::Group) {
        &add_to_group::ACTION
    } else if row.details.has(Field::Role) {
        &grant_role::ACTION
    } else {
        &suspend_user::ACTION
    }
}

#[test]
fn how_an_account_stands_in_each_of_two_directories() {
    let mut sandbox = Organization::generate(150, 5);
    let directories: Vec<String> = sandbox.directories().map(|(id, _)| id.to_owned()).collect();
    let accounts: Vec<_> = sandbox.accounts().to_vec();
    let (mut told, mut unclear) = (0, 0);
    for account in accounts.iter().filter(|account| !account.memberships.is_empty()) {
        for (at, directory) in directories.iter().enumerate() {
            let row = row(&suspend_user::ACTION, &account.id, &[("directory", directory)]);
            let here = account.memberships.iter().find(|its| its.directory == at);
            let is = match here {
                None => "not in the directory",
                Some(its) if its.suspended => "suspended in the directory",
                Some(_) => "active in the directory",
            };
            match held(&mut sandbox, &row) {
                Some(held) => {
                    assert_eq!(held, is, "{} in {directory}", account.id);
                    told += 1;
                }
                // Without a role there, and active somewhere: no call tells.
                None => unclear += 1,
            }
        }
    }
    assert!(told > 200, "{told}");
    assert!(unclear < told / 20, "{unclear} of {told}");
}

#[test]
fn where_there_is_one_directory_the_search_tells() {
    let mut sandbox = Organization::generate(60, 5);
    let (directory, _) = sandbox.directories().next().unwrap();
    let directory = directory.to_owned();
    // The sandbox has two; who is in the first alone stands there as the search says.
    let accounts: Vec<_> = sandbox.accounts().to_vec();
    let mut asked = 0;
    for account in &accounts {
        if let [only] = account.memberships[..]
            && only.directory == 0
        {
            let details = [("directory", directory.as_str()), ("only-directory", "")];
            let row = row(&suspend_user::ACTION, &account.id, &details);
            let is = if only.suspended {
                "suspended in the directory"
            } else {
                "active in the directory"
            };
            assert_eq!(held(&mut sandbox, &row).as_deref(), Some(is));
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
}

#[test]
fn who_is_in_a_group() {
    let mut sandbox = Organization::generate(80, 6);
    let directories: Vec<String> = sandbox.directories().map(|(id, _)| id.to_owned()).collect();
    let groups: Vec<_> = sandbox.groups().to_vec();
    let accounts: Vec<_> = sandbox.accounts().to_vec();
    let mut inside = 0;
    for account in accounts.iter().filter(|account| !account.memberships.is_empty()) {
        for group in &groups {
            let details = [
                ("group", group.id.as_str()),
                ("directory", &directories[group.directory]),
            ];
            let row = row(&add_to_group::ACTION, &account.id, &details);
            let is_in = group.members.contains(&account.id);
            let is = if is_in { "in the group" } else { "not in the group" };
            assert_eq!(
                held(&mut sandbox, &row).as_deref(),
                Some(is),
                "{} {}",
                account.id,
                group.name
            );
            inside += u32::from(is_in);
        }
    }
    assert!(inside > 20, "{inside}");
}

#[test]
fn who_has_a_role_and_by_what() {
    let mut sandbox = Organization::generate(80, 7);
    let workspaces: Vec<_> = sandbox.workspaces().to_vec();
    let accounts: Vec<_> = sandbox.accounts().to_vec();
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for account in accounts.iter().filter(|account| !account.memberships.is_empty()) {
        for (at, workspace) in workspaces.iter().enumerate() {
            for role in workspace.roles {
                let details = [("role", *role), ("workspace", workspace.id.as_str())];
                let row = row(&grant_role::ACTION, &account.id, &details);
                let held = held(&mut sandbox, &row).unwrap();
                let is_granted = account
                    .grants
                    .iter()
                    .any(|grant| grant.workspace == at && grant.role == *role);
                assert_eq!(
                    held == "granted the role",
                    is_granted,
                    "{} {role}: {held}",
                    account.id
                );
                *seen.entry(held).or_default() += 1;
            }
        }
        let row = row(
            &grant_role::ACTION,
            &account.id,
            &[("role", "atlassian/org-admin")],
        );
        let is = if account.administrator {
            "granted the role"
        } else {
            "without the role"
        };
        assert_eq!(held(&mut sandbox, &row).as_deref(), Some(is));
    }
    assert_eq!(seen.len(), 3, "granted, by a group, and without: {seen:?}");
}
