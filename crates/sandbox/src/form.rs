//! In which form an answer says that there is nothing: the documents give a text as the type of every link and field, and clients that
//! exist have seen three ways of leaving one out.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How something that may be missing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// As null (jira.js, `linkPageModel.ts` and `multiDirectoryUser.ts`).
    Null,
    /// Not at all, which is how an `OpenAPI` document says "optional". jiraone ends its list where the last page has no link but
    /// `self`.
    Absent,
    /// Filled in, as in the examples of the documents: everybody has a department, and every page has its own link and those of the
    /// pages before and after it, where there are any. The pages of managed accounts lead to one more page, which is empty and has no
    /// link but its own: scripts are prepared for that, too.
    Filled,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Null, Self::Absent, Self::Filled];

    /// Its name, as serde and the command line have it: `absent`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Absent => "absent",
            Self::Filled => "filled",
        }
    }

    /// The form with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// `LinkSelfCursor`: the link of an item of v2 to itself, which is a cursor in the documents. Here it looks like one; no call
    /// takes it.
    pub(crate) fn link_to_self(self, id: &str) -> Value {
        let cursor: String = id
            .chars()
            .rev()
            .filter(char::is_ascii_alphanumeric)
            .take(22)
            .collect();
        let mut links = Map::new();
        self.put(&mut links, "self", Some(cursor).filter(|_| self == Self::Filled));
        links.into()
    }

    /// Writes a member that may be missing.
    pub(crate) fn put<T: Into<Value>>(self, object: &mut Map<String, Value>, name: &str, value: Option<T>) {
        match value {
            Some(value) => {
                object.insert(name.to_owned(), value.into());
            }
            None if self == Self::Null => {
                object.insert(name.to_owned(), Value::Null);
            }
            None => {}
        }
    }
}

/// The form of each kind of thing that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// The links of pages and of items.
    pub links: Form,
    /// `jobTitle`, `department`, `organization` and `location` of users in the search, and the address of a closed account.
    pub fields: Form,
}

impl Forms {
    /// The forms of an organization with this seed. Nine seeds in a row have all pairs.
    pub(crate) fn of_seed(seed: u64) -> Self {
        let form = |forms: [Form; 3], number: u64| forms[(number % 3) as usize];
        Self {
            links: form(Form::ALL, seed),
            fields: form([Form::Absent, Form::Null, Form::Filled], seed / 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_serdes_names() {
        for form in Form::ALL {
            assert_eq!(serde_json::to_value(form).unwrap(), form.name());
            assert_eq!(Form::parse(form.name()), Some(form));
        }
    }

    #[test]
    fn nine_seeds_have_all_pairs() {
        let pairs: BTreeSet<_> = (0..9)
            .map(Forms::of_seed)
            .map(|forms| (forms.links.name(), forms.fields.name()))
            .collect();
        assert_eq!(pairs.len(), 9);
    }
}
