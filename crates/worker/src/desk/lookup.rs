//! Looking up the file's accounts over the connection.

use std::collections::BTreeSet;

use http::{Request, Response};
use rollcall_atlassian::{AccountId, Body, Failure, Kind, Wait};
use rollcall_core::action::Field;
use rollcall_core::desk::Desk;
use rollcall_core::hash;
use rollcall_core::roster::Provenance;
use rollcall_core::roster::lookup::{Lookup, PlaceList, Wanted};
use rollcall_protocol::{Problem, WorkbenchNews, WorkbenchProtocol};

use super::DeskRoom;
use crate::handover::Way;
use crate::transport::Transport;
use crate::{clock, convert, wire};

/// Tries of one call that reads, the first included.
pub(super) const TRIES: u32 = 5;

/// The longest pause that is granted to the server, in milliseconds. Whoever waits for it is watching.
const LONGEST_PAUSE: i64 = 60_000;

impl DeskRoom {
    /// Looks up what the file asks about: all of it again, or only what the roster does not know yet. A newer look-up, or
    /// another door, ends it.
    pub(super) async fn look_up(&self, again: bool) -> Result<(), Problem> {
        let Some(Way {
            transport,
            organization,
            ..
        }) = self.door.borrow().way()
        else {
            return Err(no_connection());
        };
        let again = again || self.asked.borrow().is_stale;
        let wanted = self.desk.borrow().wanted(again);
        let asked = wanted.clone();
        let number = self.end_lookup();
        let mut lookup = Lookup::new(organization, wanted, None);
        while let Some(request) = lookup.request() {
            progress(&lookup);
            match ask(&transport, request, |response| lookup.answered(response)).await {
                Ok(()) => {}
                Err(words) => lookup.give_up(&words),
            }
            if self.lookup.get() != number {
                return Err(convert::problem(
                    "lookup-ended",
                    "The look-up was ended.",
                    "Look up again.",
                ));
            }
        }
        let (knowledge, errors) = lookup.finish();
        *self.notes.borrow_mut() = errors
            .iter()
            .map(|error| format!("{} {}", error.what(), error.hint()))
            .collect();
        self.desk
            .borrow_mut()
            .learn(Provenance::looked_up(clock::now()), knowledge);
        self.asked.borrow_mut().note(asked);
        // What this action is about is told of each account by itself alone.
        let is_about_tokens = self.desk.borrow().action().parts.contains(&Field::Token);
        if is_about_tokens {
            self.ask_deeply().await?;
        }
        Ok(())
    }

    /// Ends the look-up under way, if any, and gives the number of the next.
    pub(super) fn end_lookup(&self) -> u32 {
        let next = self.lookup.get().wrapping_add(1);
        self.lookup.set(next);
        next
    }

    /// Whether there is a connection, and something in the file that was not asked for yet.
    pub(super) fn can_look_up(&self, desk: &Desk) -> bool {
        if self.door.borrow().way().is_none() {
            return false;
        }
        self.asked.borrow_mut().leaves_something(desk)
    }
}

/// What was asked for at Atlassian already. What is still unknown then (an address that Atlassian does not take, a call that
/// failed) is not asked for again and again: the checks say that it is unknown.
#[derive(Default)]
pub(super) struct Asked {
    ids: hash::Set<AccountId>,
    addresses: hash::Set<String>,
    domains: bool,
    places: BTreeSet<PlaceList>,
    /// Whether the groups, or the profiles, of those accounts were asked for.
    groups: bool,
    profiles: bool,
    administrators: bool,
    /// Whether something was left at this revision of the desk: working it out looks at every row.
    left: Option<(u32, bool)>,
    /// Whether a run began: what was known before it may be so no more, of whichever file, and the rest here is from after it.
    is_stale: bool,
}

impl Asked {
    fn note(&mut self, wanted: Wanted) {
        self.ids.extend(wanted.ids);
        self.addresses.extend(wanted.addresses);
        self.domains |= wanted.domains;
        self.places.extend(wanted.places);
        self.groups = wanted.groups;
        self.profiles = wanted.profiles;
        self.administrators |= wanted.administrators;
        self.left = None;
    }

    /// A run begins: what is known now is from before it.
    pub(super) fn a_run_begins(&mut self) {
        *self = Self {
            is_stale: true,
            ..Self::default()
        };
    }

    fn leaves_something(&mut self, desk: &Desk) -> bool {
        if let Some((revision, left)) = self.left
            && revision == desk.revision()
        {
            return left;
        }
        let wanted = desk.wanted(self.is_stale);
        let wants_more = (wanted.groups && !self.groups) || (wanted.profiles && !self.profiles);
        let left = (wanted.domains && !self.domains)
            || (wanted.administrators && !self.administrators)
            || wanted.places.iter().any(|list| !self.places.contains(list))
            || (wants_more && !(wanted.ids.is_empty() && wanted.addresses.is_empty()))
            || wanted.ids.iter().any(|id| !self.ids.contains(id))
            || wanted
                .addresses
                .iter()
                .any(|address| !self.addresses.contains(address));
        self.left = Some((desk.revision(), left));
        left
    }
}

/// Makes one call that reads, again where the server asks for it or the connection breaks.
pub(super) async fn ask(
    transport: &Transport,
    request: Request<Body>,
    mut answered: impl FnMut(&Response<Body>) -> Result<(), Failure>,
) -> Result<(), String> {
    let mut words = String::new();
    for attempt in 1..=TRIES {
        let failure = match transport.send(request.clone()).await {
            Ok(response) => match answered(&response) {
                Ok(()) => return Ok(()),
                Err(failure) => {
                    words.clone_from(&failure.words);
                    Some(failure)
                }
            },
            Err(lost) => {
                words = lost.words;
                None
            }
        };
        if attempt < TRIES {
            rest(attempt, failure.as_ref()).await;
        }
    }
    Err(words)
}

/// Waits between two tries of a call: as long as the server asks, or longer each time.
pub(super) async fn rest(attempt: u32, failure: Option<&Failure>) {
    let doubling = 1_000_i64 << attempt.min(5);
    let pause = failure
        .and_then(pause)
        .unwrap_or(doubling)
        .clamp(0, LONGEST_PAUSE);
    clock::sleep(u32::try_from(pause).unwrap_or(1_000)).await;
}

pub(super) fn no_connection() -> Problem {
    convert::problem("no-connection", "There is no connection.", "Connect first.")
}

/// How long the server asks to wait, in milliseconds.
fn pause(failure: &Failure) -> Option<i64> {
    match failure.kind {
        Kind::Retry(Some(Wait::For(long))) => i64::try_from(long.as_millis()).ok(),
        Kind::Retry(Some(Wait::Until(then))) => Some(then - clock::now().0),
        _ => None,
    }
}

fn progress(lookup: &Lookup) {
    let progress = lookup.progress();
    let doing = progress
        .what
        .map_or_else(|| "Looking up".to_owned(), |what| format!("Looking up {what}"));
    wire::send_news::<WorkbenchProtocol>(WorkbenchNews::Progress {
        doing,
        done: progress.done as u32,
        of: progress.of as u32,
    });
}
