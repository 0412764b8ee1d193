//! See `rollcall_fuzz::journal`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{journal, seed};

fuzz_target!(init: seed::plant(journal::seeds), |bytes: &[u8]| journal::holds(bytes));
