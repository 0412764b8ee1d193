//! The export files: one fixture for each shape.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

use rollcall_atlassian::AccountId;
use rollcall_core::file::Table;
use rollcall_core::roster::export::{self, ExportError, Exported, Field, Kind};
use rollcall_core::roster::{Account, Claim, Listing, Presence, Roster, Status};
use rollcall_core::time::Time;
use std::fmt::Write as _;
use std::path::Path;

const ADA: &str = "557058:4f9acfd2-6155-419b-8de5-5b5cf27a59a0";
const GRACE: &str = "637194fa77acd224b33bfae3";
const ALAN: &str = "712020:0b0f7e3a-6c1f-4a54-9e0e-3b2f5a1f7c11";
const NOBODY: &str = "712020:ffffffff-6c1f-4a54-9e0e-3b2f5a1f7c11";

fn table(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/roster_files")
        .join(name);
    table_of(&std::fs::read_to_string(path).unwrap())
}

fn table_of(text: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    Table::from_cells(rows.first().copied(), rows.get(1..).unwrap_or_default())
}

fn read(name: &str) -> Exported {
    export::read(&table(name), name, Time(1_000)).unwrap()
}

fn roster(name: &str) -> Roster {
    let exported = read(name);
    let mut roster = Roster::default();
    roster.learn(exported.origin, exported.knowledge);
    roster
}

