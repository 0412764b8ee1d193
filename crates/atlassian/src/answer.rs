//! Reading successes: unknown keys are ignored, null is the same as absent.

use http::Response;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

use crate::classify::Odd;
use crate::page::{Cursor, Links, Page};
use crate::{AccountId, ApiTokenId, Body, DirectoryId, Endpoint, Failure, OrganizationId};

/// A success with a JSON body.
pub(crate) fn json<T: DeserializeOwned>(
    endpoint: &Endpoint,
    response: &Response<Body>,
) -> Result<T, Failure> {
    nothing(endpoint, response)?;
    serde_json::from_slice(response.body()).map_err(|_| Failure::odd(Odd::Shape, response))
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
    let next = body.links.unwrap_or_default().next;
    let next = Cursor::from_link(next.as_deref()).map_err(|link| Failure::bad_link(&link, response))?;
    let total = body.meta.unwrap_or_default().total;
    Ok(Page {
        items: body.data,
        next,
        total,
    })
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
}

macro_rules! ids_in_answers {
    ($($id:ident)+) => {$(
        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not an id"))
            }
        }
    )+};
}

ids_in_answers!(AccountId ApiTokenId DirectoryId OrganizationId);
