//! Upstreams that cannot be reached, and clients that stall.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::behind::{Held, behind, config, ok, proxy, raw};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};

#[tokio::test]
async fn an_upstream_with_an_untrusted_certificate_gets_no_request() {
    // It answers the handshake in plain text.
    let upstream = raw("HTTP/1.1 200 OK\r\n\r\n", true).await;
    let https = format!("https://{upstream}");
    let config = rollcall_proxy::Config::of(&[("upstream-api", https.as_str())]).unwrap();
    let answer = ask(
        proxy(config).await,
        "PUT",
        SET_EMAIL,
        &[KEY, ("origin", PAGE)],
        "{}",
    )
    .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (502, "upstream-unreachable")
    );
    assert_eq!(answer.header("access-control-allow-origin"), PAGE);
}

#[tokio::test]
async fn an_upstream_that_never_completes_tls_gets_no_request() {
    let upstream = Held::new().await;
    let https = format!("https://{}", upstream.address);
    let settings = [("upstream-api", https.as_str()), ("connect-within", "1")];
    let config = rollcall_proxy::Config::of(&settings).unwrap();
    let answer = ask(
        proxy(config).await,
        "PUT",
        SET_EMAIL,
        &[KEY, ("origin", PAGE)],
        "{}",
    )
    .await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (502, "upstream-unreachable"),
        "the handshake is a part of connecting"
    );
}

#[tokio::test]
async fn a_client_that_sends_no_request_is_cut_off() {
    let (upstream, came) = behind(ok).await;
    let proxy = proxy(config(upstream, &[("answer-within", "1")])).await;
    let mut slow = TcpStream::connect(proxy).await.unwrap();
    // A complete head, and a body that never arrives.
    let head = format!(
        "PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\nauthorization: Bearer key\r\ncontent-length: 10\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    slow.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 400");
    assert_eq!(came.count(), 0);
}
