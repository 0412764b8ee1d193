//! Filters: what Atlassian can restrict a listing to, and how the administrator's input is parsed.

mod events;
mod users;

use std::collections::BTreeMap;

use rollcall_atlassian::call::directory::{OutOfLimits, UserFilter};
use rollcall_atlassian::call::event::EventFilter;
use rollcall_atlassian::call::policy::PolicyKind;
use rollcall_atlassian::{OrganizationId, SiteId};

pub(super) use events::{OF_EVENTS, OF_THE_STREAM};
pub(super) use users::OF_USERS;

/// A question to Atlassian: the organization or subject, the filters, and the call to use.
#[derive(Clone, Debug)]
pub struct Question {
    pub(super) organization: OrganizationId,
    pub(super) users: UserFilter,
    pub(super) events: EventFilter,
    pub(super) policies: Option<PolicyKind>,
    pub(super) way: Way,
    /// One of the organization's sites; `None` for the whole organization.
    pub(super) site: Option<SiteId>,
    /// The current account or group; empty if the question is about the whole organization.
    pub(super) subject: super::Subject,
    /// Display names of ids in the answers, if they were requested first.
    pub(super) names: BTreeMap<String, String>,
}

/// The generation of Atlassian's API to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// The current one.
    #[default]
    Today,
    /// The user list that the search has replaced.
    List,
    /// The first generation, which does not support most filters.
    First,
}

/// The parsed filters.
#[derive(Debug, Default)]
struct Wanted {
    users: UserFilter,
    events: EventFilter,
    policies: Option<PolicyKind>,
    way: Way,
    site: Option<SiteId>,
}

