//! What a site is made of, and by which names it is asked for.

/// The kinds of files that are served, by the ends of their names; what else lies in a site's folder is somebody's, but no page's.
const KINDS: [(&str, &str); 11] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
];

/// Encodings in which a file may lie beside itself, the smallest first, and the ends of their names.
pub(super) const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Digits of the sum in a file's name; such a file never changes.
const SUM: usize = 16;

/// The content type of a file with this name, where a site has such files.
pub(super) fn content_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let kind = KINDS.iter().find(|(kind, _)| *kind == ending)?;
    Some(kind.1)
}

/// Whether a file of this name belongs to a site, as it is or in one of the encodings.
pub(super) fn is_of_a_site(name: &str) -> bool {
    let encoded = ENCODINGS.iter().find_map(|(_, ending)| name.strip_suffix(ending));
    is_plain(name) && content_type(encoded.unwrap_or(name)).is_some()
}

/// The name of the file that a path asks for.
pub(super) fn name_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    let name = if name.is_empty() { "index.html" } else { name };
    is_plain(name).then_some(name)
}

/// Only plain names lead anywhere: letters, digits, `.`, `-` and `_`, with no dot in front of a part.
pub(super) fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| {
        let has_plain_letters = part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        !part.is_empty() && !part.starts_with('.') && has_plain_letters
    })
}

/// Whether the sum of the file's content is in its name, so that another content has another name.
pub(super) fn never_changes(name: &str) -> bool {
    name.split(['-', '.', '_', '/'])
        .any(|part| part.len() == SUM && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_lead_anywhere() {
        assert_eq!(name_of("/"), Some("index.html"));
        assert_eq!(name_of("/assets/a-b_1.woff2"), Some("assets/a-b_1.woff2"));
        for path in [
            "/../secret",
            "/assets/../../secret",
            "/%2e%2e/secret",
            "//etc/passwd",
            "/.git/config",
            "/assets/",
            "/a\\b",
            "/C:/secret",
            "index.html",
            "",
        ] {
            assert_eq!(name_of(path), None, "{path}");
        }
    }

    #[test]
    fn a_site_is_made_of_few_kinds() {
        for name in [
            "index.html",
            "worker.js",
            "worker_bg.wasm.br",
            "assets/fonts/a.woff2",
            "style.css.gz",
        ] {
            assert!(is_of_a_site(name), "{name}");
        }
        for name in [
            "worker.js.map",
            "worker.js.map.br",
            "index.d.ts",
            "notes.md",
            "package.json",
            "config.toml",
            "secret.pem",
            "secret.key",
            "dump.sqlite",
            "site.zip",
            "site.tar.gz",
            "index.html.bak",
            "index.html~",
            "index.HTML",
            "worker.js.br.br",
            "LICENSE",
            "br",
            "html",
            ".html",
            ".htaccess",
            "a/.env.js",
        ] {
            assert!(!is_of_a_site(name), "{name}");
        }
    }

    #[test]
    fn a_file_with_its_sum_in_its_name_never_changes() {
        assert!(never_changes("rollcall-web-2feaa6e52d551489_bg.wasm"));
        assert!(never_changes("snippets/x-0123456789abcdef/y.js"));
        for name in ["index.html", "worker.js", "style.css", "rollcall-web-2feaa6e5.js"] {
            assert!(!never_changes(name), "{name}");
        }
    }
}
