//! See `rollcall_fuzz::table`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{seed, table};

fuzz_target!(init: seed::plant(table::seeds), |bytes: &[u8]| table::holds(bytes));
