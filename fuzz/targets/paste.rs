//! See `rollcall_fuzz::paste`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{paste, seed};

fuzz_target!(init: seed::plant(paste::seeds), |bytes: &[u8]| paste::holds(bytes));
