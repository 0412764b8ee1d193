//! One row of the table of endpoints: method, path, what it is asked with, and what its answers are about.

mod kind;

use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{
    AccountId, ApiTokenId, DirectoryId, DomainId, EventId, GroupId, OrganizationId, PolicyId, SiteId, TaskId,
};

pub use kind::{COOKIE, Generation, Host, KeyKind, ResourceKind};

pub use crate::table::{ENDPOINTS, Route, find};

/// One method on one path.
#[derive(Debug)]
pub struct Endpoint {
    /// Stable name: `set-email`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// Path with parameters in braces: `/users/{account}/manage/email`.
    pub path: &'static str,
    /// Query parameters that may be there.
    pub query: &'static [&'static str],
    /// The credential that it takes.
    pub key: KeyKind,
    /// The statuses of a success.
    pub success: &'static [u16],
    /// Whether Atlassian's documents still have it.
    pub generation: Generation,
    /// Whom or what its refusals are about.
    pub resource: ResourceKind,
}

/// The values of a path's parameters, percent-decoded, in the order of the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, String)>);

impl Params {
    /// The value of the parameter `name`, such as `account`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(at, _)| *at == name).map(|(_, value)| value)
    }

    /// All names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// Whether a decoded text may stand for the parameter of that name. An unknown parameter has no values.
pub fn is_value(parameter: &str, text: &str) -> bool {
    match parameter {
        "account" => AccountId::parse(text).is_some(),
        "directory" => DirectoryId::parse(text).is_some(),
        "domain" => DomainId::parse(text).is_some(),
        "event" => EventId::parse(text).is_some(),
        "group" => GroupId::parse(text).is_some(),
        "organization" => OrganizationId::parse(text).is_some(),
        "policy" => PolicyId::parse(text).is_some(),
        "site" => SiteId::parse(text).is_some(),
        "task" => TaskId::parse(text).is_some(),
        "token" => ApiTokenId::parse(text).is_some(),
        _ => false,
    }
}

/// Whether a query parameter may stand more than once. Lists are written in this way where a document says nothing else
/// (`OpenAPI`: style form, exploded).
pub fn may_repeat(parameter: &str) -> bool {
    parameter == "privileges" || REPEATED.contains(&parameter)
}

/// The lists by which users and groups are filtered.
const REPEATED: [&str; 9] = [
    "accountIds",
    "accountStatus",
    "directoryIds",
    "emailDomains",
    "groupIds",
    "membershipStatus",
    "resourceIds",
    "roleIds",
    "status",
];

impl Endpoint {
    /// The server that it is at: keys are for the APIs, and sessions for the portal alone.
    pub fn host(&self) -> Host {
        match self.key {
            KeyKind::Any | KeyKind::Unscoped => Host::Api,
            KeyKind::Session => Host::Portal,
        }
    }

    /// The parameters' values if this is the endpoint for the method and the path, which is percent-encoded and without a
    /// query.
    pub fn matches(&self, method: &Method, path: &str) -> Option<Params> {
        if self.method == *method {
            self.params(path)
        } else {
            None
        }
    }

    /// The path with `values` for its parameters, in their order and percent-encoded. Too few values leave parameters as
    /// they are.
    pub(crate) fn path_with(&self, values: &[&str]) -> String {
        let mut values = values.iter();
        let mut path = String::new();
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            match parameter(segment).and_then(|_| values.next()) {
                Some(value) => path.push_str(&encode(value)),
                None => path.push_str(segment),
            }
        }
        path
    }

    pub(crate) fn params(&self, path: &str) -> Option<Params> {
        let mut params = Vec::new();
        let mut segments = path.split('/');
        for template in self.path.split('/') {
            let segment = segments.next()?;
            match parameter(template) {
                Some(name) => params.push((name, decode(segment)?)),
                None if template == segment => {}
                None => return None,
            }
        }
        segments.next().is_none().then_some(Params(params))
    }
}

/// `{account}` is the parameter `account`.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// What `encodeURIComponent` leaves as it is (ECMA-262, 19.2.6.4).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A value for a path segment or a query parameter.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, UNRESERVED).to_string()
}

/// The text of one path segment. `None` for a segment that another server might read as a different path: an empty or dot
/// segment, an encoded slash, double encoding.
fn decode(segment: &str) -> Option<String> {
    let visible = segment
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'\\'));
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    let plain = !matches!(&*text, "" | "." | "..")
        && !text.contains(|c: char| matches!(c, '/' | '\\' | '%') || c.is_control());
    (visible && plain).then(|| text.into_owned())
}
