//! Edits and fixes, taking them back, and the files that come of them.

use rollcall_core::action::Field;
use rollcall_core::check::RowState;
use rollcall_core::desk::{Desk, Order, Refused, View};

use crate::{FILE, all, desk, fixture};

#[test]
fn a_row_left_out_frees_no_address() {
    let mut desk = desk();
    desk.leave_out(6, true).unwrap();
    desk.leave_out(0, true).unwrap();
    let window = all(&mut desk, Order::default());
    assert_eq!(window.rows[0].state, RowState::LeftOut);
    assert!(window.rows[0].findings.is_empty());
    assert_eq!(window.rows[3].findings[0].code, "E012-address-taken");
    assert_eq!(
        window.rows[3].findings[0].message,
        "ada@example.com belongs to Ada Lovelace. Line 2 is about that account and is left out."
    );
    desk.leave_out(0, false).unwrap();
    assert_eq!(
        all(&mut desk, Order::default()).rows[3]
            .findings
            .last()
            .unwrap()
            .code,
        "N016-address-chain"
    );
}

#[test]
fn a_twin_takes_the_place_of_a_row_that_is_left_out() {
    let mut desk = desk();
    desk.leave_out(0, true).unwrap();
    assert_eq!(all(&mut desk, Order::default()).rows[6].state, RowState::Ready);
    assert_eq!(desk.diffs()[0].row, 3);
    assert_eq!(desk.diffs().last().unwrap().row, 6);
}

#[test]
fn a_fix_mends_its_row_and_is_undone() {
    let mut desk = desk();
    let before = all(&mut desk, Order::default());
    assert_eq!(desk.fix("W009-domain-slip", Some(1)), Ok(1));
    let row = &all(&mut desk, Order::default()).rows[1];
    assert_eq!(row.cells[2].text.as_deref(), Some("grace@corp.example"));
    assert_eq!(row.cells[2].was.as_deref(), Some("grace@corp.exmaple"));
    assert_eq!(row.state, RowState::Look, "she is an administrator");
    let asked = desk.confirmations();
    assert_eq!(
        asked.iter().map(|asked| asked.key).collect::<Vec<_>>(),
        ["administrators", "identity-provider"]
    );
    assert_eq!(asked[0].typed.as_deref(), Some("1"));
    assert_eq!(desk.undo().as_deref(), Some("Use grace@corp.example"));
    assert_eq!(all(&mut desk, Order::default()).rows, before.rows);
}

#[test]
fn a_fix_for_all_is_one_step() {
    let mut desk = desk();
    assert_eq!(desk.fix("E005-new-address-malformed", None), Ok(1));
    assert_eq!(
        desk.fix("E024-current-address-differs", None),
        Ok(1),
        "one row of six is no shift"
    );
    assert_eq!(desk.edit_log().len(), 2);
    assert_eq!(
        desk.fix("E005-new-address-malformed", None),
        Err(Refused::NoFix {
            code: "E005-new-address-malformed".into()
        })
    );
    assert_eq!(desk.edit_log().len(), 2, "what changes nothing is no step");
}

#[test]
fn accepting_all_live_addresses_is_withheld_when_the_columns_have_shifted() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/checks/E025-columns-shifted.txt"
    ));
    let mut desk = fixture::desk(&text.unwrap());
    assert!(matches!(
        desk.fix("E024-current-address-differs", None),
        Err(Refused::OneByOne { .. })
    ));
    assert_eq!(
        desk.review().unwrap().counts().ready,
        0,
        "an error of the file blocks every row"
    );
    assert_eq!(desk.diffs(), []);
    for row in 1..4 {
        assert_eq!(desk.fix("E024-current-address-differs", Some(row)), Ok(1));
    }
    assert_eq!(
        desk.review().unwrap().whole_file(),
        [],
        "one row by itself is no shift"
    );
    assert_eq!(desk.fix("E024-current-address-differs", None), Ok(1));
    assert_eq!(desk.review().unwrap().counts().ready, 5);
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    let mut desk = Desk::default();
    assert_eq!(desk.edit(0, Field::NewAddress, "x"), Err(Refused::NothingThere));
    assert_eq!(desk.undo(), None);
    assert_eq!(desk.view(&View::default()), None);
    let mut desk = crate::desk();
    let refused = desk.leave_out(7, true).unwrap_err();
    assert_eq!(refused.to_string(), "The file has no row 8: it has 7.");
    assert_eq!(desk.edit(0, Field::Organization, "x"), Err(Refused::NotMapped));
    assert_eq!(desk.edit_log(), []);
}

#[test]
fn the_log_brings_a_fresh_desk_to_the_same_state() {
    let mut desk = desk();
    desk.edit(2, Field::NewAddress, "linus@corp.example").unwrap();
    desk.leave_out(4, true).unwrap();
    desk.fix("W009-domain-slip", None).unwrap();
    let kept = serde_json::to_string(desk.edit_log()).unwrap();
    let mut fresh = crate::desk();
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(&kept).unwrap()), 3);
    assert_eq!(fresh.edit_log(), desk.edit_log());
    assert_eq!(
        all(&mut fresh, Order::default()).rows,
        all(&mut desk, Order::default()).rows
    );
    let alien = r#"[{"label":"Edit line 99","edits":[{"edit":"cell","row":97,"column":2,"value":"x"}]}]"#;
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(alien).unwrap()), 0);
}

#[test]
fn the_file_is_saved_with_its_edits() {
    let mut desk = desk();
    let unedited = desk.file_bytes().unwrap();
    assert_eq!(
        String::from_utf8(unedited.clone()).unwrap(),
        FILE["[file]\n".len()..].split("\n[").next().unwrap()
    );
    desk.fix("E005-new-address-malformed", None).unwrap();
    desk.leave_out(0, true).unwrap();
    let edited = String::from_utf8(desk.file_bytes().unwrap()).unwrap();
    assert!(
        edited.contains("acc-linus,linus@example.com,linus@corp.example\n"),
        "{edited}"
    );
    desk.undo();
    desk.undo();
    assert_eq!(desk.file_bytes().unwrap(), unedited);
}

#[test]
fn a_mapping_that_cannot_be_checked_has_no_review_and_keeps_the_edits() {
    let mut desk = desk();
    let mapping = desk.mapping().unwrap().clone();
    desk.leave_out(0, true).unwrap();
    let mut lacking = mapping.clone();
    lacking.columns[2] = None;
    desk.map(lacking);
    assert!(desk.review().is_none() && !desk.mapping_problems().is_empty());
    assert_eq!(desk.edit(0, Field::NewAddress, "x"), Err(Refused::NothingThere));
    desk.map(mapping);
    assert_eq!(desk.review().unwrap().counts().left_out, 1);
}

#[test]
fn findings_and_unmanaged_people_can_be_taken_away() {
    let text = "\
[file]
account_id,old_email,new_email
acc-ada,ada@home.test,ada@corp.example
acc-grace,grace@example.com,=cmd@corp.example
acc-linus,linus@example.com,linus@corp.example
[accounts]
acc-ada; ada@home.test; Ada \"Countess\" Lovelace; plain unmanaged
acc-grace; grace@example.com; Grace Hopper; plain
[all domains]
example.com corp.example
";
    let mut desk = fixture::desk(text);
    insta::assert_snapshot!(String::from_utf8(desk.findings_csv().unwrap()).unwrap());
    desk.leave_out(0, true).unwrap();
    insta::assert_snapshot!(String::from_utf8(desk.unmanaged_csv().unwrap()).unwrap());
}
