//! Bodies, whichever way they go.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Frame, SizeHint};

/// Any error of a body.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body under way.
pub(crate) type Body = UnsyncBoxBody<Bytes, BoxError>;

/// A body that is here.
pub(crate) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into())
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// A body that comes from elsewhere.
pub(crate) fn streamed<B>(body: B) -> Body
where
    B: hyper::body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    body.map_err(Into::into).boxed_unsync()
}

/// A body that keeps something until its last byte is gone: not only from here, but from the connection as well, which takes
/// a body into its buffers long before a slow client does.
pub(crate) fn keeping<T: Send + Sync + 'static>(body: Body, kept: Arc<T>) -> Body {
    Keeping { body, kept }.boxed_unsync()
}

struct Keeping<T> {
    body: Body,
    kept: Arc<T>,
}

impl<T: Send + Sync + 'static> hyper::body::Body for Keeping<T> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let kept = |bytes| {
            Bytes::from_owner(Kept {
                bytes,
                _kept: Arc::clone(&self.kept),
            })
        };
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(kept))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes that keep something for as long as anybody has them.
struct Kept<T> {
    bytes: Bytes,
    _kept: Arc<T>,
}

impl<T> AsRef<[u8]> for Kept<T> {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Why a body did not come whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is larger than allowed.
    TooLarge,
    /// The connection ended.
    Off,
}

/// A whole body of at most so many bytes. One that announces more is not read at all.
pub(crate) async fn whole(mut body: Body, most: usize) -> Result<Bytes, Broken> {
    use hyper::body::Body as _;
    if body.size_hint().lower() > most as u64 {
        return Err(Broken::TooLarge);
    }
    // Nearly all bodies are one part, which need not be copied.
    let (mut only, mut all) = (Bytes::new(), Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Broken::Off)?.into_data() else {
            // Trailers: nothing that Rollcall knows has any.
            continue;
        };
        if only.len().max(all.len()) + data.len() > most {
            return Err(Broken::TooLarge);
        }
        if only.is_empty() && all.is_empty() {
            only = data;
        } else {
            all.extend_from_slice(&std::mem::take(&mut only));
            all.extend_from_slice(&data);
        }
    }
    Ok(if all.is_empty() { only } else { Bytes::from(all) })
}
