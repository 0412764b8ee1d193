//! Answers are read whole, and stay in memory until their clients have read them; all of them share one budget.
//!
//! The first [`SMALL`] bytes of an answer need no reservation. Before more of it is read, all of its size is reserved at once, so that no
//! two answers wait for each other half read. An answer without a length reserves the largest size that is allowed, and returns what it
//! did not need once it has been read.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::body::{Body, BodyError, BoxError, full};

/// Bytes of an answer that need no reservation.
const SMALL: usize = 64 << 10;

/// The largest buffer for a part of an answer, in bytes.
const LARGEST_PART: usize = 256 << 10;

/// The unit of a reservation, in bytes, so that their number fits into 32 bits.
const UNIT: usize = 1 << 10;

/// The memory budget for the answers of all clients.
pub(crate) struct AnswerMemory {
    free: Arc<Semaphore>,
    units: u32,
}

/// Memory reserved for one answer, until it is dropped.
#[derive(Debug)]
pub(crate) struct Reservation(OwnedSemaphorePermit);

impl AnswerMemory {
    /// A budget in bytes.
    pub(crate) fn new(bytes: usize) -> Arc<Self> {
        let units = u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).max(1);
        let free = Arc::new(Semaphore::new(units as usize));
        Arc::new(Self { free, units })
    }

    /// Whether an answer of this size could be reserved now.
    pub(crate) fn has_room_for(&self, bytes: usize) -> bool {
        self.free.available_permits() >= self.units_for(bytes) as usize
    }

    /// Reserves memory, and waits until there is enough: first come, first served.
    async fn reserve(&self, bytes: usize) -> Result<Reservation, BodyError> {
        let free = Arc::clone(&self.free);
        let permit = free.acquire_many_owned(self.units_for(bytes)).await;
        // The semaphore is never closed.
        permit.map(Reservation).map_err(|_| BodyError::Incomplete)
    }

    /// At most the whole budget, or the answer would wait forever.
    fn units_for(&self, bytes: usize) -> u32 {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        units.min(self.units)
    }
}

impl Reservation {
    /// Releases what an answer of this size does not need.
    fn shrink_to(&mut self, bytes: usize) {
        let unneeded = self.0.num_permits().saturating_sub(bytes.div_ceil(UNIT));
        drop(self.0.split(unneeded));
    }
}

/// Reads an answer of at most `limit` bytes whole, with its reservation. One that announces more is not read at all.
pub(crate) async fn read_answer(
    mut body: Body,
    limit: usize,
    memory: &AnswerMemory,
) -> Result<(Body, Option<Reservation>), BodyError> {
    let announced = body.size_hint();
    if announced.lower() > limit as u64 {
        return Err(BodyError::TooLarge);
    }
    // At most the limit, as compared above.
    let exact = announced.exact().map(|length| length as usize);
    let limit = exact.unwrap_or(limit);
    let mut reservation = None;
    if exact.is_some_and(|length| length > SMALL) {
        reservation = Some(memory.reserve(limit).await?);
    }
    let mut answer = Answer::new(exact);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Incomplete)?.into_data() else {
            // Trailers: no endpoint of Atlassian's sends any.
            continue;
        };
        let length = answer.length + data.len();
        if length > limit {
            return Err(BodyError::TooLarge);
        }
        if length > SMALL && reservation.is_none() {
            reservation = Some(memory.reserve(limit).await?);
        }
        answer.push(data);
    }
    if let Some(reservation) = &mut reservation {
        reservation.shrink_to(answer.length);
    }
    Ok((answer.into_body(), reservation))
}

/// The parts of an answer that have been read.
struct Answer {
    parts: VecDeque<Bytes>,
    /// The last part, to which more may be appended.
    last: BytesMut,
    /// Bytes read so far.
    length: usize,
    /// The announced length.
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

    /// Adds the next bytes. Most answers arrive in one piece, which is kept as it is; of the others each byte is copied once, because a
    /// piece may be a small part of a large buffer.
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

    /// All that is missing, if the length is known. Otherwise parts grow with the answer, so that at most half of a small one is unused.
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

/// A body of several known parts.
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
