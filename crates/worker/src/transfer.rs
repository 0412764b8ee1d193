//! What the workbench gives the run's worker, through a port that the page only passes on: the frozen plan, and the route
//! to the organization with its key.

use std::rc::Rc;

use futures::channel::oneshot;
use rollcall_atlassian::OrganizationId;
use rollcall_core::action::resolve;
use rollcall_core::journal::{self, Entry, Origin, UnknownOperation, Unopened};
use rollcall_core::plan::Plan;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use crate::store::Place;
use crate::transport::{Fetch, InPage, ThroughPort, Transport, serve_port};
use crate::wire;

/// What the run needs.
pub(crate) struct Transfer {
    /// The plan.
    pub plan: Plan,
    /// What the run is about.
    pub origin: Origin,
    /// The route to the organization.
    pub route: Route,
    /// The journal from elsewhere that it goes on from.
    pub journal: Option<Vec<Entry>>,
}

/// A route to an organization that has been proved.
#[derive(Clone)]
pub(crate) struct Route {
    /// How requests get there.
    pub transport: Transport,
    /// The organization.
    pub organization: OrganizationId,
    /// Where it answers.
    pub place: Place,
    /// Most calls to have under way.
    pub most_at_once: usize,
}

/// As it passes the port.
#[derive(Serialize, Deserialize)]
struct Passing {
    plan: String,
    origin: String,
    route: PassingRoute,
    journal: String,
}

#[derive(Serialize, Deserialize)]
struct PassingRoute {
    organization: String,
    place: String,
    most_at_once: usize,
    /// Base and key, where it is HTTP.
    fetch: Option<(String, String)>,
}

