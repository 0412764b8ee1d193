//! TLS on both sides, and connections through a company's proxy.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rollcall_proxy::{Command, Config, Proxy};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

use crate::behind::{behind, config, ok, proxy};
use crate::client::{KEY, PAGE, SET_EMAIL, ask};
use crate::config::output_of;
use crate::program::Program;

/// An untrusted authority, and its certificate for this computer: `ca.pem`, `cert.pem`, `key.pem`.
pub(crate) struct Certificates(PathBuf);

impl Certificates {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("rollcall-proxy-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, format!("Root of {name}"));
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let own = CertificateParams::new(names)
            .unwrap()
            .signed_by(&key, &authority)
            .unwrap();
        std::fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
        std::fs::write(folder.join("cert.pem"), own.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
        Self(folder)
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// A client that trusts the authority.
    pub(crate) fn client(&self) -> rustls::ClientConfig {
        let mut roots = rustls::RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_file(Path::new(&self.file("ca.pem"))).unwrap())
            .unwrap();
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth()
    }
}

impl Drop for Certificates {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A proxy with TLS, in front of this upstream.
async fn speaking_tls(certificates: &Certificates, upstream: SocketAddr) -> SocketAddr {
    let (certificate, key) = (certificates.file("cert.pem"), certificates.file("key.pem"));
    let settings = [("tls-cert", certificate.as_str()), ("tls-key", key.as_str())];
    proxy(config(upstream, &settings)).await
}

#[tokio::test]
async fn clients_can_use_tls_and_http_2() {
    let certificates = Certificates::new("serves");
    let (upstream, came) = behind(ok).await;
    let proxy = speaking_tls(&certificates, upstream).await;
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(certificates.client())
        .https_only()
        .enable_all_versions()
        .build();
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build(connector);
    let own = format!("https://localhost:{}", proxy.port());
    for (origin, status) in [(own.as_str(), 200), (PAGE, 200), ("https://evil.example", 403)] {
        let request = Request::put(format!("{own}{SET_EMAIL}"))
            .header(KEY.0, KEY.1)
            .header("origin", origin)
            .body(Full::from("{}"))
            .unwrap();
        let answer = client.request(request).await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.version()),
            (status, http::Version::HTTP_2),
            "{origin}"
        );
        answer.into_body().collect().await.unwrap();
    }
    assert_eq!(came.count(), 2);
}

/// A configured name of a proxy.
pub(crate) const NAME: &str = "proxy.example.com";

/// The configuration of a proxy with TLS and a name.
pub(crate) fn with_name(certificates: &Certificates, upstream: SocketAddr) -> Config {
    let (certificate, key) = (certificates.file("cert.pem"), certificates.file("key.pem"));
    let settings = [
        ("tls-cert", certificate.as_str()),
        ("tls-key", key.as_str()),
        ("allow-host", NAME),
    ];
    config(upstream, &settings)
}

/// A proxy's HSTS header for a request by this name; over TLS if there are certificates.
pub(crate) async fn hsts(
    proxy: SocketAddr,
    tls: Option<&Certificates>,
    host: &str,
    path: &str,
) -> Option<String> {
    let mut stream = TcpStream::connect(proxy).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let mut received = String::new();
    if let Some(certificates) = tls {
        let name = ServerName::try_from("localhost").unwrap();
        let connector = TlsConnector::from(Arc::new(certificates.client()));
        let mut stream = connector.connect(name, stream).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.read_to_string(&mut received).await.unwrap();
    } else {
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.read_to_string(&mut received).await.unwrap();
    }
    received
        .lines()
        .find_map(|line| line.strip_prefix("strict-transport-security: "))
        .map(str::to_owned)
}

