//! The proof that key and organization belong together: which call comes next, and what its answer means. It changes nothing at Atlassian.

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Privilege};
use rollcall_atlassian::call::organization::{
    AccountStatus, AccountType, GetManagedAccounts, GetOrganization, GetOrganizations, ManagedAccount,
    Organization,
};
use rollcall_atlassian::{AccountId, Body, Call, Cursor, Failure, OrganizationId, Page};

use super::{Limit, Trouble, failure};

/// Maximum number of accounts that the key is tried with.
const MOST_SAMPLES: usize = 5;

/// Maximum number of pages on which such accounts are looked for.
const MOST_PAGES: u32 = 3;

/// The domain of the addresses of service accounts, which cannot be changed.
const SERVICE_ACCOUNTS: &str = "@serviceaccount.atlassian.com";

/// A proof in progress.
///
/// The first call goes to the organization and returns its managed accounts. The second asks what the key may do with one of them:
/// the user management API refuses scoped keys and keys of another organization, so it detects both. The `manage` calls carry no
/// organization id, so nothing else would detect a mismatch. Where it refuses one account, another one is tried: the refusal may be about
/// the account. After that the result is decided, and one more call adds detail: the organization's name, or, if the key belongs to another
/// organization, which one.
///
/// Without a managed account to try, the organization itself proves that the key belongs to it, and [`Proof::limit`] says what is not
/// proved.
#[derive(Debug)]
pub struct Proof {
    organization: OrganizationId,
    stand: Stand,
    /// Accounts still to be tried, in reverse.
    samples: Vec<AccountId>,
    pages: u32,
    /// Whether every refusal so far says that the key may not do this.
    is_forbidden: bool,
    limit: Option<Limit>,
}

#[derive(Debug)]
enum Stand {
    Accounts(Option<Cursor>),
    Permissions(AccountId),
    /// There is no account to try.
    Organization,
    Name,
    /// Each account that was tried was refused, or else the organization itself was.
    Elsewhere(Trouble, Refused),
    Over(Option<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Accounts,
    Organization,
}

impl Proof {
    /// Starts a proof.
    pub fn new(organization: OrganizationId) -> Self {
        Self {
            organization,
            stand: Stand::Accounts(None),
            samples: Vec::new(),
            pages: 0,
            is_forbidden: true,
            limit: None,
        }
    }

    /// The request to send: a path as its URI, without host and key. `None` when the proof is complete.
    pub fn request(&self) -> Option<Request<Body>> {
        Some(match &self.stand {
            Stand::Accounts(cursor) => self.accounts(cursor.as_ref()).request(),
            Stand::Permissions(account) => permissions(account).request(),
            Stand::Organization | Stand::Name => self.name_of().request(),
            Stand::Elsewhere(..) => ELSEWHERE.request(),
            Stand::Over(_) => return None,
        })
    }

    /// Whether it has been decided that key and organization do, or do not, belong together. The remaining call only adds detail and may
    /// fail.
    pub fn is_decided(&self) -> bool {
        matches!(self.stand, Stand::Name | Stand::Elsewhere(..) | Stand::Over(_))
    }

    /// Takes the answer to [`Self::request`].
    ///
    /// # Errors
    /// Why key and organization do not belong together.
    pub fn answered(&mut self, response: &Response<Body>) -> Result<(), Trouble> {
        self.stand = match std::mem::replace(&mut self.stand, Stand::Over(None)) {
            Stand::Accounts(cursor) => match self.accounts(cursor.as_ref()).answer(response) {
                Ok(page) => self.choose(page),
                Err(refusal) => self.refused(refusal, Refused::Organization)?,
            },
            Stand::Permissions(account) => match permissions(&account).answer(response) {
                Ok(_) => Stand::Name,
                Err(refusal) => self.refused(refusal, Refused::Accounts)?,
            },
            Stand::Organization => match self.name_of().answer(response) {
                Ok(organization) => Stand::Over(organization.name),
                Err(refusal) => self.refused(refusal, Refused::Organization)?,
            },
            Stand::Name => {
                let name = self.name_of().answer(response).ok();
                Stand::Over(name.and_then(|organization| organization.name))
            }
            Stand::Elsewhere(trouble, refused) => {
                let known = ELSEWHERE.answer(response).map(|page| page.items);
                let known = known.unwrap_or_default();
                let own = known.iter().find(|one| one.id == self.organization);
                match own {
                    // The key belongs to it, and has no scopes: with them the list is empty. So the refusals are about the accounts.
                    Some(own) if refused == Refused::Accounts => {
                        self.limit = Some(Limit::AccountsRefused);
                        Stand::Over(own.name.clone())
                    }
                    Some(_) => return Err(trouble),
                    None => return Err(told(trouble, known)),
                }
            }
            over @ Stand::Over(_) => over,
        };
        Ok(())
    }

