//! Calls that are held at the server until a test lets them go: before they are carried out, or after, with the answer kept
//! back. Everything else is served meanwhile.
//!
//! A held call does not need its client. When that is gone, because its browser was killed or the call was cut off, the call
//! stays held; to let it go is then what the network does with a request that arrives late, or with one that is lost.

use std::time::Duration;

use http::{Request, StatusCode};
use rollcall_atlassian::endpoint::{self, ENDPOINTS, Route};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};

use super::control;
use crate::reply::{self, Reply};

/// Which call is to be held, and when: the body of `POST /sandbox/hold`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// By its name in the table of endpoints: `set-email`.
    pub endpoint: String,
    /// Only a call about the account with this id.
    #[serde(default)]
    pub account: Option<String>,
    /// Only a call with this address as the `email` of its body, in any case.
    #[serde(default)]
    pub email: Option<String>,
    /// Where on its way.
    pub when: When,
}

/// Where on its way a call is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Nothing is done yet.
    Before,
    /// It is carried out, and its answer not sent.
    After,
}

/// Which held calls are let go, and how: the body of `POST /sandbox/release`, which may be missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// Only those about the account with this id.
    pub account: Option<String>,
    /// The connection is cut instead of answering, and a call held before is never carried out. Otherwise it is carried out
    /// now, whether its client is still there or not.
    pub drop: bool,
}

/// Whose connections are cut: the body of `POST /sandbox/cut`, which may be missing. The calls stay held.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cut {
    /// Only those about the account with this id.
    pub account: Option<String>,
}

/// The holds, armed ones and those that have caught their call.
pub(super) struct Holds(watch::Sender<Vec<Hold>>);

struct Hold {
    aim: Aim,
    caught: Option<Caught>,
}

/// A call that is held.
struct Caught {
    since: i64,
    stage: Stage,
    /// Where its client waits. To let go of it cuts the connection.
    client: Option<oneshot::Sender<Reply>>,
}

enum Stage {
    Before(Box<Request<Vec<u8>>>),
    After(Reply),
}

impl Holds {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }

    /// Answers one of the control routes that are about holds; `None` for any other. `carry_out` answers a call that was
    /// held before.
    pub(super) async fn control(
        &self,
        request: &Request<Vec<u8>>,
        carry_out: impl Fn(&Request<Vec<u8>>) -> Reply,
    ) -> Option<Reply> {
        let body = request.body();
        Some(match (request.method().as_str(), request.uri().path()) {
            ("POST", "/sandbox/hold") => match Aim::read(body) {
                Ok(aim) => {
                    self.0.send_modify(|holds| holds.push(Hold { aim, caught: None }));
                    reply::empty(StatusCode::NO_CONTENT)
                }
                Err(error) => control::refused(StatusCode::BAD_REQUEST, &error),
            },
            ("GET", "/sandbox/held") => match wait(request.uri().query()) {
                Some(wait) => {
                    self.wait(wait).await;
                    reply::json(StatusCode::OK, &self.list())
                }
                None => control::refused(StatusCode::BAD_REQUEST, "wait is a number of milliseconds"),
            },
            ("POST", "/sandbox/cut") => match read(body) {
                Ok(Cut { account }) => done(self.cut(account.as_deref())),
                Err(error) => control::refused(StatusCode::BAD_REQUEST, &error),
            },
            ("POST", "/sandbox/release") => match read(body) {
                Ok(release) => done(self.release(&release, carry_out)),
                Err(error) => control::refused(StatusCode::BAD_REQUEST, &error),
            },
            _ => return None,
        })
    }

    /// The answer to a call, or where it will be when the call is held. `carry_out` answers it.
    pub(super) fn pass(
        &self,
        request: Request<Vec<u8>>,
        now_ms: i64,
        carry_out: impl Fn(&Request<Vec<u8>>) -> Reply,
    ) -> Result<Reply, oneshot::Receiver<Reply>> {
        let Some(aim) = Call::of(&request).and_then(|call| self.catch(call)) else {
            return Ok(carry_out(&request));
        };
        let stage = match aim.when {
            When::Before => Stage::Before(Box::new(request)),
            When::After => Stage::After(carry_out(&request)),
        };
        let (client, answer) = oneshot::channel();
        let caught = Some(Caught {
            since: now_ms,
            stage,
            client: Some(client),
        });
        self.0.send_modify(|holds| holds.push(Hold { aim, caught }));
        Err(answer)
    }

    /// Takes the first armed hold that is meant for this call. Its aim is this call alone from now on.
    fn catch(&self, call: Call) -> Option<Aim> {
        let mut aim = None;
        self.0.send_if_modified(|holds| {
            let armed = |hold: &Hold| hold.caught.is_none() && hold.aim.is_for(&call);
            aim = holds.iter().position(armed).map(|place| holds.remove(place).aim);
            false
        });
        aim.map(|aim| Aim {
            account: call.account,
            email: call.email,
            ..aim
        })
    }

    /// Waits until a call is held, for so long at most.
    async fn wait(&self, longest: Duration) {
        let mut holds = self.0.subscribe();
        let held = holds.wait_for(|holds| holds.iter().any(|hold| hold.caught.is_some()));
        // That it took too long shows in the list.
        let _ = tokio::time::timeout(longest, held).await;
    }

    fn list(&self) -> Value {
        let holds = self.0.borrow();
        let list = holds.iter().map(|Hold { aim, caught }| {
            json!({
                "endpoint": aim.endpoint,
                "account": aim.account,
                "email": aim.email,
                "when": aim.when,
                "waiting": caught.is_some(),
                "since": caught.as_ref().map(|call| call.since),
                "gone": caught.as_ref().is_some_and(Caught::is_gone),
            })
        });
        list.collect()
    }

    /// Cuts connections and keeps the calls; whether there was one.
    fn cut(&self, account: Option<&str>) -> bool {
        let mut any = false;
        self.0.send_modify(|holds| {
            for hold in holds.iter_mut().filter(|hold| hold.is_about(account)) {
                if let Some(call) = &mut hold.caught {
                    call.client = None;
                    any = true;
                }
            }
        });
        any
    }

    /// Lets calls go; whether there was one.
    fn release(&self, release: &Release, carry_out: impl Fn(&Request<Vec<u8>>) -> Reply) -> bool {
        let mut released = Vec::new();
        self.0.send_modify(|holds| {
            let account = release.account.as_deref();
            released = holds
                .extract_if(.., |hold| hold.caught.is_some() && hold.is_about(account))
                .filter_map(|hold| hold.caught)
                .collect();
        });
        let any = !released.is_empty();
        for call in released.into_iter().filter(|_| !release.drop) {
            let reply = match call.stage {
                Stage::Before(request) => carry_out(&request),
                Stage::After(reply) => reply,
            };
            if let Some(client) = call.client {
                // A client that is gone does not hear what became of its call.
                let _ = client.send(reply);
            }
        }
        any
    }
}

