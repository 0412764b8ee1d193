//! Whether an answer without a known cursor says that its list ends there.
//!
//! A list that is taken for whole proves that people are *not* in it, so its end is not believed without a word from Atlassian: a
//! `links.next` that is null or absent, as the documents describe the last page, or a total that was reached. A cursor that stands
//! elsewhere than the documents say denies the end, whatever else is said. `links` are optional in the documents; a page without them is
//! the last one unless it looks full.

use serde_json::{Map, Value};

/// What an answer without a cursor says about the pages after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// This is the last page: its links name no next one.
    Said,
    /// Nothing: it has no links, and as many items as a full page may have. Only a total can prove the end.
    NotSaid,
    /// There are more, in a place that Rollcall does not know: a cursor under another key, or `hasMore`.
    Denied,
}

impl End {
    /// Whether a list of which so many items were read is proved to have ended, where the answers count so many.
    pub fn is_proved(self, read: u64, total: Option<u64>) -> bool {
        match (self, total) {
            (Self::Denied, _) | (Self::NotSaid, None) => false,
            (Self::Said | Self::NotSaid, Some(total)) => total <= read,
            (Self::Said, None) => true,
        }
    }

    /// What the body of an answer with so many items says in which no cursor was found where the documents put it.
    pub(crate) fn of(body: &[u8], items: usize) -> Self {
        let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
            return Self::NotSaid;
        };
        let parts = PARTS.iter().filter_map(|part| body.get(*part)?.as_object());
        if std::iter::once(&body).chain(parts).any(says_more) {
            return Self::Denied;
        }
        let has_links = body.get("links").is_some_and(Value::is_object);
        // The lists of events and policies have the cursor in `meta` as well.
        let has_next = |part: &Map<String, Value>| part.contains_key("next");
        let has_next = body.get("meta").and_then(Value::as_object).is_some_and(has_next);
        let may_be_full = items >= SMALLEST_PAGE && items.is_multiple_of(10);
        if has_links || has_next || !may_be_full {
            Self::Said
        } else {
            Self::NotSaid
        }
    }
}

/// Documented pages have 20, 30, 50, 100, 200, 500 or 1,000 items where nothing else is asked for.
const SMALLEST_PAGE: usize = 20;

/// Where answers of other services have what leads to the next page.
const PARTS: [&str; 7] = [
    "links",
    "_links",
    "meta",
    "page",
    "pageInfo",
    "paging",
    "pagination",
];

/// Whether a key of this part of an answer says that there is another page.
fn says_more(part: &Map<String, Value>) -> bool {
    part.iter().any(|(key, value)| {
        let key: String = key
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let is_back =
            key.contains("prev") || key.contains("self") || key.contains("start") || key.contains("first");
        let leads_on = !is_back
            && (key.contains("cursor")
                || key.starts_with("next")
                || matches!(
                    key.as_str(),
                    "after" | "continuation" | "continuationtoken" | "pagetoken" | "scrollid"
                ));
        match value {
            Value::Bool(yes) => match key.as_str() {
                "hasmore" | "hasnext" | "hasnextpage" | "more" => *yes,
                "islast" | "islastpage" | "last" | "lastpage" => !*yes,
                _ => false,
            },
            Value::String(text) => leads_on && !text.is_empty(),
            Value::Number(_) => leads_on,
            Value::Object(of) => leads_on && !of.is_empty(),
            Value::Null | Value::Array(_) => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> End {
        End::of(body.as_bytes(), 50)
    }

    #[test]
    fn the_last_page_as_documented_says_that_it_is() {
        for body in [
            r#"{"data":[],"links":{"next":null,"prev":null,"self":"https://api.atlassian.com/admin/v1/orgs"}}"#,
            r#"{"data":[],"links":{}}"#,
            r#"{"data":[],"links":{"next":""}}"#,
            r#"{"data":[],"links":{"prev":"kloHX1ZQVasDAkx_P48NYQ"}}"#,
            r#"{"data":[],"meta":{"next":null,"page_size":30}}"#,
        ] {
            assert_eq!(of(body), End::Said, "{body}");
        }
    }

    #[test]
    fn without_links_a_page_that_may_be_full_says_nothing() {
        for body in [r#"{"data":[]}"#, r#"{"data":[],"links":null,"meta":{"total":3}}"#] {
            for (items, end) in [
                (0, End::Said),
                (10, End::Said),
                (49, End::Said),
                (20, End::NotSaid),
                (50, End::NotSaid),
            ] {
                assert_eq!(End::of(body.as_bytes(), items), end, "{body}");
            }
        }
        assert_eq!(End::of(b"<html>", 0), End::NotSaid);
    }

    #[test]
    fn a_cursor_in_an_unknown_place_denies_the_end() {
        for body in [
            r#"{"data":[],"cursor":"eyJvIjo1MH0="}"#,
            r#"{"data":[],"links":{"next":null},"nextCursor":"a"}"#,
            r#"{"data":[],"links":{"next_page":"a"}}"#,
            r#"{"data":[],"links":{},"meta":{"cursor":{"next":"a"}}}"#,
            r#"{"data":[],"links":{},"pageInfo":{"hasNextPage":true,"endCursor":"a"}}"#,
            r#"{"data":[],"links":{},"isLast":false}"#,
            r#"{"data":[],"_links":{"next":{"href":"/admin/v1/orgs?cursor=2"}}}"#,
            r#"{"data":[],"links":{},"next-page":2}"#,
        ] {
            assert_eq!(of(body), End::Denied, "{body}");
        }
        assert_eq!(
            of(r#"{"data":[],"links":{},"isLast":true,"hasMore":false}"#),
            End::Said
        );
        assert_eq!(of(r#"{"data":[],"links":{},"prev_cursor":"a"}"#), End::Said);
    }

    #[test]
    fn a_total_settles_it_unless_the_end_is_denied() {
        for (end, total, is_proved) in [
            (End::Said, None, true),
            (End::NotSaid, None, false),
            (End::Said, Some(50), true),
            (End::NotSaid, Some(50), true),
            (End::Said, Some(51), false),
            (End::Denied, Some(50), false),
            (End::Denied, None, false),
        ] {
            assert_eq!(end.is_proved(50, total), is_proved, "{end:?}, {total:?}");
        }
    }
}
