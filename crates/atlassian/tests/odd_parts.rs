//! Lists and answers of which a part is of another type than documented, or missing: that part is not known, and the rest stays.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

use http::Response;
use rollcall_atlassian::call::account::{GetPermissions, Permission, Privilege};
use rollcall_atlassian::call::api_token::GetApiTokens;
use rollcall_atlassian::call::auth_policy::{GetPolicyTask, GetUserPolicies};
use rollcall_atlassian::call::directory::SearchUsers;
use rollcall_atlassian::call::invite::{InviteStatus, InviteUsers};
use rollcall_atlassian::call::organization::{AccountStatus, GetManagedAccounts, GetOrganizations};
use rollcall_atlassian::call::profile::{GetProfile, ProfileChange, UpdateProfile};
use rollcall_atlassian::call::role::{GetUserRoles, RoleId};
use rollcall_atlassian::{
    AccountId, Body, Call, Cursors, DirectoryId, Endless, Failure, Kind, OrganizationId, Page, TaskId,
};
use serde_json::{Value, json};

const ANN: &str = "557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0";
const BOB: &str = "637194fa77acd224b33bfae3";

fn mars() -> OrganizationId {
    OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap()
}

fn ann() -> AccountId {
    AccountId::parse(ANN).unwrap()
}

fn answer<C: Call>(call: &C, status: u16, body: &Value) -> Result<C::Answer, Failure> {
    let response = Response::builder().status(status);
    call.answer(&response.body(Body::from(body.to_string())).unwrap())
}

fn managed() -> GetManagedAccounts {
    GetManagedAccounts {
        organization: mars(),
        cursor: None,
        limit: None,
    }
}

fn everyone() -> SearchUsers {
    SearchUsers::everyone(mars(), DirectoryId::every())
}

fn page<C: Call<Answer = Page<T>>, T>(call: &C, body: &Value) -> Page<T> {
    answer(call, 200, body).unwrap()
}

#[test]
fn an_account_with_an_odd_field_is_taken_and_so_are_the_others() {
    let page = page(
        &managed(),
        &json!({
            "data": [
                {"account_id": ANN, "account_status": "active", "name": "Ann", "email": "ann@example.com", "last_active": 1_764_400_000_000_u64},
                {"account_id": BOB, "account_status": 3, "name": null, "access_billable": "false", "last_active": "2026-11-20T00:00:00Z",
                 "product_access": "none"},
            ],
            "meta": {"total": "2"},
            "links": {},
        }),
    );
    let [ann, bob] = &page.items[..] else {
        panic!("{page:?}")
    };
    assert_eq!(
        (ann.status.as_ref(), ann.email.as_deref()),
        (Some(&AccountStatus::Active), Some("ann@example.com"))
    );
    assert_eq!(ann.last_active, None, "in no form that is known");
    assert_eq!(
        (&bob.status, &bob.name, bob.billable, &bob.apps),
        (&None, &None, None, &None)
    );
    assert!(bob.last_active.is_some());
    assert_eq!((page.total, page.left_out, page.is_whole()), (None, 0, true));
}

#[test]
fn an_odd_part_inside_a_user_is_not_known_rather_than_false_or_empty() {
    let page = page(
        &everyone(),
        &json!({"data": [{
            "accountId": ANN, "email": "ann@example.com", "mfaEnabled": 1, "emailVerified": "false", "counts": 3,
            "platformRoles": ["atlassian/org-admin", 7], "groups": [{"id": null}],
            "productAccess": [{"key": ["x"], "id": "ari:cloud:jira-software::site/1"}],
        }]}),
    );
    let user = &page.items[0];
    assert_eq!(
        (user.two_step, user.email_verified, user.workspaces),
        (None, None, None)
    );
    assert_eq!((&user.platform_roles, &user.groups), (&None, &None));
    let access = user.product_access.as_ref().unwrap();
    assert_eq!((access[0].key.as_ref(), access[0].id.is_some()), (None, true));
}

#[test]
fn an_item_without_an_id_is_left_out_and_counted_and_the_list_is_not_whole() {
    let odd = [
        json!({"accountId": 7}),
        json!({"email": "bob@example.com"}),
        json!(null),
        json!({"accountId": "a/b"}),
    ];
    for odd in odd {
        let page = page(
            &everyone(),
            &json!({"data": [{"accountId": ANN}, odd, {"accountId": BOB}], "links": {"next": null}}),
        );
        assert_eq!(
            (page.items.len(), page.left_out, page.is_whole()),
            (2, 1, false),
            "{odd}"
        );
        let error = Cursors::default().turn(&page, 2).unwrap_err();
        assert_eq!(error, Endless::LeftOut { items: 1 });
    }
}

#[test]
fn a_list_does_not_end_because_the_link_to_its_next_page_cannot_be_read() {
    for links in [json!({"next": 7}), json!({"next": {"href": "/x"}})] {
        for body in [
            json!({"data": [], "links": links}),
            json!({"data": [], "meta": links}),
        ] {
            let failure = answer(&GetOrganizations { cursor: None }, 200, &body).unwrap_err();
            assert_eq!(failure.kind, Kind::NotUnderstood, "{body}");
            assert!(failure.message.contains("next page"), "{}", failure.message);
        }
    }
}

