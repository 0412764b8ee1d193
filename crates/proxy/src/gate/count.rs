//! Counts requests for Prometheus.
//!
//! Not `tower-http`'s `InFlightRequests`: it counts the requests in flight, but not by route and status, nor their time.

use std::sync::Arc;
use std::time::Instant;

use crate::handler::{Handler, gate};
use crate::matched::RouteName;
use crate::meter::Meter;

/// The status that is counted if the client is gone before its answer.
const CLIENT_GONE: u16 = 499;

pub(crate) fn around(inner: Handler, meter: &Arc<Meter>) -> Handler {
    let meter = Arc::clone(meter);
    gate(inner, move |request, inner| {
        let counted = Counted {
            meter: Arc::clone(&meter),
            begun: Instant::now(),
            ended: ("-", CLIENT_GONE),
        };
        counted.meter.begun();
        async move {
            // Moves the whole value into the future: it counts when it is dropped.
            let mut counted = counted;
            let response = inner(request).await;
            let route = response
                .extensions()
                .get::<RouteName>()
                .map_or("-", |name| name.0);
            counted.ended = (route, response.status().as_u16());
            response
        }
    })
}

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
