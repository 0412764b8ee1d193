//! Reads the addresses that accounts have now, as the run asks for it.

use rollcall_atlassian::call::account::GetProfile;
use rollcall_atlassian::call::directory::SearchUsers;
use rollcall_atlassian::id::DirectoryId;
use rollcall_atlassian::{AccountId, Call, Failure, OrganizationId};
use rollcall_core::run::{How, NotRead, Transport as NoAnswer};

use crate::transport::{Lost, Transport};

/// What was read, for each account.
pub(crate) type Found = Vec<(AccountId, Result<String, NotRead>)>;

/// Reads the accounts in the given way. Every account has an entry: its address, or why there is none.
pub(crate) async fn addresses(
    transport: &Transport,
    organization: &OrganizationId,
    how: How,
    accounts: Vec<AccountId>,
) -> Found {
    match how {
        How::Search => search(transport, organization, accounts).await,
        How::Profile => {
            let mut found = Vec::with_capacity(accounts.len());
            for account in accounts {
                let address = profile(transport, &account).await;
                found.push((account, address));
            }
            found
        }
    }
}

async fn search(transport: &Transport, organization: &OrganizationId, accounts: Vec<AccountId>) -> Found {
    let every = DirectoryId::every();
    let Ok(call) = SearchUsers::by_accounts(organization.clone(), every, accounts.iter().cloned()) else {
        // The run asks for no more than a search takes; where it does, nothing was read.
        return accounts
            .into_iter()
            .map(|account| (account, Err(NotRead::Absent)))
            .collect();
    };
    let users = match send(transport, &call).await {
        Ok(page) => page.items,
        Err(why) => {
            return accounts
                .into_iter()
                .map(|account| (account, Err(why.clone())))
                .collect();
        }
    };
    accounts
        .into_iter()
        .map(|account| {
            let address = users
                .iter()
                .find(|user| user.id == account)
                .and_then(|user| user.email.clone());
            (account, address.ok_or(NotRead::Absent))
        })
        .collect()
}

async fn profile(transport: &Transport, account: &AccountId) -> Result<String, NotRead> {
    let profile = send(
        transport,
        &GetProfile {
            account: account.clone(),
        },
    )
    .await?;
    profile.email.ok_or(NotRead::Absent)
}

async fn send<C: Call>(transport: &Transport, call: &C) -> Result<C::Answer, NotRead> {
    let response = transport
        .send(call.request())
        .await
        .map_err(|Lost { words }| NotRead::Transport(NoAnswer::Lost { words }))?;
    call.answer(&response)
        .map_err(|failure: Failure| NotRead::Failure(failure))
}
