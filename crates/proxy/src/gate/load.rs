//! How many requests may be under way at a time. One more is told so at once, instead of waiting where nobody sees it.

use std::sync::Arc;

use crate::places::Places;
use crate::refusal::Refusal;
use crate::stack::{AGAIN_IN, Handler};
use crate::under_way::UnderWay;

pub(crate) fn around(inner: Handler, places: &Arc<Places>) -> Handler {
    let places = Arc::clone(places);
    Arc::new(move |request| {
        let Some(under_way) = UnderWay::of(&request) else {
            return inner(request);
        };
        match places.take() {
            Some(place) => under_way.holds_place(place),
            None => return Box::pin(std::future::ready(Refusal::Busy.after(AGAIN_IN))),
        }
        inner(request)
    })
}
