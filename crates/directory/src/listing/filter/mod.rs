//! By what Atlassian can be asked for less than all: filters, and what an administrator writes in them.

mod events;
mod users;

use std::collections::BTreeMap;

use rollcall_atlassian::call::directory::{OutOfLimits, UserFilter};
use rollcall_atlassian::call::event::EventFilter;
use rollcall_atlassian::call::policy::PolicyKind;
use rollcall_atlassian::{OrganizationId, SiteId};

pub(super) use events::{OF_EVENTS, OF_THE_STREAM};
pub(super) use users::OF_USERS;

/// What is asked for: whose things, which of them, and by which call.
#[derive(Clone, Debug)]
pub struct Question {
    pub(super) organization: OrganizationId,
    pub(super) users: UserFilter,
    pub(super) events: EventFilter,
    pub(super) policies: Option<PolicyKind>,
    pub(super) way: Way,
    /// One of the organization's sites; all of it without one.
    pub(super) site: Option<SiteId>,
    /// Of whom or what it is asked just now; empty where it is about the whole organization.
    pub(super) subject: super::Subject,
    /// What ids in the answers mean in words, where that was asked first.
    pub(super) names: BTreeMap<String, String>,
}

/// By which generation of Atlassian's API it is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// Today's.
    #[default]
    Today,
    /// The list of users that the search has replaced.
    List,
    /// The first generation, which has no place for most filters.
    First,
}

/// What filters come to.
#[derive(Debug, Default)]
struct Wanted {
    users: UserFilter,
    events: EventFilter,
    policies: Option<PolicyKind>,
    way: Way,
    site: Option<SiteId>,
}

/// One way to ask for less, or by another call.
#[derive(Debug)]
pub struct Filter {
    /// Stable key.
    pub key: &'static str,
    /// As shown.
    pub title: &'static str,
    /// What to write in it; empty where there is a choice.
    pub hint: &'static str,
    /// Value and title of what can be chosen; empty where it is written.
    pub choices: &'static [(&'static str, &'static str)],
    /// Title of choosing none of them.
    pub none: &'static str,
    /// Puts what was written into the filter. The error is a part of it that cannot be meant.
    put: fn(&mut Wanted, &str) -> Result<(), String>,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// What was written cannot be meant.
    #[error("“{text}” cannot stand in the filter “{title}”.")]
    Unreadable {
        /// Title of the filter.
        title: &'static str,
        /// The part that cannot be meant.
        text: String,
    },
    /// The call that is to be asked has no place for it.
    #[error("The first generation of the API cannot be narrowed by “{0}”.")]
    NotInWay(&'static str),
    /// There is more in it than Atlassian takes.
    #[error(transparent)]
    TooMany(#[from] OutOfLimits),
}

impl Question {
    /// Asks for all that fits these filters: what was written, by key. One that is empty, or not among `filters`, is none.
    ///
    /// # Errors
    /// [`FilterError`] if something in them cannot be meant, or is more than Atlassian takes.
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

/// Title of no choice, where a choice narrows.
const ALL: &str = "All";

/// Key of the choice of the call.
pub const WAY: &str = "way";

const TODAY: &str = "Today's";

/// The groups are narrowed by nothing.
pub(super) static OF_GROUPS: &[Filter] = &[Filter {
    key: WAY,
    title: "Generation of the API",
    hint: "The first one ended on 2026-06-30. Choose it where your organization still has it.",
    choices: &[("first", "The first (v1)")],
    none: TODAY,
    put: put_way,
}];

/// Policies are narrowed by what they are about.
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

/// Key of the site that the admin portal is asked about.
pub const SITE: &str = "site";

/// The admin portal lists the users of one site as well.
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

/// The parts of a text, each once, separated by commas, semicolons or blanks.
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
