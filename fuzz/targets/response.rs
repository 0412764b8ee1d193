//! See `rollcall_fuzz::response`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{response, seed};

fuzz_target!(init: seed::plant(response::seeds), |bytes: &[u8]| response::holds(bytes));
