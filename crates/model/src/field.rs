//! The fields that columns of a change file can hold.

use crate::name::same_name;
use crate::place::PlaceKind;

/// A field that a column of the change file can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The account's id.
    AccountId,
    /// The account's current address, according to the file.
    CurrentAddress,
    /// The desired address.
    NewAddress,
    /// The organization that the row refers to.
    Organization,
    /// The message to the person.
    Message,
    /// In which directory it happens.
    Directory,
    /// Which group.
    Group,
    /// Which groups.
    Groups,
    /// Which role.
    Role,
    /// On which workspace.
    Workspace,
    /// The person's name.
    Name,
    /// What the person is called in mentions.
    Nickname,
    /// The job title.
    JobTitle,
    /// The department.
    Department,
    /// The person's organization, as the profile says.
    Company,
    /// Where the person is.
    Location,
    /// The time zone.
    TimeZone,
    /// Language and country.
    Locale,
    /// Which authentication policy.
    Policy,
    /// Which API token.
    Token,
    /// What a run left that the row takes back.
    Left,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 21] = [
        Self::AccountId,
        Self::CurrentAddress,
        Self::NewAddress,
        Self::Organization,
        Self::Message,
        Self::Directory,
        Self::Group,
        Self::Groups,
        Self::Role,
        Self::Workspace,
        Self::Name,
        Self::Nickname,
        Self::JobTitle,
        Self::Department,
        Self::Company,
        Self::Location,
        Self::TimeZone,
        Self::Locale,
        Self::Policy,
        Self::Token,
        Self::Left,
    ];

    /// Stable key: for messages, storage and tests.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AccountId => "account-id",
            Self::CurrentAddress => "current-address",
            Self::NewAddress => "new-address",
            Self::Organization => "organization-id",
            Self::Message => "message",
            Self::Directory => "directory",
            Self::Group => "group",
            Self::Groups => "groups",
            Self::Role => "role",
            Self::Workspace => "workspace",
            Self::Name => "name",
            Self::Nickname => "nickname",
            Self::JobTitle => "job-title",
            Self::Department => "department",
            Self::Company => "company",
            Self::Location => "location",
            Self::TimeZone => "time-zone",
            Self::Locale => "locale",
            Self::Policy => "policy",
            Self::Token => "token",
            Self::Left => "left-by-run",
        }
    }

    /// Whether it says neither who is meant nor what is wanted, but something that the call needs besides.
    pub fn is_detail(self) -> bool {
        matches!(self, Self::Message | Self::Policy | Self::Token | Self::Left)
            || self.place().is_some()
            || self.is_field()
    }

    /// Whether it is a field of a profile.
    pub const fn is_field(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Nickname
                | Self::JobTitle
                | Self::Department
                | Self::Company
                | Self::Location
                | Self::TimeZone
                | Self::Locale
        )
    }

    /// The kind of place that it names.
    pub fn place(self) -> Option<PlaceKind> {
        match self {
            Self::Directory => Some(PlaceKind::Directory),
            Self::Group | Self::Groups => Some(PlaceKind::Group),
            Self::Role => Some(PlaceKind::Role),
            Self::Workspace => Some(PlaceKind::Workspace),
            Self::AccountId
            | Self::CurrentAddress
            | Self::NewAddress
            | Self::Organization
            | Self::Message
            | Self::Name
            | Self::Nickname
            | Self::JobTitle
            | Self::Department
            | Self::Company
            | Self::Location
            | Self::TimeZone
            | Self::Locale
            | Self::Policy
            | Self::Token
            | Self::Left => None,
        }
    }

    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }

    /// Label for display.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AccountId => "Account id",
            Self::CurrentAddress => "Current address",
            Self::NewAddress => "New address",
            Self::Organization => "Organization id",
            Self::Message => "Message",
            Self::Directory => "Directory",
            Self::Group => "Group",
            Self::Groups => "Groups",
            Self::Role => "Role",
            Self::Workspace => "Workspace",
            Self::Name => "Name",
            Self::Nickname => "Nickname",
            Self::JobTitle => "Job title",
            Self::Department => "Department",
            Self::Company => "Organization in the profile",
            Self::Location => "Location",
            Self::TimeZone => "Time zone",
            Self::Locale => "Language",
            Self::Policy => "Policy",
            Self::Token => "API token",
            Self::Left => "Left by the run",
        }
    }

    /// What the field is for, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::AccountId => "Atlassian's id of the account, as exports and the API write it.",
            Self::CurrentAddress => {
                "The address that the account has now; it finds the account where there is no id, and is compared \
                 with the live one."
            }
            Self::NewAddress => "The address that the account is to get.",
            Self::Organization => {
                "The organization that the row speaks of, to be compared with the connected one."
            }
            Self::Message => {
                "What Atlassian tells the person; without one it uses words of its own. It cannot be read back."
            }
            Self::Directory => {
                "The directory, by its name or id. Not needed where the organization has one directory."
            }
            Self::Group => "The group, by its name or id.",
            Self::Groups => "The groups' names or ids, with semicolons between them.",
            Self::Role => "The role: User, App admin, Guest, or as Atlassian writes it, atlassian/user.",
            Self::Workspace => {
                "The app on its site: its name and address, “Jira on acme.atlassian.net”, or its id."
            }
            Self::Name => "The person's name. An empty cell leaves it as it is, as with every field.",
            Self::Nickname => "What the person is called in mentions.",
            Self::JobTitle => "The job title.",
            Self::Department => "The department.",
            Self::Company => "The organization that the profile names.",
            Self::Location => "Where the person is.",
            Self::TimeZone => "The time zone: Europe/Berlin.",
            Self::Locale => "Language and country: en-US.",
            Self::Token => "The id of the API token; “all”, or nothing, for all tokens of the account.",
            Self::Policy => "The id of the authentication policy, from the address of its page.",
            Self::Left => {
                "What the run left that this row undoes: it goes only where that is still so. Undo files have it."
            }
        }
    }

    /// Headers that mean this part. Case, spaces, underscores and hyphens do not count, so `account_id` stands for
    /// `accountId` and `Account ID` too. A header that says just "e-mail" is among those of the current address; when it
    /// means the new one, the guess of the mapping knows.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            // The users export says "User id", the managed accounts export "Atlassian ID", the scripts `account_id`.
            Self::AccountId => &[
                "account id",
                "user id",
                "atlassian id",
                "atlassian account id",
                "aaid",
            ],
            Self::CurrentAddress => &[
                "email",
                "email address",
                "mail",
                "current email",
                "current email address",
                "current address",
                "email current",
                "old email",
                "old email address",
                "old address",
                "email old",
            ],
            // `email - new` and `Email new` are columns that people add to the exports.
            Self::NewAddress => &[
                "new email",
                "new email address",
                "new address",
                "new primary email",
                "email new",
                "target email",
                "target email address",
            ],
            Self::Organization => &["org id", "organization id", "organisation id"],
            Self::Message => &["message", "deactivation message", "notification text"],
            Self::Directory => &["directory", "directory id", "directory name"],
            Self::Group => &["group", "group id", "group name"],
            Self::Groups => &["groups", "group ids", "group names", "additional groups"],
            Self::Role => &["role", "role id"],
            Self::Workspace => &["workspace", "workspace id", "resource", "resource id"],
            Self::Name => &["name", "full name", "display name", "new name"],
            Self::Nickname => &["nickname", "public name"],
            Self::JobTitle => &["job title", "title"],
            Self::Department => &["department"],
            Self::Company => &["company", "organization", "organisation"],
            Self::Location => &["location", "based in"],
            Self::TimeZone => &["time zone", "zone info"],
            Self::Locale => &["locale", "language"],
            Self::Token => &["token", "token id", "api token", "api token id"],
            Self::Left => &["left by run"],
            Self::Policy => &["policy", "policy id", "authentication policy", "auth policy"],
        }
    }

    /// The field that a header of this name means on its own.
    pub fn from_alias(header: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|part| part.aliases().iter().any(|alias| same_name(alias, header)))
    }
}

