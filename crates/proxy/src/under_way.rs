//! A request, from its coming until its client has all of the answer. What it holds meanwhile is free again then, and not before:
//! an answer takes memory until it is taken.

use std::sync::{Arc, OnceLock};

use http::Request;

use crate::answer::Room;
use crate::body::Body;
use crate::client::Client;
use crate::pace::Pace;
use crate::places::Place;

/// A request under way: put on it by the connection that it came by, and kept with its answer.
pub(crate) struct UnderWay {
    pace: Arc<Pace>,
    /// Told apart by it from others on its connection.
    number: u64,
    share: OnceLock<Place>,
    place: OnceLock<Place>,
    room: OnceLock<Room>,
}

impl UnderWay {
    pub(crate) fn new(pace: &Arc<Pace>) -> Arc<Self> {
        Arc::new(Self {
            number: pace.begun(),
            pace: Arc::clone(pace),
            share: OnceLock::new(),
            place: OnceLock::new(),
            room: OnceLock::new(),
        })
    }

    /// What is known about a request.
    pub(crate) fn of(request: &Request<Body>) -> Option<&Arc<Self>> {
        request.extensions().get()
    }

    /// Whose it is.
    pub(crate) fn client(&self) -> &Client {
        &self.pace.client
    }

    /// Its answer goes out.
    pub(crate) fn answered(&self) {
        self.pace.answered(self.number);
    }

    /// It has one of the places of its client.
    pub(crate) fn holds_share(&self, place: Place) {
        // It asks once; a second place is free at once.
        let _ = self.share.set(place);
    }

    /// It has one of the places of all.
    pub(crate) fn holds_place(&self, place: Place) {
        let _ = self.place.set(place);
    }

    /// Its answer takes some of the memory for all answers.
    pub(crate) fn holds_room(&self, room: Room) {
        let _ = self.room.set(room);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.pace.over(self.number);
    }
}
