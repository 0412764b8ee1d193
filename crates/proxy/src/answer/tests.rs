//! Answers in many pieces, and answers that wait for memory.

use tokio::task::yield_now;

use super::*;
use crate::body::streamed;

const MOST: usize = 8 << 20;

/// A body in pieces, without a length.
struct Pieces(VecDeque<Bytes>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn in_pieces(length: usize, piece: usize) -> Body {
    let content = content(length);
    streamed(Pieces(
        content.chunks(piece).map(Bytes::copy_from_slice).collect(),
    ))
}

#[tokio::test]
async fn an_answer_is_the_same_in_whatever_pieces_it_arrives() {
    let memory = AnswerMemory::new(MOST);
    for (length, piece) in [
        (0, 1),
        (1, 1),
        (2, 1),
        (1000, 1000),
        (1000, 7),
        (SMALL, SMALL / 2),
        (SMALL + 1, SMALL),
        (SMALL + 1, 1000),
        (1_000_000, 1),
        (1_000_000, 8_192),
        (MOST, 100_000),
    ] {
        let (body, reservation) = read_answer(in_pieces(length, piece), MOST, &memory)
            .await
            .unwrap();
        assert_eq!(
            body.size_hint().exact(),
            Some(length as u64),
            "{length} by {piece}"
        );
        let body = body.collect().await.unwrap().to_bytes();
        assert!(body == content(length), "{length} by {piece}");
        let units = reservation.map_or(0, |reservation| reservation.0.num_permits());
        let needed = if length > SMALL { length.div_ceil(UNIT) } else { 0 };
        assert_eq!(units, needed, "{length} by {piece}");
    }
    assert!(memory.has_room_for(MOST), "all of it was given back");
}

#[tokio::test]
async fn an_answer_above_the_limit_is_refused() {
    let memory = AnswerMemory::new(MOST);
    for body in [in_pieces(1001, 1000), in_pieces(1001, 1), full(content(1001))] {
        assert_eq!(
            read_answer(body, 1000, &memory).await.err(),
            Some(BodyError::TooLarge)
        );
    }
    for body in [in_pieces(1000, 1000), in_pieces(1000, 1), full(content(1000))] {
        assert!(read_answer(body, 1000, &memory).await.is_ok());
    }
}

#[test]
fn the_parts_of_an_answer_waste_little_memory() {
    for (length, piece) in [(SMALL, 1), (1_000_000, 100), (MOST - 1, 8_192), (MOST, 20_000)] {
        let mut answer = Answer::new(None);
        for piece in content(length).chunks(piece) {
            answer.push(Bytes::copy_from_slice(piece));
        }
        let empty = answer.last.capacity() - answer.last.len();
        assert!(empty <= LARGEST_PART.min(length), "{length} by {piece}: {empty}");
        let held: usize = answer.parts.iter().map(Bytes::len).sum();
        assert_eq!(held + answer.last.len(), length, "{length} by {piece}");
        assert!(
            answer.parts.len() <= length / LARGEST_PART + 20,
            "{length} by {piece}"
        );
    }
}

#[test]
fn an_answer_with_a_length_has_few_parts_and_no_spare_capacity() {
    for (length, piece, parts) in [
        (1000, 1000, 1),
        (1000, 10, 2),
        (200_000, 8_192, 2),
        (MOST, 8_192, 33),
    ] {
        let mut answer = Answer::new(Some(length));
        for piece in content(length).chunks(piece) {
            answer.push(Bytes::copy_from_slice(piece));
        }
        assert_eq!(answer.last.capacity(), answer.last.len(), "{length} by {piece}");
        let has_last = usize::from(!answer.last.is_empty());
        assert_eq!(answer.parts.len() + has_last, parts, "{length} by {piece}");
    }
}

#[tokio::test]
async fn answers_wait_for_room_and_get_it_in_their_order() {
    let memory = AnswerMemory::new(MOST);
    let (_, first) = read_answer(in_pieces(MOST, 10_000), MOST, &memory).await.unwrap();
    assert!(!memory.has_room_for(1));
    let waiting = |length| {
        let memory = Arc::clone(&memory);
        tokio::spawn(async move {
            read_answer(in_pieces(length, 10_000), MOST, &memory)
                .await
                .unwrap()
        })
    };
    let [second, third] = [waiting(MOST), waiting(MOST / 2)];
    let small = read_answer(in_pieces(SMALL, 1000), MOST, &memory).await;
    assert!(small.is_ok(), "what is small does not wait");
    yield_now().await;
    assert!(!second.is_finished() && !third.is_finished());
    drop(first);
    let (_, second) = second.await.unwrap();
    yield_now().await;
    assert!(!third.is_finished());
    drop(second);
    let (_, third) = third.await.unwrap();
    assert!(memory.has_room_for(MOST / 2) && !memory.has_room_for(MOST / 2 + 1));
    drop(third);
    assert!(memory.has_room_for(MOST));
}
