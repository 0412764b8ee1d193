//! Edits and fixes, taking them back, and the files that come of them.

use rollcall_core::action::Field;
use rollcall_core::check::RowState;
use rollcall_core::workbench::{Order, Refused, View, Workbench};

use crate::{FILE, all, fixture, workbench};

#[test]
fn a_row_left_out_frees_no_address() {
    let mut workbench = workbench();
    workbench.leave_out(6, true).unwrap();
    workbench.leave_out(0, true).unwrap();
    let window = all(&mut workbench, Order::default());
    assert_eq!(window.rows[0].state, RowState::LeftOut);
    assert!(window.rows[0].findings.is_empty());
    assert_eq!(window.rows[3].findings[0].code, "E012-address-taken");
    assert_eq!(
        window.rows[3].findings[0].message,
        "ada@example.com belongs to Ada Lovelace. Line 2 is about that account and is left out."
    );
    workbench.leave_out(0, false).unwrap();
    assert_eq!(
        all(&mut workbench, Order::default()).rows[3]
            .findings
            .last()
            .unwrap()
            .code,
        "N016-address-chain"
    );
}

#[test]
fn a_twin_takes_the_place_of_a_row_that_is_left_out() {
    let mut workbench = workbench();
    workbench.leave_out(0, true).unwrap();
    assert_eq!(
        all(&mut workbench, Order::default()).rows[6].state,
        RowState::Ready
    );
    assert_eq!(workbench.diffs()[0].row, 3);
    assert_eq!(workbench.diffs().last().unwrap().row, 6);
}

#[test]
fn a_fix_mends_its_row_and_is_undone() {
    let mut workbench = workbench();
    let before = all(&mut workbench, Order::default());
    assert_eq!(workbench.fix("W009-domain-slip", Some(1)), Ok(1));
    let row = &all(&mut workbench, Order::default()).rows[1];
    assert_eq!(row.cells[2].text.as_deref(), Some("grace@corp.example"));
    assert_eq!(row.cells[2].was.as_deref(), Some("grace@corp.exmaple"));
    assert_eq!(row.state, RowState::Look, "she is an administrator");
    let asked = workbench.confirmations();
    assert_eq!(
        asked.iter().map(|asked| asked.key).collect::<Vec<_>>(),
        ["administrators", "identity-provider"]
    );
    assert_eq!(asked[0].typed.as_deref(), Some("1"));
    assert_eq!(workbench.undo().as_deref(), Some("Use grace@corp.example"));
    assert_eq!(all(&mut workbench, Order::default()).rows, before.rows);
}

#[test]
fn a_fix_for_all_is_one_step() {
    let mut workbench = workbench();
    assert_eq!(workbench.fix("E005-new-address-malformed", None), Ok(1));
    assert_eq!(
        workbench.fix("E024-current-address-differs", None),
        Ok(1),
        "one row of six is no shift"
    );
    assert_eq!(workbench.edit_log().len(), 2);
    assert_eq!(
        workbench.fix("E005-new-address-malformed", None),
        Err(Refused::NoFix {
            code: "E005-new-address-malformed".into()
        })
    );
    assert_eq!(workbench.edit_log().len(), 2, "what changes nothing is no step");
}

#[test]
fn accepting_all_live_addresses_is_withheld_when_the_columns_have_shifted() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/checks/E025-columns-shifted.txt"
    ));
    let mut workbench = fixture::workbench(&text.unwrap());
    assert!(matches!(
        workbench.fix("E024-current-address-differs", None),
        Err(Refused::OneByOne { .. })
    ));
    assert_eq!(
        workbench.review().unwrap().counts().ready,
        0,
        "an error of the file blocks every row"
    );
    assert_eq!(workbench.diffs(), []);
    for row in 1..4 {
        assert_eq!(workbench.fix("E024-current-address-differs", Some(row)), Ok(1));
    }
    assert_eq!(
        workbench.review().unwrap().whole_file(),
        [],
        "one row by itself is no shift"
    );
    assert_eq!(workbench.fix("E024-current-address-differs", None), Ok(1));
    assert_eq!(workbench.review().unwrap().counts().ready, 5);
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    let mut workbench = Workbench::default();
    assert_eq!(
        workbench.edit(0, Field::NewAddress, "x"),
        Err(Refused::NothingThere)
    );
    assert_eq!(workbench.undo(), None);
    assert_eq!(workbench.view(&View::default()), None);
    let mut workbench = crate::workbench();
    let refused = workbench.leave_out(7, true).unwrap_err();
    assert_eq!(refused.to_string(), "The file has no row 8: it has 7.");
    assert_eq!(
        workbench.edit(0, Field::Organization, "x"),
        Err(Refused::NotMapped)
    );
    assert_eq!(workbench.edit_log(), []);
}

#[test]
fn the_log_brings_a_fresh_desk_to_the_same_state() {
    let mut workbench = workbench();
    workbench
        .edit(2, Field::NewAddress, "linus@corp.example")
        .unwrap();
    workbench.leave_out(4, true).unwrap();
    workbench.fix("W009-domain-slip", None).unwrap();
    let kept = serde_json::to_string(workbench.edit_log()).unwrap();
    let mut fresh = crate::workbench();
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(&kept).unwrap()), 3);
    assert_eq!(fresh.edit_log(), workbench.edit_log());
    assert_eq!(
        all(&mut fresh, Order::default()).rows,
        all(&mut workbench, Order::default()).rows
    );
    let alien = r#"[{"label":"Edit line 99","edits":[{"edit":"cell","row":97,"column":2,"value":"x"}]}]"#;
    assert_eq!(fresh.replay(serde_json::from_str::<Vec<_>>(alien).unwrap()), 0);
}

#[test]
fn the_file_is_saved_with_its_edits() {
    let mut workbench = workbench();
    let unedited = workbench.file_bytes().unwrap();
    assert_eq!(
        String::from_utf8(unedited.clone()).unwrap(),
        FILE["[file]\n".len()..].split("\n[").next().unwrap()
    );
    workbench.fix("E005-new-address-malformed", None).unwrap();
    workbench.leave_out(0, true).unwrap();
    let edited = String::from_utf8(workbench.file_bytes().unwrap()).unwrap();
    assert!(
        edited.contains("acc-linus,linus@example.com,linus@corp.example\n"),
        "{edited}"
    );
    workbench.undo();
    workbench.undo();
    assert_eq!(workbench.file_bytes().unwrap(), unedited);
}

#[test]
fn a_mapping_that_cannot_be_checked_has_no_review_and_keeps_the_edits() {
    let mut workbench = workbench();
    let mapping = workbench.mapping().unwrap().clone();
    workbench.leave_out(0, true).unwrap();
    let mut lacking = mapping.clone();
    lacking.columns[2] = None;
    workbench.map(lacking);
    assert!(workbench.review().is_none() && !workbench.mapping_problems().is_empty());
    assert_eq!(
        workbench.edit(0, Field::NewAddress, "x"),
        Err(Refused::NothingThere)
    );
    workbench.map(mapping);
    assert_eq!(workbench.review().unwrap().counts().left_out, 1);
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
    let mut workbench = fixture::workbench(text);
    insta::assert_snapshot!(String::from_utf8(workbench.findings_csv().unwrap()).unwrap());
    workbench.leave_out(0, true).unwrap();
    insta::assert_snapshot!(String::from_utf8(workbench.unmanaged_csv().unwrap()).unwrap());
}
