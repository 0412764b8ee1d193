//! Rollcall's core: every action, every check, and the review of a change file. No I/O, clock, randomness or browser: time, random
//! numbers and responses come in as arguments.
//!
//! Data flows in one direction:
//!
//! ```text
//! bytes → table → mapping → changes → findings ┐
//!                              roster → diff ┴→ plan → run ⇄ transport
//!                                                     ↓
//!                                                  journal → report
//! ```
//!
//! This crate contains the catalog of actions and checks, and the workbench, where a file becomes a plan. It re-exports the crates
//! below it, so that clients depend on this crate alone.
//!
//! A driver runs a plan in a loop. The driver in this example keeps the journal in memory, simulates a server that accepts every
//! call and has one account, and answers every question with "continue":
//!
//! ```
//! use rollcall_core::{
//!     action::change_email,
//!     diff::{Details, Diff},
//!     journal::{Decision, Origin, RunId},
//!     plan::{Options, Plan},
//!     run::{Effect, Input, Phase, Run, Settings},
//!     time::Time,
//! };
//!
//! let ann = Diff {
//!     row: 0,
//!     line: 2,
//!     account: rollcall_atlassian::AccountId::parse("5b10a2844c20165700ede21g"),
//!     name: Some("Ann".into()),
//!     before: Some("ann@old.example".into()),
//!     after: "ann@new.example".into(),
//!     details: Details::default(),
//!     administrator: false,
//! };
//! let mut now = Time(1_767_225_600_000);
//! let plan = Plan::make(change_email::ACTION.run(), vec![ann], &Options::default(), |_| false)?;
//! let origin = Origin {
//!     run: RunId::of_draw(7),
//!     organization: rollcall_atlassian::OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap(),
//!     organization_name: "Example Industries".into(),
//!     file: "changes.csv".into(),
//!     sha256: String::new(),
//!     left_out: Vec::new(),
//!     read_as: None,
//!     undoes: None,
//! };
//! let mut run = Run::new(now, plan, origin, 42, Settings::default());
//! let mut journal = Vec::new();
//! let mut inputs = std::collections::VecDeque::from([Input::Decided(Decision::Begin)]);
//! let mut is_done = false;
//! while !is_done {
//!     for effect in run.effects() {
//!         match effect {
//!             Effect::Append(seq, entries) => {
//!                 journal.extend(entries);
//!                 inputs.push_back(Input::Durable(seq));
//!             }
//!             Effect::Send(attempt, _request) => {
//!                 let response = http::Response::builder().status(204).body(Vec::new())?;
//!                 inputs.push_back(Input::Answered(attempt, Ok(response)));
//!             }
//!             Effect::Read(read, request) => {
//!                 let has_changed = run.state(now).done > 0;
//!                 let address = if has_changed { "ann@new.example" } else { "ann@old.example" };
//!                 let body = if request.uri().path().ends_with("/manage/profile") {
//!                     format!(r#"{{"account": {{"account_id": "5b10a2844c20165700ede21g", "email": "{address}"}}}}"#)
//!                 } else {
//!                     format!(r#"{{"data": [{{"accountId": "5b10a2844c20165700ede21g", "email": "{address}"}}]}}"#)
//!                 };
//!                 let response = http::Response::builder().status(200).body(body.into_bytes())?;
//!                 inputs.push_back(Input::Read(read, Ok(response)));
//!             }
//!             Effect::Wait(until) => {
//!                 now = until;
//!                 inputs.push_back(Input::Time);
//!             }
//!             Effect::Ask(_) => inputs.push_back(Input::Decided(Decision::GoOn)),
//!             Effect::Done => is_done = true,
//!         }
//!     }
//!     if let Some(input) = inputs.pop_front() {
//!         run.input(now, input);
//!     }
//! }
//! assert_eq!(run.state(now).phase, Phase::Done);
//! assert!(run.is_fold_of(&journal)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub use rollcall_directory::{connect, listing, portal, rename};
pub use rollcall_model::{address, fact, finding, hash, phrasing, time};
pub use rollcall_review::{changes as change, file, mapping};
pub use rollcall_roster as roster;
pub use rollcall_run::plan;

/// What a row would change.
pub mod diff {
    pub use rollcall_model::{Details, Diff, LeftOut};
}

/// Running a plan: [`rollcall_run::machine`], and the rate of its calls.
pub mod run {
    pub use rollcall_run::machine::*;
    pub use rollcall_run::rate::{BackOff, Rates};
    pub use rollcall_run::{ResultRow, rate};
}

pub mod action;
pub mod check;
pub mod claim;
pub mod journal;
pub mod report;
pub mod view;
pub mod workbench;
