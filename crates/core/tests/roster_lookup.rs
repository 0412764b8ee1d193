//! Look-ups, against an organization that answers in Atlassian's shapes.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use http::{Request, Response};
use proptest::prelude::*;
use rollcall_atlassian::{AccountId, Kind, OrganizationId};
use rollcall_core::roster::lookup::{Lookup, LookupError, Wanted, What};
use rollcall_core::roster::{Account, Knowledge, Listing, Presence, Provenance, Roster, Status};
use rollcall_core::time::Time;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

const ORGANIZATION: &str = "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e";

/// Users as the search gives them, and the managed ones as the list does.
#[derive(Default)]
struct Organization {
    users: Vec<Value>,
    domains: Vec<Value>,
    /// Users on a page of a search, however many are asked for; 0 for as many as are asked for.
    search_page: usize,
    /// Leave `meta.total` away.
    no_total: bool,
    calls: RefCell<Vec<&'static str>>,
}

fn user(n: usize) -> Value {
    json!({
        "accountId": format!("id-{n:04}"),
        "email": format!("user{n}@example.com"),
        "name": format!("User {n}"),
        "status": "active",
        "accountStatus": "active",
        "membershipStatus": "active",
        "claimStatus": "managed",
        "managementSource": "invited",
        "platformRoles": [],
    })
}

fn domain(name: &str, status: &str) -> Value {
    json!({"id": name, "type": "domains", "attributes": {"name": name, "claim": {"type": "dns", "status": status}}})
}

fn ok(body: &Value) -> Response<Vec<u8>> {
    answer(200, body)
}

fn answer(status: u16, body: &Value) -> Response<Vec<u8>> {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    response.body(serde_json::to_vec(body).unwrap()).unwrap()
}

/// The items of one page, and where the next begins.
fn page(items: &[Value], start: usize, size: usize) -> (&[Value], Option<String>) {
    let end = items.len().min(start + size);
    (
        &items[start.min(end)..end],
        (end < items.len()).then(|| end.to_string()),
    )
}

impl Organization {
    fn of(users: usize) -> Self {
        Self {
            users: (0..users).map(user).collect(),
            ..Self::default()
        }
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let path = request.uri().path();
        let start = request
            .uri()
            .query()
            .and_then(|query| query.split("cursor=").nth(1));
        let start = start.map_or(0, |cursor| cursor.parse().unwrap());
        if path.ends_with("/domains") {
            self.calls.borrow_mut().push("domains");
            let (data, next) = page(&self.domains, start, 2);
            let next = next.map(|next| format!("https://api.atlassian.com{path}?cursor={next}"));
            ok(&json!({"data": data, "links": {"next": next}}))
        } else if path.ends_with("/users/search") {
            self.search(&serde_json::from_slice(request.body()).unwrap())
        } else {
            self.calls.borrow_mut().push("list");
            let managed: Vec<Value> = self
                .users
                .iter()
                .filter(|user| user["claimStatus"] == "managed")
                .map(listed)
                .collect();
            let (data, next) = page(&managed, start, 50);
            let next = next.map(|next| format!("https://api.atlassian.com{path}?cursor={next}"));
            let meta = if self.no_total {
                json!({})
            } else {
                json!({"total": managed.len()})
            };
            ok(&json!({"data": data, "links": {"next": next}, "meta": meta}))
        }
    }

