//! Servers behind that fail, and clients that stall: the page gets an answer that it can read, in every case.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::behind::{Held, behind, ok, proxy, raw, settings};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};

#[tokio::test]
async fn whatever_the_server_behind_does_the_page_gets_an_answer_that_it_can_read() {
    let huge_headers = format!("HTTP/1.1 200 OK\r\nx-large: {}\r\n\r\n", "x".repeat(1 << 20));
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(1 << 20));
    for (what, answer, hangs_up, code) in [
        ("nothing, and it hangs up", Vec::new(), true, "upstream-no-answer"),
        ("nothing, for ever", Vec::new(), false, "upstream-no-answer"),
        (
            "half a head",
            b"HTTP/1.1 200 OK\r\nconte".to_vec(),
            true,
            "upstream-no-answer",
        ),
        (
            "half a body",
            b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half".to_vec(),
            true,
            "upstream-no-answer",
        ),
        (
            "half a body, for ever",
            b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half".to_vec(),
            false,
            "upstream-no-answer",
        ),
        (
            "half a chunk",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{".to_vec(),
            true,
            "upstream-no-answer",
        ),
        (
            "a body without end",
            endless.into_bytes(),
            false,
            "answer-too-large",
        ),
        (
            "huge headers",
            huge_headers.into_bytes(),
            true,
            "upstream-no-answer",
        ),
        (
            "no HTTP",
            b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
            true,
            "upstream-no-answer",
        ),
        (
            "only that it goes on",
            b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
            true,
            "upstream-no-answer",
        ),
    ] {
        let upstream = raw(answer, hangs_up).await;
        let said = [
            ("first-byte-within", "1"),
            ("answer-within", "2"),
            ("largest-answer", "100000"),
        ];
        let proxy = proxy(settings(upstream, &said)).await;
        let answer = ask(proxy, "PUT", SET_EMAIL, &[KEY, ("origin", PAGE)], "{}").await;
        assert_eq!(answer.code(), code, "{what}");
        assert_eq!(answer.header("access-control-allow-origin"), PAGE, "{what}");
        assert_eq!(answer.json()["proxy"], "rollcall", "{what}");
    }
}

#[tokio::test]
async fn an_old_server_and_one_that_first_says_that_it_goes_on_are_understood() {
    for answer in [
        "HTTP/1.0 200 OK\r\n\r\n{\"old\":true}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"old\":true}",
        "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"old\":true}",
    ] {
        let proxy = proxy(settings(raw(answer, true).await, &[])).await;
        let got = ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await;
        assert_eq!(
            (got.status.as_u16(), got.json()["old"].as_bool()),
            (200, Some(true)),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_server_with_a_certificate_that_nobody_trusts_is_not_talked_to() {
    // It speaks TLS to nobody: what answers a handshake with plain words.
    let upstream = raw("HTTP/1.1 200 OK\r\n\r\n", true).await;
    let https = format!("https://{upstream}");
    let settings = rollcall_proxy::Settings::of(&[("upstream-api", https.as_str())]).unwrap();
    let answer = ask(
        proxy(settings).await,
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
async fn a_server_that_takes_a_connection_and_says_nothing_was_told_nothing() {
    let upstream = Held::new().await;
    let https = format!("https://{}", upstream.address);
    let said = [("upstream-api", https.as_str()), ("connect-within", "1")];
    let settings = rollcall_proxy::Settings::of(&said).unwrap();
    let answer = ask(
        proxy(settings).await,
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
async fn a_client_that_does_not_say_what_it_wants_is_cut_off() {
    let (upstream, came) = behind(ok).await;
    let proxy = proxy(settings(upstream, &[("answer-within", "1")])).await;
    let mut slow = TcpStream::connect(proxy).await.unwrap();
    // A head that is whole, and a body that never comes.
    let head = format!(
        "PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\nauthorization: Bearer key\r\ncontent-length: 10\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    slow.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 400");
    assert_eq!(came.count(), 0);
}