/// Why a run could not be transferred. Both workers come from one build, so none of it is ever expected.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error("the plan could not be passed on: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the plan could not be passed on: {0}")]
    Message(#[from] serde_wasm_bindgen::Error),
    #[error("the plan could not be passed on: {0}")]
    Operation(#[from] UnknownOperation),
    #[error("the port between the workers is closed")]
    Closed,
    #[error("“{0}” is not an organization id")]
    Organization(String),
}

/// Puts everything on the port. Where the organization is a sandbox in this worker, the port stays, and its calls are
/// answered through it.
pub(crate) fn give(port: &MessagePort, transfer: &Transfer) -> Result<(), TransferError> {
    let passing = Passing {
        plan: serde_json::to_string(&transfer.plan)?,
        origin: serde_json::to_string(&transfer.origin)?,
        route: PassingRoute::of(&transfer.route)?,
        journal: serde_json::to_string(&transfer.journal)?,
    };
    post(port, &passing, &transfer.route)
}

/// Puts the route alone on the port: a run that is under way gets a new key, or one that was interrupted goes on.
pub(crate) fn give_route(port: &MessagePort, route: &Route) -> Result<(), TransferError> {
    post(port, &PassingRoute::of(route)?, route)
}

fn post(port: &MessagePort, passing: &impl Serialize, route: &Route) -> Result<(), TransferError> {
    port.post_message(&wire::to_js(passing)?)
        .map_err(|_| TransferError::Closed)?;
    if let Transport::InPage(organization) = &route.transport {
        serve_port(port, InPage::clone(organization));
    }
    Ok(())
}

/// Waits for the route that the other worker puts on the port.
pub(crate) async fn take_route(port: MessagePort) -> Result<Route, TransferError> {
    let route: PassingRoute = serde_wasm_bindgen::from_value(passed(&port).await?)?;
    route.taken(port)
}

/// Waits for what the other worker puts on the port.
pub(crate) async fn take(port: MessagePort) -> Result<Transfer, TransferError> {
    let passing: Passing = serde_wasm_bindgen::from_value(passed(&port).await?)?;
    Ok(Transfer {
        plan: serde_json::from_str::<Plan<String>>(&passing.plan)?.open(resolve)?,
        origin: serde_json::from_str(&passing.origin)?,
        route: passing.route.taken(port)?,
        journal: match serde_json::from_str::<Option<Vec<Unopened>>>(&passing.journal)? {
            Some(journal) => Some(journal::open(journal)?),
            None => None,
        },
    })
}

async fn passed(port: &MessagePort) -> Result<JsValue, TransferError> {
    let (came, comes) = oneshot::channel();
    let on_message = Closure::once(move |event: MessageEvent| {
        // Nobody waits any more where the page gave up.
        let _ = came.send(event.data());
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    comes.await.map_err(|_| TransferError::Closed)
}

impl PassingRoute {
    fn of(route: &Route) -> Result<Self, TransferError> {
        Ok(Self {
            organization: route.organization.to_string(),
            place: serde_json::to_string(&route.place)?,
            most_at_once: route.most_at_once,
            fetch: match &route.transport {
                Transport::Fetch(fetch) => Some(fetch.to_port()),
                Transport::InPage(_) | Transport::ThroughPort(_) => None,
            },
        })
    }

    fn taken(self, port: MessagePort) -> Result<Route, TransferError> {
        let transport = match self.fetch {
            Some((base, authorization)) => {
                port.close();
                Transport::Fetch(Rc::new(Fetch::from_port(base, authorization)))
            }
            None => Transport::ThroughPort(Rc::new(ThroughPort::new(port))),
        };
        Ok(Route {
            transport,
            organization: OrganizationId::parse(&self.organization)
                .ok_or(TransferError::Organization(self.organization))?,
            place: serde_json::from_str(&self.place)?,
            most_at_once: self.most_at_once,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use rollcall_atlassian::call::organization::GetManagedAccounts;
    use rollcall_atlassian::{AccountId, Call, OrganizationId};
    use rollcall_core::action::change_email;
    use rollcall_core::diff::{Details, Diff};
    use rollcall_core::journal::RunId;
    use rollcall_core::plan::Options;
    use rollcall_sandbox::Organization;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::MessageChannel;

    use super::*;

    fn plan() -> Plan {
        let diff = Diff {
            row: 0,
            line: 2,
            account: AccountId::parse("712020:one"),
            name: None,
            before: Some("one@example.com".to_owned()),
            after: "one@example.org".to_owned(),
            details: Details::new(),
            administrator: false,
        };
        Plan::make(
            change_email::ACTION.run(),
            vec![diff],
            &Options::default(),
            |_| false,
        )
        .unwrap()
    }

    fn origin(organization: OrganizationId) -> Origin {
        Origin {
            run: RunId::of_draw(7),
            organization,
            organization_name: "Example Industries".to_owned(),
            file: "changes.csv".to_owned(),
            sha256: String::new(),
            left_out: Vec::new(),
            read_as: None,
            undoes: None,
        }
    }

    #[wasm_bindgen_test]
    async fn the_sandbox_is_asked_through_the_port_that_the_plan_came_by() {
        let organization = Organization::generate(70, 3);
        let id = OrganizationId::parse(organization.organization_id()).unwrap();
        let in_page = InPage::new(Rc::new(RefCell::new(organization)));
        let channel = MessageChannel::new().unwrap();
        let given = Transfer {
            plan: plan(),
            origin: origin(id.clone()),
            journal: None,
            route: Route {
                transport: Transport::InPage(in_page),
                organization: id.clone(),
                place: Place::InPage { session: u64::MAX },
                most_at_once: 6,
            },
        };
        give(&channel.port1(), &given).unwrap();

        let taken = take(channel.port2()).await.unwrap();
        assert_eq!(taken.plan, given.plan);
        assert_eq!(taken.route.place, given.route.place);
        assert_eq!(taken.route.organization, id);
        assert_eq!(taken.origin, given.origin);
        let call = GetManagedAccounts {
            organization: taken.origin.organization,
            cursor: None,
            limit: None,
        };
        let (one, other) = futures::join!(
            taken.route.transport.send(call.request()),
            taken.route.transport.send(call.request())
        );
        assert_eq!(call.answer(&one.unwrap()).unwrap().items.len(), 50);
        assert_eq!(call.answer(&other.unwrap()).unwrap().total, Some(70));
    }

    #[wasm_bindgen_test]
    async fn address_and_key_pass_from_worker_to_worker() {
        let channel = MessageChannel::new().unwrap();
        let organization = OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f").unwrap();
        let given = Transfer {
            plan: plan(),
            origin: origin(organization.clone()),
            journal: None,
            route: Route {
                transport: Transport::Fetch(Rc::new(Fetch::new("http://127.0.0.1:1".to_owned(), "the-key"))),
                organization,
                place: Place::Unknown,
                most_at_once: 64,
            },
        };
        give(&channel.port1(), &given).unwrap();
        let taken = take(channel.port2()).await.unwrap();
        assert_eq!(taken.route.most_at_once, 64);
        let Transport::Fetch(fetch) = taken.route.transport else {
            panic!("another way")
        };
        assert_eq!(
            fetch.to_port(),
            ("http://127.0.0.1:1".to_owned(), "Bearer the-key".to_owned())
        );
        // Nobody listens there: the call is lost, and its message does not tell the key.
        let lost = fetch
            .send(http::Request::get("/").body(Vec::new()).unwrap())
            .await
            .unwrap_err();
        assert!(!lost.message.contains("the-key"), "{}", lost.message);
    }
}