    fn search(&self, body: &Value) -> Response<Vec<u8>> {
        let asked = |field: &str| {
            let values = body[field].as_array()?;
            Some(
                values
                    .iter()
                    .map(|value| value.as_str().unwrap().to_lowercase())
                    .collect::<BTreeSet<_>>(),
            )
        };
        let (by_email, by_id) = (asked("emails"), asked("accountIds"));
        let fits = |asked: &Option<BTreeSet<String>>, value: &Value| {
            let value = value.as_str().map(str::to_lowercase);
            asked
                .as_ref()
                .is_none_or(|asked| value.is_some_and(|value| asked.contains(&value)))
        };
        self.calls
            .borrow_mut()
            .push(if by_email.is_some() { "addresses" } else { "ids" });
        assert!(
            by_email
                .as_ref()
                .is_none_or(|asked| (1..=100).contains(&asked.len()))
        );
        assert!(by_id.as_ref().is_none_or(|asked| (1..=10).contains(&asked.len())));
        assert_eq!(body["expand"], json!(["platformRoles"]));
        let fit: Vec<Value> = self
            .users
            .iter()
            .filter(|user| fits(&by_email, &user["email"]) && fits(&by_id, &user["accountId"]))
            .cloned()
            .collect();
        let start = body["cursor"]
            .as_str()
            .map_or(0, |cursor| cursor.parse().unwrap());
        let size = if self.search_page == 0 {
            100
        } else {
            self.search_page
        };
        let (data, next) = page(&fit, start, size);
        ok(&json!({"data": data, "links": {"next": next}}))
    }

    fn calls(&self, kind: &str) -> usize {
        self.calls.borrow().iter().filter(|call| **call == kind).count()
    }

    /// Carries a look-up out.
    fn carry_out(&self, mut lookup: Lookup) -> (Roster, Vec<LookupError>) {
        while let Some(request) = lookup.request() {
            let before = lookup.progress();
            assert!(before.done < before.of, "{before:?}");
            assert!(before.what.is_some());
            lookup.answered(&self.answer(&request)).unwrap();
        }
        let end = lookup.progress();
        assert_eq!((end.done, end.what), (end.of, None));
        assert_eq!(end.done, self.calls.borrow().len());
        let (knowledge, errors) = lookup.finish();
        (learned(knowledge), errors)
    }
}

/// What the list of managed accounts says of a user.
fn listed(user: &Value) -> Value {
    json!({
        "account_id": user["accountId"],
        "account_type": "atlassian",
        "account_status": user["accountStatus"],
        "name": user["name"],
        "picture": "",
        "email": user["email"],
    })
}

fn learned(knowledge: Knowledge) -> Roster {
    let mut roster = Roster::default();
    roster.learn(Provenance::looked_up(Time(1)), knowledge);
    roster
}