    /// Chooses the accounts to try.
    fn choose(&mut self, page: Page<ManagedAccount>) -> Stand {
        self.pages += 1;
        let is_empty = page.items.is_empty() && self.pages == 1;
        let is_whole = page.is_whole();
        let mut usable: Vec<ManagedAccount> = page.items.into_iter().filter(can_be_tried).collect();
        // A person's account in use is the surest one.
        usable.sort_by_key(|account| {
            let is_persons = account.kind == Some(AccountType::Atlassian);
            let is_active = account.status == Some(AccountStatus::Active);
            (!is_persons, !is_active)
        });
        self.samples = usable
            .into_iter()
            .take(MOST_SAMPLES)
            .map(|account| account.id)
            .collect();
        self.samples.reverse();
        match (self.samples.pop(), page.next) {
            (Some(account), _) => Stand::Permissions(account),
            (None, Some(next)) if self.pages < MOST_PAGES => Stand::Accounts(Some(next)),
            (None, _) => {
                self.limit = Some(if is_empty && is_whole {
                    Limit::NoManagedAccounts
                } else {
                    Limit::NoAccountToTry
                });
                Stand::Organization
            }
        }
    }

    /// What comes after a refusal.
    fn refused(&mut self, refusal: Failure, by: Refused) -> Result<Stand, Trouble> {
        let is_forbidden = refusal.status == 403;
        match failure(refusal, &self.organization) {
            trouble @ Trouble::WrongOrganization { .. } if by == Refused::Accounts => {
                self.is_forbidden &= is_forbidden;
                if let Some(next) = self.samples.pop() {
                    return Ok(Stand::Permissions(next));
                }
                if self.is_forbidden {
                    return Ok(Stand::Elsewhere(trouble, by));
                }
                // Atlassian does not know these accounts, or cannot tell about them: that says nothing about the key.
                self.limit = Some(Limit::AccountsRefused);
                Ok(Stand::Organization)
            }
            trouble @ Trouble::WrongOrganization { .. } => Ok(Stand::Elsewhere(trouble, by)),
            trouble => Err(trouble),
        }
    }

    /// Records that the call sent after the decision got no answer.
    ///
    /// # Errors
    /// The decision, if key and organization do not belong together.
    pub fn lost(&mut self) -> Result<(), Trouble> {
        match std::mem::replace(&mut self.stand, Stand::Over(None)) {
            Stand::Elsewhere(trouble, _) => Err(trouble),
            _ => Ok(()),
        }
    }

    /// The organization's name, or its id if the name could not be read: a missing name does not prevent the connection.
    pub fn name(&self) -> String {
        match &self.stand {
            Stand::Over(Some(name)) => name.clone(),
            _ => self.organization.to_string(),
        }
    }

    /// What was not proved, so that it is said before somebody relies on it.
    pub fn limit(&self) -> Option<Limit> {
        self.limit
    }

    fn accounts(&self, cursor: Option<&Cursor>) -> GetManagedAccounts {
        GetManagedAccounts {
            organization: self.organization.clone(),
            cursor: cursor.cloned(),
            limit: None,
        }
    }

    fn name_of(&self) -> GetOrganization {
        GetOrganization {
            organization: self.organization.clone(),
        }
    }
}

const ELSEWHERE: GetOrganizations = GetOrganizations { cursor: None };

fn permissions(account: &AccountId) -> GetPermissions {
    GetPermissions {
        account: account.clone(),
        privileges: vec![Privilege::EmailSet],
    }
}

/// Apps, customers of a portal and service accounts have rules of their own, so a refusal would say nothing about the key.
fn can_be_tried(account: &ManagedAccount) -> bool {
    let is_service = |email: &String| email.to_ascii_lowercase().ends_with(SERVICE_ACCOUNTS);
    !matches!(account.kind, Some(AccountType::App | AccountType::Customer))
        && account.status != Some(AccountStatus::Closed)
        && !account.id.is_portal_customer()
        && !account.email.as_ref().is_some_and(is_service)
}

/// Adds the organizations that the key belongs to.
fn told(trouble: Trouble, known: Vec<Organization>) -> Trouble {
    match trouble {
        Trouble::WrongOrganization { organization, .. } => {
            let in_words = |one: Organization| match one.name {
                Some(name) => format!("{name} ({})", one.id),
                None => one.id.to_string(),
            };
            Trouble::WrongOrganization {
                organization,
                of_key: known.into_iter().map(in_words).collect(),
            }
        }
        trouble => trouble,
    }
}
