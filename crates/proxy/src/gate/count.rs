//! Counts requests, for whoever wants to see how many there are.

use std::sync::Arc;
use std::time::Instant;

use super::route::Taken;
use crate::meter::Meter;
use crate::stack::{Handler, gate};

pub(crate) fn around(inner: Handler, meter: &Arc<Meter>) -> Handler {
    let meter = Arc::clone(meter);
    gate(inner, move |request, inner| {
        let meter = Arc::clone(&meter);
        let begun = Instant::now();
        async move {
            meter.begun();
            let response = inner(request).await;
            let route = response.extensions().get::<Taken>().map_or("-", |taken| taken.0);
            meter.ended(route, response.status(), begun.elapsed());
            response
        }
    })
}
