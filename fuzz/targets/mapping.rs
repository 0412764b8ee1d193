//! See `rollcall_fuzz::mapping`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{mapping, seed};

fuzz_target!(init: seed::plant(mapping::seeds), |bytes: &[u8]| mapping::holds(bytes));
