//! The binary, spoken to over a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A server of its own for a test.
pub(crate) struct Server {
    process: Child,
    printed: Vec<(String, String)>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_rollcall-sandbox"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let mut printed: Vec<(String, String)> = Vec::new();
        for line in out.lines() {
            let line = line.unwrap();
            let (name, value) = line.split_once('=').unwrap();
            printed.push((name.to_owned(), value.to_owned()));
            if name == "session" {
                break;
            }
        }
        Self { process, printed }
    }

    pub(crate) fn printed(&self, name: &str) -> &str {
        let line = self.printed.iter().find(|(at, _)| at == name);
        &line.expect("not printed").1
    }

    /// The answer as it came over the wire; empty when the connection was closed without one.
    fn raw(&self, method: &str, path: &str, key: &str, body: &str) -> String {
        let mut answer = String::new();
        let mut connection = self.begin(method, path, key, body);
        connection.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a request, and reads nothing.
    pub(crate) fn begin(&self, method: &str, path: &str, key: &str, body: &str) -> TcpStream {
        let address = self.printed("address").strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        stream
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let answer = self.raw(method, path, self.printed("key"), body);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }
}

#[test]
fn the_binary_serves_its_organization_over_http() {
    let server = Server::start(&["--listen", "127.0.0.1:0", "--accounts", "60", "--seed", "4"]);
    let organization = format!("/admin/v1/orgs/{}", server.printed("organization"));

    let (status, body) = server.send("GET", &organization, "");
    assert_eq!(status, 200);
    assert_eq!(body["data"]["attributes"]["name"], "Example Industries");

    // It says that nothing is real here.
    let answer = server
        .raw("GET", &organization, server.printed("key"), "")
        .to_lowercase();
    assert!(answer.contains("\r\nx-rollcall-sandbox: 1\r\n"), "{answer}");

    // Links lead back to where the client came from.
    let (_, page) = server.send("GET", &format!("{organization}/users"), "");
    let next = page["links"]["next"].as_str().unwrap();
    let (_, page) = server.send("GET", next.strip_prefix(server.printed("address")).unwrap(), "");
    assert_eq!(page["data"].as_array().unwrap().len(), 10);

    // By whichever name it came.
    let mut answer = String::new();
    let mut stream = TcpStream::connect(server.printed("address").strip_prefix("http://").unwrap()).unwrap();
    let key = server.printed("key");
    write!(
        stream,
        "GET {organization}/users HTTP/1.1\r\nHost: sandbox.test:8080\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    stream.read_to_string(&mut answer).unwrap();
    let (_, page) = answer.split_once("\r\n\r\n").unwrap();
    let page: Value = serde_json::from_str(page).unwrap();
    for link in ["self", "next"] {
        let link = page["links"][link].as_str().unwrap();
        let here = format!("http://sandbox.test:8080{organization}/users");
        assert!(link.starts_with(&here), "{link}");
    }

    // A change, looked at from the control side.
    let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
    let id = accounts[0]["id"].as_str().unwrap();
    let path = format!("/users/{id}/manage/email");
    let (status, body) = server.send("PUT", &path, r#"{"email":"over.the.wire@example.org"}"#);
    assert_eq!((status, body), (204, Value::Null));
    let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
    assert_eq!(accounts[0]["email"], "over.the.wire@example.org");
    assert_eq!(accounts[0]["effective_changes"], 1);
    let (_, writes) = server.send("GET", "/sandbox/writes", "");
    assert_eq!(writes[0]["status"], 204);

    let path_of_life = format!("/users/{id}/manage/lifecycle/disable");
    assert_eq!(server.send("POST", &path_of_life, r#"{"message":"bye"}"#).0, 204);
    let (_, deeds) = server.send("GET", "/sandbox/deeds", "");
    assert_eq!(deeds[0]["endpoint"], "deactivate-account");
    assert_eq!(deeds[0]["body"], r#"{"message":"bye"}"#);
    let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
    assert_eq!(accounts[0]["status"], "deactivated");

    // Too long for Atlassian, and too long for the socket.
    let (status, _) = server.send("PUT", &path, &" ".repeat(1_100_000));
    assert_eq!(status, 400);
}

#[test]
fn the_binary_is_disturbed_from_outside() {
    let server = Server::start(&["--listen", "127.0.0.1:0", "--accounts", "5"]);
    let organization = format!("/admin/v1/orgs/{}", server.printed("organization"));
    let key = server.printed("key");

    assert_eq!(
        server
            .send("POST", "/sandbox/limit", r#"{"per_second":0,"headers":true}"#)
            .0,
        204
    );
    assert_eq!(server.send("GET", &organization, "").0, 429);
    assert_eq!(server.send("POST", "/sandbox/limit", "{}").0, 204);

    let refusal = r#"{"kinds":["documented"],"code":"ADMIN-409-3"}"#;
    assert_eq!(server.send("POST", "/sandbox/fault", refusal).0, 204);
    assert_eq!(server.send("GET", &organization, "").0, 409);
    let unknown = r#"{"kinds":["documented"],"code":"ADMIN-999-9"}"#;
    assert_eq!(server.send("POST", "/sandbox/fault", unknown).0, 400);
    assert_eq!(server.send("POST", "/sandbox/fault", "{}").0, 204);

    assert_eq!(
        server
            .send("POST", "/sandbox/fault", r#"{"kinds":["lost-answer"]}"#)
            .0,
        204
    );
    assert_eq!(server.raw("GET", &organization, key, ""), "");
    assert_eq!(
        server
            .send("POST", "/sandbox/fault", r#"{"kinds":["nonsense"]}"#)
            .0,
        400
    );
    assert_eq!(server.send("POST", "/sandbox/fault", "{}").0, 204);
    assert_eq!(server.send("GET", &organization, "").0, 200);

    assert!(
        server
            .raw("GET", "/sandbox/accounts", "wrong", "")
            .starts_with("HTTP/1.1 401")
    );
    assert!(
        server
            .raw("GET", "/sandbox/example.csv", key, "")
            .contains("account_id,old_email,new_email")
    );
    assert_eq!(server.send("GET", "/sandbox/nonsense", "").0, 404);

    assert_eq!(server.send("POST", "/sandbox/key/revoke", "").0, 204);
    let unauthorized = json!({ "code": 401, "message": "Unauthorized" });
    assert_eq!(server.send("GET", &organization, ""), (401, unauthorized));
    assert_eq!(server.send("GET", "/sandbox/accounts", "").0, 200);

    let (status, renewed) = server.send("POST", "/sandbox/key/renew", "");
    assert_eq!(status, 200);
    let renewed = renewed["key"].as_str().unwrap();
    for path in [organization.as_str(), "/sandbox/accounts"] {
        assert!(server.raw("GET", path, renewed, "").starts_with("HTTP/1.1 200"));
    }
    assert_eq!(server.send("GET", &organization, "").0, 401);
    assert_eq!(server.send("GET", "/sandbox/accounts", "").0, 200);
    let scoped = server.raw("GET", "/sandbox/accounts", server.printed("scoped_key"), "");
    assert!(scoped.starts_with("HTTP/1.1 401"), "{scoped}");
}

#[test]
fn the_binary_lags_when_it_is_told_to() {
    let server = Server::start(&["--accounts", "5"]);
    let lag = json!({ "index_ms": 600_000, "freed_ms": 2, "profile_ms": 3 });
    assert_eq!(server.send("POST", "/sandbox/lag", &lag.to_string()).0, 204);
    assert_eq!(server.send("POST", "/sandbox/lag", r#"{"index":1}"#).0, 400);

    let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
    let path = format!("/users/{}/manage/email", accounts[0]["id"].as_str().unwrap());
    assert_eq!(
        server
            .send("PUT", &path, r#"{"email":"over.the.wire@example.org"}"#)
            .0,
        204
    );
    let listing = format!("/admin/v1/orgs/{}/users", server.printed("organization"));
    let (_, page) = server.send("GET", &listing, "");
    assert_eq!(page["data"][0]["email"], accounts[0]["email"]);
    // The control side always tells how it is.
    let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
    assert_eq!(accounts[0]["email"], "over.the.wire@example.org");

    let mut told = lag;
    told["stale_answers"] = json!(1);
    assert_eq!(server.send("GET", "/sandbox/lag", ""), (200, told));
}

#[test]
fn a_limit_and_a_fault_come_from_the_command_line() {
    let server = Server::start(&["--limit", "0/m"]);
    let answer = server.raw("GET", "/admin/v1/orgs/x", server.printed("key"), "");
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
    assert!(answer.contains("x-ratelimit-reset: ") && answer.contains("retry-after: "));

    for (arguments, message) in [
        (["--limit", "fast"], "a limit is a number with /s or /m"),
        (
            ["--fault", "nonsense"],
            "the faults are server-error, bad-gateway",
        ),
        (["--listen", "here"], "invalid socket address"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_rollcall-sandbox"))
            .args(arguments)
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(message), "{said}");
    }
}

#[test]
fn the_control_side_shows_the_whole_state_and_sets_the_stage() {
    let server = Server::start(&["--listen", "127.0.0.1:0", "--accounts", "60", "--seed", "4"]);
    let (_, before) = server.send("GET", "/sandbox/state", "");
    let (_, furniture) = server.send("GET", "/sandbox/furniture", "");
    let id = |list: &str, at: usize| furniture[list][at]["id"].as_str().unwrap().to_owned();
    let (account, _) = before["accounts"]
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, state)| {
            state["life"] == "active"
                && state["memberships"] == json!([{ "directory": 0, "suspended": false }])
        })
        .unwrap();
    let user = format!(
        "/admin/v2/orgs/{}/directories/{}/users/{account}",
        server.printed("organization"),
        id("directories", 0)
    );
    assert_eq!(server.send("POST", &format!("{user}/suspend"), "").0, 204);
    let (_, after) = server.send("GET", "/sandbox/state", "");
    assert_eq!(after["accounts"][account]["memberships"][0]["suspended"], true);
    assert_eq!(server.send("POST", &format!("{user}/restore"), "").0, 204);
    let (_, after) = server.send("GET", "/sandbox/state", "");
    assert_eq!(after, before);

    let invite = format!("/admin/v2/orgs/{}/users/invite", server.printed("organization"));
    let body = r#"{"emails":["a@mail.example"],"sendNotification":true}"#;
    assert_eq!(server.send("POST", "/sandbox/paying", "false").0, 204);
    assert_eq!(server.send("POST", &invite, body).0, 402);
    assert_eq!(server.send("POST", "/sandbox/paying", "true").0, 204);
    assert_eq!(server.send("POST", &invite, body).0, 200);
    let (_, mails) = server.send("GET", "/sandbox/mails", "");
    assert_eq!(mails[0]["to"], "a@mail.example");

    for (route, body) in [
        ("capacity", r#"{"workspace":0,"capacity":1}"#),
        ("capacity", r#"{"workspace":0,"capacity":null}"#),
        ("documented-limits", "false"),
        ("v1-over", "true"),
    ] {
        assert_eq!(
            server.send("POST", &format!("/sandbox/{route}"), body).0,
            204,
            "{route}"
        );
    }
    assert_eq!(server.send("POST", "/sandbox/paying", "perhaps").0, 400);
}

#[test]
fn calls_through_a_proxy_are_noted_once_they_succeed() {
    let folder = std::env::temp_dir().join(format!("rollcall-seen-{}", std::process::id()));
    let server = Server::start(&["--seen", folder.to_str().unwrap()]);
    let key = server.printed("key").to_owned();
    let through = format!("{key}\r\nUser-Agent: rollcall-proxy/0.1.0");
    let path = |rest: &str| format!("/admin/v1/orgs/{}{rest}", server.printed("organization"));
    let noted = || -> Vec<String> {
        let files = std::fs::read_dir(&folder).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    server.raw("GET", &path("/users"), &key, "");
    server.raw("GET", &path("/policies/none"), &through, "");
    server.raw("GET", "/sandbox/accounts", &through, "");
    assert_eq!(noted(), Vec::<String>::new());
    server.raw("GET", &path("/domains"), &through, "");
    server.raw("GET", &path("/domains"), &through, "");
    assert_eq!(noted(), ["get-domains"]);
    std::fs::remove_dir_all(&folder).unwrap();
}
