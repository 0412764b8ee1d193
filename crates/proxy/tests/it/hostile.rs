//! A hostile upstream: whatever it answers, the page gets one answer that it can read, without headers that it must not see.

mod answers;

use std::net::SocketAddr;

use rollcall_proxy::VERSION;

use crate::behind::{config, proxy, raw};
use crate::client::{Answer, KEY, PAGE, SET_EMAIL, ask};
use answers::{ANSWERS, EXTRA};

/// One answer.
pub(crate) struct Case {
    what: &'static str,
    answer: Answered,
    must: Must,
}

/// What the upstream writes.
enum Answered {
    /// These bytes; then it disconnects.
    Whole(&'static str),
    /// These bytes; then it stays silent.
    Stalls(&'static str),
    /// A beginning, and then the same bytes repeatedly.
    Repeated(&'static str, &'static str, usize),
}

/// What the page must get.
enum Must {
    /// A refusal of the proxy with this code.
    Refuse(&'static str),
    /// The answer itself, with this status and this body.
    Pass(u16, &'static str),
}

/// The headers that an answer may have.
const MAY_BE_SEEN: [&str; 14] = [
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "timing-allow-origin",
    "vary",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-rollcall-proxy",
    "x-rollcall-sandbox",
    "www-authenticate",
];

fn is_as_it_must_be(case: &Case, answer: &Answer) {
    let what = case.what;
    match case.must {
        Must::Refuse(code) => {
            assert_eq!(answer.code(), code, "{what}");
            assert_eq!(answer.json()["proxy"], "rollcall", "{what}");
            assert!(answer.status.is_server_error(), "{what}");
        }
        Must::Pass(status, body) => {
            assert_eq!(answer.status.as_u16(), status, "{what}");
            assert_eq!(answer.body, body, "{what}");
        }
    }
    assert_eq!(answer.header("access-control-allow-origin"), PAGE, "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    let signed: Vec<_> = answer.headers.get_all("x-rollcall-proxy").iter().collect();
    assert_eq!(signed, [VERSION], "{what}");
    for name in answer.headers.keys() {
        assert!(MAY_BE_SEEN.contains(&name.as_str()), "{what}: {name}");
    }
}

async fn answer_of(proxy: SocketAddr) -> Answer {
    ask(proxy, "PUT", SET_EMAIL, &[KEY, ("origin", PAGE)], "{}").await
}

#[tokio::test]
async fn whatever_the_upstream_answers_the_page_gets_one_answer_that_it_can_read() {
    assert!(ANSWERS.len() >= 36, "{}", ANSWERS.len());
    let mut all = Vec::new();
    for case in ANSWERS {
        all.push(tokio::spawn(async move {
            let (bytes, hangs_up) = match case.answer {
                Answered::Whole(bytes) => (bytes.to_owned(), true),
                Answered::Stalls(bytes) => (bytes.to_owned(), false),
                Answered::Repeated(begin, more, times) => (format!("{begin}{}", more.repeat(times)), true),
            };
            let upstream = raw(bytes, hangs_up).await;
            // Short only where the answer never ends.
            let settings = [
                ("largest-answer", "100000"),
                ("first-byte-within", if hangs_up { "30" } else { "1" }),
                ("answer-within", if hangs_up { "60" } else { "2" }),
            ];
            let answer = answer_of(proxy(config(upstream, &settings)).await).await;
            is_as_it_must_be(case, &answer);
        }));
    }
    for case in all {
        case.await.unwrap();
    }
}

#[tokio::test]
async fn an_unrequested_answer_is_not_given_to_the_next_call() {
    for extra in EXTRA {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst{extra}");
        let proxy = proxy(config(raw(answer, false).await, &[])).await;
        for call in 1..=3 {
            let answer = answer_of(proxy).await;
            assert_eq!(
                (answer.status.as_u16(), answer.body.as_ref()),
                (200, &b"first"[..]),
                "call {call}, {extra:?}"
            );
        }
    }
}
