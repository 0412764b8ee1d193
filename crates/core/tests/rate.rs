//! The rate controller against hidden limits, on virtual time: what it makes of them, and how often it is refused.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what helps a test may fail it"
)]

use std::collections::{BTreeMap, VecDeque};

use http::HeaderMap;
use rollcall_atlassian::Rate;
use rollcall_sandbox::{Kept, Limit, Limiter};

use rollcall_core::run::Settings;
use rollcall_core::run::rate::RateController;
use rollcall_core::time::Time;

const KEPT: [Kept; 3] = [Kept::TokenBucket, Kept::FixedWindow, Kept::SlidingWindow];
const CALLS: usize = 10_000;
/// How far the minute has gone when the run begins: neither with a window nor at its end.
const INTO_MINUTE_MS: i64 = 20_000;

#[derive(Clone, Copy, Debug)]
struct Case {
    kept: Kept,
    per_second: u32,
    headers: bool,
    latency_ms: i64,
    cap: usize,
}

#[derive(Clone, Copy, Debug)]
struct Figures {
    /// Accepted calls a second, over the best that the limit or the cap allows.
    efficiency: f64,
    /// Share of calls answered 429.
    refused: f64,
}

enum Flight {
    Arrives {
        sent_at: Time,
    },
    Returns {
        sent_at: Time,
        headers: HeaderMap,
        refused: bool,
    },
}

/// Calls that are on their way, by when something happens to them.
#[derive(Default)]
struct Flights {
    all: BTreeMap<Time, VecDeque<Flight>>,
    count: usize,
}

impl Flights {
    fn add(&mut self, at: Time, flight: Flight) {
        self.all.entry(at).or_default().push_back(flight);
    }

    fn next(&self) -> Option<Time> {
        self.all.keys().next().copied()
    }

    fn take(&mut self) -> Option<Flight> {
        let mut first = self.all.first_entry()?;
        let flight = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        flight
    }
}

/// A bucket holds one second's calls; windows are a minute long.
fn limiter(case: &Case) -> Limiter {
    let is_bucket = case.kept == Kept::TokenBucket;
    Limiter::new(Limit {
        per_second: is_bucket.then_some(case.per_second),
        per_minute: (!is_bucket).then_some(case.per_second * 60),
        kept: case.kept,
        headers: case.headers,
        retry_after: case.headers,
    })
}

fn drive(case: &Case) -> Figures {
    let Settings { rates, back_off, .. } = Settings::default();
    let start = Time(1_767_225_600_000 + INTO_MINUTE_MS);
    let mut limiter = limiter(case);
    let mut controller = RateController::new(rates, back_off, 1, start);
    let mut flights = Flights::default();
    let (mut now, mut accepted, mut refused) = (start, 0, 0);
    while accepted < CALLS {
        let mut ready = None;
        while flights.count < case.cap && accepted + flights.count < CALLS {
            let at = controller.ready_at(now);
            if at > now {
                ready = Some(at);
                break;
            }
            controller.take(now);
            flights.count += 1;
            flights.add(
                Time(now.0 + case.latency_ms / 2),
                Flight::Arrives { sent_at: now },
            );
        }
        let next = flights.next();
        if let Some(at) = ready.filter(|&at| next.is_none_or(|next| at < next)) {
            now = at;
            continue;
        }
        now = next.expect("either a call may go, or one is under way");
        match flights.take().expect("there is a next one") {
            Flight::Arrives { sent_at } => {
                let verdict = limiter.ask(now.0);
                let mut headers = HeaderMap::new();
                verdict.tell(&mut headers);
                let flight = Flight::Returns {
                    sent_at,
                    headers,
                    refused: verdict.refused,
                };
                flights.add(Time(sent_at.0 + case.latency_ms), flight);
            }
            Flight::Returns {
                sent_at,
                headers,
                refused: is_refused,
            } => {
                flights.count -= 1;
                controller.answered(now, sent_at, Rate::read(&headers), is_refused);
                if let Some(seconds) = headers.get("retry-after") {
                    let seconds: i64 = seconds.to_str().unwrap().parse().unwrap();
                    controller.hold(Time(now.0 + seconds * 1000), "Retry-After");
                }
                *(if is_refused { &mut refused } else { &mut accepted }) += 1;
            }
        }
    }
    let seconds = (now.0 - start.0) as f64 / 1000.0;
    let best = f64::from(case.per_second).min(case.cap as f64 * 1000.0 / case.latency_ms as f64);
    Figures {
        efficiency: accepted as f64 / seconds / best,
        refused: refused as f64 / (accepted + refused) as f64,
    }
}

/// All of the grid, through the whole run, is `cargo xtask bench run`. These are where the ways of counting differ most.
#[test]
fn hidden_limits_are_found_and_kept() {
    for (headers, least, most) in [(true, 0.97, 0.01), (false, 0.90, 0.03)] {
        for (per_second, latency_ms, cap) in [(2, 2000, 64), (50, 300, 64), (100, 50, 6)] {
            for kept in KEPT {
                let case = Case {
                    kept,
                    per_second,
                    headers,
                    latency_ms,
                    cap,
                };
                let figures = drive(&case);
                assert!(
                    figures.efficiency >= least && figures.refused <= most,
                    "{case:?}: {figures:?}"
                );
            }
        }
    }
}
