//! The log holds only the proxy's own lines, and nothing that a client can make a library write.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::program::Program;
use crate::tls::Certificates;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const ACK: u8 = 1;

/// Few enough that a line about each would still fit into a pipe.
const UNASKED: usize = 300;
const PEER: &[u8; 8] = b"THEPEER!";

fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
    let [_, high, middle, low] = (payload.len() as u32).to_be_bytes();
    let head = [high, middle, low, kind, flags, 0, 0, 0, 0];
    [&head[..], payload].concat()
}

async fn connect(certificates: &Certificates, address: SocketAddr) -> TlsStream<TcpStream> {
    let mut client = certificates.client();
    client.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(client))
        .connect(name, stream)
        .await
        .unwrap()
}

/// Reads frames until the answer to this ping.
async fn answered(stream: &mut TlsStream<TcpStream>, ping: [u8; 8]) {
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        if head[3] == PING && head[4] == ACK && payload == ping {
            return;
        }
    }
}

#[tokio::test]
async fn unrequested_ping_answers_are_not_logged() {
    let certificates = Certificates::new("log");
    let (certificate, key) = (certificates.file("cert.pem"), certificates.file("key.pem"));
    for form in ["lines", "json"] {
        let program = Program::start(&["--tls-cert", &certificate, "--tls-key", &key, "--log", form]);
        let mut stream = connect(&certificates, program.address).await;
        let mut sent = [PREFACE, &frame(SETTINGS, 0, b"")].concat();
        for _ in 0..UNASKED {
            sent.extend(frame(PING, ACK, PEER));
        }
        // The last ping is answered once all before it have been read.
        let last = *b"the last";
        sent.extend(frame(PING, 0, &last));
        stream.write_all(&sent).await.unwrap();
        answered(&mut stream, last).await;
        let written = program.end();
        assert_eq!(written, "", "{form}");
    }
}
