//! One line for each request, where whoever runs the proxy wants one: method, route, status, time and a number. Never a header,
//! a body, a query, a path, an address or an account's id.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::route::Taken;
use crate::Settings;
use crate::settings::Log;
use crate::stack::{Handler, gate};

pub(crate) fn around(inner: Handler, settings: &Arc<Settings>, numbers: &Arc<AtomicU64>) -> Handler {
    if settings.log == Log::Off {
        return inner;
    }
    let number = Arc::clone(numbers);
    gate(inner, move |request, inner| {
        let request_number = number.fetch_add(1, Ordering::Relaxed);
        // A method that no table knows could be anything.
        let method = known(request.method());
        let begun = Instant::now();
        async move {
            let response = inner(request).await;
            let route = response.extensions().get::<Taken>().map_or("-", |taken| taken.0);
            tracing::info!(
                request = request_number,
                method,
                route,
                status = response.status().as_u16(),
                milliseconds = begun.elapsed().as_millis() as u64,
            );
            response
        }
    })
}

fn known(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "-",
    }
}
