//! One log line for each request, if that is configured: method, route, status, time and a number. Never a header, a body, a query, a
//! path, an address or an account's id. The lines per second are limited; the rest are counted.
//!
//! Not `tower-http`'s `TraceLayer`: its spans carry the URI by default, and it has no limit for lines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::config::Log;
use crate::handler::{Handler, gate};
use crate::lines::{Line, LineLimit, SECOND};
use crate::matched::RouteName;
use crate::{Config, LOG_TARGET};

pub(crate) fn around(
    inner: Handler,
    config: &Config,
    numbers: &Arc<AtomicU64>,
    limit: &Arc<LineLimit>,
) -> Handler {
    if config.log == Log::Off {
        return inner;
    }
    let (numbers, limit) = (Arc::clone(numbers), Arc::clone(limit));
    gate(inner, move |request, inner| {
        let record = Record {
            number: numbers.fetch_add(1, Ordering::Relaxed),
            method: known(request.method()),
            begun: Instant::now(),
        };
        let limit = Arc::clone(&limit);
        async move {
            let response = inner(request).await;
            match limit.admit(tokio::time::Instant::now()) {
                Line::Written => {
                    let route = response
                        .extensions()
                        .get::<RouteName>()
                        .map_or("-", |name| name.0);
                    record.write(route, response.status().as_u16());
                }
                Line::Dropped => {}
                Line::DroppedFirst => {
                    tokio::spawn(async move {
                        tokio::time::sleep(SECOND).await;
                        write_dropped(&limit);
                    });
                }
            }
            response
        }
    })
}

/// What a line says about a request, without its answer.
struct Record {
    number: u64,
    method: &'static str,
    begun: Instant,
}

impl Record {
    fn write(&self, route: &str, status: u16) {
        tracing::info!(
            target: LOG_TARGET,
            request = self.number,
            method = self.method,
            route,
            status,
            milliseconds = self.begun.elapsed().as_millis() as u64,
        );
    }
}

/// Writes how many lines were dropped since the last such line, if any were.
pub(crate) fn write_dropped(limit: &LineLimit) {
    let dropped = limit.take_dropped();
    if dropped > 0 {
        tracing::info!(target: LOG_TARGET, dropped);
    }
}

/// An unknown method is text of the client's choice, and is not logged.
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Mutex, PoisonError};

    use http::{Request, Response};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::body::full;

    /// Collects what is written.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Written {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    impl Written {
        /// How many lines there are with this in them.
        fn count(&self, text: &str) -> usize {
            let all = self.0.lock().unwrap();
            let all = String::from_utf8_lossy(&all).into_owned();
            all.lines().filter(|line| line.contains(text)).count()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_lines_are_counted_in_one_line_a_second_later() {
        let written = Written::default();
        let lines = tracing_subscriber::fmt()
            .with_writer(written.clone())
            .with_ansi(false)
            .finish();
        let _writing = tracing::subscriber::set_default(lines);
        let settings = [("log", "lines"), ("log-per-second", "5")];
        let config = Config::of(&settings).unwrap();
        let behind: Handler = Arc::new(|_| Box::pin(std::future::ready(Response::new(full("{}")))));
        let limit = Arc::new(LineLimit::new(config.log_per_second));
        let handler = around(behind, &config, &Arc::default(), &limit);
        for flood in 1..=2 {
            for _ in 0..100 {
                handler(Request::new(full(""))).await;
            }
            assert_eq!(written.count("status=200"), 5 * flood);
            assert_eq!(written.count("dropped"), flood - 1, "not yet");
            tokio::time::sleep(2 * SECOND).await;
            assert_eq!(written.count("dropped=95"), flood);
        }
        assert_eq!(written.count(""), 12, "5 lines and a count for each flood");
    }
}
