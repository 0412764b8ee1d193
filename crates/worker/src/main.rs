//! The web worker. It says which build it is of; the rest is to come.
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = postMessage)]
    fn post_message(text: &str);
}

fn main() {
    post_message(rollcall_protocol::BUILD);
}
