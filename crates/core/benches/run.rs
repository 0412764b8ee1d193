//! What a run makes of limits that it does not know: `cargo xtask bench run [--json]`.
//!
//! The real run changes 10,000 accounts on a virtual clock, against the sandbox organization, whose limit it learns of by its
//! answers alone. *Efficiency* is accepted calls a second, readings too, from the beginning to the end, over the best possible:
//! the limit, or the calls under way over the latency where that is lower. *Refused* is the share of calls answered 429. The
//! figures on top are the worst of the grid, each for itself. The journal is durable at once. Nothing here is timed, so the
//! figures are the same on every machine.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark that cannot be set up has nothing to measure"
)]

use std::collections::{BTreeMap, BTreeSet};

use http::{HeaderValue, Request, Response, StatusCode, header::AUTHORIZATION};
use rollcall_atlassian::{AccountId, OrganizationId};
use rollcall_core::diff::{Details, Diff};
use rollcall_core::journal::{Attempt, Decision, Origin, RunId, Seq};
use rollcall_core::plan::{Options, Plan};
use rollcall_core::run::{Effect, Input, Phase, ReadId, Run, Settings};
use rollcall_core::time::Time;
use rollcall_sandbox::{Kept, Limit, Organization};
use serde_json::{Value, json};

const ROWS: u32 = 10_000;
const RATES: [u32; 4] = [2, 10, 50, 100];
const LATENCIES: [i64; 3] = [50, 300, 2000];
/// Calls under way: over HTTP/1.1, and over HTTP/2.
const CAPS: [usize; 2] = [6, 64];
/// A bucket holds what one second brings; windows are a minute long.
const KEPT: [(Kept, &str); 3] = [
    (Kept::TokenBucket, "token bucket"),
    (Kept::FixedWindow, "fixed window"),
    (Kept::SlidingWindow, "sliding window"),
];
/// The run begins 20 seconds into a minute: neither with a window nor at its end.
const START: i64 = 1_767_225_620_000;
/// The latency of the sequential script.
const SCRIPT_MS: i64 = 150;

/// The server's side of a case.
#[derive(Clone, Copy)]
struct Server {
    limit: Limit,
    latency_ms: i64,
}

#[derive(Default)]
struct Outcome {
    seconds: f64,
    accepted: u32,
    refused: u32,
}

/// Whose answer a call is.
#[derive(Clone, Copy)]
enum Call {
    Changes(Attempt),
    Reads(ReadId),
}

/// Something that will happen.
enum Coming {
    Durable(Seq),
    Arrives(Call, Request<Vec<u8>>),
    Answers(Call, Response<Vec<u8>>),
    Timer(Time),
}

/// Drives a run to its end.
struct Driver {
    latency_ms: i64,
    organization: Organization,
    key: HeaderValue,
    run: Run,
    now: i64,
    /// By time, then in order.
    coming: BTreeMap<(i64, u64), Coming>,
    number: u64,
    wait: Option<Time>,
    outcome: Outcome,
    is_done: bool,
}

/// Everybody whose address may be set moves to another domain.
fn diffs(organization: &Organization) -> Vec<Diff> {
    organization
        .accounts()
        .iter()
        .filter(|account| account.managed && account.lock.is_none() && account.address_verified)
        .filter(|account| !account.address_hidden && account.address.ends_with("@example.com"))
        .take(ROWS as usize)
        .zip(0..)
        .map(|(account, row)| Diff {
            row,
            line: row + 2,
            account: AccountId::parse(&account.id),
            name: None,
            before: Some(account.address.clone()),
            after: format!("moved.{row}@example.org"),
            details: Details::new(),
            administrator: false,
        })
        .collect()
}

