//! Values that are refused, with the reason.

use super::*;

#[test]
fn an_origin_is_written_as_a_browser_writes_it() {
    for (said, meant) in [
        ("https://rollcall.example.com", "https://rollcall.example.com"),
        ("https://rollcall.example.com/", "https://rollcall.example.com"),
        ("https://Rollcall.Example.com", "https://rollcall.example.com"),
        ("https://rollcall.example.com:443", "https://rollcall.example.com"),
        ("http://rollcall.example.com:80", "http://rollcall.example.com"),
        (
            "https://rollcall.example.com:8443",
            "https://rollcall.example.com:8443",
        ),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://a_b.example.com", "https://a_b.example.com"),
        ("http://192.0.2.7:3000", "http://192.0.2.7:3000"),
        ("http://[2001:db8::7]:3000", "http://[2001:db8::7]:3000"),
    ] {
        assert_eq!(origin(said).as_deref(), Ok(meant), "{said}");
    }
}

#[test]
fn a_pattern_is_no_origin_and_is_refused_with_the_reason() {
    let pattern = "letter by letter";
    let origin_alone = "without a path";
    for (said, why) in [
        ("*", "every page of the world"),
        ("https://*", pattern),
        ("https://*.example.com", pattern),
        ("https://rollcall.*", pattern),
        ("https://rollcall.example.com:*", pattern),
        ("https://rollcall*.example.com", pattern),
        ("*://rollcall.example.com", pattern),
        ("*.example.com", pattern),
        ("https://.*\\.example\\.com", pattern),
        ("^https://rollcall.example.com$", pattern),
        ("https://rollcall.example.(com|net)", pattern),
        ("https://[a-z]+.example.com", pattern),
        ("https://rollcall?.example.com", pattern),
        ("https://{rollcall,pages}.example.com", pattern),
        ("https://%2A.example.com", pattern),
        ("https://.example.com", pattern),
        ("https://rollcall..example.com", origin_alone),
        ("https://rollcall.example.com.", origin_alone),
        ("https://rollcall.example.com/page", origin_alone),
        ("https://rollcall.example.com/*", pattern),
        ("https://rollcall.example.com#x", origin_alone),
        ("https://user@rollcall.example.com", origin_alone),
        ("https://user:word@rollcall.example.com", origin_alone),
        ("https://rollcall.example.com:", origin_alone),
        ("https://rollcall.example.com:99999", origin_alone),
        ("https://a.example,https://b.example", origin_alone),
        ("https://a.example https://b.example", origin_alone),
        ("rollcall.example.com", origin_alone),
        ("//rollcall.example.com", origin_alone),
        ("https://", origin_alone),
        ("https:rollcall.example.com", origin_alone),
        ("ftp://rollcall.example.com", origin_alone),
        ("file:///page.html", origin_alone),
        ("chrome-extension://abcdefghijklmnop", origin_alone),
        ("https://b\u{fc}cher.example", origin_alone),
        ("null", origin_alone),
        ("", origin_alone),
    ] {
        let refused = origin(said).expect_err(said);
        assert!(refused.contains(why), "{said}: {refused}");
        assert!(refused.contains(&format!("“{said}”")), "{said}: {refused}");
    }
}

#[test]
fn a_host_name_is_a_single_name() {
    for said in [
        "proxy.example.com",
        "Proxy.Example.com",
        "192.0.2.7",
        "[2001:db8::7]",
    ] {
        assert!(host_name(said).is_ok(), "{said}");
    }
    for said in [
        "*",
        "*.example.com",
        "proxy.*",
        ".example.com",
        "proxy..example.com",
        "proxy.example.com:443",
        "user@proxy.example.com",
        "https://proxy.example.com",
        "proxy.example.com/",
        "a,b",
        "a b",
        "",
    ] {
        assert!(host_name(said).is_err(), "{said}");
    }
}
