//! A client of an organization: it sends the calls of the table, reads the answers, and picks the accounts to ask about out of
//! the organization itself.

use http::{Method, Request, Response};
use rollcall_atlassian::ENDPOINTS;
use rollcall_sandbox::{Account, Group, Life, Lock, Organization};
use serde_json::{Value, json};

/// Where the client believes to be.
pub(crate) const ORIGIN: &str = "https://api.atlassian.com";

/// The first event of every organization.
pub(crate) const EVENT: &str = "00000000-0000-4000-8000-000000000000";

/// An organization and a key to it.
pub(crate) struct Client {
    pub(crate) organization: Organization,
    pub(crate) authorization: Option<String>,
    pub(crate) now: i64,
    /// The account of the last call by name; the first one before.
    pub(crate) asked_about: String,
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

    /// The key or code of the body, wherever it stands.
    pub(crate) fn key(&self) -> &str {
        [
            &self.body["key"],
            &self.body["errorKey"],
            &self.body["errors"][0]["code"],
            &self.body["code"],
        ]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or_default()
    }

    /// Whether it refuses an address that is taken: in each of the shapes, the words say what is the matter.
    pub(crate) fn says_taken(&self) -> bool {
        let text = self.body.to_string().to_lowercase();
        [400, 403, 409].contains(&self.status)
            && text.contains("email")
            && ["already in use", "already exists", "already associated"]
                .iter()
                .any(|message| text.contains(message))
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
            asked_about: organization
                .accounts()
                .first()
                .map(|account| account.id.clone())
                .unwrap_or_default(),
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
        if body.is_some() {
            request = request.header("Content-Type", "application/json");
        }
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        let request = self.introduced(request.body(body).unwrap());
        self.raw(&request)
    }

    /// A request with what lets it in: the client's key, or at the admin portal the session of whoever has the right one.
    pub(crate) fn introduced(&self, mut request: Request<Vec<u8>>) -> Request<Vec<u8>> {
        let Some(authorization) = &self.authorization else {
            return request;
        };
        let is_portal = request.uri().path().starts_with("/gateway/");
        let (name, value) = if is_portal {
            let is_right = *authorization == format!("Bearer {}", self.organization.key());
            let session = if is_right {
                self.organization.session()
            } else {
                "another"
            };
            ("cookie", format!("cloud.session.token={session}"))
        } else {
            ("authorization", authorization.clone())
        };
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    }

