//! What was asked for already, so that nothing is asked for again and again.

use std::collections::BTreeSet;

use rollcall_atlassian::AccountId;
use rollcall_core::hash;
use rollcall_core::roster::lookup::{PlaceList, Wanted};
use rollcall_core::workbench::Workbench;

/// What was asked for at Atlassian already. What is still unknown then (an address that Atlassian does not take, a call that
/// failed) is not asked for again and again: the checks say that it is unknown.
#[derive(Default)]
pub(super) struct Asked {
    ids: hash::Set<AccountId>,
    addresses: hash::Set<String>,
    domains: bool,
    places: BTreeSet<PlaceList>,
    /// Whether the groups, or the profiles, of those accounts were asked for.
    groups: bool,
    profiles: bool,
    administrators: bool,
    /// Whether something was left at this revision of the workbench: working it out looks at every row.
    left: Option<(u32, bool)>,
    /// Whether a run began: what was known before it may be so no more, of whichever file, and the rest here is from after it.
    pub(super) is_stale: bool,
}

impl Asked {
    pub(super) fn note(&mut self, wanted: Wanted) {
        self.ids.extend(wanted.ids);
        self.addresses.extend(wanted.addresses);
        self.domains |= wanted.domains;
        self.places.extend(wanted.places);
        self.groups = wanted.groups;
        self.profiles = wanted.profiles;
        self.administrators |= wanted.administrators;
        self.left = None;
    }

    /// A run begins: what is known now is from before it.
    pub(super) fn a_run_begins(&mut self) {
        *self = Self {
            is_stale: true,
            ..Self::default()
        };
    }

    pub(super) fn leaves_something(&mut self, workbench: &Workbench) -> bool {
        if let Some((revision, left)) = self.left
            && revision == workbench.revision()
        {
            return left;
        }
        let wanted = workbench.wanted(self.is_stale);
        let wants_more = (wanted.groups && !self.groups) || (wanted.profiles && !self.profiles);
        let left = (wanted.domains && !self.domains)
            || (wanted.administrators && !self.administrators)
            || wanted.places.iter().any(|list| !self.places.contains(list))
            || (wants_more && !(wanted.ids.is_empty() && wanted.addresses.is_empty()))
            || wanted.ids.iter().any(|id| !self.ids.contains(id))
            || wanted
                .addresses
                .iter()
                .any(|address| !self.addresses.contains(address));
        self.left = Some((workbench.revision(), left));
        left
    }
}