#[tokio::test]
async fn hsts_is_sent_for_own_names_if_the_proxy_serves_tls() {
    let certificates = Certificates::new("hsts");
    let (upstream, _) = behind(ok).await;
    let with_tls = proxy(with_name(&certificates, upstream)).await;
    for path in ["/healthz", "/rollcall-proxy/health", "/nowhere"] {
        let header = hsts(with_tls, Some(&certificates), NAME, path).await;
        assert_eq!(header.as_deref(), Some("max-age=31536000"), "{path}");
        // Other programs on this computer have these names too, without TLS.
        for host in [
            "localhost",
            "LOCALHOST:7655",
            "127.0.0.1",
            "[::1]",
            "evil.example",
        ] {
            let header = hsts(with_tls, Some(&certificates), host, path).await;
            assert_eq!(header, None, "{host}{path}");
        }
    }
    // If TLS is terminated elsewhere, HSTS is up to that server (RFC 6797, 7.2).
    for elsewhere in ["yes", "no"] {
        let settings = [("allow-host", NAME), ("tls-elsewhere", elsewhere)];
        let without = proxy(config(upstream, &settings)).await;
        assert_eq!(hsts(without, None, NAME, "/healthz").await, None);
    }
}

#[tokio::test]
async fn the_configured_authority_is_trusted_and_no_other() {
    let certificates = Certificates::new("trusts");
    let (upstream, came) = behind(ok).await;
    // The upstream uses TLS: another proxy plays it.
    let behind_tls = speaking_tls(&certificates, upstream).await;
    let address = format!("https://localhost:{}", behind_tls.port());
    let ca = certificates.file("ca.pem");
    let trusting = Config::of(&[("upstream-api", &address), ("upstream-ca", &ca)]).unwrap();
    let answer = ask(proxy(trusting).await, "PUT", SET_EMAIL, &[KEY], "{}").await;
    assert_eq!((answer.status.as_u16(), came.count()), (200, 1));

    let other = Certificates::new("other").file("ca.pem");
    assert!(
        Config::of(&[("upstream-api", &address), ("upstream-ca", &other)]).is_err(),
        "the file is gone"
    );
    let others = Certificates::new("others");
    let other = others.file("ca.pem");
    let distrusting = Config::of(&[("upstream-api", &address), ("upstream-ca", &other)]).unwrap();
    let answer = ask(
        proxy(distrusting).await,
        "PUT",
        SET_EMAIL,
        &[KEY, ("origin", PAGE)],
        "{}",
    )
    .await;
    assert_eq!((answer.code().as_str(), came.count()), ("upstream-untrusted", 1));
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("“Root of trusts”"), "{message}");
    assert!(message.contains("--upstream-ca"), "{message}");
}

/// A company's proxy that answers each CONNECT so.
async fn company_that_says(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn three_troubles_on_the_way_are_three_messages() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = gone.local_addr().unwrap();
    drop(gone);
    let wants =
        company_that_says("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    let refuses = company_that_says("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await;
    for (company, code, words) in [
        (dead, "outgoing-proxy-unreachable", "does not answer"),
        (wants, "outgoing-proxy-auth", "a name and a password (407)"),
        (refuses, "upstream-unreachable", "did not open the way"),
    ] {
        let through = format!("http://{company}");
        let config = Config::of(&[
            ("upstream-api", "https://api.atlassian.com"),
            ("outgoing-proxy", &through),
        ]);
        let config = config.unwrap();
        let reached = Proxy::new(config.clone()).reach().await.unwrap_err();
        assert!(reached.contains(words), "{reached}");
        let answer = ask(proxy(config).await, "PUT", SET_EMAIL, &[KEY], "{}").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (502, code));
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert_eq!(message, reached);
        assert!(
            message.contains("was not sent") && !message.contains("127.0.0.1"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_trouble_is_logged_once_and_told_by_check() {
    let certificates = Certificates::new("logged");
    let (upstream, _) = behind(ok).await;
    let behind_tls = speaking_tls(&certificates, upstream).await;
    let others = Certificates::new("logged-others");
    let ca = others.file("ca.pem");
    let address = format!("https://localhost:{}", behind_tls.port());
    let arguments = ["--upstream-api", &address, "--upstream-ca", &ca];
    let program = Program::start(&[&arguments[..], &["--log", "lines"]].concat());
    for _ in 0..2 {
        let answer = ask(program.address, "PUT", SET_EMAIL, &[KEY], "{}").await;
        assert_eq!(answer.code(), "upstream-untrusted");
    }
    let written = program.end();
    let told = written.matches("signed by “Root of logged”").count();
    assert!((1..=2).contains(&told), "once on each thread: {written}");
    assert!(written.contains("upstream-untrusted"), "{written}");

    let text = tokio::task::spawn_blocking(move || {
        output_of(&["check", "--upstream-api", &address, "--upstream-ca", &ca], &[])
    });
    let text = text.await.unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("reaches it now"))
        .unwrap();
    assert!(line.contains("no. ") && line.contains("Root of logged"), "{text}");
}

/// A company's proxy, which records its requests.
async fn company() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let noted = Arc::clone(&noted);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.split(' ').nth(1).unwrap().to_owned();
                noted.lock().unwrap().push(head);
                let mut onward = TcpStream::connect(target).await.unwrap();
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut onward).await;
            });
        }
    });
    (address, asked)
}

