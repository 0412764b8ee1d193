//! Clients: a well-behaved one, and one that writes arbitrary bytes.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A page of this computer.
pub(crate) const PAGE: &str = "http://localhost:8000";
/// A call that changes something.
pub(crate) const SET_EMAIL: &str = "/users/557058%3Aab/manage/email";

/// A list of the admin portal.
pub(crate) const PORTAL_USERS: &str =
    "/gateway/api/adminhub/um/org/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f/users?count=100&start-index=1";

/// The header of a call to the admin portal.
pub(crate) const SESSION: (&str, &str) = ("x-rollcall-session", "eyJh.eyJz.c2ln");

/// The header of a call.
pub(crate) const KEY: (&str, &str) = ("authorization", "Bearer key");

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of a refusal.
    pub(crate) fn code(&self) -> String {
        let body: Option<Value> = serde_json::from_slice(&self.body).ok();
        let code = body.as_ref().and_then(|body| body["code"].as_str());
        code.unwrap_or_default().to_owned()
    }
}

pub(crate) async fn ask(
    proxy: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://{proxy}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(body.into())).unwrap();
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let (parts, body) = client.request(request).await.unwrap().into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}

/// Writes these bytes and then a valid last request, so that the connection ends; reads all answers.
pub(crate) async fn write(proxy: SocketAddr, bytes: &[u8]) -> String {
    let last = format!("GET /healthz HTTP/1.1\r\nhost: {proxy}\r\nconnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(proxy).await.unwrap();
    // In one write: the proxy may disconnect before it has read everything.
    let _ = stream.write_all(&[bytes, last.as_bytes()].concat()).await;
    let mut received = Vec::new();
    let read = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut received));
    // Whether the connection ends gracefully does not matter.
    let _ = read.await.unwrap();
    String::from_utf8_lossy(&received).into_owned()
}