fn id(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

/// All that a file gives, a fact a word; what is unknown is not written.
fn told(name: &str) -> String {
    let exported = read(name);
    let mut text = format!(
        "{:?}, {} accounts, {} repeated, {} broken, complete: {:?}, all domains: {}\n",
        exported.kind,
        exported.accounts,
        exported.repeated,
        exported.broken.rows,
        exported.knowledge.complete,
        exported.knowledge.domains_complete
    );
    for note in exported.notes() {
        writeln!(text, "note: {note}").unwrap();
    }
    let mut roster = Roster::default();
    roster.learn(exported.origin, exported.knowledge);
    for source in roster.sources() {
        writeln!(text, "source: {}: {}", source.title, source.gave()).unwrap();
    }
    for account in roster.accounts() {
        writeln!(text, "{}", facts(account)).unwrap();
    }
    for domain in roster.domains() {
        writeln!(text, "domain {domain}").unwrap();
    }
    text
}

fn facts(account: &Account) -> String {
    let mut text = account.id.to_string();
    let texts = [("email", &account.email), ("name", &account.name)];
    for (what, fact) in texts {
        if let Some(value) = fact.value() {
            write!(text, " {what}={value:?}").unwrap();
        }
    }
    if let Some(status) = account.status.value() {
        write!(text, " {status:?}").unwrap();
    }
    let flags = [
        ("managed", &account.managed),
        ("synced", &account.synced),
        ("single-sign-on", &account.single_sign_on),
        ("administrator", &account.administrator),
        ("in-directory", &account.in_directory),
    ];
    for (what, fact) in flags {
        if let Some(value) = fact.said() {
            write!(text, " {what}={value}").unwrap();
        }
    }
    text
}

#[test]
fn each_shape_gives_its_facts() {
    for name in [
        "export-users.csv",
        "export-users-2021.csv",
        "managed-accounts.csv",
        "policy-members.csv",
        "domain-accounts.csv",
        "allmanagedusers.csv",
        "orgusers.csv",
        "domains.csv",
    ] {
        insta::assert_snapshot!(name, told(name));
    }
}

#[test]
fn what_is_no_export_is_told() {
    let failure = |name: &str, table: &Table| {
        let error = export::read(table, name, Time(0)).unwrap_err();
        format!("{}\n{}\n{}", error.code(), error.what(), error.hint())
    };
    let wide: Vec<String> = (1..=1000)
        .map(|n| format!("column {n} {}", "x".repeat(60)))
        .collect();
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    let all = [
        failure("email-changes.csv", &table("email-changes.csv")),
        failure("bulksuspend.csv", &table("bulksuspend.csv")),
        failure("export-users-2019.csv", &table("export-users-2019.csv")),
        failure("wide.csv", &Table::from_cells(Some(&wide), &[])),
        failure(
            "pasted.csv",
            &Table::from_cells(None, &[&["1234", "a@example.com"]]),
        ),
        failure("empty.csv", &table_of("account_id,email,account_status\n")),
        failure(
            "broken.csv",
            &table_of("account_id,email,account_status\n5.5E+15,a@example.com,active\n"),
        ),
        failure(
            "blank.csv",
            &table_of("Atlassian ID,Email,Status\n,a@example.com,Active\n"),
        ),
        failure(
            "domains.csv",
            &table_of("attributes.name,attributes.claim.status\nlocalhost,verified\n"),
        ),
    ];
    insta::assert_snapshot!("what_is_no_export_is_told", all.join("\n\n"));
}

#[test]
fn headers_are_known_in_any_spelling() {
    for header in [
        "account_id,email,account_status",
        "accountId,Email,accountStatus",
        " ACCOUNT ID , e-mail ,Account Status,",
        "\u{feff}account_id,email,account_status",
    ] {
        let table = table_of(&format!("{header}\n{ADA},ada@example.com,active\n"));
        let exported = export::read(&table, "x.csv", Time(0)).unwrap();
        assert_eq!(exported.kind, Kind::ListedAccounts, "{header}");
        assert_eq!(
            exported.knowledge.accounts[0].email.as_deref(),
            Some("ada@example.com")
        );
        assert_eq!(exported.knowledge.accounts[0].status, Some(Status::Active));
    }
}

#[test]
fn silence_counts_only_in_a_whole_list() {
    let managed = roster("managed-accounts.csv");
    assert!(matches!(managed.by_id(&id(NOBODY)), Presence::Absent));
    assert!(matches!(
        managed.by_address("nobody@example.com"),
        Presence::Absent
    ));

    for part in ["export-users.csv", "policy-members.csv", "domain-accounts.csv"] {
        assert!(
            matches!(roster(part).by_id(&id(NOBODY)), Presence::Unknown),
            "{part}"
        );
    }

    let mut exported = read("export-users.csv");
    assert_eq!(exported.part, Some((Listing::Directory, Field::Selection)));
    exported.declare_whole();
    let mut users = Roster::default();
    users.learn(exported.origin, exported.knowledge);
    assert!(matches!(users.by_id(&id(NOBODY)), Presence::Absent));
    // One of its accounts has no address, and it may be this one.
    assert!(matches!(
        users.by_address("nobody@example.com"),
        Presence::Unknown
    ));
}

#[test]
fn a_listing_that_ends_with_a_page_may_have_been_cut_off() {
    let listing = |rows: usize| {
        let mut text = "account_id,email,account_status,access_billable\n".to_owned();
        for n in 0..rows {
            // Accounts without an address are legal.
            let email = if n == 7 {
                String::new()
            } else {
                format!("{n}@example.com")
            };
            writeln!(text, "{n},{email},active,True").unwrap();
        }
        export::read(&table_of(&text), "orgusers.csv", Time(0)).unwrap()
    };
    assert_eq!(listing(49).knowledge.complete, Some(Listing::Managed));
    assert_eq!(listing(50).knowledge.complete, None);
    assert_eq!(listing(50).part, Some((Listing::Managed, Field::Page)));
    assert_eq!(listing(51).part, None);
}

#[test]
fn a_listing_may_have_broken_off_at_the_first_account_without_an_address() {
    let mut text = "account_id,email,account_status\n".to_owned();
    for n in 0..51 {
        writeln!(text, "{n},{n}@example.com,active").unwrap();
    }
    let read = |text: &str, name: &str| export::read(&table_of(text), name, Time(0)).unwrap();
    let exported = read(&text, "orgusers.csv");
    assert_eq!(exported.part, Some((Listing::Managed, Field::Addressed)));
    assert_eq!(exported.knowledge.complete, None);
    insta::assert_snapshot!(exported.notes().join("\n"), @"Every account in this file has an address. Atlassian lists accounts without one as well, and the common scripts stop at the first of them, so the list may have broken off there. An account that is not in this file may be there all the same.");
    text.push_str("51,,active\n");
    assert_eq!(read(&text, "orgusers.csv").part, None);
    // Rollcall's own file of a list that was not read to its end.
    let exported = read(&text, "managed-accounts-part-52-of-1240.csv");
    assert_eq!(exported.part, Some((Listing::Managed, Field::Named)));
    insta::assert_snapshot!(exported.notes().join("\n"), @"The name of this file says that it is a part of a list. An account that is not in it may be there all the same.");
}

#[test]
fn the_export_of_accounts_from_domains_says_who_is_not_claimed() {
    let read = |word: &str| {
        let text = format!("Email,Atlassian ID,Status,Claimed\nada@example.com,{ADA},Active,{word}\n");
        let exported = export::read(&table_of(&text), "x.csv", Time(0)).unwrap();
        let said = &exported.knowledge.accounts[0];
        (said.claim, said.managed)
    };
    for word in ["No", "no", "FALSE", "Not claimed", "Unclaimed"] {
        assert_eq!(read(word), (Some(Claim::Unclaimed), Some(false)), "{word}");
    }
    for word in ["Yes", "true", "Claimed"] {
        assert_eq!(read(word), (Some(Claim::Claimed), None), "{word}");
    }
    for word in ["", "perhaps"] {
        assert_eq!(read(word), (Some(Claim::Untold), None), "{word}");
    }
}

#[test]
fn two_files_complete_each_other() {
    let mut roster = roster("export-users.csv");
    let managed = read("managed-accounts.csv");
    roster.learn(managed.origin, managed.knowledge);

    let Presence::Here(ada) = roster.by_address("ADA@example.com") else {
        panic!()
    };
    assert_eq!(ada.administrator.said(), Some(true), "from the users export");
    assert_eq!(
        ada.single_sign_on.said(),
        Some(true),
        "from the managed accounts export"
    );
    let Presence::Here(alan) = roster.by_id(&id(ALAN)) else {
        panic!()
    };
    assert_eq!(
        alan.managed.said(),
        Some(false),
        "the list of managed accounts does not hold it"
    );
    let Presence::Here(grace) = roster.by_id(&id(GRACE)) else {
        panic!()
    };
    assert_eq!(grace.managed.said(), Some(true));
    let titles: Vec<&str> = roster
        .sources()
        .iter()
        .map(|source| source.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "export-users.csv (users export)",
            "managed-accounts.csv (managed accounts export)"
        ]
    );
}

