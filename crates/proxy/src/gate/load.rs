//! How many requests may be under way at a time. One more is told so at once, instead of waiting where nobody sees it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::refusal::Refusal;
use crate::stack::{Handler, gate};

/// When it is worth asking again.
const AGAIN_IN: Duration = Duration::from_secs(1);

pub(crate) fn around(inner: Handler, places: &Arc<Semaphore>) -> Handler {
    let places = Arc::clone(places);
    gate(inner, move |request, inner| {
        let place = Arc::clone(&places).try_acquire_owned();
        async move {
            match place {
                Ok(_place) => inner(request).await,
                Err(_) => Refusal::Busy.after(AGAIN_IN),
            }
        }
    })
}
