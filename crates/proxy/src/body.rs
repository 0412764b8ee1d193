//! Bodies, whichever way they go.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};

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
