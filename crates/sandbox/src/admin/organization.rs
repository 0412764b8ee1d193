//! The organization, its domains, its managed accounts and its directories.

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::{Account, Life};
use crate::cursor::{Neighbours, PageStart, Slice};
use crate::form::Form;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::places::Domain;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

/// Managed accounts to a page, whatever `limit` says (AX-243; community.atlassian.com, qaq-p/2995168).
const ACCOUNTS_TO_A_PAGE: usize = 50;

/// Domains to a page, of which the seed chooses one. No document gives the number: one is small enough to be met, and with the other
/// scripts that read one page have all.
const DOMAINS_TO_A_PAGE: [usize; 2] = [3, 50];

impl Organization {
    /// `GET /v1/orgs`. To a key with scopes the list is empty (jira.js, live tests).
    pub(crate) fn get_organizations(&self, request: &ApiRequest<'_>) -> Reply {
        if request.query("cursor").is_some() {
            return request.bad_cursor();
        }
        let here = request.url();
        let data = if request.is_scoped {
            json!([])
        } else {
            json!([self.organization_item(&format!("{here}/{}", self.identity.id))])
        };
        // There is but one page, and no cursor leads to it.
        let links = Neighbours::none().urls(request);
        reply::json(StatusCode::OK, &json!({ "data": data, "links": links }))
    }

    pub(crate) fn get_organization(&self, request: &ApiRequest<'_>) -> Reply {
        let body = json!({ "data": self.organization_item(&request.url()) });
        reply::json(StatusCode::OK, &body)
    }

    /// `OrgModel`, found at this URL.
    fn organization_item(&self, here: &str) -> Value {
        json!({
            "id": self.identity.id,
            "type": "orgs",
            "attributes": { "name": self.identity.name },
            "relationships": {
                "domains": { "links": { "related": format!("{here}/domains") } },
                "users": { "links": { "related": format!("{here}/users") } },
            },
            "links": { "self": here },
        })
    }

    /// `GET …/domains/{domainId}`
    pub(crate) fn get_domain(&self, request: &ApiRequest<'_>) -> Reply {
        let id = request.params.get("domain").unwrap_or_default();
        match self.places.domains.iter().find(|domain| domain.id == id) {
            Some(domain) => {
                let body = json!({ "data": domain_item(domain, &request.url()) });
                reply::json(StatusCode::OK, &body)
            }
            None if id.len() == 36 => request.not_found("ADMIN-404-3", "Domain not found"),
            None => request.refused(
                "ADMIN-400-2",
                "Invalid domain identifier",
                "This is the id of no domain.",
            ),
        }
    }

    pub(crate) fn get_domains(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let start = match request.query("cursor").map(|token| self.cursors.find(token)) {
            None => 0,
            Some(Some(PageStart::Domains(start))) => start,
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let [small, large] = DOMAINS_TO_A_PAGE;
        let size = if self.behaviour.is_first_of_two() {
            small
        } else {
            large
        };
        let here = request.url();
        let data: Vec<Value> = self
            .places
            .domains
            .iter()
            .skip(start)
            .take(size)
            .map(|domain| domain_item(domain, &format!("{here}/{}", domain.id)))
            .collect();
        let end = start + data.len();
        let slice = Slice {
            here: PageStart::Domains(start),
            after: PageStart::Domains(end),
            items: data.len(),
            has_more: end < self.places.domains.len(),
        };
        let links = self.cursors.around(request, slice);
        let links = links.urls(request);
        Ok(reply::json(
            StatusCode::OK,
            &json!({ "data": data, "links": links }),
        ))
    }

    pub(crate) fn get_managed_accounts(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let start = match request.query("cursor").map(|token| self.cursors.find(token)) {
            None => 0,
            Some(Some(PageStart::Accounts(start))) => start,
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let mut managed = self
            .book
            .accounts
            .iter()
            .enumerate()
            .skip(start)
            .filter(|(_, account)| account.managed);
        let here = request.url();
        let mut stale = false;
        let data: Vec<Value> = managed
            .by_ref()
            .take(ACCOUNTS_TO_A_PAGE)
            .map(|(at, _)| {
                let account = self.book.indexed(at);
                stale |= account.is_stale() && self.listed_address(&account).is_some();
                listed(&account, self.listed_address(&account), &here)
            })
            .collect();
        let next = managed.next().map(|(at, _)| at);
        let slice = Slice {
            here: PageStart::Accounts(start),
            after: PageStart::Accounts(next.unwrap_or(self.book.accounts.len())),
            items: data.len(),
            has_more: next.is_some() || (request.forms.links == Form::Filled && !data.is_empty()),
        };
        let links = self.cursors.around(request, slice);
        let links = links.urls(request);
        let total = self
            .book
            .accounts
            .iter()
            .filter(|account| account.managed)
            .count();
        let body = json!({ "data": data, "links": links, "meta": { "total": total } });
        Ok(Stale::mark(stale, reply::json(StatusCode::OK, &body)))
    }

    /// The address of an account in the listing: "If the user has restricted visibility of the email address, the property will be
    /// absent" (`User`). Scripts break off at the first account without one, so there are some only where asked. A closed account is
    /// listed with the address that it had, until somebody else has it.
    fn listed_address<'a>(&self, account: &'a Account) -> Option<&'a str> {
        let is_closed = account.life == Life::Closed;
        let is_restricted = self.behaviour.has_restricted && (account.address_hidden || is_closed);
        let is_taken = is_closed && self.book.holder(&account.address).is_some();
        (!is_restricted && !is_taken).then_some(account.address.as_str())
    }

    /// All directories, or those of one account. An unknown account is in none; no document says what Atlassian answers then.
    fn directories_of(&self, account: Option<&str>) -> Vec<usize> {
        let all = 0..self.places.directories.len();
        let Some(id) = account else { return all.collect() };
        let account = self.book.find(id).map(|at| &self.book.accounts[at]);
        let is_in =
            |directory: &usize| account.is_some_and(|account| account.membership(*directory).is_some());
        all.filter(is_in).collect()
    }

    pub(crate) fn get_directories(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let (account, start, size) = match request.query("cursor").map(|token| self.cursors.find(token)) {
            Some(Some(PageStart::Directories(account, start, size))) => (account, start, size),
            Some(_) => return Err(request.bad_cursor().into()),
            None => {
                let Some(size) = request.page_size() else {
                    let detail = "limit is a whole number from 1 to 100";
                    return Err(request.bad_query(detail).into());
                };
                (request.query("accountId").map(str::to_owned), 0, size)
            }
        };
        let fitting = self.directories_of(account.as_deref());
        let data: Vec<Value> = fitting
            .iter()
            .map(|&at| &self.places.directories[at])
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
        let slice = Slice {
            here: PageStart::Directories(account.clone(), start, size),
            after: PageStart::Directories(account, end, size),
            items: data.len(),
            has_more: end < fitting.len(),
        };
        let links = self.cursors.around(request, slice);
        let body = json!({ "data": data, "links": links.tokens(request.forms.links) });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

/// One account of the listing (`User`).
fn listed(account: &Account, address: Option<&str>, here: &str) -> Value {
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
    if let Some(address) = address {
        user["email"] = address.into();
    }
    user
}

/// `DomainModel`, found at this URL.
fn domain_item(domain: &Domain, here: &str) -> Value {
    let mut claim = json!({ "status": domain.status });
    if let Some(kind) = domain.claim {
        claim["type"] = kind.into();
    }
    json!({
        "id": domain.id,
        "type": "domains",
        "attributes": { "name": domain.name, "claim": claim },
        "links": { "self": here },
    })
}