    /// The id of the first directory's site.
    pub(crate) fn site(&self) -> String {
        self.organization.sites().next().unwrap().0.to_owned()
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

    /// A call by its name in the table, with a body that is as it should be; about the organization with this id and the
    /// account with that.
    pub(crate) fn call(&mut self, endpoint: &str, organization: &str, account: &str, query: &str) -> Answer {
        if !account.is_empty() {
            account.clone_into(&mut self.asked_about);
        }
        let found = ENDPOINTS.iter().find(|known| known.name == endpoint).unwrap();
        let directory = self.directory_for(endpoint);
        let path = found
            .path
            .replace("{organization}", organization)
            .replace("{directory}", &directory)
            .replace("{policy}", &self.policy_for(endpoint))
            .replace("{task}", self.organization.task_ids().next().unwrap())
            .replace("{event}", EVENT)
            .replace("{site}", &self.site())
            .replace("{domain}", &self.organization.domains()[0].id)
            .replace("{group}", &self.group("project-apollo").id)
            .replace("{account}", account)
            .replace("{token}", self.token_of(account));
        let body = self.body_for(endpoint, account);
        self.send(found.method.clone(), &format!("{path}{query}"), body.as_ref())
    }

    /// The body of a call that is as it should be.
    fn body_for(&self, endpoint: &str, account: &str) -> Option<Value> {
        Some(match endpoint {
            "set-email" => json!({ "email": "somebody.new@example.org" }),
            "update-profile" => json!({ "name": "Somebody New" }),
            "deactivate-account" => json!({ "message": "On 6-month suspension" }),
            "search-users" => json!({ "expand": ["platformRoles", "counts.resources"], "limit": 100 }),
            "invite-users" => json!({
                "emails": ["somebody.new@example.org"],
                "permissionRules": [{ "resource": self.workspace("jira-software"), "role": "atlassian/guest" }],
                "additionalGroups": [self.group("project-apollo").id],
                "sendNotification": true,
            }),
            "grant-role" | "revoke-role" => {
                json!({ "role": "atlassian/guest", "resource": self.workspace("jira-software") })
            }
            "grant-organization-role" | "revoke-organization-role" => {
                json!({ "role": "atlassian/org-admin" })
            }
            "search-groups" => json!({ "expand": ["counts.users", "counts.resources"], "limit": 2 }),
            "add-to-group" => json!({ "accountId": account }),
            "add-to-group-v1" => json!({ "account_id": account }),
            "invite-user" => json!({
                "email": "somebody.new@example.org",
                "permissionRule": { "resource": self.workspace("jira-software"), "role": "atlassian/guest" },
            }),
            "search-users-v1" => json!({ "limit": 100, "expand": ["NAME", "EMAIL"] }),
            "search-groups-v1" => json!({ "limit": 5 }),
            "add-to-policy" => json!({ "users": [self.first().address] }),
            "get-user-policies" => json!({ "accountIds": [self.first().id] }),
            "search-workspaces" => {
                json!({ "limit": 3, "sort": [{ "field": "attributes.name", "order": "asc" }] })
            }
            _ => return None,
        })
    }

    /// An authentication policy where accounts are moved to one, another one where those are read.
    pub(crate) fn policy_for(&self, endpoint: &str) -> String {
        match endpoint {
            "add-to-policy" => self.organization.auth_policies()[1].id.clone(),
            _ => self.organization.policies()[0].id.clone(),
        }
    }

    /// All directories where a call reads, the first one where it changes something.
    pub(crate) fn directory_for(&self, endpoint: &str) -> String {
        match endpoint {
            "suspend-user" | "restore-user" | "remove-user" | "add-to-group" | "remove-from-group" => {
                self.directory(0)
            }
            _ => "-".to_owned(),
        }
    }

    pub(crate) fn directory(&self, at: usize) -> String {
        let mut directories = self.organization.directories();
        directories.nth(at).unwrap().0.to_owned()
    }

    /// A group of the first directory.
    pub(crate) fn group(&self, name: &str) -> Group {
        let mut groups = self.organization.groups().iter();
        groups.find(|group| group.name == name).unwrap().clone()
    }

    /// The id of an app's workspace in the first directory.
    pub(crate) fn workspace(&self, owner: &str) -> String {
        let mut workspaces = self.organization.workspaces().iter();
        workspaces
            .find(|workspace| workspace.owner == owner)
            .unwrap()
            .id
            .clone()
    }

    /// A call about a user of the first directory.
    pub(crate) fn direct(&mut self, endpoint: &str, account: &str) -> Answer {
        let organization = self.organization.organization_id().to_owned();
        self.call(endpoint, &organization, account, "")
    }

    /// A call about an account.
    pub(crate) fn manage(&mut self, endpoint: &str, account: &str) -> Answer {
        self.call(endpoint, "", account, "")
    }

    /// The id of the account's first token, or one that nobody has.
    pub(crate) fn token_of(&self, account: &str) -> &str {
        let account = self.organization.account(account);
        let token = account.and_then(|account| account.tokens.first());
        token.map_or("fake-tokenId", |token| &token.id)
    }

    /// An account in a state in which a call succeeds.
    pub(crate) fn willing(&self, endpoint: &str) -> Account {
        match endpoint {
            "activate-account" => self.in_life(Life::Deactivated),
            "cancel-deletion" => self.in_life(Life::ForDeletion),
            "restore-user" | "restore-access" => self.find(|account| is_in_first(account, true)),
            "suspend-user" | "remove-user" | "grant-role" | "suspend-access" | "remove-access" => {
                self.find(|account| is_in_first(account, false))
            }
            "add-to-group" | "remove-from-group" | "add-to-group-v1" | "remove-from-group-v1" => {
                let group = self.group("project-apollo");
                let is_member = endpoint.starts_with("remove");
                self.find(|account| {
                    is_in_first(account, false) && group.members.contains(&account.id) == is_member
                })
            }
            _ => self.first(),
        }
    }

    /// Whether each change of a profile, a life or a token that was asked for changed something.
    pub(crate) fn effective(&self) -> Vec<bool> {
        let deeds = self.organization.deeds().iter();
        deeds.map(|deed| deed.effective).collect()
    }

    /// The first account that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Account) -> bool) -> Account {
        let found = self.organization.accounts().iter().find(|account| fits(account));
        found.expect("no such account").clone()
    }

    pub(crate) fn first(&self) -> Account {
        self.find(|_| true)
    }

    pub(crate) fn first_two(&self) -> [Account; 2] {
        [0, 1].map(|at| self.organization.accounts()[at].clone())
    }

    pub(crate) fn locked(&self, lock: Lock) -> Account {
        self.find(|account| account.lock == Some(lock))
    }

    pub(crate) fn in_life(&self, life: Life) -> Account {
        self.find(|account| account.life == life && account.lock.is_none())
    }
}

/// Whether an active account is in the first directory and suspended there or not.
fn is_in_first(account: &Account, suspended: bool) -> bool {
    let membership = account.membership(0);
    account.life == Life::Active && membership.is_some_and(|membership| membership.suspended == suspended)
}
