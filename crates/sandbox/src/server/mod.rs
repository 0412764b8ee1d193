//! An organization behind a socket: HTTP/1.1, for tests and for trying things out.
//!
//! Beside Atlassian's paths it has its own under `/sandbox/`, see [`control`]. It sends no CORS headers: that Atlassian
//! sends some is not known.
#![allow(clippy::disallowed_methods, reason = "a server looks at the clock")]

pub mod control;
pub mod hold;
mod seen;

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::HOST;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

pub use self::seen::Seen;

use self::hold::Holds;
use crate::fault::Lost;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// What the socket takes of a body. The organization itself refuses less than this, with Atlassian's words.
const LONGEST_BODY: usize = 8 << 20;

/// Says in every answer that nothing real can change here. Atlassian never sends it, so that a real organization is never
/// taken for a sandbox.
const SANDBOX: HeaderName = HeaderName::from_static("x-rollcall-sandbox");

/// Serves an organization on a bound listener until the process ends, and notes which calls a page made.
///
/// # Errors
/// When the listener cannot be used. A connection that breaks is that client's matter.
pub fn serve(
    listener: TcpListener,
    organization: Organization,
    seen: Option<Seen>,
) -> io::Result<Infallible> {
    let origin = format!("http://{}", listener.local_addr()?);
    listener.set_nonblocking(true)?;
    let server = Arc::new(Server {
        origin,
        organization: Mutex::new(organization),
        holds: Holds::new(),
        seen,
    });
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()?
        .block_on(accept(listener, server))
}

struct Server {
    origin: String,
    organization: Mutex<Organization>,
    holds: Holds,
    seen: Option<Seen>,
}

async fn accept(listener: TcpListener, server: Arc<Server>) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // A client that is gone before it is accepted is no reason to stop; having too many is one to let them finish.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(&server, request));
            // An error is a connection that broke, or one that a fault told to break.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// The error closes the connection without an answer.
async fn respond(server: &Server, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, io::Error> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, LONGEST_BODY).collect().await {
        Ok(body) => {
            server
                .answer(Request::from_parts(head, body.to_bytes().to_vec()))
                .await?
        }
        Err(_) => reply::empty(StatusCode::PAYLOAD_TOO_LARGE),
    };
    if reply.extensions().get::<Lost>().is_some() {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let mut reply = reply.map(|body| Full::new(Bytes::from(body)));
    reply.headers_mut().insert(SANDBOX, HeaderValue::from_static("1"));
    Ok(reply)
}

impl Server {
    /// The organization is never locked while a call is held or a client waits for one.
    async fn answer(&self, request: Request<Vec<u8>>) -> io::Result<Reply> {
        let carry_out = |request: &Request<Vec<u8>>| {
            let origin = self.origin_for(request);
            let reply = self.organization().answer(now_ms(), &origin, request);
            if let Some(seen) = &self.seen {
                seen.note(request, &reply);
            }
            reply
        };
        if !request.uri().path().starts_with(control::PATH) {
            return match self.holds.pass(request, now_ms(), carry_out) {
                Ok(reply) => Ok(reply),
                Err(held) => held.await.map_err(|_| io::ErrorKind::ConnectionAborted.into()),
            };
        }
        if !control::admits(&self.organization(), &request) {
            return Ok(reply::empty(StatusCode::UNAUTHORIZED));
        }
        if let Some(reply) = self.holds.control(&request, carry_out).await {
            return Ok(reply);
        }
        Ok(control::answer(&mut self.organization(), &request))
    }

    /// Where the client says that it is: links lead back to the name by which it came, through a container or a tunnel. A client
    /// that names no host gets this computer's address.
    fn origin_for(&self, request: &Request<Vec<u8>>) -> String {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        match host.filter(|host| host.parse::<Authority>().is_ok()) {
            Some(host) => format!("http://{host}"),
            None => self.origin.clone(),
        }
    }

    fn organization(&self) -> MutexGuard<'_, Organization> {
        self.organization.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}
