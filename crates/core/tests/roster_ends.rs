//! Lists that break off, as look-ups meet them: who is not in them is not known to be absent.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use std::cell::RefCell;

use http::Response;
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::roster::lookup::{Lookup, LookupError, PlaceList, Wanted};
use rollcall_core::roster::{Listing, PlaceKind, Presence, Provenance, Roster};
use rollcall_core::time::Time;
use serde_json::{Value, json};

const ORGANIZATION: &str = "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e";

fn id(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<AccountId> {
    numbers.into_iter().map(|n| id(&format!("id-{n:04}"))).collect()
}

fn lookup(wanted: Wanted) -> Lookup {
    Lookup::new(OrganizationId::parse(ORGANIZATION).unwrap(), wanted, None)
}

fn ok(body: &Value) -> Response<Vec<u8>> {
    Response::new(serde_json::to_vec(body).unwrap())
}

/// What the list of managed accounts says of a user.
fn listed(n: usize) -> Value {
    json!({
        "account_id": format!("id-{n:04}"),
        "account_type": "atlassian",
        "account_status": "active",
        "name": format!("User {n}"),
        "email": format!("user{n}@example.com"),
    })
}

fn texts(errors: &[LookupError]) -> String {
    let all: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", error.code(), error.what()))
        .collect();
    all.join("\n")
}

/// Answers each call of a look-up with the body that `of` gives for its path.
fn look_up_with(wanted: Wanted, of: impl Fn(&str) -> Value) -> (Roster, Vec<LookupError>) {
    let mut lookup = lookup(wanted);
    while let Some(request) = lookup.request() {
        lookup.answered(&ok(&of(request.uri().path()))).unwrap();
    }
    let (knowledge, errors) = lookup.finish();
    let mut roster = Roster::default();
    roster.learn(Provenance::looked_up(Time(1)), knowledge);
    (roster, errors)
}

/// The first fifty users, as the list gives them, with what else stands in the page.
fn first_page(more: &Value) -> Value {
    let mut body = json!({"data": (0..50).map(listed).collect::<Vec<_>>()});
    let fields = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(fields);
    body
}

#[test]
fn a_list_that_breaks_off_makes_nobody_absent() {
    for (page, is_whole) in [
        (json!({"meta": {"total": 1240}, "cursor": "eyJvIjo1MH0="}), false),
        (json!({"meta": {"total": 1240}, "links": {"next": null}}), false),
        (json!({"links": {}, "nextCursor": "eyJvIjo1MH0="}), false),
        (json!({}), false),
        (json!({"meta": {"total": 50}}), true),
        (json!({"links": {"next": null}}), true),
    ] {
        let wanted = Wanted {
            ids: ids(0..60),
            ..Wanted::default()
        };
        let nobody = json!({"data": [], "cursor": "eyJvIjo1MH0="});
        let (roster, errors) = look_up_with(wanted, |path| {
            if path.ends_with("/users") {
                first_page(&page)
            } else {
                nobody.clone()
            }
        });
        assert_eq!(roster.has_whole(Listing::Managed), is_whole, "{page}");
        let stranger = roster.by_id(&id("id-0055"));
        assert_eq!(matches!(stranger, Presence::Absent), is_whole, "{page}");
        assert_eq!(matches!(stranger, Presence::Unknown), !is_whole, "{page}");
        assert!(!errors.is_empty(), "the searches did not prove their end");
    }
}

#[test]
fn searches_and_lists_of_places_that_break_off_make_nothing_absent() {
    let wanted = || Wanted {
        ids: ids([1]),
        addresses: vec!["new@example.com".to_owned()],
        domains: true,
        places: vec![PlaceList::Groups],
        ..Wanted::default()
    };
    let (roster, errors) = look_up_with(
        wanted(),
        |_| json!({"data": [], "links": {}, "meta": {"total": 3}}),
    );
    assert!(matches!(roster.by_id(&id("id-0001")), Presence::Unknown));
    assert!(matches!(roster.by_address("new@example.com"), Presence::Unknown));
    assert_eq!(roster.domain("example.com"), None);
    assert!(roster.places().all(PlaceKind::Group).is_none());
    insta::assert_snapshot!(texts(&errors), @r"
    lookup-endless: Could not look up all of the claimed domains: Atlassian's list broke off: 0 of 3 were read, and no next page was named. What was read is not the whole list; try again later.
    lookup-endless: Could not look up all of the groups: Atlassian's list broke off: 0 of 3 were read, and no next page was named. What was read is not the whole list; try again later.
    lookup-endless: Could not look up all of accounts by their addresses: Atlassian's list broke off: 0 of 3 were read, and no next page was named. What was read is not the whole list; try again later.
    lookup-endless: Could not look up all of accounts by their ids: Atlassian's list broke off: 0 of 3 were read, and no next page was named. What was read is not the whole list; try again later.
    ");
    let (roster, errors) = look_up_with(wanted(), |_| json!({"data": [], "links": {"next": null}}));
    assert!(matches!(roster.by_id(&id("id-0001")), Presence::Absent));
    assert!(matches!(roster.by_address("new@example.com"), Presence::Absent));
    assert_eq!(roster.domain("example.com"), Some(false));
    assert!(roster.places().all(PlaceKind::Group).is_some());
    assert_eq!(errors, []);
}

#[test]
fn a_link_without_a_host_is_followed_within_the_host() {
    let asked = RefCell::new(Vec::new());
    let wanted = Wanted {
        ids: ids(0..100),
        ..Wanted::default()
    };
    let mut lookup = lookup(wanted);
    while let Some(request) = lookup.request() {
        asked.borrow_mut().push(request.uri().to_string());
        let is_first = request.uri().query().is_none();
        let next = is_first.then(|| format!("{}?cursor=Mg%3D%3D", request.uri().path()));
        lookup
            .answered(&ok(&first_page(
                &json!({"links": {"next": next}, "meta": {"total": 100}}),
            )))
            .unwrap();
        if asked.borrow().len() == 2 {
            break;
        }
    }
    let list = format!("/admin/v1/orgs/{ORGANIZATION}/users");
    assert_eq!(*asked.borrow(), [list.clone(), format!("{list}?cursor=Mg%3D%3D")]);
}
