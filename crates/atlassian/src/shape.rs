//! What an error body contains, in any of the shapes that Atlassian uses.

use serde_json::{Map, Value};

use crate::LifecycleError;

/// The longest text of a server that is kept, in characters.
const LONGEST: usize = 120;

/// The form of an error body.
#[derive(Debug)]
pub(crate) enum Shape {
    /// No body at all.
    Empty,
    /// HTML, from something on the way or from Atlassian's edge.
    Html,
    /// Not JSON, or only the beginning of it.
    Broken,
    /// JSON; whatever it is.
    Json(ErrorDetails),
}

/// What Atlassian's error shapes have in common.
#[derive(Debug, Default)]
pub(crate) struct ErrorDetails {
    /// `key ?? errorKey`, or `errors[].code`.
    pub(crate) code: Option<String>,
    /// `context ?? errorDetail` where it is an object.
    pub(crate) context: Map<String, Value>,
    /// Every sentence meant for people: `message`, `title`, `detail`, `error`, and a `context` that is a text.
    pub(crate) sentences: Vec<String>,
    /// Whether it is the shape `{"timestamp","path","status","error","message","requestId"}` (`NoPermsError`).
    pub(crate) no_permission: bool,
}

impl Shape {
    /// Reads a body.
    pub(crate) fn read(body: &[u8]) -> Self {
        let text = body.trim_ascii_start();
        let text = text
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(text)
            .trim_ascii_start();
        if text.is_empty() {
            return Self::Empty;
        }
        if text.starts_with(b"<") {
            return Self::Html;
        }
        match serde_json::from_slice(text) {
            Ok(Value::Object(object)) => Self::Json(ErrorDetails::read(&object)),
            Ok(_) => Self::Json(ErrorDetails::default()),
            Err(_) => Self::Broken,
        }
    }
}

