//! Spellings of hosts: names of this server, and others.

use http::{HeaderValue, Uri};

use super::*;

const OURS: &[&[u8]] = &[
    b"127.0.0.1",
    b"127.0.0.1:7655",
    b"127.0.0.2",
    b"127.255.255.254:1",
    b"localhost",
    b"localhost:7655",
    b"LOCALHOST",
    b"[::1]",
    b"[::1]:7655",
    b"[0:0:0:0:0:0:0:1]",
    b"proxy.example.com",
    b"Proxy.Example.com",
    b"proxy.example.com:443",
];

const NOT_OURS: &[&[u8]] = &[
    b"evil.example",
    b"evil.example:7655",
    b"example.com",
    b"com",
    // Suffix, prefix, subdomain.
    b"127.0.0.1.evil.example",
    b"127.0.0.1.nip.example",
    b"localhost.evil.example",
    b"localhost.localdomain",
    b"sub.localhost",
    b"evil-localhost",
    b"proxy.example.com.evil.example",
    b"evil.proxy.example.com",
    b"evilproxy.example.com",
    b"proxy-example.com",
    b"proxyxexample.com",
    // Trailing and missing dots.
    b"localhost.",
    b"127.0.0.1.",
    b"proxy.example.com.",
    b".proxy.example.com",
    b"proxy..example.com",
    // This computer and its network, by addresses that are not loopback or are written differently.
    b"0.0.0.0",
    b"[::]",
    b"[::ffff:127.0.0.1]",
    b"[fe80::1]",
    b"10.0.0.1",
    b"192.168.0.1",
    b"169.254.169.254",
    b"127.1",
    b"2130706433",
    b"0x7f000001",
    b"0177.0.0.1",
    b"127.0.0.01",
    b"127.0.0.256",
    b"126.0.0.1",
    b"128.0.0.1",
    b"::1",
    // No name, two names, or a name with something else.
    b"",
    b" ",
    b"*",
    b":7655",
    b"localhost:",
    b"localhost:x",
    b"localhost:99999",
    b"localhost:7655:7655",
    b"localhost,evil.example",
    b"localhost, evil.example",
    b"localhost evil.example",
    b"evil.example@localhost",
    b"localhost@evil.example",
    b"user:word@localhost",
    b"http://localhost",
    b"//localhost",
    b"localhost/",
    b"localhost/evil",
    b"localhost?x",
    b"localhost#x",
    b"localhost\\evil.example",
    b"localhost%00.evil.example",
    b"localhost%2eevil.example",
    b"[::1",
    b"::1]",
    b"[[::1]]",
    b"[::1]evil.example",
    b"[localhost]",
    b"[127.0.0.1]",
    b"locaIhost",
    b"l\xc3\xb6calhost",
    b"\xff",
    b"localhost\t",
];

fn config() -> Config {
    Config::of(&[("allow-host", "proxy.example.com")]).unwrap()
}

/// Whether a request with these `Host` headers and this name in its target is answered.
fn is_answered(hosts: &[&[u8]], target: &str) -> bool {
    let mut headers = HeaderMap::new();
    for host in hosts {
        // hyper refuses invalid header values.
        let Ok(host) = HeaderValue::from_bytes(host) else {
            return false;
        };
        headers.append(HOST, host);
    }
    let uri: Uri = target.parse().unwrap();
    named(&headers, &uri).is_some_and(|named| is_ours(&config(), named.host()))
}

#[test]
fn there_are_at_least_44_hosts() {
    let count = OURS.len() + NOT_OURS.len();
    assert!(count >= 44, "{count}");
}

#[test]
fn only_own_names_are_answered() {
    for host in OURS {
        assert!(is_answered(&[host], "/"), "{}", host.escape_ascii());
    }
    for host in NOT_OURS {
        assert!(!is_answered(&[host], "/"), "{}", host.escape_ascii());
    }
}

#[test]
fn two_names_are_one_name_or_none() {
    assert!(is_answered(&[], "http://localhost/"));
    assert!(is_answered(&[b"localhost"], "http://localhost/"));
    for (hosts, target) in [
        (&[][..], "/"),
        (&[], "http://evil.example/"),
        (&[&b"localhost"[..]], "http://evil.example/"),
        (&[b"evil.example"], "http://localhost/"),
        (&[b"localhost:1"], "http://localhost:2/"),
        (&[b"127.0.0.1"], "http://localhost/"),
        (&[b"\xff"], "http://localhost/"),
        (&[b""], "http://localhost/"),
        (&[b"localhost"], "http://user@localhost/"),
    ] {
        assert!(!is_answered(hosts, target), "{hosts:?} {target}");
    }
}
