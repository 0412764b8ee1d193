//! What holds after any edits.

use proptest::prelude::*;
use rollcall_core::action::Field;
use rollcall_core::roster::Provenance;
use rollcall_core::time::Time;
use rollcall_core::workbench::{Order, Workbench};

use crate::{FILE, all, fixture, workbench};

#[derive(Clone, Debug)]
enum Step {
    Edit(u32, Field, String),
    Out(u32, bool),
    Fix(usize, Option<u32>),
}

fn step() -> impl Strategy<Value = Step> {
    let part = prop_oneof![
        Just(Field::AccountId),
        Just(Field::CurrentAddress),
        Just(Field::NewAddress)
    ];
    let value = prop_oneof![
        "(acc-(ada|grace|linus)|(ada|grace|linus)@(corp.example|example.com|exmaple.com)[,; ]?)",
        Just(String::new()),
    ];
    prop_oneof![
        (0..7_u32, part, value).prop_map(|(row, part, value)| Step::Edit(row, part, value)),
        (0..7_u32, any::<bool>()).prop_map(|(row, out)| Step::Out(row, out)),
        (0..31_usize, proptest::option::of(0..7_u32)).prop_map(|(check, row)| Step::Fix(check, row)),
    ]
}

fn take(workbench: &mut Workbench, step: &Step) -> bool {
    let entries = workbench.edit_log().len();
    match step {
        Step::Edit(row, part, value) => workbench.edit(*row, *part, value).unwrap(),
        Step::Out(row, out) => workbench.leave_out(*row, *out).unwrap(),
        Step::Fix(check, row) => {
            let code = workbench.action().review.checks[*check].code;
            let _ = workbench.fix(code, *row);
        }
    }
    workbench.edit_log().len() > entries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undoing_every_edit_restores_the_state(steps in proptest::collection::vec(step(), 1..12)) {
        let mut workbench = workbench();
        let mut states = vec![all(&mut workbench, Order::default()).rows];
        for step in &steps {
            if take(&mut workbench, step) {
                states.push(all(&mut workbench, Order::default()).rows);
            }
        }
        while let Some(state) = states.pop() {
            prop_assert_eq!(&all(&mut workbench, Order::default()).rows, &state);
            prop_assert_eq!(workbench.undo().is_some(), !states.is_empty());
        }
    }

    #[test]
    fn a_fix_removes_its_finding(steps in proptest::collection::vec(step(), 0..8)) {
        let mut workbench = workbench();
        for step in &steps {
            take(&mut workbench, step);
        }
        for row in all(&mut workbench, Order::default()).rows {
            for finding in row.findings.iter().filter(|finding| finding.fix.is_some()) {
                prop_assert_eq!(workbench.fix(finding.code, Some(row.number)), Ok(1));
                let mended = &all(&mut workbench, Order::default()).rows[row.number as usize];
                prop_assert!(mended.findings.iter().all(|left| left.code != finding.code), "{:?}", mended);
                workbench.undo();
            }
        }
    }

    #[test]
    fn findings_do_not_depend_on_where_facts_come_from(steps in proptest::collection::vec(step(), 0..8), at in 0..9_i64) {
        let mut looked_up = workbench();
        let mut from_file = fixture::desk_from(FILE, Provenance::file("export-users.csv", "users export", Time(at)));
        for step in &steps {
            take(&mut looked_up, step);
            take(&mut from_file, step);
        }
        prop_assert_eq!(all(&mut looked_up, Order::default()).rows, all(&mut from_file, Order::default()).rows);
    }
}
