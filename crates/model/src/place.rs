//! Kinds of places in an organization.

/// The kind of a place.
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
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Directory, Self::Group, Self::Role, Self::Workspace];

    /// The noun as used in a sentence: "directory".
    pub const fn title(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Group => "group",
            Self::Role => "role",
            Self::Workspace => "workspace",
        }
    }

    /// The plural: "directories".
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Directory => "directories",
            Self::Group => "groups",
            Self::Role => "roles",
            Self::Workspace => "workspaces",
        }
    }
}