fn id(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<AccountId> {
    numbers.into_iter().map(|n| id(&format!("id-{n:04}"))).collect()
}

fn addresses(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers
        .into_iter()
        .map(|n| format!("user{n}@example.com"))
        .collect()
}

fn lookup(wanted: Wanted, managed_accounts: Option<u64>) -> Lookup {
    Lookup::new(
        OrganizationId::parse(ORGANIZATION).unwrap(),
        wanted,
        managed_accounts,
    )
}

fn here(presence: Presence<'_>) -> &Account {
    match presence {
        Presence::Here(account) => account,
        other => unreachable!("{other:?}"),
    }
}

fn texts(errors: &[LookupError]) -> String {
    let all: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", error.code(), error.what()))
        .collect();
    all.join("\n")
}

#[test]
fn present_addresses_find_the_accounts_so_that_ids_cost_nothing() {
    let organization = Organization::of(1_000);
    let new = (0..250).map(|n| format!("new{n}@example.com"));
    let wanted = Wanted {
        ids: ids(0..250),
        addresses: addresses(0..250).into_iter().chain(new).collect(),
        domains: false,
        ..Wanted::default()
    };
    let lookup = lookup(wanted, None);
    let (roster, errors) = organization.carry_out(lookup);
    assert_eq!(errors, []);
    assert_eq!(*organization.calls.borrow(), ["addresses"; 5]);
    assert_eq!(
        here(roster.by_id(&id("id-0007"))).email.value().unwrap(),
        "user7@example.com"
    );
    assert!(matches!(roster.by_address("new7@example.com"), Presence::Absent));
    assert!(
        matches!(roster.by_address("user700@example.com"), Presence::Unknown),
        "nobody asked"
    );
}

#[test]
fn ids_alone_go_through_the_list_where_that_is_fewer_calls() {
    let organization = Organization::of(300);
    let wanted = || Wanted {
        ids: ids(0..300),
        ..Wanted::default()
    };
    let (through_list, errors) = organization.carry_out(lookup(wanted(), Some(300)));
    assert_eq!(errors, []);
    assert_eq!(
        (
            organization.calls("list"),
            organization.calls("addresses"),
            organization.calls("ids")
        ),
        (6, 3, 0)
    );
    assert!(through_list.has_whole(Listing::Managed));
    assert_eq!(
        here(through_list.by_id(&id("id-0007"))).synced.said(),
        Some(false),
        "the search said it"
    );

    let large = Organization {
        users: organization.users,
        ..Organization::default()
    };
    let (by_id, _) = large.carry_out(lookup(wanted(), Some(1_000_000)));
    assert_eq!((large.calls("list"), large.calls("ids")), (0, 30));
    assert_eq!(by_id.len(), 300);
}

#[test]
fn the_length_of_the_list_is_found_out_where_it_may_pay() {
    let organization = Organization::of(5_000);
    let (roster, _) = organization.carry_out(lookup(
        Wanted {
            ids: ids(100..200),
            ..Wanted::default()
        },
        None,
    ));
    assert_eq!(
        (organization.calls("list"), organization.calls("ids")),
        (1, 10),
        "one page told that it does not pay"
    );
    assert!(!roster.has_whole(Listing::Managed));

    let silent = Organization {
        no_total: true,
        ..Organization::of(5_000)
    };
    silent.carry_out(lookup(
        Wanted {
            ids: ids(100..200),
            ..Wanted::default()
        },
        None,
    ));
    assert_eq!((silent.calls("list"), silent.calls("ids")), (1, 10));
}

#[test]
fn reading_the_list_stops_when_all_are_found() {
    let organization = Organization::of(150);
    let wanted = Wanted {
        ids: ids(0..100),
        ..Wanted::default()
    };
    let (roster, _) = organization.carry_out(lookup(wanted, Some(150)));
    assert_eq!(*organization.calls.borrow(), ["list", "list", "addresses"]);
    assert_eq!(roster.len(), 100);
    assert!(!roster.has_whole(Listing::Managed), "it was not read to its end");
}

#[test]
fn what_the_list_cannot_locate_is_asked_for_by_id() {
    let mut organization = Organization::of(100);
    organization.users[3]["claimStatus"] = json!("unmanaged");
    organization.users[4].as_object_mut().unwrap().remove("email");
    let wanted = Wanted {
        ids: [ids(0..100), ids([7_777])].concat(),
        ..Wanted::default()
    };
    let (roster, errors) = organization.carry_out(lookup(wanted, Some(100)));
    assert_eq!(errors, []);
    assert_eq!(organization.calls("ids"), 1);
    assert_eq!(here(roster.by_id(&id("id-0003"))).managed.said(), Some(false));
    assert_eq!(here(roster.by_id(&id("id-0004"))).email.value(), None);
    assert!(matches!(roster.by_id(&id("id-7777")), Presence::Absent));
}

#[test]
fn every_fact_of_a_user_is_read() {
    let mut organization = Organization::of(8);
    organization.users[1]["managementSource"] = json!("synced");
    organization.users[1]["platformRoles"] = json!(["atlassian/org-admin"]);
    organization.users[2]["managementSource"] = Value::Null;
    organization.users[2]
        .as_object_mut()
        .unwrap()
        .remove("platformRoles");
    organization.users[3]["status"] = json!("for_deletion");
    organization.users[3]["accountStatus"] = json!("inactive");
    organization.users[4]["status"] = json!("deactivated");
    organization.users[4]["accountStatus"] = json!("inactive");
    organization.users[4]["membershipStatus"] = json!("no_membership");
    organization.users[5]["accountStatus"] = json!("closed");
    organization.users[6] = json!({"accountId": "id-0006", "status": "not_invited"});
    organization.users[7] = json!({
        "accountId": "id-0007", "status": "new", "accountStatus": "new", "membershipStatus": "new",
        "claimStatus": "new", "managementSource": "new", "platformRoles": ["new"], "email": " ", "name": "",
    });
    let (roster, _) = organization.carry_out(lookup(
        Wanted {
            ids: ids(0..8),
            ..Wanted::default()
        },
        None,
    ));
    let facts: Vec<String> = roster
        .accounts()
        .map(|account| {
            format!(
                "{} {:?} {:?} {:?} managed {:?} synced {:?} sso {:?} admin {:?} in directory {:?}",
                account.id,
                account.email.value(),
                account.name.value(),
                account.status.value(),
                account.managed.said(),
                account.synced.said(),
                account.single_sign_on.said(),
                account.administrator.said(),
                account.in_directory.said()
            )
        })
        .collect();
    insta::assert_snapshot!("every_fact_of_a_user_is_read", facts.join("\n"));
    assert_eq!(
        here(roster.by_id(&id("id-0003"))).status.value(),
        Some(&Status::ForDeletion)
    );
}

#[test]
fn domains_come_in_pages_and_whole() {
    let organization = Organization {
        domains: vec![
            domain("Example.com", "verified"),
            domain("old.example", "deleted"),
            domain("b.example", "verified"),
        ],
        ..Organization::default()
    };
    let (roster, _) = organization.carry_out(lookup(
        Wanted {
            domains: true,
            ..Wanted::default()
        },
        None,
    ));
    assert_eq!(organization.calls("domains"), 2);
    assert_eq!(roster.domains().collect::<Vec<_>>(), ["b.example", "example.com"]);
    assert!(roster.domains_are_complete());
    assert_eq!(roster.domain("gmail.com"), Some(false));

    let unclear = Organization {
        domains: vec![domain("a.example", "odd")],
        ..Organization::default()
    };
    let (roster, _) = unclear.carry_out(lookup(
        Wanted {
            domains: true,
            ..Wanted::default()
        },
        None,
    ));
    assert_eq!(roster.domain("a.example"), None);
}

#[test]
fn what_cannot_be_an_address_is_not_asked_for() {
    let organization = Organization::of(1);
    let odd = [
        "",
        "x",
        "@",
        "a@",
        "@b",
        "a@b@c",
        "a b@c",
        "a@b\u{0}",
        "USER0@EXAMPLE.COM",
        " user0@example.com ",
    ];
    let wanted = Wanted {
        addresses: odd.map(str::to_owned).to_vec(),
        ..Wanted::default()
    };
    let (roster, _) = organization.carry_out(lookup(wanted, None));
    assert_eq!(organization.calls.borrow().len(), 1);
    assert_eq!(roster.len(), 1);
    assert!(matches!(roster.by_address("a b@c"), Presence::Unknown));

    let nothing = lookup(
        Wanted {
            addresses: vec!["x".to_owned()],
            ..Wanted::default()
        },
        None,
    );
    assert!(nothing.request().is_none());
}

#[test]
fn an_account_without_its_address_may_hold_any_that_was_asked_for() {
    let mut lookup = lookup(
        Wanted {
            addresses: addresses([0, 1]),
            ..Wanted::default()
        },
        None,
    );
    lookup
        .answered(&ok(&json!({"data": [{"accountId": "id-0000"}]})))
        .unwrap();
    let roster = learned(lookup.finish().0);
    assert!(matches!(
        roster.by_address("user1@example.com"),
        Presence::Unknown
    ));
}

#[test]
fn later_means_the_same_request_again() {
    let organization = Organization::of(1);
    let mut lookup = lookup(
        Wanted {
            addresses: addresses([0]),
            ..Wanted::default()
        },
        None,
    );
    let request = lookup.request().unwrap();
    let failure = lookup
        .answered(&answer(429, &json!({"code": 429, "message": "slow down"})))
        .unwrap_err();
    assert!(matches!(failure.kind, Kind::Retry(_)));
    let again = lookup.request().unwrap();
    assert_eq!((request.uri(), request.body()), (again.uri(), again.body()));
    lookup.answered(&organization.answer(&again)).unwrap();
    assert_eq!(lookup.finish().1, []);
}

#[test]
fn a_list_that_has_another_page_each_time_ends() {
    for items in [json!([domain("a.example", "verified")]), json!([])] {
        let mut domains = lookup(
            Wanted {
                domains: true,
                ..Wanted::default()
            },
            None,
        );
        let mut pages = 0;
        while domains.request().is_some() {
            pages += 1;
            domains
                .answered(&ok(&json!({"data": items, "links": {"next": format!("https://api.atlassian.com/?cursor={pages}")}})))
                .unwrap();
        }
        let (knowledge, errors) = domains.finish();
        assert!(!knowledge.domains_complete);
        let [error] = errors.as_slice() else {
            panic!("{errors:?}")
        };
        assert_eq!(error.code(), "lookup-endless");
        assert!(error.what().contains("is not the whole list"), "{error}");
    }
}

#[test]
fn a_list_that_leads_back_into_itself_ends() {
    let endless = ok(
        &json!({"data": [domain("a.example", "verified")], "links": {"next": "https://api.atlassian.com/?cursor=x"}}),
    );
    let mut domains = lookup(
        Wanted {
            domains: true,
            ..Wanted::default()
        },
        None,
    );
    domains.answered(&endless).unwrap();
    domains.answered(&endless).unwrap();
    assert!(domains.request().is_none());
    let (knowledge, errors) = domains.finish();
    assert!(!knowledge.domains_complete);
    insta::assert_snapshot!(texts(&errors), @"lookup-endless: Could not look up all of the claimed domains: Atlassian's list leads back to a page that was read before, after 1 links to a next page. It was not read further; try again later.");

    let endless = ok(&json!({"data": [], "links": {"next": "x"}}));
    let mut search = lookup(
        Wanted {
            addresses: addresses([0]),
            ids: ids([1]),
            domains: false,
            ..Wanted::default()
        },
        None,
    );
    while search.request().is_some() {
        search.answered(&endless).unwrap();
    }
    let (knowledge, errors) = search.finish();
    assert_eq!(errors.len(), 2);
    assert_eq!(
        knowledge,
        Knowledge::default(),
        "silence of an endless list says nothing"
    );
}

#[test]
fn an_address_that_atlassian_does_not_like_spoils_no_other() {
    let organization = Organization::of(100);
    let mut lookup = lookup(
        Wanted {
            addresses: addresses(0..100),
            ..Wanted::default()
        },
        None,
    );
    while let Some(request) = lookup.request() {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let bad = body["emails"]
            .as_array()
            .unwrap()
            .contains(&json!("user42@example.com"));
        let response = if bad {
            answer(
                400,
                &json!({"errors": [{"code": "ADMIN-400-24", "title": "Bad request", "detail": "emails"}]}),
            )
        } else {
            organization.answer(&request)
        };
        lookup.answered(&response).unwrap();
    }
    let (knowledge, errors) = lookup.finish();
    assert_eq!(knowledge.accounts.len(), 99);
    assert_eq!(knowledge.absent_addresses, [] as [&str; 0]);
    assert_eq!(errors.len(), 1);
    assert!(matches!(
        errors[0],
        LookupError::Failed {
            what: What::Addresses,
            addresses: 1,
            ids: 0,
            ..
        }
    ));
}

#[test]
fn a_refused_part_leaves_the_rest() {
    let organization = Organization::of(10);
    let refusal = json!({"timestamp": "t", "path": "p", "status": 403, "error": "Forbidden",
        "message": "User has no permission to access resource.", "requestId": "r"});
    let wanted = Wanted {
        ids: ids([20]),
        addresses: addresses(0..10),
        domains: true,
        ..Wanted::default()
    };

    let mut without_domains = lookup(wanted.clone(), None);
    without_domains.answered(&answer(403, &refusal)).unwrap();
    while let Some(request) = without_domains.request() {
        without_domains.answered(&organization.answer(&request)).unwrap();
    }
    let (knowledge, errors) = without_domains.finish();
    assert_eq!(knowledge.accounts.len(), 10);
    assert_eq!(knowledge.absent_ids, ids([20]));
    assert!(matches!(
        errors[..],
        [LookupError::Failed {
            what: What::Domains,
            ..
        }]
    ));

    let mut without_search = lookup(wanted.clone(), None);
    without_search
        .answered(&organization.answer(&without_search.request().unwrap()))
        .unwrap();
    without_search.answered(&answer(403, &refusal)).unwrap();
    assert!(
        without_search.request().is_none(),
        "the next search would be refused as well"
    );
    let (knowledge, errors) = without_search.finish();
    assert!(knowledge.domains_complete && knowledge.absent_ids.is_empty());
    insta::assert_snapshot!(texts(&errors), @"lookup-failed: Could not look up 10 addresses and 1 account id: This API key may not read this organization. Check the organization id, and that the key is an organization's API key without scopes.");

    let mut wrong_key = lookup(wanted, None);
    wrong_key
        .answered(&answer(401, &json!({"code": 401, "message": "Unauthorized"})))
        .unwrap();
    assert!(wrong_key.request().is_none());
}

#[test]
fn a_refused_list_leaves_the_way_by_id() {
    let organization = Organization::of(60);
    let mut lookup = lookup(
        Wanted {
            ids: ids(0..60),
            ..Wanted::default()
        },
        Some(60),
    );
    assert_eq!(lookup.progress().what, Some(What::ManagedAccounts));
    lookup
        .answered(&answer(403, &json!({"errors": [{"code": "ADMIN-403-3"}]})))
        .unwrap();
    while let Some(request) = lookup.request() {
        lookup.answered(&organization.answer(&request)).unwrap();
    }
    let (knowledge, errors) = lookup.finish();
    assert_eq!((knowledge.accounts.len(), errors.len()), (60, 1));
    assert_eq!(organization.calls("ids"), 6);
}

#[test]
fn giving_up_keeps_what_was_learned() {
    let organization = Organization::of(200);
    let mut lookup = lookup(
        Wanted {
            addresses: addresses(0..200),
            ids: ids([900]),
            domains: false,
            ..Wanted::default()
        },
        None,
    );
    lookup
        .answered(&organization.answer(&lookup.request().unwrap()))
        .unwrap();
    lookup.give_up("Atlassian could not be reached.");
    assert!(lookup.request().is_none());
    assert_eq!(lookup.progress().what, None);
    let (knowledge, errors) = lookup.finish();
    assert_eq!(knowledge.accounts.len(), 100);
    assert_eq!(knowledge.absent_ids, []);
    insta::assert_snapshot!(texts(&errors), @"lookup-stopped: Looking up stopped at accounts by their addresses: Atlassian could not be reached.");
}

#[test]
fn answers_that_cannot_be_understood_are_kept_as_such() {
    let mut lookup = lookup(
        Wanted {
            addresses: addresses([0]),
            domains: true,
            ..Wanted::default()
        },
        None,
    );
    lookup.answered(&Response::new(b"<html>".to_vec())).unwrap();
    lookup.answered(&answer(200, &json!({"users": []}))).unwrap();
    let (_, errors) = lookup.finish();
    insta::assert_snapshot!(texts(&errors), @"
    lookup-failed: Could not look up the claimed domains: A web page came instead of Atlassian's answer: probably your company's network, or one that asks for a login. Log in to the network, ask whoever runs it to let calls to Atlassian through, and check the address of the proxy.
    lookup-failed: Could not look up 1 address: The answer does not have the form that Atlassian's documents describe. Please report it, with Atlassian's answer.
    ");
}

/// Who is not found is absent only if everything that was found could be read.
#[test]
fn nobody_is_absent_by_a_web_page_or_by_an_item_that_cannot_be_read() {
    let asked = || {
        let wanted = Wanted {
            addresses: addresses([0]),
            ..Wanted::default()
        };
        lookup(wanted, None)
    };
    let pages = [200, 403, 404].map(|status| {
        let page = Response::builder().status(status);
        page.body(b"<html>Access blocked</html>".to_vec()).unwrap()
    });
    let odd = answer(
        200,
        &json!({"data": [{"accountId": 7, "email": "who@example.com"}], "links": {}}),
    );
    for response in pages.into_iter().chain([odd]) {
        let mut lookup = asked();
        while lookup.request().is_some() {
            lookup.answered(&response).unwrap();
        }
        let (knowledge, errors) = lookup.finish();
        assert_eq!(knowledge.absent_addresses, [""; 0]);
        assert_eq!(errors.len(), 1);
    }
    let mut lookup = asked();
    while lookup.request().is_some() {
        lookup
            .answered(&answer(200, &json!({"data": [], "links": {}})))
            .unwrap();
    }
    assert_eq!(lookup.finish().0.absent_addresses.len(), 1, "this one says so");
}

proptest! {
    // Each case carries out five look-ups of some dozen calls.
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The way that a look-up takes is chosen by its cost; what is known afterwards of all that was wanted must not differ.
    #[test]
    fn the_way_makes_no_difference(
        kinds in prop::collection::vec((any::<bool>(), any::<bool>(), prop::bool::weighted(0.9)), 0..110),
        wanted_ids in prop::collection::btree_set(0..120usize, 0..110),
        wanted_addresses in prop::collection::btree_set(0..120usize, 0..110),
        search_page in prop::sample::select(vec![0usize, 3, 30]),
        no_total in any::<bool>(),
    ) {
        let users: Vec<Value> = kinds
            .iter()
            .enumerate()
            .map(|(n, &(managed, synced, address))| {
                let mut user = user(n);
                user["claimStatus"] = json!(if managed { "managed" } else { "unmanaged" });
                user["managementSource"] = json!(if synced { "synced" } else { "invited" });
                if !address {
                    user.as_object_mut().unwrap().remove("email");
                }
                user
            })
            .collect();
        for hint in [None, Some(0), Some(1), Some(kinds.len() as u64), Some(1_000_000)] {
            let organization = Organization { users: users.clone(), search_page, no_total, ..Organization::default() };
            let wanted = Wanted {
                ids: ids(wanted_ids.iter().copied()),
                addresses: addresses(wanted_addresses.iter().copied()),
                domains: true,
                ..Wanted::default()
            };
            let (roster, errors) = organization.carry_out(lookup(wanted, hint));
            prop_assert_eq!(errors, []);
            for &n in &wanted_ids {
                let presence = roster.by_id(&ids([n])[0]);
                match kinds.get(n) {
                    Some(&(managed, synced, address)) => {
                        let account = here(presence);
                        prop_assert_eq!(account.managed.said(), Some(managed));
                        prop_assert_eq!(account.synced.said(), Some(synced));
                        prop_assert_eq!(account.administrator.said(), Some(false));
                        prop_assert_eq!(account.in_directory.said(), Some(true));
                        prop_assert_eq!(account.email.value().is_some(), address);
                    }
                    None => prop_assert!(matches!(presence, Presence::Absent)),
                }
            }
            for &n in &wanted_addresses {
                let presence = roster.by_address(&addresses([n])[0]);
                match kinds.get(n) {
                    Some(&(_, _, true)) => prop_assert_eq!(&here(presence).id, &ids([n])[0]),
                    _ => prop_assert!(matches!(presence, Presence::Absent)),
                }
            }
        }
    }
}
