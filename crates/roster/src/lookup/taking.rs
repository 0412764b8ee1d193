//! Processing the answers of a look-up, and its failures.

use super::stage::{Answer, Asks, Stage};
use super::{Lookup, LookupError, What, can_be_address, facts};
use rollcall_model::address;

use crate::Place;
use rollcall_atlassian::call::directory::User;
use rollcall_atlassian::call::organization::{Domain, ManagedAccount};
use rollcall_atlassian::{Failure, Kind, Page, Refusal};

impl Lookup {
    pub(super) fn take(&mut self, stage: Stage, answer: Answer) {
        match answer {
            Answer::Domains(page) => self.take_domains(stage, page),
            Answer::Accounts(page) => self.take_list(stage, page),
            Answer::Users(page) => self.take_users(stage, page),
            Answer::Places(page) => self.take_places(stage, page),
        }
    }

    fn take_domains(&mut self, mut stage: Stage, page: Page<Domain>) {
        let turned = stage.go_on(&page, page.items.len());
        for domain in page.items {
            match facts::is_claimed(domain.status.as_ref()) {
                Some(claimed) => self.knowledge.domains.push((domain.name, claimed)),
                None => self.domains_unclear = true,
            }
        }
        match turned {
            Ok(true) => self.stage = Some(stage),
            Ok(false) => self.knowledge.domains_complete = !self.domains_unclear,
            Err(endless) => self.errors.push(LookupError::Endless {
                what: What::Domains,
                endless,
            }),
        }
    }

    /// Processes a page of the list. Whether to read the next page is decided after each one, because all wanted accounts may have been
    /// found by then.
    fn take_list(&mut self, mut stage: Stage, page: Page<ManagedAccount>) {
        self.list.pages += 1;
        self.list.total = page.total.or(self.list.total);
        // An account that comes twice is one account: another one may be missing in its place.
        let ids = page.items.iter().map(|account| account.id.clone());
        let new = ids.filter(|id| self.list.listed.insert(id.clone())).count();
        let turned = stage.go_on(&page, new);
        for said in page.items.into_iter().map(facts::of_managed_account) {
            let address = said.email.as_deref().map(address::key);
            if let Some(address) =
                address.filter(|address| self.ids.contains(&said.id) && can_be_address(address))
            {
                self.list.located.insert(said.id.clone(), address);
            }
            self.list.accounts.push(said);
        }
        match turned {
            Ok(true) if self.list_pays() => self.stage = Some(stage),
            Ok(more) => self.list.whole = !more,
            Err(endless) => self.errors.push(LookupError::Endless {
                what: What::ManagedAccounts,
                endless,
            }),
        }
        self.list.closed = self.stage.is_none();
    }

    fn take_places(&mut self, mut stage: Stage, page: Page<Place>) {
        let turned = stage.go_on(&page, page.items.len());
        if let Asks::Places { places, .. } = &mut stage.asks {
            places.extend(page.items);
        }
        match turned {
            Ok(true) => self.stage = Some(stage),
            Ok(false) => {
                if let Asks::Places { list, places, .. } = stage.asks {
                    self.knowledge.places.push((list.kind(), places));
                }
            }
            Err(endless) => self.errors.push(LookupError::Endless {
                what: stage.what(),
                endless,
            }),
        }
    }

    fn take_users(&mut self, mut stage: Stage, page: Page<User>) {
        let turned = stage.go_on(&page, page.items.len());
        for user in page.items {
            if let Asks::Addresses { found, .. } = &mut stage.asks {
                match user.email.as_deref().filter(|email| !email.trim().is_empty()) {
                    Some(email) => {
                        found.addresses.insert(address::key(email));
                    }
                    None => found.without = true,
                }
            }
            self.ids.remove(&user.id);
            self.list.located.remove(&user.id);
            if self.seen.insert(user.id.clone()) {
                self.knowledge
                    .accounts
                    .push(facts::of_user(user, self.with_profiles));
            }
        }
        match turned {
            Ok(true) => self.stage = Some(stage),
            Ok(false) => self.tell_absent(stage.asks),
            Err(endless) => self.errors.push(LookupError::Endless {
                what: stage.what(),
                endless,
            }),
        }
    }

    /// Marks as absent everything that was requested and is on none of the pages.
    fn tell_absent(&mut self, asks: Asks) {
        match asks {
            Asks::Addresses { asked, found, .. } if !found.without => {
                let absent = asked
                    .into_iter()
                    .filter(|address| !found.addresses.contains(address));
                self.knowledge.absent_addresses.extend(absent);
            }
            Asks::Ids { asked, .. } => {
                let absent = asked.into_iter().filter(|id| !self.seen.contains(id));
                self.knowledge.absent_ids.extend(absent);
            }
            Asks::Administrators(_)
            | Asks::Addresses { .. }
            | Asks::Domains(_)
            | Asks::List(_)
            | Asks::Places { .. } => {}
        }
    }

    /// Records a failure, and drops the calls that would fail for the same reason. If Atlassian rejects one of many addresses, the call is
    /// split in half, because the other addresses are valid.
    pub(super) fn fail(&mut self, stage: Stage, failure: Failure) {
        let this_call = matches!(
            failure.kind,
            Kind::Refused(Refusal::BadRequest | Refusal::Constraint { .. })
        );
        let all_calls = failure.kind == Kind::WrongKey;
        let what = stage.what();
        let (mut addresses, mut ids) = (0, 0);
        match stage.asks {
            Asks::Addresses { asked, .. } if this_call && asked.len() > 1 && self.halvings > 0 => {
                self.halvings -= 1;
                let (one, other) = asked.split_at(asked.len() / 2);
                self.groups.push_front(other.to_vec());
                self.groups.push_front(one.to_vec());
                return;
            }
            Asks::Addresses { asked, .. } => addresses = asked.len(),
            Asks::Ids { asked, .. } => ids = asked.len(),
            Asks::List(_) => self.list.closed = true,
            Asks::Administrators(_) | Asks::Domains(_) | Asks::Places { .. } => {}
        }
        let searching = matches!(what, What::Addresses | What::Ids);
        if all_calls || (searching && !this_call) {
            addresses += self.groups.iter().map(Vec::len).sum::<usize>();
            ids += self.ids.len();
            self.search_nothing_more();
        }
        if all_calls {
            self.ask_nothing_more();
        }
        self.errors.push(LookupError::Failed {
            what,
            addresses,
            ids,
            failure,
        });
    }
}