#[test]
fn a_profile_keeps_what_can_be_read_of_it() {
    let body = json!({"account": {"account_id": ANN, "email": "ann@example.com", "name": 7, "extended_profile": [], "email_verified": "true"}});
    let profile = answer(&GetProfile { account: ann() }, 200, &body).unwrap();
    assert_eq!(
        (profile.email.as_deref(), profile.name, profile.extended),
        (Some("ann@example.com"), None, None)
    );
    assert_eq!(profile.email_verified, None);
    // Whether a change was made is read to the letter.
    let call = UpdateProfile {
        account: ann(),
        change: ProfileChange::default(),
    };
    assert_eq!(answer(&call, 200, &body).unwrap_err().kind, Kind::NotUnderstood);
}

#[test]
fn a_permission_that_cannot_be_read_is_neither_given_nor_refused() {
    let call = GetPermissions {
        account: ann(),
        privileges: vec![Privilege::EmailSet],
    };
    let body = json!({"email.set": {"allowed": "true"}, "lifecycle.delete": {"allowed": true, "reason": 7}});
    let permissions = answer(&call, 200, &body).unwrap();
    assert_eq!(permissions.email_set, None);
    assert_eq!(permissions.lifecycle_delete, Some(Permission::Allowed));
}

#[test]
fn api_tokens_are_known_all_or_none() {
    let call = GetApiTokens { account: ann() };
    let odd = json!([{"id": "a1", "label": 7, "createdAt": 1}, {"id": "a2"}]);
    assert_eq!(answer(&call, 200, &odd).unwrap().len(), 2);
    let without_id = json!([{"id": "a1"}, {"label": "who knows"}]);
    assert_eq!(
        answer(&call, 200, &without_id).unwrap_err().kind,
        Kind::NotUnderstood
    );
}

#[test]
fn roles_that_cannot_be_read_are_not_no_roles() {
    let call = GetUserRoles {
        organization: mars(),
        directory: DirectoryId::every(),
        account: ann(),
        cursor: None,
    };
    let on = |item: Value| page(&call, &json!({"data": [item]})).items.remove(0);
    let unread = on(
        json!({"resourceId": "ari:cloud:jira-software::site/1", "roleAssignments": [{"role": 7}], "roles": "x"}),
    );
    assert_eq!((unread.assignments, unread.roles), (None, None));
    let older = on(json!({"roles": [["atlassian/user"]]}));
    assert_eq!((older.assignments, older.roles), (None, Some(vec![RoleId::User])));
}

#[test]
fn of_an_invitation_each_person_is_read_for_themselves() {
    let call = InviteUsers::new(mars(), ["ann@example.com", "bob@example.com"].map(str::to_owned)).unwrap();
    let role = json!({"resource": "ari:cloud:jira-software::site/1", "role": "atlassian/user", "status": "INVITED", "statusReason": 7});
    let body = json!({"data": [
        {"id": ANN, "email": "ann@example.com", "results": [{"roleAssignmentResult": [role]}]},
        "bob@example.com",
    ]});
    let invited = answer(&call, 206, &body).unwrap();
    assert_eq!(invited.len(), 1);
    assert_eq!(invited[0].roles[0].status, InviteStatus::Invited);
    assert_eq!(invited[0].roles[0].status_reason, None);
}

#[test]
fn policies_of_accounts_are_read_one_by_one() {
    let call = GetUserPolicies {
        organization: mars(),
        accounts: vec![ann()],
    };
    let found = answer(
        &call,
        200,
        &json!([{"email": "ann@example.com", "policyId": 7, "policyName": "Strict"}, 7]),
    )
    .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0].policy, found[0].name.as_deref()),
        (&None, Some("Strict"))
    );
}

#[test]
fn a_task_is_over_when_its_counts_or_its_status_say_so() {
    let call = GetPolicyTask {
        organization: mars(),
        task: TaskId::parse("5b1c7d0e").unwrap(),
    };
    let is_over = |body: &Value| answer(&call, 200, body).unwrap().is_over();
    assert_eq!(is_over(&json!({"inProgressCount": 0})), Some(true));
    assert_eq!(
        is_over(&json!({"inProgressCount": 2, "status": "COMPLETED"})),
        Some(false)
    );
    assert_eq!(is_over(&json!({"status": "IN_PROGRESS"})), Some(false));
    assert_eq!(is_over(&json!({"status": "AT_TEA"})), None);
    let told = answer(
        &call,
        200,
        &json!({"status": "COMPLETED", "errors": [{"message": "Some were not found."}]}),
    )
    .unwrap();
    assert_eq!(
        (told.is_over(), told.said(), told.moved),
        (Some(true), Some("Some were not found."), None)
    );
    for nothing in [json!({}), json!({"error": {"status": 503}})] {
        assert_eq!(
            answer(&call, 200, &nothing).unwrap_err().kind,
            Kind::NotUnderstood
        );
    }
}
