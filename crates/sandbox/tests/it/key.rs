//! Keys that are revoked and renewed.

use crate::client::Client;

fn status_with(client: &mut Client, key: &str) -> u16 {
    client.authorization = Some(format!("Bearer {key}"));
    let path = client.admin("v1", "");
    client.get(&path).status
}

#[test]
fn a_renewed_key_is_good_and_those_before_it_stay_as_they_are() {
    let mut client = Client::new();
    let first = client.organization.key().to_owned();
    let scoped = client.organization.scoped_key().to_owned();
    let second = client.organization.renew_key();
    for key in [&first, &second, &scoped] {
        assert_eq!(status_with(&mut client, key), 200);
    }
    client.organization.revoke_keys();
    for key in [&first, &second, &scoped] {
        assert_eq!(status_with(&mut client, key), 401);
    }
    let third = client.organization.renew_key();
    assert_eq!(client.organization.key(), third);
    assert_eq!(status_with(&mut client, &third), 200);
    for key in [&first, &second, &scoped] {
        assert_eq!(status_with(&mut client, key), 401);
    }
    // It has no scopes.
    status_with(&mut client, &third);
    let id = client.first().id;
    assert_eq!(client.manage("get-profile", &id).status, 200);
}

#[test]
fn renewed_keys_come_from_the_seed() {
    let keys = |seed| {
        let mut organization = Client::of(5, seed).organization;
        [
            organization.key().to_owned(),
            organization.renew_key(),
            organization.renew_key(),
        ]
    };
    let [first, second, third] = keys(1);
    assert!(first != second && second != third && first != third);
    assert_eq!(keys(1), [first, second, third]);
    assert_ne!(keys(1), keys(2));
}
