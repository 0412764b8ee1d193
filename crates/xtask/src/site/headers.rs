//! The response headers that the page needs and cannot give itself. They stand here once: the build writes them into `_headers`, and
//! a test holds the documents against them.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Names and values. What a `meta` element can say stands in `index.html`; a browser takes these from headers alone.
const HEADERS: [(&str, &str); 7] = [
    // No page may show this one in a frame, and lead somebody to give a key there.
    ("Content-Security-Policy", "frame-ancestors 'none'"),
    // The same for browsers that do not know `frame-ancestors`.
    ("X-Frame-Options", "DENY"),
    // No page that opened this one, or that it opened, has its window.
    ("Cross-Origin-Opener-Policy", "same-origin"),
    // No page of another site loads a file of this one.
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    // Of what a browser can do for a page it uses the clipboard, notifications and a screen that stays awake.
    (
        "Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
    ("X-Content-Type-Options", "nosniff"),
];

/// Leaves `_headers` in the built site: Netlify, Cloudflare Pages and others read it.
pub(super) fn write(dist: &Path) -> Result<()> {
    fs::write(dist.join("_headers"), file()).context("dist/_headers cannot be written.")
}

fn file() -> String {
    let lines = HEADERS.map(|(name, value)| format!("  {name}: {value}\n"));
    format!("/*\n{}", lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_in_the_form_that_static_hosts_read() {
        let file = file();
        let mut lines = file.lines();
        assert_eq!(lines.next(), Some("/*"));
        assert_eq!(
            lines.next(),
            Some("  Content-Security-Policy: frame-ancestors 'none'")
        );
        assert_eq!(lines.count(), HEADERS.len() - 1);
    }

    #[test]
    fn the_documents_have_the_same_headers_for_each_server() {
        let document = include_str!("../../../../docs/hosting-the-page.md");
        for (server, line) in [
            (
                "nginx",
                (|name, value| format!("add_header {name} \"{value}\" always;")) as fn(&str, &str) -> String,
            ),
            ("caddy", |name, value| format!("{name} \"{value}\"")),
            ("apache", |name, value| {
                format!("Header always set {name} \"{value}\"")
            }),
        ] {
            let (_, snippet) = document.split_once(&format!("```{server}\n")).unwrap();
            let (snippet, _) = snippet.split_once("```").unwrap();
            let lines: Vec<&str> = snippet.lines().map(str::trim).collect();
            for (name, value) in HEADERS {
                let line = line(name, value);
                assert!(lines.contains(&line.as_str()), "{server}: {line}");
            }
        }
    }
}