impl Driver {
    fn new(server: Server, cap: usize) -> Self {
        let mut organization = Organization::generate(2 * ROWS + ROWS / 2, 1);
        let diffs = diffs(&organization);
        assert_eq!(diffs.len(), ROWS as usize);
        organization.set_limit(server.limit);
        let options = Options {
            canary: 0,
            ..Options::default()
        };
        let settings = Settings {
            concurrency: cap,
            ..Settings::default()
        };
        let plan = Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            diffs,
            &options,
            |_| false,
        )
        .unwrap();
        let origin = Origin {
            run: RunId::of_draw(1),
            organization: OrganizationId::parse(organization.organization_id()).unwrap(),
            organization_name: organization.name().to_owned(),
            file: "changes.csv".to_owned(),
            sha256: String::new(),
            left_out: Vec::new(),
            read_as: None,
            undoes: None,
        };
        Self {
            latency_ms: server.latency_ms,
            key: HeaderValue::try_from(format!("Bearer {}", organization.key())).unwrap(),
            organization,
            run: Run::new(Time(START), plan, origin, 1, settings),
            now: START,
            coming: BTreeMap::new(),
            number: 0,
            wait: None,
            outcome: Outcome::default(),
            is_done: false,
        }
    }

    fn drive(mut self) -> Outcome {
        for decision in [Decision::Begin, Decision::AllBatches] {
            self.input(Input::Decided(decision));
        }
        while !self.is_done {
            let ((at, _), coming) = self
                .coming
                .pop_first()
                .expect("a run that is not over waits for something");
            self.now = at;
            self.happens(coming);
        }
        let state = self.run.state(Time(self.now));
        let is_good = (state.phase, state.done, state.proven.verified) == (Phase::Done, ROWS, ROWS);
        assert!(is_good, "{state:?}");
        self.outcome.seconds = (self.now - START) as f64 / 1000.0;
        self.outcome
    }

    fn later(&mut self, ms: i64, coming: Coming) {
        self.number += 1;
        self.coming.insert((self.now + ms, self.number), coming);
    }

    fn input(&mut self, input: Input) {
        self.run.input(Time(self.now), input);
        for effect in self.run.effects() {
            match effect {
                Effect::Append(seq, _) => self.later(0, Coming::Durable(seq)),
                Effect::Send(attempt, request) => self.call(Call::Changes(attempt), *request),
                Effect::Read(read, request) => self.call(Call::Reads(read), *request),
                Effect::Wait(until) => {
                    self.wait = Some(until);
                    self.later((until.0 - self.now).max(0), Coming::Timer(until));
                }
                Effect::Ask(question) => panic!("nothing is to be asked: {question:?}"),
                Effect::Done => self.is_done = true,
            }
        }
    }

    fn call(&mut self, call: Call, mut request: Request<Vec<u8>>) {
        request.headers_mut().insert(AUTHORIZATION, self.key.clone());
        self.later(self.latency_ms / 2, Coming::Arrives(call, request));
    }

    fn happens(&mut self, coming: Coming) {
        match coming {
            Coming::Durable(seq) => self.input(Input::Durable(seq)),
            // A later wait has taken its place.
            Coming::Timer(until) if self.wait != Some(until) => {}
            Coming::Timer(_) => self.input(Input::Time),
            Coming::Arrives(call, request) => {
                let response = self
                    .organization
                    .answer(self.now, "https://api.atlassian.com", &request);
                let is_refused = response.status() == StatusCode::TOO_MANY_REQUESTS;
                *(if is_refused {
                    &mut self.outcome.refused
                } else {
                    &mut self.outcome.accepted
                }) += 1;
                let back = self.latency_ms - self.latency_ms / 2;
                self.later(back, Coming::Answers(call, response));
            }
            Coming::Answers(Call::Changes(attempt), response) => {
                self.input(Input::Answered(attempt, Ok(response)));
            }
            Coming::Answers(Call::Reads(read), response) => self.input(Input::Read(read, Ok(response))),
        }
    }
}

struct CheckContext {
    kept: &'static str,
    rate: u32,
    headers: bool,
    latency_ms: i64,
    cap: usize,
    efficiency: f64,
    refused: f64,
    seconds: f64,
}

