//! The clock, and chance: what core asks for as arguments.

use rollcall_core::time::Time;
use wasm_bindgen::{JsCast, JsValue};

use crate::wire;

/// Now.
pub(crate) fn now() -> Time {
    Time(js_sys::Date::now() as i64)
}

/// Waits, in milliseconds.
pub(crate) async fn sleep(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// A seed from the browser's own source of randomness.
pub(crate) fn seed() -> u64 {
    let bytes = js_sys::Uint8Array::new_with_length(8);
    let crypto = wire::field(&js_sys::global(), "crypto");
    if let Ok(fill) = wire::field(&crypto, "getRandomValues").dyn_into::<js_sys::Function>() {
        // Fails only above 65,536 bytes.
        let _: Result<JsValue, JsValue> = fill.call1(&crypto, &bytes);
    }
    let mut eight = [0; 8];
    bytes.copy_to(&mut eight);
    u64::from_le_bytes(eight)
}
