//! The desk, with one file on it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

#[path = "../check_fixture/mod.rs"]
mod fixture;

mod edits;
mod properties;
mod view;

use rollcall_core::workbench::{Order, View, Window, Workbench};

const FILE: &str = "\
[file]
account_id,old_email,new_email
acc-ada,ada@example.com,ada@corp.example
acc-grace,grace@example.com,grace@corp.exmaple
acc-linus,linus@example.com,Linus Torvalds <linus@corp.example>
acc-barbara,barbara@example.com,ada@example.com
acc-alan,alan@old.example,alan@corp.example
,edsger@example.com,edsger@corp.example

acc-ada,ada@example.com,ada@corp.example
[accounts]
acc-ada; ada@example.com; Ada Lovelace; plain
acc-grace; grace@example.com; Grace Hopper; plain admin
acc-linus; linus@example.com; ; plain
acc-barbara; barbara@example.com; Barbara Liskov; plain sso
acc-alan; alan@example.com; Alan Turing; plain
acc-edsger; edsger@example.com; Edsger Dijkstra; plain
[all domains]
example.com corp.example
";

fn workbench() -> Workbench {
    fixture::workbench(FILE)
}

fn all(workbench: &mut Workbench, order: Order) -> Window {
    workbench
        .view(&View {
            from: 0,
            count: 500,
            order,
        })
        .unwrap()
}
