//! Clients that connect and send nothing. A process of its own, because it uses nearly all file descriptors of one.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what tests share may fail like a test"
)]

#[allow(dead_code, reason = "other tests use more of it")]
#[path = "it/program.rs"]
mod program;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use program::Program;

const COUNT: u64 = 10_000;

#[test]
fn idle_connections_do_not_stop_the_next_request() {
    let handles = rlimit::increase_nofile_limit(COUNT + 200).unwrap();
    let count = handles.saturating_sub(200).min(COUNT);
    let program = Program::start(&[]);
    let idle: Vec<_> = (0..count)
        .map(|_| TcpStream::connect(program.address).unwrap())
        .collect();
    let answer = ask(program.address);
    assert!(
        answer.starts_with("HTTP/1.1 200 "),
        "beside {} idle connections: {answer}",
        idle.len()
    );
}

fn ask(proxy: SocketAddr) -> String {
    let mut stream = TcpStream::connect(proxy).unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {proxy}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
