//! The organization, its domains, its managed accounts and its directories (Organizations REST API).

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::Account;
use crate::answer::Asked;
use crate::cursor::Place;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// Managed accounts to a page, whatever `limit` says (AX-243; community.atlassian.com, qaq-p/2995168).
const ACCOUNTS_TO_A_PAGE: usize = 50;

/// Domains to a page. No document gives the number, so it is small enough to be met.
const DOMAINS_TO_A_PAGE: usize = 3;

impl Organization {
    /// Answers a call of the organizations API.
    pub(crate) fn administer(&mut self, asked: &Asked<'_>) -> Reply {
        if let Some(reply) = self.other_organization(asked) {
            return reply;
        }
        if let Some(unknown) = unknown_parameter(asked) {
            let detail = format!("Unknown query parameter: {unknown}");
            return asked.refused("ADMIN-400-19", "Invalid request syntax", &detail);
        }
        match asked.endpoint.name {
            "get-organization" => self.get_organization(asked),
            "get-domains" => self.get_domains(asked),
            "get-managed-accounts" => self.get_managed_accounts(asked),
            "get-directories" => self.get_directories(asked),
            "search-users" => self.search_users(asked),
            _ => asked.not_found("ADMIN-404-1", "Unknown resource"),
        }
    }

    /// The refusal when the path names another organization than the key's. Where a call declares 403, one that exists is
    /// forbidden; where it declares 404 alone, it is not found.
    fn other_organization(&self, asked: &Asked<'_>) -> Option<Reply> {
        let id = asked.params.get("organization").unwrap_or_default();
        if id == self.id {
            return None;
        }
        let path = asked.request.uri().path();
        Some(match (asked.endpoint.name, id == self.neighbour_id) {
            // Declares no 404; 403 as seen in live answers. The listing of accounts gave the same live.
            ("get-domains", _) | ("get-managed-accounts", true) => {
                reply::no_permission(asked.now_ms, path, asked.serial)
            }
            ("search-users" | "get-directories", true) => reply::application_error(
                StatusCode::FORBIDDEN,
                "ADMIN-403-3",
                "Forbidden",
                "You’re not allowed to manage the organization.",
                asked.serial,
            ),
            _ => asked.not_found("ADMIN-404-2", "Organization not found"),
        })
    }

    fn get_organization(&self, asked: &Asked<'_>) -> Reply {
        let here = asked.url();
        let body = json!({
            "data": {
                "id": self.id,
                "type": "orgs",
                "attributes": { "name": self.name },
                "relationships": {
                    "domains": { "links": { "related": format!("{here}/domains") } },
                    "users": { "links": { "related": format!("{here}/users") } },
                },
                "links": { "self": here },
            }
        });
        reply::json(StatusCode::OK, &body)
    }

