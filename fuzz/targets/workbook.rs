//! See `rollcall_fuzz::workbook`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{seed, workbook};

fuzz_target!(init: seed::plant(workbook::seeds), |bytes: &[u8]| workbook::holds(bytes));
