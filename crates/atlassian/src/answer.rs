//! Reading successes. Unknown keys are ignored, and null means absent. Of a list or an account, what cannot be read is not known, and
//! the rest stays; whether a change was made is read to the letter.

use http::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::classify::Unexpected;
use crate::known::known;
use crate::page::{BadLink, Cursor, End, Page};
use crate::{Body, Endpoint, Failure};

/// The JSON body of a success, which must be as documented to the letter: what a changing call is answered.
pub(crate) fn json<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    status_only(endpoint, response)?;
    serde_json::from_slice(response.body()).map_err(|_| other_shape(endpoint, response))
}

/// The JSON body of what was asked for. Parts of it that cannot be read are not known.
pub(crate) fn said<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    let body: Value = json(endpoint, response)?;
    known(body).ok_or_else(|| other_shape(endpoint, response))
}

fn other_shape(endpoint: &Endpoint, response: &Response<Body>) -> Failure {
    Failure::unexpected(Unexpected::Shape(endpoint.host()), response)
}

/// What can be read of the items of a list, and how many cannot be read at all.
pub(crate) struct Items<T> {
    pub(crate) read: Vec<T>,
    pub(crate) left_out: usize,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Value>::deserialize(deserializer)?;
        let all = items.len();
        let read: Vec<T> = items.into_iter().filter_map(known).collect();
        let left_out = all - read.len();
        Ok(Self { read, left_out })
    }
}

/// Checks for a success whose status says everything.
pub(crate) fn status_only(endpoint: &Endpoint, response: &Response<Body>) -> Result<(), Failure> {
    let success = endpoint.success.contains(&response.status().as_u16());
    if success {
        Ok(())
    } else {
        Err(Failure::of(endpoint, response))
    }
}

/// One page of a list.
pub(crate) fn page<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<Page<T>, Failure> {
    let body: PageBody<T> = json(endpoint, response)?;
    // The lists of events and policies write the cursor into `meta` as well.
    let next = next(body.links.as_ref(), response)?.or(next(body.meta.as_ref(), response)?);
    // Read once a list: a page with a cursor needs no proof.
    let end = if next.is_none() {
        End::of(response.body(), body.data.read.len() + body.data.left_out)
    } else {
        End::NotSaid
    };
    Ok(Page {
        items: body.data.read,
        left_out: body.data.left_out,
        end,
        next,
        total: body.meta.and_then(|meta| meta.get("total")?.as_u64()),
    })
}

/// The cursor of the next page, which stands in `links` or `meta`; `None` on the last one. A list does not end because the link cannot
/// be read.
pub(crate) fn next(links: Option<&Value>, response: &Response<Body>) -> Result<Option<Cursor>, Failure> {
    let cursor = match links.and_then(|links| links.get("next")) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(link)) => Cursor::from_link(Some(link)),
        Some(_) => Err(BadLink::NoCursor),
    };
    cursor.map_err(|link| Failure::bad_link(&link, response))
}

/// A time such as `2015-04-12T23:20:50.522Z`, in milliseconds since 1970; `None` where it cannot be read.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let time = text.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    Ok(time.map(jiff::Timestamp::as_millisecond))
}

/// A body whose content stands under `data`.
#[derive(Deserialize)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

/// Passes the answer on if it says anything of what was asked for.
pub(crate) fn check_shape<T>(
    says: bool,
    answer: T,
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    if says {
        Ok(answer)
    } else {
        Err(other_shape(endpoint, response))
    }
}

/// Passes the answer on if it is about what was asked for.
pub(crate) fn check_subject<T>(same: bool, answer: T, response: &Response<Body>) -> Result<T, Failure> {
    if same {
        Ok(answer)
    } else {
        Err(Failure::unexpected(Unexpected::Subject, response))
    }
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct PageBody<T> {
    data: Items<T>,
    links: Option<Value>,
    meta: Option<Value>,
}
