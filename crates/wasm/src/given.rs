//! What a caller gave: arguments of any type at all, read one by one.
//!
//! JavaScript may pass anything, and reading an object may run code of the caller's: a getter, a proxy. Whatever is thrown there
//! would pass through this program without unwinding it and leave the object borrowed for ever. So everything that can
//! throw is imported with `catch`, and what is wrong becomes a [`Problem`] that names the argument.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use rollcall_core::file::ReadError;
use rollcall_core::time::Time;
use wasm_bindgen::prelude::*;

use crate::Problem;

/// A list with more entries is none that anybody means.
const MOST_ENTRIES: f64 = 1_000_000.0;

#[wasm_bindgen]
extern "C" {
    /// Throws for a proxy that was revoked.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_list(value: &JsValue) -> Result<bool, JsValue>;

    /// An array whose properties are the engine's own, whatever the caller has made of those of the one it is made from.
    #[wasm_bindgen(extends = Uint8Array, js_name = Uint8Array)]
    type PlainBytes;

    /// A view of a buffer, or a copy of an array. Throws where the memory behind either was given away.
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(of: &JsValue) -> Result<PlainBytes, JsValue>;
}

/// A value with the name under which the types know it: `name`, `options.sort.by`, `places[3].id`.
#[derive(Debug)]
pub(crate) struct Given {
    name: String,
    value: JsValue,
}

impl Given {
    /// The argument of this name.
    pub(crate) fn new(name: &str, value: &JsValue) -> Self {
        Self {
            name: name.to_owned(),
            value: value.clone(),
        }
    }

    /// The same, unless it was left out: `undefined` and `null` both say so.
    pub(crate) fn optional(self) -> Option<Self> {
        (!self.value.is_undefined() && !self.value.is_null()).then_some(self)
    }

    /// A string.
    pub(crate) fn text(&self) -> Result<String, Problem> {
        self.value.as_string().ok_or_else(|| self.is_no("a string"))
    }

    /// A boolean.
    pub(crate) fn flag(&self) -> Result<bool, Problem> {
        self.value.as_bool().ok_or_else(|| self.is_no("a boolean"))
    }

    /// A number, which may have a fraction or be none (NaN).
    pub(crate) fn number(&self) -> Result<f64, Problem> {
        self.value.as_f64().ok_or_else(|| self.is_no("a number"))
    }

