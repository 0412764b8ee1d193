//! What every call of user management may be answered: wrong key, accounts that are not there or not the key's, too fast.

use rollcall_sandbox::{Life, Limit};

use super::{Given, answers, willing};
use crate::client::{Answer, Client};

macro_rules! every_call {
    ($($module:ident $endpoint:literal;)*) => {
        $(
            mod $module {
                use super::*;

                answers! {
                    status_401_unauthorized: $endpoint 401 "unauthorized" = |client| stranger(client, $endpoint);
                    status_403_forbidden: $endpoint 403 "forbidden" = |client| unmanaged(client, $endpoint);
                    status_403_forbidden_target_unverified: $endpoint 403 "forbidden.targetUnverified" =
                        |client| unverified(client, $endpoint);
                    status_404_account_not_found: $endpoint 404 "accountNotFound" = |client| nobody(client, $endpoint);
                    status_404_not_found: $endpoint 404 "notFound" = |client| closed(client, $endpoint);
                    status_429: $endpoint 429 "" = |client| too_fast(client, $endpoint);
                }
            }
        )*

        pub(super) const GIVEN: &[&[Given]] = &[$($module::GIVEN),*];
    };
}

every_call! {
    set_email "set-email";
    get_permissions "get-permissions";
    get_profile "get-profile";
    update_profile "update-profile";
    deactivate_account "deactivate-account";
    activate_account "activate-account";
    delete_account "delete-account";
    cancel_deletion "cancel-deletion";
    get_api_tokens "get-api-tokens";
    delete_api_token "delete-api-token";
}

fn stranger(client: &mut Client, endpoint: &str) -> Answer {
    client.authorization = Some("Bearer wrong".to_owned());
    willing(client, endpoint)
}

fn too_fast(client: &mut Client, endpoint: &str) -> Answer {
    client.organization.set_limit(Limit {
        per_second: Some(0),
        ..Limit::default()
    });
    willing(client, endpoint)
}

fn unmanaged(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.find(|account| !account.managed).id;
    client.manage(endpoint, &id)
}

fn unverified(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.find(|account| !account.address_verified).id;
    client.manage(endpoint, &id)
}

fn nobody(client: &mut Client, endpoint: &str) -> Answer {
    client.manage(endpoint, "nobody")
}

fn closed(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.in_life(Life::Closed).id;
    client.manage(endpoint, &id)
}
