//! Whether a key is left in the program's memory once its connections are closed, read like a debugger does.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::behind::{Held, behind, ok};
use crate::client::{PORTAL_USERS, SET_EMAIL, ask};
use crate::program::Program;

/// How often these bytes occur in a process's writable memory.
fn count(process: u32, secret: &[u8]) -> usize {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (range, _) = line.split_once(' ').unwrap();
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut content = vec![0; (to - from) as usize];
        // Some regions belong to the kernel and cannot be read.
        if memory.seek(SeekFrom::Start(from)).is_ok() && memory.read_exact(&mut content).is_ok() {
            found += content
                .windows(secret.len())
                .filter(|part| *part == secret)
                .count();
        }
    }
    found
}

fn key(program: &Program) -> String {
    format!("Bearer a-key-that-stands-nowhere-else-{}", program.id())
}

/// Proves that the test below would find a key.
#[tokio::test]
async fn a_key_is_in_memory_while_its_call_is_in_flight() {
    let upstream = Held::new().await;
    let program = Program::start(&["--upstream-api", &format!("http://{}", upstream.address)]);
    let (proxy, key) = (program.address, key(&program));
    let secret = key.clone();
    let call =
        tokio::spawn(async move { ask(proxy, "PUT", SET_EMAIL, &[("authorization", &key)], "{}").await });
    upstream.came(1).await;
    assert!(count(program.id(), secret.as_bytes()) > 0);
    call.abort();
}

#[tokio::test]
async fn nothing_of_a_session_is_left_in_memory_when_its_connections_are_gone() {
    let (portal, came) = behind(ok).await;
    let portal = format!("http://{portal}");
    let settings = [
        "--admin-portal",
        "--upstream-portal",
        &portal,
        "--idle-within",
        "1",
    ];
    let program = Program::start(&settings);
    let session = format!("a-session-that-stands-nowhere-else-{}", program.id());
    for _ in 0..20 {
        ask(
            program.address,
            "GET",
            PORTAL_USERS,
            &[("x-rollcall-session", &session)],
            "",
        )
        .await;
    }
    let cookie = format!("cloud.session.token={session}");
    assert_eq!(came.all().last().unwrap().headers["cookie"], cookie);
    assert_eq!(left(&program, &session).await, 0, "the session stands in memory");
}

#[tokio::test]
async fn nothing_of_a_key_is_left_in_memory_when_its_connections_are_gone() {
    let (upstream, came) = behind(ok).await;
    let upstream = format!("http://{upstream}");
    let program = Program::start(&["--upstream-api", &upstream, "--idle-within", "1"]);
    let key = key(&program);
    for _ in 0..20 {
        ask(
            program.address,
            "PUT",
            SET_EMAIL,
            &[("authorization", &key)],
            "{}",
        )
        .await;
    }
    assert_eq!(came.all().last().unwrap().headers["authorization"], key);
    assert_eq!(left(&program, &key).await, 0, "the key stands in memory");
}

/// How often a secret is left in memory. A connection is closed a moment after its client; that to the upstream, once it has been idle.
async fn left(program: &Program, secret: &str) -> usize {
    let mut left = usize::MAX;
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        left = count(program.id(), secret.as_bytes());
        if left == 0 {
            break;
        }
    }
    left
}

/// A process's peak memory, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse().unwrap()
}

#[tokio::test]
async fn unread_answers_take_no_more_memory_than_they_may_and_are_held_once() {
    const ANSWER: usize = 8 << 20;
    const ANSWERS: usize = 6;
    let large = Bytes::from(vec![b'x'; ANSWER]);
    let (upstream, came) = behind(move || Response::new(Full::new(large.clone()))).await;
    let program = Program::start(&[
        "--upstream-api",
        &format!("http://{upstream}"),
        "--answer-memory",
        &(ANSWERS * ANSWER).to_string(),
    ]);
    let before = peak(program.id());
    let mut unread = Vec::new();
    for at in 0..40 {
        let (stream, status) = asked_and_unread(program.address).await;
        assert_eq!(status, if at < ANSWERS { "200" } else { "503" }, "{at}");
        unread.push(stream);
    }
    assert_eq!(came.count(), ANSWERS, "who finds no room is refused before");
    let taken = peak(program.id()) - before;
    // The connections themselves need little.
    let most = (ANSWERS * ANSWER) as u64 * 5 / 4 / 1024 + 16 * 1024;
    assert!(taken <= most, "{taken} KiB, and not {most}");

    // Reading an answer, or disconnecting, frees memory for another.
    drop(unread.remove(0));
    while asked_and_unread(program.address).await.1 != "200" {
        tokio::task::yield_now().await;
    }
}

/// A client that reads only the status of its answer.
async fn asked_and_unread(proxy: SocketAddr) -> (TcpStream, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(proxy).await.unwrap();
    let request = format!("PUT {SET_EMAIL} HTTP/1.1\r\nhost: {proxy}\r\nauthorization: Bearer key\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    let status = String::from_utf8_lossy(&start[9..]).into_owned();
    (stream, status)
}