    /// A whole number from 0 to 4,294,967,295.
    pub(crate) fn whole(&self) -> Result<u32, Problem> {
        const WHAT: &str = "a whole number from 0 to 4294967295";
        let number = self.value.as_f64().ok_or_else(|| self.is_no(WHAT))?;
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            Ok(number as u32)
        } else {
            Err(self.must_be(WHAT, &number.to_string()))
        }
    }

    /// A time: milliseconds since 1970, up to the end of the year 9999.
    pub(crate) fn time(&self) -> Result<Time, Problem> {
        const WHAT: &str = "a time in milliseconds since 1970";
        const LATEST: f64 = 253_402_300_799_999.0;
        let number = self.value.as_f64().ok_or_else(|| self.is_no(WHAT))?;
        if (0.0..=LATEST).contains(&number) {
            Ok(Time(number as i64))
        } else {
            Err(self.must_be(WHAT, &number.to_string()))
        }
    }

    /// The number of a row.
    pub(crate) fn row(&self) -> Result<u32, Problem> {
        let number = self.number()?;
        // The largest one is kept free, so that numbers can be counted up for messages.
        if number.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&number) {
            Ok(number as u32)
        } else {
            Err(Problem::new(
                "argument-row",
                format!("{number} is not the number of a row."),
                "Rows are counted from 0: take the number from a page of rows.",
            ))
        }
    }

    /// The bytes of a file: a `Uint8Array`, Node's `Buffer` among them, or an `ArrayBuffer`.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Problem> {
        let wrong = || {
            Problem::new(
                "argument-bytes",
                format!(
                    "{} must be a Uint8Array or an ArrayBuffer; it is {}.",
                    self.name,
                    kind(&self.value)
                ),
                "In a browser that is `await file.arrayBuffer()`, in Node what `readFile` gives without an encoding.",
            )
        };
        if self.value.dyn_ref::<Uint8Array>().is_none() && self.value.dyn_ref::<ArrayBuffer>().is_none() {
            return Err(wrong());
        }
        // What is too large is refused before it is copied. A length that is not so is found below.
        let length = Reflect::get(&self.value, &"byteLength".into()).map_err(|_| wrong())?;
        ReadError::check_size(length.as_f64().ok_or_else(wrong)? as u64)?;
        let plain = PlainBytes::new(&self.value).map_err(|_| wrong())?;
        ReadError::check_size(plain.length().into())?;
        Ok(plain.to_vec())
    }

    /// The entries of a list.
    pub(crate) fn entries(&self) -> Result<Vec<Self>, Problem> {
        const WHAT: &str = "a list";
        if !is_list(&self.value).map_err(|thrown| self.is_unreadable(&thrown))? {
            return Err(self.is_no(WHAT));
        }
        let length = self.get("length")?.number()?;
        if !(0.0..=MOST_ENTRIES).contains(&length) {
            return Err(self.must_be("a list of at most 1,000,000 entries", &format!("one of {length}")));
        }
        (0..length as u32)
            .map(|at| {
                let entry = Self {
                    name: format!("{}[{at}]", self.name),
                    value: JsValue::UNDEFINED,
                };
                let value =
                    Reflect::get_u32(&self.value, at).map_err(|thrown| entry.is_unreadable(&thrown))?;
                Ok(Self { value, ..entry })
            })
            .collect()
    }

    /// An object, whose fields can be read then.
    pub(crate) fn object(self) -> Result<Object, Problem> {
        let is_list = is_list(&self.value).map_err(|thrown| self.is_unreadable(&thrown))?;
        if self.value.is_object() && !is_list {
            Ok(Object(self))
        } else {
            Err(self.is_no("an object"))
        }
    }

    fn get(&self, key: &str) -> Result<Self, Problem> {
        let field = Self {
            name: format!("{}.{key}", self.name),
            value: JsValue::UNDEFINED,
        };
        let value = Reflect::get(&self.value, &key.into()).map_err(|thrown| field.is_unreadable(&thrown))?;
        Ok(Self { value, ..field })
    }

    fn is_no(&self, what: &str) -> Problem {
        self.must_be(what, &kind(&self.value))
    }

    fn must_be(&self, what: &str, is: &str) -> Problem {
        wrong(format!("{} must be {what}; it is {is}.", self.name))
    }

    fn is_unreadable(&self, thrown: &JsValue) -> Problem {
        let message = Reflect::get(thrown, &"message".into())
            .ok()
            .and_then(|message| message.as_string())
            .unwrap_or_else(|| kind(thrown));
        wrong(format!(
            "{} cannot be read. What was thrown: {message}",
            self.name
        ))
    }
}

/// An object that a caller gave. Fields that are not known are left alone.
#[derive(Debug)]
pub(crate) struct Object(Given);

impl Object {
    /// A field that there must be: one that is not there is `undefined`.
    pub(crate) fn field(&self, key: &str) -> Result<Given, Problem> {
        self.0.get(key)
    }

    /// A field that may be left out.
    pub(crate) fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(&Given) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        self.0.get(key)?.optional().as_ref().map(read).transpose()
    }
}

fn wrong(message: String) -> Problem {
    Problem::new(
        "argument",
        message,
        "The package's types say what each method takes.",
    )
}

/// What a value is, as a message says it: no content of the caller's, and nothing that could throw.
fn kind(value: &JsValue) -> String {
    if value.is_null() {
        return "null".to_owned();
    }
    let name = value.js_typeof().as_string().unwrap_or_default();
    match name.as_str() {
        "undefined" => "missing".to_owned(),
        "object" if is_list(value).unwrap_or(false) => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "bigint" => "a big integer".to_owned(),
        _ => format!("a {name}"),
    }
}
