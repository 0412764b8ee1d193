//! The types for TypeScript.
//!
//! Those of the methods' arguments stand in `types.ts`; those of the answers are made from the Rust types of
//! [`rollcall_core::view`]. The keys of the actions, of their parts and of
//! the grid's columns, and the codes of the checks, come from core's lists while this is compiled, so a new one is in the types at once.

#![allow(
    dead_code,
    reason = "all of it goes into the section that wasm-bindgen writes, and there the lint does not look"
)]

use rollcall_core::action::ACTIONS;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

#[wasm_bindgen(typescript_custom_section)]
const VIEW: &str = rollcall_core::view::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const ACTION_KEY: &str = text(&union::<{ length("ActionKey", Of::Actions) }>(
    "ActionKey",
    Of::Actions,
));

#[wasm_bindgen(typescript_custom_section)]
const PART: &str = text(&union::<{ length("Part", Of::Parts) }>("Part", Of::Parts));

#[wasm_bindgen(typescript_custom_section)]
const CHECK_CODE: &str = text(&union::<{ length("CheckCode", Of::Checks) }>(
    "CheckCode",
    Of::Checks,
));

#[wasm_bindgen(typescript_custom_section)]
const COLUMN_KEY: &str = text(&union::<{ length("ColumnKey", Of::Columns) }>(
    "ColumnKey",
    Of::Columns,
));

/// A list of core's, over all actions.
#[derive(Clone, Copy)]
enum Of {
    Actions,
    Parts,
    Checks,
    Columns,
}

impl Of {
    const fn len(self, action: usize) -> usize {
        match self {
            Self::Actions => 1,
            Self::Parts => ACTIONS[action].row.fields.len(),
            Self::Checks => ACTIONS[action].review.checks.len(),
            Self::Columns => ACTIONS[action].row.columns.len(),
        }
    }

    const fn name(self, action: usize, at: usize) -> &'static str {
        match self {
            Self::Actions => ACTIONS[action].row.key,
            Self::Parts => ACTIONS[action].row.fields[at].key(),
            Self::Checks => ACTIONS[action].review.checks[at].code,
            Self::Columns => ACTIONS[action].row.columns[at].key,
        }
    }

    /// Whether an action before this one has the name as well: most share most of their checks.
    const fn is_known(self, action: usize, name: &str) -> bool {
        let mut earlier = 0;
        while earlier < action {
            let mut at = 0;
            while at < self.len(earlier) {
                if is_same(self.name(earlier, at), name) {
                    return true;
                }
                at += 1;
            }
            earlier += 1;
        }
        false
    }
}

/// `export type Name = "one" | "other";` as bytes, `N` of them.
const fn union<const N: usize>(name: &str, of: Of) -> [u8; N] {
    let mut written = Written {
        bytes: [0; N],
        length: 0,
    };
    written.all(name, of);
    written.bytes
}

/// How long [`union`] gets.
const fn length(name: &str, of: Of) -> usize {
    let mut counted = Written { bytes: [], length: 0 };
    counted.all(name, of);
    counted.length
}

/// What is written goes into as many bytes as there are, and is counted.
struct Written<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Written<N> {
    const fn all(&mut self, name: &str, of: Of) {
        self.text("export type ");
        self.text(name);
        self.text(" =");
        let mut action = 0;
        while action < ACTIONS.len() {
            let mut at = 0;
            while at < of.len(action) {
                let name = of.name(action, at);
                if !of.is_known(action, name) {
                    self.text("\n  | \"");
                    self.text(name);
                    self.text("\"");
                }
                at += 1;
            }
            action += 1;
        }
        self.text(";\n");
    }

    const fn text(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() {
            if self.length < N {
                self.bytes[self.length] = text[at];
            }
            self.length += 1;
            at += 1;
        }
    }
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

const fn text(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        // It is put together from texts alone.
        Err(_) => unreachable!(),
    }
}