#[test]
fn a_domain_that_the_list_does_not_hold_is_not_verified() {
    let roster = roster("domains.csv");
    assert_eq!(roster.domain("EXAMPLE.com"), Some(true));
    assert_eq!(
        roster.domain("example.org"),
        Some(true),
        "one claim of it is verified"
    );
    assert_eq!(roster.domain("old.example"), Some(false));
    assert_eq!(roster.domain("gmail.com"), Some(false));
    let unclear = table_of("attributes.name,attributes.claim.status\nexample.com,verified\nb.example,odd\n");
    let exported = export::read(&unclear, "domains.csv", Time(0)).unwrap();
    assert!(!exported.knowledge.domains_complete);
}

proptest::proptest! {
    #[test]
    fn nothing_in_a_file_makes_the_reader_panic(
        header in proptest::collection::vec("(User id|account_id|Atlassian ID|email|Status|account_status|User status|attributes\\.name|attributes\\.claim\\.status|\\PC{0,8})", 0..6),
        rows in proptest::collection::vec(proptest::collection::vec("(\\PC{0,12}|active|[0-9a-f]{3}|a@b\\.c)", 0..6), 0..8),
    ) {
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        match export::read(&Table::from_cells(Some(&header), &rows), "x.csv", Time(0)) {
            Ok(exported) => {
                proptest::prop_assert!(exported.broken.rows < rows.len());
                let mut roster = Roster::default();
                roster.learn(exported.origin, exported.knowledge);
                proptest::prop_assert_eq!(roster.len(), exported.accounts);
            }
            Err(ExportError::NotRecognized { found, .. }) => proptest::prop_assert!(found.len() <= header.len()),
            Err(_) => {}
        }
    }
}