#[tokio::test]
async fn the_companys_proxy_does_not_see_the_key() {
    let certificates = Certificates::new("company");
    let (upstream, came) = behind(ok).await;
    let behind_tls = speaking_tls(&certificates, upstream).await;
    let (company, asked) = company().await;
    let address = format!("https://localhost:{}", behind_tls.port());
    let ca = certificates.file("ca.pem");
    let through = format!("http://name:word@{company}");
    let config = Config::of(&[
        ("upstream-api", &address),
        ("upstream-ca", &ca),
        ("outgoing-proxy", &through),
    ]);
    let proxy = proxy(config.unwrap()).await;
    let answer = ask(
        proxy,
        "PUT",
        SET_EMAIL,
        &[("authorization", "Bearer the-key")],
        "{}",
    )
    .await;
    assert_eq!((answer.status.as_u16(), came.count()), (200, 1));
    let asked = asked.lock().unwrap().join("");
    assert!(
        asked.starts_with(&format!("CONNECT localhost:{}", behind_tls.port())),
        "{asked}"
    );
    assert!(
        asked.to_ascii_lowercase().contains("proxy-authorization: basic "),
        "{asked}"
    );
    assert!(!asked.contains("the-key"), "{asked}");
}

#[test]
fn the_networks_proxy_is_used_unless_one_is_configured() {
    let read = |variables: &[(&str, &str)], arguments: &[&str]| {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let arguments = arguments.iter().map(Into::into);
        match Command::read(arguments, variables) {
            Ok(Command::Serve(config)) => config.describe(),
            Ok(other) => panic!("{other:?}"),
            Err(errors) => errors.to_string(),
        }
    };
    let network = ("HTTPS_PROXY", "http://company.example:3128");
    assert!(read(&[network], &[]).contains("http://company.example:3128"));
    assert!(read(&[network, ("NO_PROXY", "atlassian.com")], &[]).contains("no other proxy"));
    let other_kind = ("HTTPS_PROXY", "socks5://company.example:1080");
    assert!(read(&[other_kind], &["--upstream-api", "http://127.0.0.1:1"]).contains("no other proxy"));
    assert!(read(&[other_kind], &[]).starts_with("HTTPS_PROXY: "));
    let own = read(&[network], &["--outgoing-proxy", "http://other.example:8080"]);
    assert!(own.contains("http://other.example:8080"), "{own}");
    let secret = read(&[("HTTPS_PROXY", "http://name:word@company.example:3128")], &[]);
    assert!(
        secret.contains("company.example") && !secret.contains("word"),
        "{secret}"
    );
    let lower = ("https_proxy", "http://lower.example:3128");
    assert!(read(&[lower], &[]).contains("lower.example"));
    assert!(read(&[lower, network], &[]).contains("company.example"));
}
