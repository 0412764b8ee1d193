//! A client that knows nothing but HTTP.

use http::{Method, Request, Response};
use rollcall_sandbox::{Account, Life, Lock, Organization};
use serde_json::{Value, json};

/// Where the client believes to be.
pub(crate) const ORIGIN: &str = "https://api.atlassian.com";

/// An organization and a key to it.
pub(crate) struct Client {
    pub(crate) organization: Organization,
    pub(crate) authorization: Option<String>,
    pub(crate) now: i64,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Null for an empty body.
    pub(crate) body: Value,
    pub(crate) response: Response<Vec<u8>>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name)?.to_str().ok()
    }

    /// The code of the first of `errors`.
    pub(crate) fn code(&self) -> &str {
        self.body["errors"][0]["code"].as_str().unwrap_or_default()
    }

    /// Status and whole body, to be compared at once.
    pub(crate) fn parts(&self) -> (u16, Value) {
        (self.status, self.body.clone())
    }
}

impl Client {
    /// A hundred accounts, the key without scopes.
    pub(crate) fn new() -> Self {
        Self::of(100, 1)
    }

    pub(crate) fn of(accounts: u32, seed: u64) -> Self {
        let organization = Organization::generate(accounts, seed);
        Self {
            authorization: Some(format!("Bearer {}", organization.key())),
            organization,
            now: 1_800_000_000_000,
        }
    }

    pub(crate) fn scoped() -> Self {
        let mut client = Self::new();
        client.authorization = Some(format!("Bearer {}", client.organization.scoped_key()));
        client
    }

    pub(crate) fn send(&mut self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        if body.is_some() {
            request = request.header("Content-Type", "application/json");
        }
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        self.raw(&request.body(body).unwrap())
    }

    pub(crate) fn raw(&mut self, request: &Request<Vec<u8>>) -> Answer {
        let response = self.organization.answer(self.now, ORIGIN, request);
        Answer {
            status: response.status().as_u16(),
            body: serde_json::from_slice(response.body()).unwrap_or_default(),
            response,
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None)
    }

    /// A path of the organization: `v1`, `/users`.
    pub(crate) fn admin(&self, version: &str, rest: &str) -> String {
        format!(
            "/admin/{version}/orgs/{}{rest}",
            self.organization.organization_id()
        )
    }

    pub(crate) fn search(&mut self, body: &Value) -> Answer {
        let path = self.admin("v2", "/directories/-/users/search");
        self.send(Method::POST, &path, Some(body))
    }

    pub(crate) fn set_email(&mut self, id: &str, address: &str) -> Answer {
        self.send(
            Method::PUT,
            &format!("/users/{id}/manage/email"),
            Some(&json!({ "email": address })),
        )
    }

    /// The first account that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Account) -> bool) -> Account {
        let found = self.organization.accounts().iter().find(|account| fits(account));
        found.expect("no such account").clone()
    }

    pub(crate) fn first(&self) -> Account {
        self.find(|_| true)
    }

    pub(crate) fn locked(&self, lock: Lock) -> Account {
        self.find(|account| account.lock == Some(lock))
    }

    pub(crate) fn in_life(&self, life: Life) -> Account {
        self.find(|account| account.life == life && account.lock.is_none())
    }
}
