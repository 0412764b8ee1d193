//! The values of a row other than the account and the desired state.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::field::Field;

/// The values of a row other than the account and the desired state: what its call needs, and what is shown of it.
///
/// Serialized as one flat map of texts, in the order of its keys: the fields by [`Field::key`], the others as `address`,
/// `only-directory` and `where`. So journals have them since the first version; a key that is none of these is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    fields: BTreeMap<Field, String>,
    /// Boxed, because most rows have none: there can be a million of them.
    others: Option<Box<Others>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Others {
    address: Option<String>,
    only_directory: Option<String>,
    place: Option<String>,
}

const ADDRESS: &str = "address";
const ONLY_DIRECTORY: &str = "only-directory";
const PLACE: &str = "where";

impl Details {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text of a field, if the row has one.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(String::as_str)
    }

    /// Whether the row has a text for a field.
    pub fn has(&self, field: Field) -> bool {
        self.fields.contains_key(&field)
    }

    /// Sets the text of a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.fields.insert(field, text.into());
    }

    /// The same, with a text for a field.
    #[must_use]
    pub fn with(mut self, field: Field, text: impl Into<String>) -> Self {
        self.set(field, text);
        self
    }

    /// The account's address, if the call names accounts by it.
    pub fn address(&self) -> Option<&str> {
        self.others.as_ref()?.address.as_deref()
    }

    /// Id of the organization's directory, if it has only one: then what Atlassian says of all directories is said of that one.
    pub fn only_directory(&self) -> Option<&str> {
        self.others.as_ref()?.only_directory.as_deref()
    }

    /// Where the change takes effect, in words. Shown, never sent.
    pub fn place(&self) -> Option<&str> {
        self.others.as_ref()?.place.as_deref()
    }

    /// Sets [`Details::address`].
    pub fn set_address(&mut self, address: impl Into<String>) {
        self.others.get_or_insert_default().address = Some(address.into());
    }

    /// Sets [`Details::only_directory`].
    pub fn set_only_directory(&mut self, id: impl Into<String>) {
        self.others.get_or_insert_default().only_directory = Some(id.into());
    }

    /// Sets [`Details::place`].
    pub fn set_place(&mut self, place: impl Into<String>) {
        self.others.get_or_insert_default().place = Some(place.into());
    }

    /// Takes the text of a field away.
    pub fn remove(&mut self, field: Field) {
        self.fields.remove(&field);
    }

    /// The fields that have a text, in the order of [`Field::ALL`].
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        self.fields.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Every text, for any purpose.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.by_key().into_values()
    }

    /// What is wanted, and where, in words: "in the group (jira-users)".
    pub fn wish(&self, wanted: &str) -> String {
        match self.place() {
            Some(place) => format!("{wanted} ({place})"),
            None => wanted.to_owned(),
        }
    }

    /// Whether there are no details.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the same would be sent: words for a place are shown alone.
    pub fn is_sent_like(&self, other: &Self) -> bool {
        self.fields == other.fields
            && self.address() == other.address()
            && self.only_directory() == other.only_directory()
    }

    fn by_key(&self) -> BTreeMap<&str, &str> {
        let fields = self
            .fields
            .iter()
            .map(|(field, text)| (field.key(), text.as_str()));
        let others = [
            (ADDRESS, self.address()),
            (ONLY_DIRECTORY, self.only_directory()),
            (PLACE, self.place()),
        ];
        let others = others.into_iter().filter_map(|(key, text)| Some((key, text?)));
        fields.chain(others).collect()
    }
}

impl FromIterator<(Field, String)> for Details {
    fn from_iter<I: IntoIterator<Item = (Field, String)>>(texts: I) -> Self {
        Self {
            fields: texts.into_iter().collect(),
            ..Self::default()
        }
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.by_key().serialize(to)
    }
}

impl<'a> Deserialize<'a> for Details {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        let mut details = Self::default();
        for (key, text) in BTreeMap::<String, String>::deserialize(from)? {
            match (key.as_str(), Field::from_key(&key)) {
                (ADDRESS, _) => details.set_address(text),
                (ONLY_DIRECTORY, _) => details.set_only_directory(text),
                (PLACE, _) => details.set_place(text),
                (_, Some(field)) => details.set(field, text),
                (_, None) => return Err(D::Error::custom(format!("a row says nothing about “{key}”"))),
            }
        }
        Ok(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_one_flat_map_in_the_order_of_the_keys() {
        let mut details = Details::default()
            .with(Field::Workspace, "w")
            .with(Field::Group, "g");
        details.set_address("ann@x.org");
        details.set_only_directory("d");
        details.set_place("Group");
        let text = serde_json::to_string(&details).unwrap();
        assert_eq!(
            text,
            r#"{"address":"ann@x.org","group":"g","only-directory":"d","where":"Group","workspace":"w"}"#
        );
        assert_eq!(serde_json::from_str::<Details>(&text).unwrap(), details);
    }

    #[test]
    fn no_field_has_the_key_of_another_detail() {
        for key in [ADDRESS, ONLY_DIRECTORY, PLACE] {
            assert_eq!(Field::from_key(key), None);
        }
    }

    #[test]
    fn a_key_of_nothing_is_refused() {
        let refused = serde_json::from_str::<Details>(r#"{"colour":"red"}"#).unwrap_err();
        assert_eq!(refused.to_string(), "a row says nothing about “colour”");
    }
}
