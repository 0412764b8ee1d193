//! How many requests may be under way at a time. One more is told so at once, instead of waiting where nobody sees it.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::body::keeping;
use crate::refusal::Refusal;
use crate::stack::{AGAIN_IN, Handler, gate};

pub(crate) fn around(inner: Handler, places: &Arc<Semaphore>) -> Handler {
    let places = Arc::clone(places);
    gate(inner, move |request, inner| {
        let place = Arc::clone(&places).try_acquire_owned();
        async move {
            match place {
                // An answer takes memory until its client has read it.
                Ok(place) => inner(request).await.map(|body| keeping(body, place)),
                Err(_) => Refusal::Busy.after(AGAIN_IN),
            }
        }
    })
}
