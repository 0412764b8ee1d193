//! What has to be looked up for the open file.

use rollcall_atlassian::AccountId;

use super::Workbench;
use crate::check::owns_tokens;
use crate::roster::deep::Depth;
use crate::roster::lookup::{PlaceList, Wanted};
use crate::roster::{PlaceKind, Presence};
use rollcall_model::Field;
use rollcall_model::hash;

/// Maximum number of rows of a file that is looked up without a request from the user.
const USUAL_ROWS: u32 = 2_000;

impl Workbench {
    /// Whether the open file is looked up without a request from the user: its mapping has no problems, and it has at most 2,000
    /// rows.
    pub fn is_looked_up_at_once(&self) -> bool {
        let rows = self.review().map(|review| review.counts().rows);
        rows.is_some_and(|rows| rows <= USUAL_ROWS)
    }

    /// The lookups that the file needs: its accounts, the current owners of the desired addresses, the claimed domains, and the
    /// lists of places. Everything if `all`, else only what no source has answered yet.
    pub fn wanted(&self, all: bool) -> Wanted {
        let parts = self.action.row.fields;
        let with_groups = parts.contains(&Field::Group);
        let with_profiles = parts.iter().any(|part| part.is_field());
        let is_open = |presence: Presence<'_>| match presence {
            Presence::Unknown => true,
            Presence::Here(account) => {
                all || (with_groups && account.groups.value().is_none())
                    || (with_profiles && account.profile.value().is_none())
            }
            Presence::Absent => all,
        };
        let mut wanted = Wanted {
            domains: all || !self.roster.domains_are_complete(),
            places: self.wanted_places(all),
            groups: with_groups,
            profiles: with_profiles,
            administrators: parts.contains(&Field::Role),
            ..Wanted::default()
        };
        let Some(changes) = self.changes() else {
            return wanted;
        };
        for change in changes.iter() {
            if let Some(id) = AccountId::parse(change.account_id)
                && is_open(self.roster.by_id(&id))
            {
                wanted.ids.push(id);
            }
            let wanted_address = if self.action.row.is_address() {
                change.wanted
            } else {
                ""
            };
            for address in [change.address_in_file, wanted_address] {
                if !address.is_empty() && is_open(self.roster.by_address(address)) {
                    wanted.addresses.push(address.to_owned());
                }
            }
        }
        wanted
    }

    /// The lists of the kinds of places that the file's rows name.
    fn wanted_places(&self, all: bool) -> Vec<PlaceList> {
        let named = self.action.row.fields.iter().filter_map(|part| part.place());
        // The number of directories matters to every action that happens in one.
        let kinds = named.chain(self.action.row.has_places().then_some(PlaceKind::Directory));
        let mut lists: Vec<PlaceList> = kinds
            .filter(|&kind| all || self.roster.places().all(kind).is_none())
            .filter_map(PlaceList::of)
            .collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// The facts that the chosen action needs and that take a lookup of each single account.
    pub fn depth(&self) -> Depth {
        let minds_tokens = |code: &str| code == owns_tokens::CHECK.code;
        Depth {
            permissions: self.action.review.privilege.is_some(),
            tokens: self.action.row.has(Field::Token)
                || self
                    .action
                    .review
                    .checks
                    .iter()
                    .any(|check| minds_tokens(check.code)),
        }
    }

    /// The managed accounts of the file for which a fact of [`Workbench::depth`] is unknown, without duplicates. Accounts whose
    /// management is unknown are included.
    pub fn to_ask_deeply(&self) -> Vec<AccountId> {
        let depth = self.depth();
        let Some(changes) = self.changes() else {
            return Vec::new();
        };
        let mut accounts: Vec<AccountId> = changes
            .iter()
            .filter_map(|change| {
                let presence = match AccountId::parse(change.account_id) {
                    Some(id) => self.roster.by_id(&id),
                    None => self.roster.by_address(change.address_in_file),
                };
                let Presence::Here(account) = presence else {
                    return None;
                };
                let is_open = (depth.permissions && account.refusals.value().is_none())
                    || (depth.tokens && account.tokens.value().is_none());
                // Atlassian answers these lookups only for managed accounts.
                let is_managed = account.managed.said() != Some(false);
                (is_open && is_managed).then(|| account.id.clone())
            })
            .collect();
        let mut seen = hash::Set::default();
        accounts.retain(|account| seen.insert(account.clone()));
        accounts
    }
}
