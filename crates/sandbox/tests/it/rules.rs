//! What holds whatever is asked: properties, and the make of the generated organization.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rollcall_atlassian::ENDPOINTS;
use rollcall_sandbox::{Account, Life, Lock, Organization};
use serde_json::{Value, json};

use crate::client::{Client, EVENT, ORIGIN};

/// Whose user part, on which domain, and whether in capitals.
fn address() -> impl Strategy<Value = (usize, usize, bool)> {
    (0_usize..12, 0_usize..6, any::<bool>())
}

/// An address that somebody may hold, may have left, or that breaks a rule.
fn write_out(organization: &Organization, (who, domain, upper): (usize, usize, bool)) -> String {
    let user = organization.accounts()[who].address.split('@').next().unwrap();
    let user = if who % 4 == 3 { "support" } else { user };
    let domain = [
        "example.com",
        "example.org",
        "corp.example",
        "example.net",
        "bad domain",
        "legacy.example",
    ][domain];
    let address = format!("{user}@{domain}");
    if upper { address.to_uppercase() } else { address }
}

fn assert_addresses_unique(organization: &Organization) {
    let mut seen = BTreeSet::new();
    for account in organization.accounts() {
        assert!(
            seen.insert(account.address.to_lowercase()),
            "{} twice",
            account.address
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn addresses_stay_unique_under_any_sequence_of_changes(
        seed in 0_u64..5,
        changes in prop::collection::vec((0_usize..12, address()), 1..60),
    ) {
        let mut client = Client::of(12, seed);
        for (who, to) in changes {
            let before = client.organization.accounts()[who].clone();
            let address = write_out(&client.organization, to);
            let status = client.set_email(&before.id, &address).status;
            let after = client.organization.accounts()[who].clone();
            // What is answered is what was done.
            prop_assert_eq!(&after.address, if status == 204 { &address } else { &before.address });
            prop_assert_eq!(
                client.organization.effective_changes(&before.id),
                changes_of(&client.organization, &before.id),
            );
            assert_addresses_unique(&client.organization);
            // And what is found is what is there.
            let found = client.search(&json!({ "emails": [after.address.to_lowercase()] })).body;
            prop_assert_eq!(found["data"][0]["accountId"].as_str(), Some(after.id.as_str()));
        }
    }

    #[test]
    fn paging_lists_each_account_once_while_addresses_change(accounts in 0_u32..220, limit in 1_u8..=100) {
        let mut client = Client::of(accounts, 3);
        let mut found = Vec::new();
        let mut body = json!({ "limit": limit });
        loop {
            let answer = client.search(&body).body;
            found.extend(ids(&answer, "accountId"));
            if let Some(id) = found.last().cloned() {
                client.set_email(&id, &format!("moved.{}@example.org", found.len()));
            }
            match answer["links"]["next"].as_str() {
                Some(next) => body = json!({ "cursor": next }),
                None => break,
            }
        }
        let everybody: Vec<String> = client.organization.accounts().iter().map(|account| account.id.clone()).collect();
        prop_assert_eq!(&found, &everybody);

        let mut listed = Vec::new();
        let mut path = Some(client.admin("v1", "/users"));
        while let Some(at) = path {
            let answer = client.get(&at).body;
            listed.extend(ids(&answer, "account_id"));
            path = answer["links"]["next"].as_str().map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
        }
        prop_assert_eq!(listed.as_slice(), &everybody[..accounts as usize]);
    }

    #[test]
    fn whatever_is_sent_is_answered(
        method in prop::sample::select(vec!["GET", "PUT", "POST", "PATCH", "DELETE"]),
        endpoint in prop::sample::select((0..ENDPOINTS.len()).collect::<Vec<_>>()),
        query in "[a-z%=&+]{0,12}",
        body in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut client = Client::of(8, 1);
        let path = fill(&client.organization, ENDPOINTS[endpoint].path);
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{path}?{query}"))
            .header("Authorization", client.authorization.clone().unwrap())
            .header("Content-Type", "application/json")
            .body(body)
            .unwrap();
        let answer = client.raw(&request);
        prop_assert!((200..500).contains(&answer.status));
    }
}

fn changes_of(organization: &Organization, id: &str) -> u32 {
    let writes = organization.writes().iter();
    writes
        .filter(|write| write.account == id && write.effective)
        .map(|_| 1)
        .sum()
}

fn ids(body: &Value, field: &str) -> Vec<String> {
    let data = body["data"].as_array().unwrap();
    data.iter()
        .map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

fn fill(organization: &Organization, path: &str) -> String {
    path.replace("{organization}", organization.organization_id())
        .replace("{directory}", "-")
        .replace("{group}", &organization.groups()[0].id)
        .replace("{domain}", &organization.domains()[0].id)
        .replace("{policy}", &organization.auth_policies()[0].id)
        .replace("{task}", organization.task_ids().next().unwrap())
        .replace("{event}", EVENT)
        .replace("{site}", organization.sites().next().unwrap().0)
        .replace("{account}", &organization.accounts()[0].id)
        .replace("{token}", &organization.accounts()[0].tokens[0].id)
}

#[test]
fn a_seed_repeats_and_another_differs() {
    let [first, again, other] = [1, 1, 2].map(|seed| Organization::generate(300, seed));
    assert_eq!(first.key(), again.key());
    let addresses = |organization: &Organization| {
        let accounts = organization.accounts().iter();
        accounts
            .map(|account| account.address.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(addresses(&first), addresses(&again));
    assert_ne!(addresses(&first), addresses(&other));
    assert_ne!(first.organization_id(), other.organization_id());
}

#[test]
fn organizations_of_any_size_are_sound() {
    for accounts in [0, 1, 2, 5, 13, 40, 160, 1_000, 20_000] {
        let organization = Organization::generate(accounts, u64::from(accounts));
        let managed = organization
            .accounts()
            .iter()
            .filter(|account| account.managed)
            .count();
        assert_eq!(managed, accounts as usize);
        assert_addresses_unique(&organization);
        let ids: BTreeSet<&str> = organization
            .accounts()
            .iter()
            .map(|account| account.id.as_str())
            .collect();
        assert_eq!(ids.len(), organization.accounts().len());
        assert!(
            ids.iter()
                .all(|id| rollcall_atlassian::AccountId::parse(id).is_some())
        );
    }
}

#[test]
fn most_accounts_are_plain_and_come_first() {
    let plain = |account: &Account| {
        account.managed
            && account.life == Life::Active
            && account.lock.is_none()
            && !account.administrator
            && !account.is_suspended()
            && account.address_verified
            && !account.memberships.is_empty()
    };
    for (accounts, expected) in [(5, 3), (100, 75), (1_000, 950)] {
        let organization = Organization::generate(accounts, 1);
        let first = organization
            .accounts()
            .iter()
            .take_while(|account| plain(account))
            .count();
        assert_eq!(first, expected);
    }
}

#[test]
fn a_file_that_moves_a_thousand_people_to_another_domain_goes_through() {
    let mut client = Client::of(1_100, 1);
    let people: Vec<(String, String)> = client
        .organization
        .accounts()
        .iter()
        .take(1_000)
        .map(|account| {
            let user = account.address.split('@').next().unwrap();
            (account.id.clone(), format!("{user}@corp.example"))
        })
        .collect();
    for (id, address) in &people {
        assert_eq!(client.set_email(id, address).status, 204);
    }
}

#[test]
fn each_kind_of_account_is_there() {
    let organization = Organization::generate(60, 1);
    let count = |fits: &dyn Fn(&Account) -> bool| {
        organization
            .accounts()
            .iter()
            .filter(|account| fits(account))
            .count()
    };
    for lock in [Lock::Scim, Lock::Google, Lock::Saml, Lock::ExportControl] {
        assert!(count(&|account| account.lock == Some(lock)) >= 1, "{lock:?}");
    }
    assert_eq!(count(&|account| account.administrator), 2);
    assert_eq!(count(&|account| !account.address_verified), 1);
    assert!(count(&|account| !account.managed) >= 1);
    let forms = |prefix: &str| count(&|account| account.id.starts_with(prefix));
    assert!(forms("712020:") > 0 && forms("557057:") > 0);
    assert!(count(&|account| account.id.len() == 24) > 0);
}
