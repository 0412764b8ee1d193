//! What can be read of a value whose parts are not all as documented.
//!
//! A part of another type, and one that lacks something that it cannot be without, is *not known*: it is read as null, which every
//! answer takes for absent. No value is made up in its place. What makes an item what it is, such as its id, cannot be null; without
//! it nothing is known of the item.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// How many parts of one value may be unreadable before the whole of it is. Each of them takes another reading.
const MOST: usize = 1_000;

/// Reads a value. `None` if that takes a part which cannot be read.
pub(crate) fn known<T: DeserializeOwned>(mut value: Value) -> Option<T> {
    for _ in 0..MOST {
        match serde_path_to_error::deserialize(&value) {
            Ok(known) => return Some(known),
            Err(error) => forget(&mut value, error.path())?,
        }
    }
    None
}

/// Makes null what cannot be read: the part that the path leads to or, if it is null or missing already, the part around it. `None`
/// if that is the whole value.
fn forget(value: &mut Value, path: &Path) -> Option<()> {
    let segments: Vec<&Segment> = path.iter().collect();
    let length = (1..=segments.len())
        .rev()
        .find(|&length| part(value, &segments[..length]).is_some_and(|part| !part.is_null()))?;
    *part(value, &segments[..length])? = Value::Null;
    Some(())
}

fn part<'v>(value: &'v mut Value, path: &[&Segment]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Seq { index } => value.get_mut(*index),
        Segment::Map { key } => value.get_mut(key.as_str()),
        Segment::Enum { .. } | Segment::Unknown => None,
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Item {
        id: String,
        is_billed: Option<bool>,
        #[serde(rename = "group")]
        group: Option<Group>,
        groups: Option<Vec<Group>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Group {
        id: u64,
        name: Option<String>,
    }

    fn item(value: Value) -> Option<Item> {
        known(value)
    }

    #[test]
    fn a_part_of_another_type_is_not_known_and_the_rest_is() {
        let read = item(json!({"id": "a", "is_billed": "true", "group": {"id": 1, "name": ["x"]}})).unwrap();
        assert_eq!(read.id, "a");
        assert_eq!(read.is_billed, None, "neither true nor false");
        assert_eq!(read.group, Some(Group { id: 1, name: None }));
        assert_eq!(read.groups, None);
    }

    #[test]
    fn a_part_without_what_makes_it_is_not_known_as_a_whole() {
        for group in [
            json!({"name": "x"}),
            json!({"id": null}),
            json!({"id": "1"}),
            json!(7),
        ] {
            let read = item(json!({"id": "a", "group": group})).unwrap();
            assert_eq!(read.group, None);
        }
    }

    #[test]
    fn a_list_with_one_such_part_is_not_known_rather_than_shorter() {
        let read = item(json!({"id": "a", "groups": [{"id": 1}, {"id": "2"}, {"id": 3}]})).unwrap();
        assert_eq!(read.groups, None);
    }

    #[test]
    fn without_its_own_id_nothing_is_known() {
        for value in [
            json!({"is_billed": true}),
            json!({"id": 7}),
            json!("a"),
            json!(null),
            json!([]),
        ] {
            assert_eq!(item(value), None);
        }
    }
}
