//! Which column is taken for which part, and what is said where that does not do.

use std::fmt::Write;

use rollcall_core::action::Field::{self, AccountId, CurrentAddress, NewAddress, Organization};
use rollcall_core::action::change_email;
use rollcall_core::file::Table;
use rollcall_core::mapping::{Mapping, Recognized, guess};
use rollcall_core::roster::Roster;

const ID: &str = "637194fa77acd224b33bfae3";
const ID2: &str = "5b10a2844c20165700ede21g";

fn with_header(header: &[&str], row: &[&str]) -> Table {
    Table::from_cells(Some(header), &[row])
}

#[test]
fn email_is_new_only_beside_a_named_current_address() {
    let (old, new) = ("old@x.example", "new@x.example");
    for (header, row, expected, certain) in [
        (
            ["account_id", "old_email", "email"],
            [ID, old, new],
            [Some(AccountId), Some(CurrentAddress), Some(NewAddress)],
            true,
        ),
        (
            ["account_id", "email", "new_email"],
            [ID, old, new],
            [Some(AccountId), Some(CurrentAddress), Some(NewAddress)],
            true,
        ),
        (
            ["Email", "current email", "x"],
            [new, old, ""],
            [Some(NewAddress), Some(CurrentAddress), None],
            true,
        ),
        (
            ["old_email", "email", "new_email"],
            [old, old, new],
            [Some(CurrentAddress), None, Some(NewAddress)],
            true,
        ),
        (
            ["account_id", "email", "mail"],
            [ID, old, new],
            [Some(AccountId), Some(CurrentAddress), Some(NewAddress)],
            false,
        ),
        (
            ["account_id", "new_email", "new email"],
            [ID, new, new],
            [Some(AccountId), Some(NewAddress), None],
            false,
        ),
    ] {
        let guess = guess(
            &with_header(&header, &row),
            change_email::ACTION.row.fields,
            &Roster::default(),
        );
        assert_eq!(guess.mapping.columns, expected, "{header:?}");
        assert_eq!(guess.certain, certain, "{header:?}");
    }
}

#[test]
fn a_header_is_not_believed_against_its_column() {
    let (id, current, new) = (Some(AccountId), Some(CurrentAddress), Some(NewAddress));
    for (row, expected) in [
        ([ID, "new@x.example", "Ada"], [id, current, None]),
        (
            ["ada@x.example", "old@x.example", "new@x.example"],
            [None, current, new],
        ),
        ([ID, "old@x.example", ""], [id, current, None]),
    ] {
        let guess = guess(
            &with_header(&["account_id", "old_email", "new_email"], &row),
            change_email::ACTION.row.fields,
            &Roster::default(),
        );
        assert_eq!(guess.mapping.columns, expected, "{row:?}");
        assert!(!guess.certain, "{row:?}");
    }
}

#[test]
fn an_action_gets_its_own_parts_alone() {
    let suspend = [AccountId, CurrentAddress, Organization];
    let table = with_header(&["org_id", "account_id", "email"], &["x", ID, "ada@x.example"]);
    let guess_of_all = guess(&table, change_email::ACTION.row.fields, &Roster::default());
    assert_eq!(guess_of_all.recognized, Some(Recognized::BulkSuspend));
    let guess_of_suspend = guess(&table, &suspend, &Roster::default());
    assert_eq!(guess_of_suspend.recognized, None, "it asks for just that");
    assert!(guess_of_suspend.certain);
    assert_eq!(guess_of_suspend.mapping.problems(&suspend, 3), []);

    let headless = Table::from_cells(None, &[&["Ada", ID], &["Grace", ID2]]);
    let headless = guess(&headless, &suspend, &Roster::default());
    assert_eq!(headless.mapping.columns, [None, Some(AccountId)]);
    assert!(headless.certain);
}

#[test]
fn content_tells_columns_apart_where_no_header_does() {
    let (a, b) = ("old@x.example", "new@x.example");
    let two = |first: &[&str], second: &[&str]| {
        let guess = guess(
            &Table::from_cells(None, &[first, second]),
            change_email::ACTION.row.fields,
            &Roster::default(),
        );
        assert!(!guess.certain);
        guess.mapping.columns
    };
    assert_eq!(
        two(&["Ada", a, b, ID], &["Grace", a, b, ID2]),
        [None, Some(CurrentAddress), Some(NewAddress), Some(AccountId)]
    );
    assert_eq!(two(&[a, b], &[a, b]), [Some(CurrentAddress), Some(NewAddress)]);
    assert_eq!(two(&[a, "x"], &[a, "y"]), [Some(CurrentAddress), None]);
    assert_eq!(
        two(&[ID, a, a, b], &[ID2, a, a, b]),
        [Some(AccountId), None, None, None],
        "three addresses say nothing"
    );
}

#[test]
fn every_mapping_problem_in_its_words() {
    let mut said = String::new();
    for columns in [
        vec![
            Some(AccountId),
            Some(NewAddress),
            Some(CurrentAddress),
            Some(NewAddress),
            Some(NewAddress),
        ],
        vec![None, None],
        vec![Some(AccountId), Some(CurrentAddress)],
        vec![Some(NewAddress), Some(Organization)],
        vec![Some(AccountId)],
    ] {
        for problem in (Mapping { columns }).problems(change_email::ACTION.row.fields, 2) {
            writeln!(
                said,
                "{}\n  {}\n  {}\n",
                problem.code(),
                problem.what(),
                problem.hint()
            )
            .unwrap();
        }
    }
    let twice = Mapping {
        columns: vec![
            Some(AccountId),
            Some(NewAddress),
            Some(NewAddress),
            Some(NewAddress),
        ],
    };
    for problem in twice.problems(change_email::ACTION.row.fields, 4) {
        writeln!(
            said,
            "{}\n  {}\n  {}\n",
            problem.code(),
            problem.what(),
            problem.hint()
        )
        .unwrap();
    }
    let one = Mapping {
        columns: vec![Some(AccountId)],
    };
    assert_eq!(
        one.problems(&[AccountId], 1),
        [],
        "ids alone are enough where no address is wanted"
    );
    for problem in one.problems(change_email::ACTION.row.fields, 1) {
        writeln!(
            said,
            "{}\n  {}\n  {}\n",
            problem.code(),
            problem.what(),
            problem.hint()
        )
        .unwrap();
    }
    for recognized in [
        Recognized::BulkSuspend,
        Recognized::UsersExport,
        Recognized::ManagedAccountsExport,
        Recognized::DomainAccountsExport,
        Recognized::ManagedUsersScript,
        Recognized::OrgUsersScript,
        Recognized::DomainsScript,
    ] {
        writeln!(
            said,
            "{}\n  {}\n  {}\n",
            recognized.code(),
            recognized.what(),
            recognized.hint()
        )
        .unwrap();
    }
    for part in Field::ALL {
        writeln!(said, "{}\n  {}\n  {}\n", part.key(), part.title(), part.hint()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_mapping_is_remembered_by_the_header() {
    let key = |header: &[&str]| Mapping::header_key(&with_header(header, &["x"]));
    assert_eq!(key(&["Account_ID ", "email"]), key(&["account_id", "EMAIL"]));
    assert_ne!(key(&["account_id", "email"]), key(&["email", "account_id"]));
    assert_ne!(key(&["a", "b"]), key(&["a", "b", ""]));
    assert_eq!(Mapping::header_key(&Table::from_cells(None, &[&["x"]])), None);
}
