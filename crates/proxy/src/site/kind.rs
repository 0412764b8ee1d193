//! The kinds of files of a site, and their names in paths.

/// The kinds of files that are served, by extension. Other files in a site's folder are not part of the page.
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

/// Encodings of files beside the plain one, smallest first, and their extensions.
pub(super) const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Hexadecimal digits of the hash in a file's name; such a file never changes.
const HASH_DIGITS: usize = 16;

/// The content type of a file with this name, if a site has such files.
pub(super) fn content_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let kind = KINDS.iter().find(|(kind, _)| *kind == ending)?;
    Some(kind.1)
}

/// Whether a site has files with this name, plain or encoded.
pub(super) fn is_of_a_site(name: &str) -> bool {
    let encoded = ENCODINGS.iter().find_map(|(_, ending)| name.strip_suffix(ending));
    is_plain(name) && content_type(encoded.unwrap_or(name)).is_some()
}

/// The name of the file that a path requests.
pub(super) fn name_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    let name = if name.is_empty() { "index.html" } else { name };
    is_plain(name).then_some(name)
}

/// Whether a name has only letters, digits, `.`, `-` and `_`, and no folder or file that begins with a dot.
pub(super) fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| {
        let has_plain_letters = part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        !part.is_empty() && !part.starts_with('.') && has_plain_letters
    })
}

/// Whether a hash of the content is in the file's name, so that other content has another name.
pub(super) fn never_changes(name: &str) -> bool {
    name.split(['-', '.', '_', '/'])
        .any(|part| part.len() == HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_name_files() {
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
    fn a_file_with_its_hash_in_its_name_never_changes() {
        assert!(never_changes("rollcall-web-2feaa6e52d551489_bg.wasm"));
        assert!(never_changes("snippets/x-0123456789abcdef/y.js"));
        for name in ["index.html", "worker.js", "style.css", "rollcall-web-2feaa6e5.js"] {
            assert!(!never_changes(name), "{name}");
        }
    }
}
