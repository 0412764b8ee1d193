//! Reading successes: unknown keys are ignored, null is the same as absent.

use http::Response;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::classify::Odd;
use crate::page::{Cursor, Links, Page};
use crate::{
    AccountId, ApiTokenId, Body, DirectoryId, DomainId, Endpoint, EventId, Failure, GroupId, OrganizationId,
    PolicyId, SiteId, TaskId, WorkspaceId,
};

/// A success with a JSON body.
pub(crate) fn json<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    nothing(endpoint, response)?;
    serde_json::from_slice(response.body()).map_err(|_| Failure::odd(Odd::Shape(endpoint.host()), response))
}

/// A success of which the status says everything.
pub(crate) fn nothing(endpoint: &Endpoint, response: &Response<Body>) -> Result<(), Failure> {
    let success = endpoint.success.contains(&response.status().as_u16());
    if success {
        Ok(())
    } else {
        Err(Failure::of(endpoint, response))
    }
}

/// A success with one page of a list.
pub(crate) fn page<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<Page<T>, Failure> {
    let body: PageBody<T> = json(endpoint, response)?;
    let meta = body.meta.unwrap_or_default();
    // Events and policies write the cursor into `meta` as well.
    let next = next(body.links, response)?.or(next(meta.next.map(Links::to), response)?);
    Ok(Page {
        items: body.data,
        next,
        total: meta.total,
    })
}

/// Where the next page starts.
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

/// The answer, unless it speaks of something else than was asked for.
pub(crate) fn about<T>(same: bool, answer: T, response: &Response<Body>) -> Result<T, Failure> {
    if same {
        Ok(answer)
    } else {
        Err(Failure::odd(Odd::Subject, response))
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

macro_rules! ids_in_json {
    ($($id:ident)+) => {$(
        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not an id"))
            }
        }

        impl Serialize for $id {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )+};
}

ids_in_json!(AccountId ApiTokenId DirectoryId DomainId EventId GroupId OrganizationId PolicyId SiteId TaskId WorkspaceId);
