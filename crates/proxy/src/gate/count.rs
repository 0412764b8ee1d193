//! Counts requests, for whoever wants to see how many there are.

use std::sync::Arc;
use std::time::Instant;

use super::route::Taken;
use crate::meter::Meter;
use crate::stack::{Handler, gate};

pub(crate) fn around(inner: Handler, meter: &Arc<Meter>) -> Handler {
    let meter = Arc::clone(meter);
    gate(inner, move |request, inner| {
        let counted = Counted {
            meter: Arc::clone(&meter),
            begun: Instant::now(),
            ended: ("-", GONE),
        };
        counted.meter.begun();
        async move {
            // The whole of it goes along, and is counted when it is dropped.
            let mut counted = counted;
            let response = inner(request).await;
            let route = response.extensions().get::<Taken>().map_or("-", |taken| taken.0);
            counted.ended = (route, response.status().as_u16());
            response
        }
    })
}

/// What is counted of a request whose client is gone before its answer.
const GONE: u16 = 499;

/// Counts a request when it is over, however it ends.
struct Counted {
    meter: Arc<Meter>,
    begun: Instant,
    ended: (&'static str, u16),
}

impl Drop for Counted {
    fn drop(&mut self) {
        let (route, status) = self.ended;
        self.meter.ended(route, status, self.begun.elapsed());
    }
}
