//! Calls that are held at the server, over a socket.
#![allow(clippy::disallowed_methods, reason = "it does not wait for ever")]

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::server::Server;

const NEW: &str = "held@example.org";

/// Longer than anything here takes.
const LONG: &str = "/sandbox/held?wait=20000";

/// A server, and two of its accounts.
struct Scene {
    server: Server,
    accounts: [String; 2],
}

impl Scene {
    fn new() -> Self {
        let server = Server::start(&["--accounts", "8"]);
        let (_, accounts) = server.send("GET", "/sandbox/accounts", "");
        let accounts = [0, 1].map(|at| accounts[at]["id"].as_str().unwrap().to_owned());
        Self { server, accounts }
    }

    fn control(&self, route: &str, body: &Value) -> u16 {
        let (status, _) = self
            .server
            .send("POST", &format!("/sandbox/{route}"), &body.to_string());
        status
    }

    fn hold(&self, when: &str) {
        assert_eq!(
            self.control("hold", &json!({ "endpoint": "set-email", "when": when })),
            204
        );
    }

    /// Sends a change of address of one of the accounts.
    fn change(&self, account: usize, address: &str) -> TcpStream {
        let path = format!("/users/{}/manage/email", self.accounts[account]);
        let body = json!({ "email": address }).to_string();
        self.server.begin("PUT", &path, self.server.printed("key"), &body)
    }

    fn held(&self, path: &str) -> Value {
        let (status, list) = self.server.send("GET", path, "");
        assert_eq!(status, 200);
        list
    }

    /// How many changes were carried out.
    fn writes(&self) -> usize {
        let (_, writes) = self.server.send("GET", "/sandbox/writes", "");
        writes.as_array().unwrap().len()
    }

    /// Waits until the server has seen that the client of the held call hung up.
    fn wait_until_gone(&self) {
        let begun = Instant::now();
        while self.held("/sandbox/held")[0]["gone"] != true {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "the server did not see it"
            );
        }
    }
}