impl ErrorDetails {
    fn read(object: &Map<String, Value>) -> Self {
        let mut details = Self {
            // Some calls answer one `ApplicationError` without a list around it; the `code` of a `ProxyError` is a number.
            code: ["key", "errorKey", "code", "scimType"]
                .iter()
                .find_map(|key| text(object, key)),
            no_permission: ["timestamp", "path", "message"]
                .iter()
                .all(|key| object.contains_key(*key)),
            ..Self::default()
        };
        details.add_sentences(object);
        let context = present(object, "context").or_else(|| present(object, "errorDetail"));
        match context {
            Some(Value::Object(context)) => {
                details.add_sentences(context);
                details.context.clone_from(context);
            }
            Some(Value::String(sentence)) => details.sentences.push(sentence.clone()),
            _ => {}
        }
        // `{"errors":[…]}` of the Organizations REST API; some gateways write the sentences right into the list.
        for error in object
            .get("errors")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            match error {
                Value::Object(error) => {
                    details.add_sentences(error);
                    details.code = details.code.or_else(|| text(error, "code"));
                }
                Value::String(sentence) => details.sentences.push(sentence.clone()),
                _ => {}
            }
        }
        details
    }

    /// What a body says that is no JSON, and short enough to be a sentence.
    pub(crate) fn of_text(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?.trim();
        let is_sentence = text.len() <= 4 * LONGEST && !text.starts_with(['{', '[', '<']);
        is_sentence.then(|| Self {
            sentences: vec![text.to_owned()],
            ..Self::default()
        })
    }

    /// What it says for people, each sentence once. `None` if it says nothing.
    pub(crate) fn in_words(&self) -> Option<String> {
        let mut said: Vec<String> = Vec::new();
        for sentence in self
            .sentences
            .iter()
            .map(|sentence| cut(sentence.trim(), 2 * LONGEST))
        {
            if !sentence.is_empty() && !said.contains(&sentence) {
                said.push(sentence);
            }
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn add_sentences(&mut self, object: &Map<String, Value>) {
        let sentences = ["message", "title", "detail", "error"]
            .iter()
            .filter_map(|key| object.get(*key)?.as_str());
        self.sentences.extend(sentences.map(str::to_owned));
    }

    /// The key of `reason` in the context of `forbidden.action`, or what a `context` that is a text gives instead.
    pub(crate) fn reason(&self) -> Option<String> {
        let object = self.context.get("reason").and_then(Value::as_object);
        let key = object
            .and_then(|reason| text(reason, "key"))
            .or_else(|| text(&self.context, "reason"));
        key.or_else(|| self.sentences.first().map(|sentence| short(sentence)))
    }

    /// `domain` in the context of `forbidden.unclaimedDomain`.
    pub(crate) fn domain(&self) -> Option<String> {
        text(&self.context, "domain")
    }

    /// `(field, violation key)` of `fieldViolations`.
    pub(crate) fn violations(&self) -> Vec<(String, String)> {
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let mut violations = Vec::new();
        for at in list(self.context.get("fieldViolations")) {
            let Value::Object(at) = at else { continue };
            let field = text(&at, "field").unwrap_or_default();
            for violation in list(at.get("violations")) {
                let key = violation.as_object().and_then(|violation| text(violation, "key"));
                violations.extend(key.map(|key| (field.clone(), key)));
            }
        }
        violations
    }

    /// `(JSON path, reason)` of the fields that the context of `forbidden.fieldMutation` does not allow. The reason is empty
    /// where it gives none.
    pub(crate) fn locked_fields(&self) -> Vec<(String, String)> {
        let locked = self.context.iter().filter_map(|(path, rule)| {
            let rule = rule
                .as_object()
                .filter(|rule| rule.get("allowed") == Some(&Value::Bool(false)))?;
            let reason = rule.get("reason").and_then(Value::as_object);
            let reason = reason.and_then(|reason| text(reason, "key"));
            Some((short(path), reason.unwrap_or_default()))
        });
        locked.collect()
    }

    /// `errorCodes` in the context of `conflict.lifecycleErrors`.
    pub(crate) fn lifecycle_errors(&self) -> Vec<LifecycleError> {
        let list = self.context.get("errorCodes").and_then(Value::as_array);
        let errors = list.into_iter().flatten().filter_map(|error| {
            let error = error.as_object()?;
            Some(LifecycleError {
                code: text(error, "code")?,
                message: text(error, "message"),
                link: text(error, "link"),
            })
        });
        errors.collect()
    }

    /// Whether a sentence speaks of scopes. Atlassian names the scope `manage:org` where a key with scopes meets the user
    /// management API, and its gateway says "scope does not match".
    pub(crate) fn names_scope(&self) -> bool {
        self.sentences.iter().any(|sentence| {
            let sentence = sentence.to_ascii_lowercase();
            let mut message = sentence.split(|c: char| !c.is_ascii_alphanumeric());
            sentence.contains("manage:org") || message.any(|word| matches!(word, "scope" | "scopes"))
        })
    }

    /// Whether the sentences and violations say that an e-mail address is taken. No document says how Atlassian puts it;
    /// the words are those of its neighbours: SCIM's "uniqueness", "… with email[…] already exists", the page's "already
    /// associated".
    pub(crate) fn names_taken_address(&self) -> bool {
        let all = self.all_it_says();
        let address = ["email", "e-mail", "address"]
            .iter()
            .any(|word| all.contains(word));
        let taken = [
            "already",
            "in use",
            "inuse",
            "exists",
            "unique",
            "duplicate",
            "is taken",
            "been taken",
        ];
        address && taken.iter().any(|word| all.contains(word))
    }

    /// The same of a 400 or 409 that names no address, where an address was to be set: the portal says that "the identifier" is
    /// already in use (community.atlassian.com, qaq-p/3110858). What is wrong in itself is not taken.
    pub(crate) fn names_taken_identifier(&self) -> bool {
        let all = self.all_it_says();
        let is_taken = [
            "already in use",
            "inuse",
            "already exists",
            "alreadyexists",
            "uniqueness",
        ]
        .iter()
        .any(|words| all.contains(words));
        // An address that is repeated may have any of these words in it.
        let words = all.split_whitespace().filter(|word| !word.contains('@'));
        let mut words = words.flat_map(|word| word.split(|c: char| !c.is_ascii_alphanumeric()));
        let is_wrong = [
            "invalid",
            "malformed",
            "not valid",
            "missing",
            "required",
            "format",
            "not found",
        ]
        .iter()
        .any(|word| all.contains(word));
        is_taken || (!is_wrong && words.any(|word| matches!(word, "taken" | "identifier")))
    }

    /// Everything that could tell why, in lower case.
    fn all_it_says(&self) -> String {
        let violations = self.violations();
        let violations = violations.iter().flat_map(|(field, key)| [field, key]);
        let all = self.sentences.iter().chain(&self.code).chain(violations);
        let mut all = all.map(String::as_str).collect::<Vec<_>>().join(" ");
        all.make_ascii_lowercase();
        all
    }
}

/// A value that is there and not null.
fn present<'o>(object: &'o Map<String, Value>, key: &str) -> Option<&'o Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// A text that is there and not empty, shortened.
fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    object
        .get(key)?
        .as_str()
        .filter(|text| !text.is_empty())
        .map(short)
}

/// The beginning of a server's text, on one line.
fn short(text: &str) -> String {
    cut(text, LONGEST)
}

fn cut(text: &str, longest: usize) -> String {
    text.chars()
        .take(longest)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
