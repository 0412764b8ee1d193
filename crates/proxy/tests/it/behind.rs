//! Upstreams of the proxy.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rollcall_proxy::{Config, Gate, Proxy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A request that reached the upstream.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Method and target.
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The requests that have reached the upstream.
#[derive(Clone, Default)]
pub(crate) struct Came(Arc<Mutex<Vec<Seen>>>);

impl Came {
    pub(crate) fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// An upstream that answers every request alike.
pub(crate) async fn behind(
    answer: impl Fn() -> Response<Full<Bytes>> + Send + Sync + 'static,
) -> (SocketAddr, Came) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let came = Came::default();
    let answer = Arc::new(answer);
    let kept = came.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (kept, answer) = (kept.clone(), Arc::clone(&answer));
            tokio::spawn(async move {
                let service = service_fn(|request: Request<Incoming>| {
                    let (kept, answer) = (kept.clone(), Arc::clone(&answer));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        let line = format!("{} {}", parts.method, parts.uri);
                        let headers = parts.headers;
                        kept.0.lock().unwrap().push(Seen { line, headers, body });
                        Ok::<_, Infallible>(answer())
                    }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    (address, came)
}

/// An upstream that reads a request, writes these bytes, and then disconnects or stays silent.
pub(crate) async fn raw(answer: impl Into<Vec<u8>>, hangs_up: bool) -> SocketAddr {
    let answer: Arc<Vec<u8>> = Arc::new(answer.into());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(&answer).await;
                if !hangs_up {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    address
}

/// An upstream that answers only once the test lets it.
pub(crate) struct Held {
    pub(crate) address: SocketAddr,
    came: watch::Receiver<usize>,
    may_answer: watch::Sender<bool>,
}

impl Held {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (arrived, came) = watch::channel(0);
        let (may_answer, permission) = watch::channel(false);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (arrived, mut permission) = (arrived.clone(), permission.clone());
                tokio::spawn(async move {
                    let mut part = [0; 4096];
                    // The tests' requests arrive in one piece.
                    while stream.read(&mut part).await.is_ok_and(|read| read > 0) {
                        arrived.send_modify(|came| *came += 1);
                        let _ = permission.wait_for(|may| *may).await;
                        let _ = stream
                            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                            .await;
                    }
                });
            }
        });
        Self {
            address,
            came,
            may_answer,
        }
    }

    /// Waits until this many requests have arrived.
    pub(crate) async fn came(&self, count: usize) {
        let mut came = self.came.clone();
        came.wait_for(|came| *came >= count).await.unwrap();
    }

    /// Lets it answer from now on.
    pub(crate) fn let_go(&self) {
        self.may_answer.send_replace(true);
    }
}

pub(crate) fn ok() -> Response<Full<Bytes>> {
    Response::new(Full::new(Bytes::from("{}")))
}

/// A configuration with this upstream and these settings.
pub(crate) fn config(upstream: SocketAddr, settings: &[(&str, &str)]) -> Config {
    let upstream = format!("http://{upstream}");
    let mut all = vec![("upstream-api", upstream.as_str())];
    all.extend(settings);
    Config::of(&all).unwrap()
}

/// A proxy with these settings.
pub(crate) async fn proxy(config: Config) -> SocketAddr {
    proxy_without(config, None).await
}

/// A proxy without one of its gates.
pub(crate) async fn proxy_without(config: Config, without: Option<Gate>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let proxy = Proxy::new(config).without(without);
    proxy.serve_metrics().await.unwrap();
    tokio::spawn(proxy.serve(listener, std::future::pending()));
    address
}