fn case(
    (kept, name): (Kept, &'static str),
    rate: u32,
    headers: bool,
    latency_ms: i64,
    cap: usize,
) -> CheckContext {
    let is_bucket = kept == Kept::TokenBucket;
    let limit = Limit {
        per_second: is_bucket.then_some(rate),
        per_minute: (!is_bucket).then_some(rate * 60),
        kept,
        headers,
        retry_after: headers,
    };
    let outcome = Driver::new(Server { limit, latency_ms }, cap).drive();
    let best = f64::from(rate).min(cap as f64 * 1000.0 / latency_ms as f64);
    CheckContext {
        kept: name,
        rate,
        headers,
        latency_ms,
        cap,
        efficiency: f64::from(outcome.accepted) / outcome.seconds / best,
        refused: f64::from(outcome.refused) / f64::from(outcome.accepted + outcome.refused),
        seconds: outcome.seconds,
    }
}

fn grid() -> Vec<CheckContext> {
    let mut cases = Vec::new();
    for headers in [true, false] {
        for kept in KEPT {
            for rate in RATES {
                for cap in CAPS {
                    for latency_ms in LATENCIES {
                        cases.push(case(kept, rate, headers, latency_ms, cap));
                    }
                }
            }
        }
    }
    cases
}

/// How much faster a run over HTTP/1.1 is than one call after the other, where nothing limits either.
fn speedup() -> f64 {
    let server = Server {
        limit: Limit::default(),
        latency_ms: SCRIPT_MS,
    };
    let outcome = Driver::new(server, 6).drive();
    f64::from(ROWS) * SCRIPT_MS as f64 / 1000.0 / outcome.seconds
}

fn worst(cases: &[CheckContext], headers: bool) -> (f64, f64) {
    cases
        .iter()
        .filter(|case| case.headers == headers)
        .fold((f64::INFINITY, 0.0), |(efficiency, refused), case| {
            (efficiency.min(case.efficiency), refused.max(case.refused))
        })
}

/// To a ten-thousandth.
fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}

fn json(cases: &[CheckContext], speedup: f64) -> Value {
    let (told, told_refused) = worst(cases, true);
    let (blind, blind_refused) = worst(cases, false);
    let grid: Vec<Value> = cases
        .iter()
        .map(|case| {
            json!({
                "limiter": case.kept,
                "limit_per_second": case.rate,
                "headers": case.headers,
                "latency_ms": case.latency_ms,
                "concurrency": case.cap,
                "efficiency": rounded(case.efficiency),
                "refused": rounded(case.refused),
                "seconds": case.seconds,
            })
        })
        .collect();
    json!({
        "rows": ROWS,
        "efficiency_with_headers": rounded(told),
        "efficiency_blind": rounded(blind),
        "refused_with_headers": rounded(told_refused),
        "refused_blind": rounded(blind_refused),
        "speedup_over_script": rounded(speedup),
        "grid": grid,
    })
}

fn table(cases: &[CheckContext], speedup: f64) {
    println!("{ROWS} rows; efficiency, and share of calls refused\n");
    for headers in [true, false] {
        println!("{}", if headers { "with rate headers" } else { "blind" });
        print!("{:24}", "");
        for cap in CAPS {
            for latency in LATENCIES {
                print!("{:>16}", format!("{cap} × {latency} ms"));
            }
        }
        println!();
        let rows: BTreeSet<(&str, u32)> = cases.iter().map(|case| (case.kept, case.rate)).collect();
        for (kept, rate) in rows {
            print!("{:24}", format!("{kept}, {rate}/s"));
            for case in cases
                .iter()
                .filter(|case| (case.kept, case.rate, case.headers) == (kept, rate, headers))
            {
                let figures = format!("{:.3} {:5.2} %", case.efficiency, case.refused * 100.0);
                print!("{figures:>16}");
            }
            println!();
        }
        let (efficiency, refused) = worst(cases, headers);
        println!("worst: {efficiency:.3}, {:.2} %\n", refused * 100.0);
    }
    println!(
        "against one call after the other ({SCRIPT_MS} ms each, no limit): {speedup:.2} times as fast over HTTP/1.1"
    );
}

fn main() {
    let cases = grid();
    let speedup = speedup();
    if std::env::args().any(|argument| argument == "--json") {
        println!("{}", json(&cases, speedup));
    } else {
        table(&cases, speedup);
    }
}
