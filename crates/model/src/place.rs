//! Kinds of places in an organization.

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A directory of people and groups.
    Directory,
    /// A group of a directory.
    Group,
    /// A role, of those that Atlassian defines: every organization has the same.
    Role,
    /// An app on a site.
    Workspace,
}

impl PlaceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Directory, Self::Group, Self::Role, Self::Workspace];

    /// As a sentence has it: "directory".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Group => "group",
            Self::Role => "role",
            Self::Workspace => "workspace",
        }
    }

    /// The same for several: "directories".
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Directory => "directories",
            Self::Group => "groups",
            Self::Role => "roles",
            Self::Workspace => "workspaces",
        }
    }
}
