//! Requests in a command that a browser copied: their addresses, and the session in their cookies.

use rollcall_atlassian::call::portal::COOKIE;
use rollcall_atlassian::{OrganizationId, SiteId};

use super::Place;
use super::shell::Shell;

/// A request of a command.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) url: Option<String>,
    /// The session token, as written in the cookie.
    pub(super) session: Option<String>,
    /// The cookie's domain, if it is given separately.
    domain: Option<String>,
}

/// All requests in a text; empty if the text is not a command.
pub(super) fn requests(text: &str) -> Vec<Request> {
    let shell = Shell::of(text);
    let words = shell.words(text);
    match shell {
        Shell::Power => vec![of_power_shell(&words)],
        Shell::Posix | Shell::Cmd => of_curl(&words),
    }
}

/// Each `curl` starts a request.
fn of_curl(words: &[String]) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if matches!(word, "curl" | "curl.exe") {
            requests.push(Request::default());
            continue;
        }
        let Some(request) = requests.last_mut() else {
            continue;
        };
        match word {
            "-b" | "--cookie" => request.take_cookies(words.next()),
            "-H" | "--header" => request.take_header(words.next()),
            "--url" => request.url = words.next().map(str::to_owned),
            word if is_url(word) => request.url = Some(word.to_owned()),
            word => {
                let joined = word.strip_prefix("--cookie=").or(word.strip_prefix("-b"));
                request.take_cookies(joined);
            }
        }
    }
    requests
}

/// PowerShell cookies are objects with the argument order of `System.Net.Cookie`: name, value, path, domain. Some browsers write a header
/// instead.
fn of_power_shell(words: &[String]) -> Request {
    let mut request = Request::default();
    for (at, word) in words.iter().enumerate() {
        let behind = |places: usize| words.get(at + places).map(String::as_str);
        if word == COOKIE && request.session.is_none() {
            request.session = behind(1).map(str::to_owned);
            request.domain = behind(3).map(|domain| domain.trim_start_matches('.').to_owned());
        } else if word.eq_ignore_ascii_case("cookie") {
            request.take_cookies(behind(1));
        } else if request.url.is_none() && is_url(word) {
            request.url = Some(word.clone());
        }
    }
    request
}

fn is_url(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}

impl Request {
    fn take_header(&mut self, header: Option<&str>) {
        let cookies = header
            .and_then(|header| header.split_once(':'))
            .filter(|(name, _)| name.trim().eq_ignore_ascii_case("cookie"));
        self.take_cookies(cookies.map(|(_, cookies)| cookies));
    }

    /// Parses `name=value; name=value`. If the session occurs twice, the first one has the longest path (RFC 6265, 5.4).
    fn take_cookies(&mut self, cookies: Option<&str>) {
        let mut cookies = cookies.into_iter().flat_map(|cookies| cookies.split(';'));
        let found = cookies.find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        if self.session.is_none() {
            self.session = found.map(str::to_owned);
        }
    }

    /// The host of the request or its cookie, if it is not part of `atlassian.com`.
    pub(super) fn foreign_host(&self) -> Option<&str> {
        let hosts = [self.url.as_deref().map(host), self.domain.as_deref()];
        hosts.into_iter().flatten().find(|host| is_foreign(host))
    }
}

fn is_foreign(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host != "atlassian.com" && !host.ends_with(".atlassian.com")
}

/// A host outside `atlassian.com` in a text that is not a command: from an address, or from the domain of a cookie, which follows the
/// cookie's name and value in a row of the browser's cookie table and starts with a dot.
pub(super) fn other_site(text: &str) -> Option<&str> {
    let between = |c: char| c.is_whitespace() || "\"',;()<>".contains(c);
    let is_address = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
    let addresses = text.split(between).filter(is_address).map(host);
    let cells = text.split_whitespace().skip(2);
    let domains = cells.filter_map(|cell| cell.strip_prefix('.').filter(|name| is_domain(name)));
    addresses.chain(domains).find(|host| is_foreign(host))
}

fn is_domain(name: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    name.contains('.') && name.split('.').all(is_label)
}

/// The host of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let server = authority.rsplit('@').next().unwrap_or(authority);
    server.split(':').next().unwrap_or(server)
}

/// The organization or site in a portal address: `…/org/{id}/…` and `…/site/{id}/…` in its API, `/o/{id}` and `/s/{id}` in its pages.
pub(super) fn place(url: &str) -> Option<Place> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let id = segments.peek().copied().unwrap_or_default();
        let place = match segment {
            "o" | "org" | "orgs" => OrganizationId::parse(id).map(Place::Organization),
            "s" | "site" => SiteId::parse(id).map(Place::Site),
            _ => None,
        };
        if place.is_some() {
            return place;
        }
    }
    None
}
