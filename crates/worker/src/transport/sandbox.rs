//! The sandbox organization in this page: it lives in the workbench, and the run's worker asks it through a port.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures::channel::oneshot;
use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, Response};
use rollcall_atlassian::call::portal;
use rollcall_atlassian::endpoint::find;
use rollcall_atlassian::{Body, Host, Route};
use rollcall_sandbox::Organization;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use super::Lost;
use crate::{clock, wire};

/// What a call to the sandbox takes, so that a run can be watched as one over a network can. Milliseconds.
const LATENCY: u32 = 60;

/// The organization, which is asked with its key, or at the admin portal with its administrator's session.
#[derive(Clone)]
pub(crate) struct InPage {
    organization: Rc<RefCell<Organization>>,
}

impl InPage {
    /// The route to this organization.
    pub(crate) fn new(organization: Rc<RefCell<Organization>>) -> Self {
        Self { organization }
    }

    /// Answers after [`LATENCY`].
    pub(crate) async fn send(&self, request: &Request<Body>) -> Response<Body> {
        clock::sleep(LATENCY).await;
        self.answer(request)
    }

    fn answer(&self, request: &Request<Body>) -> Response<Body> {
        let mut organization = self.organization.borrow_mut();
        let mut admitted = request.clone();
        let is_for_portal = matches!(
            find(request.method(), request.uri().path()),
            Route::Found(endpoint, _) if endpoint.host() == Host::Portal
        );
        let (name, value) = if is_for_portal {
            let session = organization.session();
            (COOKIE, format!("{}={session}", portal::COOKIE))
        } else {
            (AUTHORIZATION, format!("Bearer {}", organization.key()))
        };
        if let Ok(value) = value.parse() {
            admitted.headers_mut().insert(name, value);
        }
        organization.answer(clock::now().0, "https://api.atlassian.com", &admitted)
    }
}

/// A request or response as it passes a port.
#[derive(Serialize, Deserialize)]
struct Passing {
    number: u32,
    method: String,
    uri: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

fn headers_of(map: &http::HeaderMap) -> Vec<(String, String)> {
    map.iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect()
}

/// Answers what comes through a port, from this organization, as long as the port lives.
pub(crate) fn serve_port(port: &MessagePort, organization: InPage) {
    let answering = port.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(passing) = serde_wasm_bindgen::from_value::<Passing>(event.data()) else {
            return;
        };
        let (port, organization) = (answering.clone(), organization.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let mut request = Request::builder()
                .method(passing.method.as_str())
                .uri(passing.uri);
            for (name, value) in passing.headers {
                request = request.header(name, value);
            }
            let Ok(request) = request.body(passing.body) else {
                return;
            };
            let response = organization.send(&request).await;
            let back = Passing {
                number: passing.number,
                method: String::new(),
                uri: String::new(),
                status: response.status().as_u16(),
                headers: headers_of(response.headers()),
                body: response.into_body(),
            };
            if let Ok(back) = wire::to_js(&back) {
                // A port whose other end is gone takes the message and drops it.
                let _ = port.post_message(&back);
            }
        });
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The port keeps the closure as long as it lives.
    on_message.forget();
}

/// The run's end of the port.
pub(crate) struct ThroughPort {
    port: MessagePort,
    last: Cell<u32>,
    waiting: Rc<RefCell<HashMap<u32, oneshot::Sender<Passing>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl ThroughPort {
    /// Asks through this port from now on.
    pub(crate) fn new(port: MessagePort) -> Self {
        let waiting: Rc<RefCell<HashMap<u32, oneshot::Sender<Passing>>>> = Rc::default();
        let answers = Rc::clone(&waiting);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(passing) = serde_wasm_bindgen::from_value::<Passing>(event.data()) else {
                return;
            };
            if let Some(asked) = answers.borrow_mut().remove(&passing.number) {
                // Nobody waits any more where the run was given up; then the answer has no reader.
                let _ = asked.send(passing);
            }
        });
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Self {
            port,
            last: Cell::new(0),
            waiting,
            _on_message: on_message,
        }
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Lost> {
        let number = self.last.get().wrapping_add(1);
        self.last.set(number);
        let (parts, body) = request.into_parts();
        let passing = Passing {
            number,
            method: parts.method.to_string(),
            uri: parts.uri.to_string(),
            status: 0,
            headers: headers_of(&parts.headers),
            body,
        };
        let (answered, answer) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, answered);
        let message = wire::to_js(&passing).map_err(|error| Lost {
            message: error.to_string(),
        })?;
        self.port.post_message(&message).map_err(|_| Lost {
            message: "the sandbox is gone".to_owned(),
        })?;
        let passing = answer.await.map_err(|_| Lost {
            message: "the sandbox is gone".to_owned(),
        })?;
        let mut response = Response::builder().status(passing.status);
        for (name, value) in passing.headers {
            response = response.header(name, value);
        }
        response.body(passing.body).map_err(|error| Lost {
            message: error.to_string(),
        })
    }
}
