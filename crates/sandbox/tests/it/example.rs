//! The example change file.

use rollcall_sandbox::Organization;

use crate::client::Client;

/// The rows, read as another program would.
fn rows(file: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_example_file_of_the_page() {
    let organization = Organization::generate(200, 1);
    insta::assert_snapshot!(organization.example_change_file());
}

#[test]
fn there_is_an_example_file_for_any_size() {
    for accounts in [0, 1, 5, 12, 40, 1_000] {
        let organization = Organization::generate(accounts, 2);
        let file = organization.example_change_file();
        let rows = rows(&file);
        assert_eq!(rows[0], ["account_id", "old_email", "new_email"]);
        assert!(rows.iter().all(|row| row.len() == 3));
        assert!(accounts < 160 || rows.len() > 40);
    }
}

#[test]
fn carried_out_as_it_stands_the_example_shows_every_kind_of_refusal() {
    let mut client = Client::of(200, 1);
    let file = client.organization.example_change_file();
    let mut good = 0;
    let mut refusals = Vec::new();
    for row in rows(&file).into_iter().skip(1) {
        let answer = client.set_email(&row[0], &row[2]);
        if answer.status == 204 {
            good += 1;
        } else {
            let body = &answer.body;
            let key = body["key"]
                .as_str()
                .or(body["errorKey"].as_str())
                .unwrap_or("?")
                .to_owned();
            refusals.push(key);
        }
    }
    assert!(good >= 20, "{good} rows went through");
    for key in [
        "fieldConstraintsViolated",
        "forbidden",
        "forbidden.action",
        "forbidden.unclaimedDomain",
        "accountNotFound",
        "emailAlreadyExists",
    ] {
        assert!(
            refusals.iter().any(|refusal| refusal == key),
            "no {key} in {refusals:?}"
        );
    }
}