/// The first line of an answer; empty when the connection was cut.
fn answer(mut connection: TcpStream) -> String {
    let mut text = String::new();
    connection.read_to_string(&mut text).unwrap();
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_call_held_before_is_carried_out_when_it_is_released() {
    let scene = Scene::new();
    scene.hold("before");
    let armed = json!([{
        "endpoint": "set-email", "account": null, "email": null, "when": "before",
        "waiting": false, "since": null, "gone": false,
    }]);
    assert_eq!(scene.held("/sandbox/held?wait=1"), armed);

    let call = scene.change(0, NEW);
    let held = scene.held(LONG);
    assert_eq!(held[0]["account"], scene.accounts[0]);
    assert_eq!(held[0]["email"], NEW);
    assert_eq!(held[0]["waiting"], true);
    assert_eq!(held[0]["gone"], false);
    assert!(held[0]["since"].as_i64().unwrap() > 0);
    assert_eq!(scene.writes(), 0);

    // Everything else goes on, the next call of its kind too.
    assert_eq!(
        answer(scene.change(1, "not.held@example.org")),
        "HTTP/1.1 204 No Content"
    );

    assert_eq!(scene.control("release", &json!({})), 204);
    assert_eq!(scene.writes(), 2);
    assert_eq!(answer(call), "HTTP/1.1 204 No Content");
    assert_eq!(scene.held("/sandbox/held"), json!([]));
}

#[test]
fn a_call_held_after_is_carried_out_already() {
    let scene = Scene::new();
    scene.hold("after");
    let call = scene.change(0, NEW);
    assert_eq!(scene.held(LONG)[0]["when"], "after");
    assert_eq!(scene.writes(), 1);
    // A missing body is an empty one.
    assert_eq!(scene.server.send("POST", "/sandbox/release", "").0, 204);
    assert_eq!(answer(call), "HTTP/1.1 204 No Content");
    assert_eq!(scene.writes(), 1);
}

#[test]
fn whoever_waits_hears_of_the_call_when_it_comes() {
    let scene = Scene::new();
    scene.hold("before");
    let mut waiting = scene.server.begin("GET", LONG, scene.server.printed("key"), "");
    let _call = scene.change(0, NEW);
    let mut text = String::new();
    waiting.read_to_string(&mut text).unwrap();
    assert!(text.contains(NEW), "{text}");
}

#[test]
fn a_call_that_is_dropped_is_lost_with_its_answer() {
    for (when, carried_out) in [("before", 0), ("after", 1)] {
        let scene = Scene::new();
        scene.hold(when);
        let call = scene.change(0, NEW);
        scene.held(LONG);
        assert_eq!(scene.control("release", &json!({ "drop": true })), 204);
        assert_eq!(answer(call), "");
        assert_eq!(scene.writes(), carried_out);
    }
}

#[test]
fn a_call_whose_client_died_arrives_late_or_never() {
    for (release, carried_out) in [(json!({}), 1), (json!({ "drop": true }), 0)] {
        let scene = Scene::new();
        scene.hold("before");
        let call = scene.change(0, NEW);
        scene.held(LONG);
        drop(call);
        scene.wait_until_gone();
        assert_eq!(scene.writes(), 0);
        assert_eq!(scene.control("release", &release), 204);
        assert_eq!(scene.writes(), carried_out);
    }
}

#[test]
fn a_call_that_was_cut_off_arrives_late() {
    let scene = Scene::new();
    scene.hold("before");
    let call = scene.change(0, NEW);
    scene.held(LONG);
    assert_eq!(scene.control("cut", &json!({})), 204);
    assert_eq!(answer(call), "");
    let held = scene.held("/sandbox/held");
    assert_eq!(
        (&held[0]["waiting"], &held[0]["gone"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(scene.writes(), 0);
    assert_eq!(scene.control("release", &json!({})), 204);
    assert_eq!(scene.writes(), 1);
}

#[test]
fn a_hold_waits_for_its_account_and_address() {
    let scene = Scene::new();
    let [first, second] = &scene.accounts;
    for aim in [
        json!({ "endpoint": "set-email", "account": second, "when": "before" }),
        json!({ "endpoint": "set-email", "email": NEW.to_uppercase(), "when": "after" }),
        json!({ "endpoint": "get-profile", "when": "before" }),
    ] {
        assert_eq!(scene.control("hold", &aim), 204);
    }
    assert_eq!(
        answer(scene.change(0, "another@example.org")),
        "HTTP/1.1 204 No Content"
    );
    let after = scene.change(0, NEW);
    scene.held(LONG);
    // The first one in the way of the second account, whatever its address.
    let before = scene.change(1, "third@example.org");
    while scene
        .held(LONG)
        .as_array()
        .unwrap()
        .iter()
        .filter(|call| call["waiting"] == true)
        .count()
        < 2
    {}

    assert_eq!(scene.control("release", &json!({ "account": first })), 204);
    assert_eq!(answer(after), "HTTP/1.1 204 No Content");
    assert_eq!(scene.control("release", &json!({ "account": first })), 409);
    assert_eq!(scene.control("release", &json!({ "account": second })), 204);
    assert_eq!(answer(before), "HTTP/1.1 204 No Content");
    // What has caught nothing stays armed.
    let list = scene.held("/sandbox/held");
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["endpoint"], "get-profile");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let scene = Scene::new();
    for body in [
        json!({ "endpoint": "nonsense", "when": "before" }),
        json!({ "endpoint": "set-email", "when": "during" }),
        json!({ "endpoint": "set-email" }),
        json!({ "endpoint": "set-email", "when": "before", "user": "x" }),
    ] {
        assert_eq!(scene.control("hold", &body), 400, "{body}");
    }
    assert_eq!(scene.control("release", &json!({ "late": true })), 400);
    assert_eq!(scene.control("cut", &json!([1, 2])), 400);
    assert_eq!(scene.server.send("GET", "/sandbox/held?wait=long", "").0, 400);
    // There is nothing to let go, armed or not.
    scene.hold("before");
    assert_eq!(scene.control("release", &json!({})), 409);
    assert_eq!(scene.control("cut", &json!({})), 409);
    let closed = scene.server.begin("POST", "/sandbox/release", "wrong", "");
    assert_eq!(answer(closed), "HTTP/1.1 401 Unauthorized");
}
