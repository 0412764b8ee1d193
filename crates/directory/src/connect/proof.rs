//! The proof that key and organization belong together: which call comes next, and what its answer means. It changes nothing at Atlassian.

use http::{Request, Response};
use rollcall_atlassian::call::account::{GetPermissions, Privilege};
use rollcall_atlassian::call::organization::{
    GetManagedAccounts, GetOrganization, GetOrganizations, Organization,
};
use rollcall_atlassian::{AccountId, Body, Call, OrganizationId};

use super::{Trouble, failure};

/// A proof in progress.
///
/// The first call goes to the organization and returns one of its managed accounts. The second asks what the key may do with that account:
/// the user management API refuses scoped keys and keys of another organization, so it detects both. The `manage` calls carry no
/// organization id, so nothing else would detect a mismatch. After that the result is decided, and one more call adds detail: the
/// organization's name, or, if the key belongs to another organization, which one.
#[derive(Debug)]
pub struct Proof {
    organization: OrganizationId,
    stand: Stand,
}

#[derive(Debug)]
enum Stand {
    Account,
    Permissions(AccountId),
    Name,
    Elsewhere(Trouble),
    Over(Option<String>),
}

impl Proof {
    /// Starts a proof.
    pub fn new(organization: OrganizationId) -> Self {
        Self {
            organization,
            stand: Stand::Account,
        }
    }

    /// The request to send: a path as its URI, without host and key. `None` when the proof is complete.
    pub fn request(&self) -> Option<Request<Body>> {
        Some(match &self.stand {
            Stand::Account => self.accounts().request(),
            Stand::Permissions(account) => permissions(account).request(),
            Stand::Name => self.name_of().request(),
            Stand::Elsewhere(_) => ELSEWHERE.request(),
            Stand::Over(_) => return None,
        })
    }

    /// Whether it has been decided that key and organization do, or do not, belong together. The remaining call only adds detail and may
    /// fail.
    pub fn is_decided(&self) -> bool {
        !matches!(self.stand, Stand::Account | Stand::Permissions(_))
    }

    /// Takes the answer to [`Self::request`].
    ///
    /// # Errors
    /// Why key and organization do not belong together.
    pub fn answered(&mut self, response: &Response<Body>) -> Result<(), Trouble> {
        let next = match &self.stand {
            Stand::Account => self.accounts().answer(response).map(|page| {
                let first = page.items.into_iter().next();
                first.map(|account| Stand::Permissions(account.id))
            }),
            Stand::Permissions(account) => permissions(account).answer(response).map(|_| Some(Stand::Name)),
            Stand::Name => {
                let name = self.name_of().answer(response).ok();
                self.stand = Stand::Over(name.and_then(|organization| organization.name));
                return Ok(());
            }
            Stand::Elsewhere(trouble) => {
                let known = ELSEWHERE.answer(response).map(|page| page.items);
                return Err(told(
                    trouble.clone(),
                    &self.organization,
                    known.unwrap_or_default(),
                ));
            }
            Stand::Over(_) => return Ok(()),
        };
        self.stand = match next {
            Ok(Some(stand)) => stand,
            Ok(None) => return Err(Trouble::NoManagedAccounts),
            Err(refusal) => match failure(refusal, &self.organization) {
                trouble @ Trouble::WrongOrganization { .. } => Stand::Elsewhere(trouble),
                trouble => return Err(trouble),
            },
        };
        Ok(())
    }

    /// Records that the call sent after the decision got no answer.
    ///
    /// # Errors
    /// The decision, if key and organization do not belong together.
    pub fn lost(&mut self) -> Result<(), Trouble> {
        match std::mem::replace(&mut self.stand, Stand::Over(None)) {
            Stand::Elsewhere(trouble) => Err(trouble),
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

    fn accounts(&self) -> GetManagedAccounts {
        GetManagedAccounts {
            organization: self.organization.clone(),
            cursor: None,
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

/// Adds the organizations that the key belongs to, unless the wanted one is among them: then the cause is a different one.
fn told(trouble: Trouble, wanted: &OrganizationId, known: Vec<Organization>) -> Trouble {
    match trouble {
        Trouble::WrongOrganization { organization, .. } if known.iter().all(|one| one.id != *wanted) => {
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
