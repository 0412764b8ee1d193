//! See `rollcall_fuzz::decoding`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollcall_fuzz::{decoding, seed};

fuzz_target!(init: seed::plant(decoding::seeds), |bytes: &[u8]| decoding::holds(bytes));
