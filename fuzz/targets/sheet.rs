//! See `rollcall_fuzz::sheet`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{seed, sheet};

fuzz_target!(init: seed::plant(sheet::seeds), |bytes: &[u8]| sheet::holds(bytes));
