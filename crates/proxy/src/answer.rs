//! Answers, held whole until their clients have taken them, in memory that all of them share.
//!
//! What is small needs no leave: [`SMALL`] bytes for each call under way are little. Before more of an answer is read, room for all
//! of it is reserved at once, so that no two answers wait for each other with a half of each in memory. An answer that does not say
//! how long it is reserves room for the largest that may be, and gives back what it did not need when it is here.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::body::{Body, BoxError, Broken, full};

/// Bytes of an answer that are held without a reservation.
const SMALL: usize = 64 << 10;

/// The largest part in which an answer is held, in bytes.
const LARGEST_PART: usize = 256 << 10;

/// What room is counted in, so that its number fits into 32 bits.
const UNIT: usize = 1 << 10;

/// Memory for the answers of all clients.
pub(crate) struct AnswerMemory {
    free: Arc<Semaphore>,
    units: u32,
}

/// Room for an answer, until it is dropped.
#[derive(Debug)]
pub(crate) struct Room(OwnedSemaphorePermit);

impl AnswerMemory {
    /// For so many bytes.
    pub(crate) fn new(bytes: usize) -> Arc<Self> {
        let units = u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).max(1);
        let free = Arc::new(Semaphore::new(units as usize));
        Arc::new(Self { free, units })
    }

    /// Whether an answer of so many bytes would find room now.
    pub(crate) fn has_room_for(&self, bytes: usize) -> bool {
        self.free.available_permits() >= self.units_for(bytes) as usize
    }

    /// Room for so many bytes, as soon as there is some. Who asked first gets it first.
    async fn reserve(&self, bytes: usize) -> Result<Room, Broken> {
        let free = Arc::clone(&self.free);
        let permit = free.acquire_many_owned(self.units_for(bytes)).await;
        // It is never closed.
        permit.map(Room).map_err(|_| Broken::Off)
    }

    /// No answer needs more than there is, or it would wait for ever.
    fn units_for(&self, bytes: usize) -> u32 {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        units.min(self.units)
    }
}

impl Room {
    /// Gives back what so many bytes do not need.
    fn shrink_to(&mut self, bytes: usize) {
        let unneeded = self.0.num_permits().saturating_sub(bytes.div_ceil(UNIT));
        drop(self.0.split(unneeded));
    }
}

/// Reads an answer of at most so many bytes whole, and says which room it takes. One that announces more is not read at all.
pub(crate) async fn held(
    mut body: Body,
    most: usize,
    memory: &AnswerMemory,
) -> Result<(Body, Option<Room>), Broken> {
    let announced = body.size_hint();
    if announced.lower() > most as u64 {
        return Err(Broken::TooLarge);
    }
    // It was compared with the limit above.
    let exact = announced.exact().map(|length| length as usize);
    let most = exact.unwrap_or(most);
    let mut room = None;
    if exact.is_some_and(|length| length > SMALL) {
        room = Some(memory.reserve(most).await?);
    }
    let mut answer = Answer::new(exact);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Broken::Off)?.into_data() else {
            // Trailers: nothing that Rollcall knows has any.
            continue;
        };
        let length = answer.length + data.len();
        if length > most {
            return Err(Broken::TooLarge);
        }
        if length > SMALL && room.is_none() {
            room = Some(memory.reserve(most).await?);
        }
        answer.push(data);
    }
    if let Some(room) = &mut room {
        room.shrink_to(answer.length);
    }
    Ok((answer.into_body(), room))
}

/// An answer, in the parts that are held of it.
struct Answer {
    parts: VecDeque<Bytes>,
    /// The last part, which may have room for more.
    last: BytesMut,
    /// Bytes that are here.
    length: usize,
    /// Bytes that will be, where that was said.
    exact: Option<usize>,
}

impl Answer {
    fn new(exact: Option<usize>) -> Self {
        Self {
            parts: VecDeque::new(),
            last: BytesMut::new(),
            length: 0,
            exact,
        }
    }

    /// Adds what has come. Nearly all answers come at once and are kept as they came; of those that do not, each byte is copied once,
    /// because what comes can be a small piece of a large buffer.
    fn push(&mut self, mut data: Bytes) {
        if self.length == 0 {
            self.length = data.len();
            self.parts.extend((!data.is_empty()).then_some(data));
            return;
        }
        while !data.is_empty() {
            let free = self.last.capacity() - self.last.len();
            if free == 0 {
                let next = BytesMut::with_capacity(self.size_of_next());
                let part = std::mem::replace(&mut self.last, next);
                self.parts.extend((!part.is_empty()).then(|| part.freeze()));
                continue;
            }
            let taken = data.split_to(free.min(data.len()));
            self.last.extend_from_slice(&taken);
            self.length += taken.len();
        }
    }

    /// For all that is missing, where that is known. Otherwise parts grow with the answer, so that no more than a half of a small one
    /// stands empty.
    fn size_of_next(&self) -> usize {
        let missing = self.exact.and_then(|exact| exact.checked_sub(self.length));
        let missing = missing.filter(|missing| *missing > 0);
        missing
            .unwrap_or_else(|| self.length.next_power_of_two())
            .min(LARGEST_PART)
    }

    fn into_body(mut self) -> Body {
        if !self.last.is_empty() {
            self.parts.push_back(self.last.freeze());
        }
        if self.parts.len() > 1 {
            let left = self.length as u64;
            let parts = self.parts;
            return Parts { parts, left }.boxed_unsync();
        }
        full(self.parts.pop_front().unwrap_or_default())
    }
}

/// A body whose parts are here.
struct Parts {
    parts: VecDeque<Bytes>,
    left: u64,
}

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let part = self.parts.pop_front();
        self.left -= part.as_ref().map_or(0, |part| part.len() as u64);
        Poll::Ready(part.map(|part| Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.parts.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests;