/// A filter, or a choice of another call.
#[derive(Debug)]
pub struct Filter {
    /// Stable key.
    pub key: &'static str,
    /// Title, as shown.
    pub title: &'static str,
    /// What to enter; empty if there are choices.
    pub hint: &'static str,
    /// Value and title of each choice; empty if the filter is free text.
    pub choices: &'static [(&'static str, &'static str)],
    /// Title of the option that selects none of them.
    pub none: &'static str,
    /// Parses the input and stores it in the filter. The error is the part that is not valid.
    put: fn(&mut Wanted, &str) -> Result<(), String>,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The input of a filter is not valid.
    #[error("“{text}” cannot stand in the filter “{title}”.")]
    Unreadable {
        /// Title of the filter.
        title: &'static str,
        /// The part that is not valid.
        text: String,
    },
    /// The chosen call does not support this filter.
    #[error("The first generation of the API cannot be narrowed by “{0}”.")]
    NotInWay(&'static str),
    /// More values than Atlassian accepts.
    #[error(transparent)]
    TooMany(#[from] OutOfLimits),
}

impl Question {
    /// Builds a question from the input of these filters, by key. Empty inputs and keys that are not in `filters` are ignored.
    ///
    /// # Errors
    /// [`FilterError`] if an input is not valid, or has more values than Atlassian accepts.
    pub fn new(
        organization: OrganizationId,
        filters: &[Filter],
        asked: &BTreeMap<String, String>,
    ) -> Result<Self, FilterError> {
        let mut wanted = Wanted::default();
        let mut narrows = None;
        for filter in filters {
            let written = asked.get(filter.key).map_or("", |text| text.trim());
            if !written.is_empty() {
                (filter.put)(&mut wanted, written).map_err(|text| FilterError::Unreadable {
                    title: filter.title,
                    text,
                })?;
                if filter.key != WAY {
                    narrows = narrows.or(Some(filter.title));
                }
            }
        }
        wanted.users.check()?;
        if let (Way::First, Some(title)) = (wanted.way, narrows) {
            return Err(FilterError::NotInWay(title));
        }
        Ok(Self {
            organization,
            users: wanted.users,
            events: wanted.events,
            policies: wanted.policies,
            way: wanted.way,
            site: wanted.site,
            subject: Vec::new(),
            names: BTreeMap::new(),
        })
    }
}

/// Title of the option that does not filter.
const ALL: &str = "All";

/// Key of the filter that chooses the call.
pub const WAY: &str = "way";

const TODAY: &str = "Today's";

/// The only choice for groups is the call; they have no filters.
pub(super) static OF_GROUPS: &[Filter] = &[Filter {
    key: WAY,
    title: "Generation of the API",
    hint: "The first one ended on 2026-06-30. Choose it where your organization still has it.",
    choices: &[("first", "The first (v1)")],
    none: TODAY,
    put: put_way,
}];

/// Policies can be filtered by type.
pub(super) static OF_POLICIES: &[Filter] = &[Filter {
    key: "kind",
    title: "About",
    hint: "",
    choices: &[
        ("ip-allowlist", "From which addresses apps may be used"),
        ("data-residency", "Where data is kept"),
        ("data-security", "What may be done with data"),
    ],
    none: ALL,
    put: |wanted, text| {
        wanted.policies = Some(text.to_owned().into());
        Ok(())
    },
}];

fn put_way(wanted: &mut Wanted, text: &str) -> Result<(), String> {
    wanted.way = match text {
        "list" => Way::List,
        "first" => Way::First,
        other => return Err(other.to_owned()),
    };
    Ok(())
}

/// Key of the filter for the site in the admin portal.
pub const SITE: &str = "site";

/// The admin portal can list the users of a single site.
pub(super) static OF_PORTAL: &[Filter] = &[Filter {
    key: SITE,
    title: "Site id",
    hint: "The id of one site (its cloud id): only the users of that site are listed. Empty for the whole organization.",
    choices: &[],
    none: "",
    put: |wanted, text| {
        wanted.site = Some(SiteId::parse(text).ok_or(text)?);
        Ok(())
    },
}];

/// The distinct parts of a text, separated by commas, semicolons or white space.
fn each<T: PartialEq>(text: &str, read: fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    let mut all = Vec::new();
    for part in text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()) {
        if part.is_empty() {
            continue;
        }
        let value = read(part).ok_or_else(|| part.to_owned())?;
        if !all.contains(&value) {
            all.push(value);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(key: &str, text: &str) -> Result<Question, FilterError> {
        let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
        Question::new(
            organization,
            OF_USERS,
            &[(key.to_owned(), text.to_owned())].into(),
        )
    }

    #[test]
    fn what_is_written_becomes_the_filter() {
        let question = ask("domains", " example.com, example.org;example.com ").unwrap();
        assert_eq!(question.users.email_domains, ["example.com", "example.org"]);
        assert_eq!(ask("domains", "  ").unwrap().users, UserFilter::default());
        assert_eq!(ask("two-step", "off").unwrap().users.two_step, Some(false));
    }

    #[test]
    fn the_first_generation_is_not_narrowed() {
        let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
        let asked = [("way", "first"), ("role", "atlassian/user")];
        let asked = asked.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let error = Question::new(organization, OF_USERS, &asked).unwrap_err();
        insta::assert_snapshot!(error, @"The first generation of the API cannot be narrowed by “Role”.");
        assert_eq!(ask("way", "first").unwrap().way, Way::First);
        assert_eq!(ask("way", "").unwrap().way, Way::Today);
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        insta::assert_snapshot!(ask("domains", "ada@example.com").unwrap_err(), @"“ada@example.com” cannot stand in the filter “Domains”.");
        let organization = OrganizationId::parse("6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e").unwrap();
        let asked = [(SITE.to_owned(), "example".to_owned())].into();
        let error = Question::new(organization, OF_PORTAL, &asked).unwrap_err();
        insta::assert_snapshot!(error, @"“example” cannot stand in the filter “Site id”.");
        insta::assert_snapshot!(ask("groups", "a/b").unwrap_err(), @"“a/b” cannot stand in the filter “Group ids”.");
        let eleven: Vec<String> = (0..11).map(|n| format!("id{n}")).collect();
        insta::assert_snapshot!(ask("accounts", &eleven.join(",")).unwrap_err(), @"Atlassian takes 1 to 10 account ids in one call, not 11.");
    }
}