/// The separator between the groups in a cell that can hold several.
pub const BETWEEN_GROUPS: char = ';';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back() {
        for part in Field::ALL {
            assert_eq!(Field::from_key(part.key()), Some(part));
        }
        assert_eq!(Field::from_key("e-mail"), None);
    }

    #[test]
    fn spelling_does_not_count() {
        for (header, part) in [
            ("accountId", Field::AccountId),
            ("\u{FEFF}account_id", Field::AccountId),
            (" Atlassian ID ", Field::AccountId),
            ("User id", Field::AccountId),
            ("E-mail", Field::CurrentAddress),
            ("emailAddress", Field::CurrentAddress),
            ("OLD_EMAIL", Field::CurrentAddress),
            ("email - new", Field::NewAddress),
            ("Email new", Field::NewAddress),
            ("NewEmail", Field::NewAddress),
            ("orgId", Field::Organization),
        ] {
            assert_eq!(Field::from_alias(header), Some(part), "{header}");
        }
        assert_eq!(Field::from_alias("User name"), None);
        assert_eq!(Field::from_alias(""), None);
    }

    #[test]
    fn no_alias_means_two_parts() {
        for part in Field::ALL {
            for alias in part.aliases() {
                assert_eq!(Field::from_alias(alias), Some(part), "{alias}");
            }
        }
    }
}