    fn get_domains(&mut self, asked: &Asked<'_>) -> Reply {
        let start = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            None => 0,
            Some(Some(Place::Domains(start))) => start,
            Some(_) => return asked.bad_cursor(),
        };
        let here = asked.url();
        let data: Vec<Value> = self
            .domains
            .iter()
            .skip(start)
            .take(DOMAINS_TO_A_PAGE)
            .map(|domain| {
                let mut claim = json!({ "status": domain.status });
                if let Some(kind) = domain.claim {
                    claim["type"] = kind.into();
                }
                json!({
                    "id": domain.id,
                    "type": "domains",
                    "attributes": { "name": domain.name, "claim": claim },
                    "links": { "self": format!("{here}/{}", domain.id) },
                })
            })
            .collect();
        let end = start + data.len();
        let next = (end < self.domains.len()).then_some(Place::Domains(end));
        let links = self.url_links(asked, Place::Domains(start), next);
        reply::json(StatusCode::OK, &json!({ "data": data, "links": links }))
    }

    fn get_managed_accounts(&mut self, asked: &Asked<'_>) -> Reply {
        let start = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            None => 0,
            Some(Some(Place::Accounts(start))) => start,
            Some(_) => return asked.bad_cursor(),
        };
        let mut managed = self
            .book
            .accounts
            .iter()
            .enumerate()
            .skip(start)
            .filter(|(_, account)| account.managed);
        let here = asked.url();
        let mut stale = false;
        let data: Vec<Value> = managed
            .by_ref()
            .take(ACCOUNTS_TO_A_PAGE)
            .map(|(at, _)| {
                let account = self.book.indexed(at);
                stale |= account.is_stale() && !account.address_hidden;
                listed(&account, &here)
            })
            .collect();
        let next = managed.next().map(|(at, _)| Place::Accounts(at));
        let links = self.url_links(asked, Place::Accounts(start), next);
        let total = self
            .book
            .accounts
            .iter()
            .filter(|account| account.managed)
            .count();
        let body = json!({ "data": data, "links": links, "meta": { "total": total } });
        Stale::mark(stale, reply::json(StatusCode::OK, &body))
    }

    /// v1 links whole URLs; on the last page `next` is null, as in live answers.
    fn url_links(&mut self, asked: &Asked<'_>, here: Place, next: Option<Place>) -> Value {
        let next = self.next_token(asked, asked.query("cursor"), here, next);
        let url = asked.url();
        let page = asked
            .request
            .uri()
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        json!({
            "self": format!("{url}{page}"),
            "prev": null,
            "next": next.map(|token| format!("{url}?cursor={token}")),
        })
    }

    /// The cursor to the next page, or, when the fault is on, to this page for ever.
    pub(crate) fn next_token(
        &mut self,
        asked: &Asked<'_>,
        given: Option<&str>,
        here: Place,
        next: Option<Place>,
    ) -> Option<String> {
        match (asked.repeat, given) {
            (true, Some(given)) => Some(given.to_owned()),
            (true, None) => Some(self.cursors.mint(here)),
            (false, _) => next.map(|place| self.cursors.mint(place)),
        }
    }

    fn get_directories(&mut self, asked: &Asked<'_>) -> Reply {
        let (start, size) = match asked.query("cursor").map(|token| self.cursors.place(token)) {
            Some(Some(Place::Directories(start, size))) => (start, size),
            Some(_) => return asked.bad_cursor(),
            None => {
                let Some(size) = asked.page_size() else {
                    let detail = "limit is a whole number from 1 to 100";
                    return asked.refused("ADMIN-400-19", "Invalid request syntax", detail);
                };
                (0, size)
            }
        };
        let data: Vec<Value> = self
            .directories
            .iter()
            .skip(start)
            .take(size)
            .map(|directory| {
                json!({
                    "directoryId": directory.id,
                    "name": directory.name,
                    "icon": "https://avatar.example.com/directory.png",
                })
            })
            .collect();
        let end = start + data.len();
        let here = Place::Directories(start, size);
        let next = (end < self.directories.len()).then_some(Place::Directories(end, size));
        let next = self.next_token(asked, asked.query("cursor"), here, next);
        let body = json!({ "data": data, "links": { "self": null, "prev": null, "next": next } });
        reply::json(StatusCode::OK, &body)
    }
}

impl Asked<'_> {
    /// The URL of the request without its query, as its client sees it.
    fn url(&self) -> String {
        format!("{}{}", self.origin, self.request.uri().path())
    }

    /// `limit`: 1 to 100, 20 without one (limitParam).
    fn page_size(&self) -> Option<usize> {
        let size = self.query("limit").map_or(Ok(20), str::parse).ok()?;
        (1..=100).contains(&size).then_some(size)
    }

    /// 400 with a code.
    pub(crate) fn refused(&self, code: &str, title: &str, detail: &str) -> Reply {
        reply::application_error(StatusCode::BAD_REQUEST, code, title, detail, self.serial)
    }

    /// A cursor that was not given out, or by another call.
    pub(crate) fn bad_cursor(&self) -> Reply {
        let detail = "The cursor does not belong to a page of this resource.";
        self.refused("ADMIN-400-1", "Invalid page cursor", detail)
    }

    /// 404 with a code.
    pub(crate) fn not_found(&self, code: &str, title: &str) -> Reply {
        reply::application_error(StatusCode::NOT_FOUND, code, title, title, self.serial)
    }
}

/// A query parameter that the call does not have. Atlassian ignores it; here it is a slip of the client. `limit` alone is
/// passed over in silence on the listing of accounts, because clients send it there (AX-243).
fn unknown_parameter<'a>(asked: &'a Asked<'_>) -> Option<&'a str> {
    asked.query.iter().map(|(name, _)| name.as_str()).find(|name| {
        let known = match asked.endpoint.name {
            "get-domains" => matches!(*name, "cursor"),
            "get-managed-accounts" | "get-directories" => matches!(*name, "cursor" | "limit"),
            _ => false,
        };
        !known
    })
}

/// One account of the listing (`User`).
fn listed(account: &Account, here: &str) -> Value {
    let last_active = reply::instant(account.last_active, 6);
    let mut user = json!({
        "account_id": account.id,
        "account_type": "atlassian",
        "account_status": account.account_status(),
        "name": account.name,
        "picture": account.picture(),
        "access_billable": account.account_status() == "active",
        "last_active": last_active,
        "product_access": [{
            "key": "jira-software",
            "name": "Jira",
            "url": "https://example-industries.atlassian.net",
            "last_active": last_active,
        }],
        "links": { "self": format!("{here}/{}", account.id) },
    });
    if let Some(address) = account.shown_address().filter(|_| !account.address_hidden) {
        user["email"] = address.into();
    }
    user
}
