//! The page's files: which are served, and with which headers.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::behind::{behind, config, ok, proxy};
#[cfg(unix)]
use crate::client::write;
use crate::client::{KEY, SET_EMAIL, ask};

const PAGE: &str =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">";

/// A folder with a site and, beside it, a secret. Removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("rollcall-proxy-site-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("site/assets")).unwrap();
        std::fs::write(folder.join("secret.html"), "secret").unwrap();
        let folder = Self(folder);
        folder.write("index.html", PAGE);
        folder.write("assets/a.wasm", "\0asm");
        folder
    }

    fn site(&self) -> PathBuf {
        self.0.join("site")
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.site().join(name), content).unwrap();
    }

    async fn served(&self) -> SocketAddr {
        let (upstream, _) = behind(ok).await;
        proxy(config(upstream, &[("site", self.site().to_str().unwrap())])).await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn status(proxy: SocketAddr, path: &str) -> u16 {
    ask(proxy, "GET", path, &[], "").await.status.as_u16()
}

#[tokio::test]
async fn the_site_is_served_with_its_policy_and_nothing_else_is() {
    let folder = Folder::new("policy");
    folder.write("assets/a.wasm.br", "small");
    let proxy = folder.served().await;
    let index = ask(proxy, "GET", "/", &[], "").await;
    assert_eq!(index.status, 200);
    assert_eq!(index.body, PAGE);
    assert_eq!(index.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(index.header("cache-control"), "no-cache");
    assert_eq!(
        index.header("content-security-policy"),
        "default-src 'none'; img-src 'self'; frame-ancestors 'none'"
    );
    let wasm = ask(proxy, "GET", "/assets/a.wasm?build=1", &[], "").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        (wasm.body.as_ref(), wasm.header("content-encoding")),
        (&b"\0asm"[..], "")
    );
    let takes = [("accept-encoding", "gzip, br")];
    let small = ask(proxy, "GET", "/assets/a.wasm", &takes, "").await;
    assert_eq!(
        (small.body.as_ref(), small.header("content-encoding")),
        (&b"small"[..], "br")
    );
    assert_eq!(small.header("content-type"), "application/wasm");
    for path in [
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/assets/..%2f..%2fsecret.html",
        "/assets",
        "/assets/",
    ] {
        let status = status(proxy, path).await;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
    // Files are read at the start.
    folder.write("later.html", "later");
    std::fs::remove_file(folder.site().join("assets/a.wasm")).unwrap();
    assert_eq!(status(proxy, "/later.html").await, 404);
    assert_eq!(status(proxy, "/assets/a.wasm").await, 200);
    // Calls are still passed on.
    assert_eq!(ask(proxy, "PUT", SET_EMAIL, &[KEY], "{}").await.status, 200);
}

#[tokio::test]
async fn each_file_has_the_headers_against_framing_and_embedding() {
    let folder = Folder::new("headers");
    let proxy = folder.served().await;
    let tag = ask(proxy, "GET", "/", &[], "").await.header("etag").to_owned();
    for (path, known) in [
        ("/", ""),
        ("/index.html", ""),
        ("/assets/a.wasm", ""),
        ("/", tag.as_str()),
    ] {
        let answer = ask(proxy, "GET", path, &[("if-none-match", known)], "").await;
        assert_eq!(answer.status, if known.is_empty() { 200 } else { 304 });
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
        let off: Vec<_> = answer.header("permissions-policy").split(", ").collect();
        for name in [
            "camera",
            "microphone",
            "geolocation",
            "display-capture",
            "usb",
            "payment",
        ] {
            assert!(off.contains(&format!("{name}=()").as_str()), "{path}: {off:?}");
        }
        // The page keeps the screen awake during a run.
        assert!(
            !off.iter().any(|off| off.starts_with("screen-wake-lock")),
            "{off:?}"
        );
        assert!(off.iter().all(|off| off.ends_with("=()")), "{off:?}");
    }
}

#[tokio::test]
async fn only_files_of_a_site_are_served() {
    let folder = Folder::new("kinds");
    let names = [
        ".hidden",
        ".env.js",
        "worker.js.map",
        "worker.js.map.br",
        "index.d.ts",
        "package.json",
        "notes.md",
        "notes.txt",
        "accounts.csv",
        "config.toml",
        "id.pem",
        "dump.sqlite",
        "site.zip",
        "site.tar.gz",
        "index.html.bak",
        "index.html~",
        "no-ending",
        "alone.js.br",
        "assets/.git.html",
    ];
    for name in names {
        folder.write(name, "somebody's");
    }
    std::fs::create_dir(folder.site().join(".git")).unwrap();
    folder.write(".git/index.html", "somebody's");
    let proxy = folder.served().await;
    for name in names
        .iter()
        .chain(&[".git/index.html", "alone.js", "assets/a.wasm.br"])
    {
        let status = status(proxy, &format!("/{name}")).await;
        assert!(status == 404 || status == 400, "{name}: {status}");
    }
    assert_eq!(status(proxy, "/index.html").await, 200);
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let folder = Folder::new("tags");
    folder.write("style.css", "a { color: red }");
    folder.write("style.css.br", "small");
    folder.write("copy.css", "a { color: red }");
    let proxy = folder.served().await;
    let get = async |headers: &[(&str, &str)]| ask(proxy, "GET", "/style.css", headers, "").await;
    let plain = get(&[]).await;
    let small = get(&[("accept-encoding", "br")]).await;
    let (tag, of_small) = (plain.header("etag"), small.header("etag"));
    assert!(
        tag.starts_with('"') && tag.ends_with('"') && tag.len() > 16,
        "{tag}"
    );
    assert_ne!(tag, of_small, "each encoding has a tag of its own");
    let copy = ask(proxy, "GET", "/copy.css", &[], "").await;
    assert_eq!(copy.header("etag"), tag, "it is a sum of the content");
    assert!(plain.header("vary").contains("accept-encoding"));

    let known = get(&[("if-none-match", tag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    assert_eq!(known.header("etag"), tag);
    assert_eq!(known.header("cache-control"), "no-cache");
    assert!(known.header("vary").contains("accept-encoding"));
    for name in ["content-type", "content-encoding", "content-length"] {
        assert!(!known.headers.contains_key(name), "{name}");
    }
    let known = get(&[("if-none-match", of_small), ("accept-encoding", "br")]).await;
    assert_eq!(known.status, 304);
    for other in [of_small, "\"other\"", ""] {
        assert_eq!(get(&[("if-none-match", other)]).await.status, 200, "{other}");
    }
    let head = ask(proxy, "HEAD", "/style.css", &[("if-none-match", tag)], "").await;
    assert_eq!(head.status, 304);
}

#[cfg(unix)]
#[tokio::test]
async fn links_out_of_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("links");
    let site = folder.site();
    let link = |to: &Path, name: &str| symlink(to, site.join(name)).unwrap();
    folder.write(".hidden", "secret");
    folder.write("notes.md", "secret");
    link(&folder.0.join("secret.html"), "out.html");
    link(Path::new("../secret.html"), "out-by-dots.html");
    link(&folder.0, "out");
    link(Path::new(".hidden"), "hidden.html");
    link(Path::new("notes.md"), "notes.html");
    link(Path::new("round.html"), "round.html");
    link(Path::new("."), "round");
    link(Path::new("gone.html"), "gone.html");
    link(Path::new("out.html"), "out-by-another.html");
    link(Path::new("assets/a.wasm"), "a.wasm");
    let proxy = folder.served().await;
    for path in [
        "/out.html",
        "/out-by-dots.html",
        "/out/secret.html",
        "/hidden.html",
        "/notes.html",
        "/round.html",
        "/round/index.html",
        "/gone.html",
        "/out-by-another.html",
    ] {
        assert_eq!(status(proxy, path).await, 404, "{path}");
    }
    assert_eq!(
        status(proxy, "/a.wasm").await,
        200,
        "within the site a link is a file"
    );
    let raw = format!("GET /out/../../secret.html HTTP/1.1\r\nhost: {proxy}\r\n\r\n");
    assert!(!write(proxy, raw.as_bytes()).await.contains("secret"));

    // The site's folder itself may be a link: the admin has named it.
    let current = folder.0.join("current");
    symlink(&site, &current).unwrap();
    assert!(rollcall_proxy::Config::of(&[("site", current.to_str().unwrap())]).is_ok());
    // A page outside the folder is not part of the site.
    std::fs::remove_file(site.join("index.html")).unwrap();
    link(&folder.0.join("secret.html"), "index.html");
    let refused = rollcall_proxy::Config::of(&[("site", site.to_str().unwrap())]).unwrap_err();
    assert!(refused.to_string().starts_with("site: "), "{refused}");
}

#[cfg(feature = "built-in-page")]
#[tokio::test]
async fn the_page_is_in_the_program() {
    let (upstream, _) = behind(ok).await;
    let proxy = proxy(config(upstream, &[])).await;
    let page = ask(proxy, "GET", "/", &[], "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert!(page.header("content-security-policy").contains("worker-src"));
    let takes = [("accept-encoding", "br")];
    let worker = ask(proxy, "GET", "/worker_bg.wasm", &takes, "").await;
    assert_eq!(
        (worker.header("content-type"), worker.header("content-encoding")),
        ("application/wasm", "br")
    );
    assert!(worker.body.len() > 100_000);
    assert_eq!(ask(proxy, "GET", "/npm/package.json", &[], "").await.status, 404);
}