impl Aim {
    fn read(body: &[u8]) -> Result<Self, String> {
        let aim: Self = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        if ENDPOINTS.iter().any(|known| known.name == aim.endpoint) {
            Ok(aim)
        } else {
            Err(format!("there is no endpoint {}", aim.endpoint))
        }
    }

    /// Whether it is meant for this call.
    fn is_for(&self, call: &Call) -> bool {
        let email = |email: &Option<String>| email.as_deref().map(str::to_ascii_lowercase);
        self.endpoint == call.endpoint
            && (self.account.is_none() || self.account == call.account)
            && (self.email.is_none() || email(&self.email) == email(&call.email))
    }
}

/// What a hold looks at.
struct Call {
    endpoint: &'static str,
    account: Option<String>,
    email: Option<String>,
}

impl Call {
    /// `None` for what is no call of the table.
    fn of(request: &Request<Vec<u8>>) -> Option<Self> {
        let Route::Found(endpoint, params) = endpoint::find(request.method(), request.uri().path()) else {
            return None;
        };
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        Some(Self {
            endpoint: endpoint.name,
            account: params.get("account").map(str::to_owned),
            email: body["email"].as_str().map(str::to_owned),
        })
    }
}

impl Hold {
    fn is_about(&self, account: Option<&str>) -> bool {
        account.is_none() || self.aim.account.as_deref() == account
    }
}

impl Caught {
    fn is_gone(&self) -> bool {
        self.client.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

fn read<T: Default + DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    if body.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(body)
}

/// `wait` of a query, nothing without one; `None` if it is no number of milliseconds.
fn wait(query: Option<&str>) -> Option<Duration> {
    let Some(query) = query else {
        return Some(Duration::ZERO);
    };
    query
        .strip_prefix("wait=")?
        .parse()
        .ok()
        .map(Duration::from_millis)
}

fn done(any: bool) -> Reply {
    if any {
        reply::empty(StatusCode::NO_CONTENT)
    } else {
        control::refused(StatusCode::CONFLICT, "no such call is held")
    }
}
