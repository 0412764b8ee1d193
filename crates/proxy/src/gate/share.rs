//! How many requests of one client may be under way at a time, so that no client takes the places of all others.

use std::sync::Arc;

use crate::refusal::Refusal;
use crate::stack::{AGAIN_IN, Handler};
use crate::under_way::UnderWay;

pub(crate) fn around(inner: Handler) -> Handler {
    Arc::new(move |request| {
        let Some(under_way) = UnderWay::of(&request) else {
            return inner(request);
        };
        match under_way.client().places.take() {
            Some(place) => under_way.holds_share(place),
            None => return Box::pin(std::future::ready(Refusal::Share.after(AGAIN_IN))),
        }
        inner(request)
    })
}
