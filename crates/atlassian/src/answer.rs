//! Reading successes. Unknown keys are ignored, and null means absent.

use http::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::classify::Unexpected;
use crate::page::{Cursor, End, Links, Page};
use crate::{Body, Endpoint, Failure};

/// The JSON body of a success.
pub(crate) fn json<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    status_only(endpoint, response)?;
    serde_json::from_slice(response.body())
        .map_err(|_| Failure::unexpected(Unexpected::Shape(endpoint.host()), response))
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
    let meta = body.meta.unwrap_or_default();
    // The lists of events and policies write the cursor into `meta` as well.
    let next = next(body.links, response)?.or(next(meta.next.map(Links::to), response)?);
    // Read once a list: a page with a cursor needs no proof.
    let end = if next.is_none() {
        End::of(response.body(), body.data.len())
    } else {
        End::NotSaid
    };
    Ok(Page {
        items: body.data,
        end,
        next,
        total: meta.total,
    })
}

/// The cursor of the next page; `None` on the last one.
pub(crate) fn next(links: Option<Links>, response: &Response<Body>) -> Result<Option<Cursor>, Failure> {
    let link = links.unwrap_or_default().next;
    Cursor::from_link(link.as_deref()).map_err(|link| Failure::bad_link(&link, response))
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

/// Passes the answer on if it is about what was asked for.
pub(crate) fn check_subject<T>(same: bool, answer: T, response: &Response<Body>) -> Result<T, Failure> {
    if same {
        Ok(answer)
    } else {
        Err(Failure::unexpected(Unexpected::Subject, response))
    }
}

#[derive(Deserialize)]
struct PageBody<T> {
    data: Vec<T>,
    links: Option<Links>,
    meta: Option<Meta>,
}

#[derive(Default, Deserialize)]
struct Meta {
    total: Option<u64>,
    next: Option<String>,
}
