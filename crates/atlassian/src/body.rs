//! Bodies of requests and answers, and JSON that is written without a step that can fail.
//!
//! `serde_json` serializes any type and so may fail. A changing call must never be sent with another body than its own, so the
//! bodies of requests are made of [`Json`], which has no value that cannot be written.

/// A whole request or response body.
pub type Body = Vec<u8>;

/// A value of JSON, as far as Atlassian's requests need it.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    Bool(bool),
    Number(u64),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// A JSON object. Its fields are written in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object(Vec<(&'static str, Json)>);

impl Object {
    /// Adds a field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Adds a field if there is a value for it.
    pub(crate) fn with_some(self, name: &'static str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a list unless it is empty: Atlassian refuses an empty filter (`minItems`).
    pub(crate) fn with_items<T: Into<Json>>(
        self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let items = Json::list(items);
        match &items {
            Json::List(list) if list.is_empty() => self,
            _ => self.with(name, items),
        }
    }

    /// Whether it has no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Json {
    /// A list, empty or not.
    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// The value as JSON text, without spaces.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Self::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => text.push_str(&value.to_string()),
            Self::Text(value) => write_text(value, text),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    item.write(text);
                }
                text.push(']');
            }
            Self::Object(Object(fields)) => {
                text.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    write_text(name, text);
                    text.push(':');
                    value.write(text);
                }
                text.push('}');
            }
        }
    }
}

/// Writes a string with its quotes (RFC 8259, 7): quotation mark, backslash and control characters are escaped.
fn write_text(value: &str, text: &mut String) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\u{1f}' => {
                let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                let code = u32::from(c);
                text.push_str("\\u00");
                text.extend([digit(code >> 4), digit(code & 0xf)]);
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Number(value as u64)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// `serde_json` is the oracle: every text is written as it would write it.
        #[test]
        fn texts_are_escaped_as_serde_json_escapes_them(text in any::<String>()) {
            let expected = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(Json::from(&text).to_text(), expected);
        }
    }

    #[test]
    fn every_control_character_is_escaped() {
        let text: String = ('\0'..='\u{80}').collect();
        assert_eq!(Json::from(&text).to_text(), serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn fields_keep_their_order_and_absent_ones_are_left_out() {
        let inner = Object::default().with("limit", 100_usize).with("all", true);
        let object = Object::default()
            .with("z", inner)
            .with_some("none", None::<&str>)
            .with_items("empty", [""; 0])
            .with_items("names", ["b", "a"])
            .with("list", Json::list([""; 0]));
        assert_eq!(
            Json::from(object).to_text(),
            r#"{"z":{"limit":100,"all":true},"names":["b","a"],"list":[]}"#
        );
    }
}
