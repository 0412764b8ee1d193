//! The errors of the organizations API. Many belong to calls that are not in the table, so the organization is told to answer
//! with them; the bodies that are not `errors` come of what a client does.

use rollcall_sandbox::{Documented, Fault, Faults, Limit};

use super::{Given, answers};
use crate::client::{Answer, Client};

answers! {
    get_organization_401_proxy_error: "get-organization" 401 "" = |client| {
        client.authorization = None;
        own(client, "get-organization")
    };
    get_organization_429_proxy_error: "get-organization" 429 "" = |client| {
        client.organization.set_limit(Limit {
            per_second: Some(0),
            ..Limit::default()
        });
        own(client, "get-organization")
    };
    get_domains_403_no_permission: "get-domains" 403 "" = |client| neighbour(client, "get-domains");
    get_managed_accounts_403_no_permission: "get-managed-accounts" 403 "" =
        |client| neighbour(client, "get-managed-accounts");
}

fn own(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.organization.organization_id().to_owned();
    client.call(endpoint, &id, "", "")
}

fn neighbour(client: &mut Client, endpoint: &str) -> Answer {
    let id = client.organization.neighbour_id().to_owned();
    client.call(endpoint, &id, "", "")
}

/// Declares a test for each code, and the list of them.
macro_rules! codes {
    ($($name:ident: $status:literal $code:literal;)*) => {
        $(
            #[test]
            fn $name() {
                super::check(("", $status, $code), |client| {
                    client.organization.set_faults(Faults {
                        code: Documented::parse($code),
                        ..Fault::Documented.into()
                    });
                    own(client, "get-organization")
                });
            }
        )*

        pub(super) const CODES: &[Given] = &[$(("", $status, $code)),*];
    };
}

codes! {
    admin_400_1: 400 "ADMIN-400-1";
    admin_400_2: 400 "ADMIN-400-2";
    admin_400_3: 400 "ADMIN-400-3";
    admin_400_4: 400 "ADMIN-400-4";
    admin_400_19: 400 "ADMIN-400-19";
    admin_400_21: 400 "ADMIN-400-21";
    admin_400_24: 400 "ADMIN-400-24";
    admin_400_32: 400 "ADMIN-400-32";
    admin_401_2: 401 "ADMIN-401-2";
    admin_403_3: 403 "ADMIN-403-3";
    admin_403_5: 403 "ADMIN-403-5";
    admin_403_6: 403 "ADMIN-403-6";
    admin_403_7: 403 "ADMIN-403-7";
    admin_404_1: 404 "ADMIN-404-1";
    admin_404_2: 404 "ADMIN-404-2";
    admin_404_3: 404 "ADMIN-404-3";
    admin_404_4: 404 "ADMIN-404-4";
    admin_404_5: 404 "ADMIN-404-5";
    admin_404_6: 404 "ADMIN-404-6";
    admin_404_8: 404 "ADMIN-404-8";
    admin_404_10: 404 "ADMIN-404-10";
    admin_405_1: 405 "ADMIN-405-1";
    admin_409_3: 409 "ADMIN-409-3";
    admin_409_5: 409 "ADMIN-409-5";
    admin_409_28: 409 "ADMIN-409-28";
    admin_429_1: 429 "ADMIN-429-1";
    admin_500_1: 500 "ADMIN-500-1";
    admin_500_2: 500 "ADMIN-500-2";
    admin_uam_400_1: 400 "ADMIN-UAM-400-1";
    admin_uam_400_2: 400 "ADMIN-UAM-400-2";
    admin_uam_400_3: 400 "ADMIN-UAM-400-3";
    admin_uam_400_4: 400 "ADMIN-UAM-400-4";
    admin_uam_401_1: 401 "ADMIN-UAM-401-1";
    admin_uam_401_2: 401 "ADMIN-UAM-401-2";
    admin_uam_402_1: 402 "ADMIN-UAM-402-1";
    admin_uam_403_1: 403 "ADMIN-UAM-403-1";
    admin_uam_403_2: 403 "ADMIN-UAM-403-2";
    admin_uam_404_1: 404 "ADMIN-UAM-404-1";
    admin_uam_404_2: 404 "ADMIN-UAM-404-2";
    admin_uam_404_3: 404 "ADMIN-UAM-404-3";
    admin_uam_405_1: 405 "ADMIN-UAM-405-1";
    admin_uam_409_1: 409 "ADMIN-UAM-409-1";
    admin_uam_409_2: 409 "ADMIN-UAM-409-2";
    admin_uam_409_3: 409 "ADMIN-UAM-409-3";
    admin_uam_415_1: 415 "ADMIN-UAM-415-1";
    admin_uam_500_1: 500 "ADMIN-UAM-500-1";
    unauthorized_401: 401 "unauthorized";
    asap_unauthorized_issuer_401: 401 "asapUnauthorizedIssuer";
}

#[test]
fn the_fault_goes_through_all_of_them() {
    let mut client = Client::new();
    client.organization.set_faults(Fault::Documented);
    let mut answered: Vec<(u16, String)> = Documented::all()
        .map(|_| own(&mut client, "get-organization"))
        .map(|answer| (answer.status, answer.key().to_owned()))
        .collect();
    let mut listed: Vec<(u16, String)> = CODES
        .iter()
        .map(|(_, status, code)| (*status, (*code).to_owned()))
        .collect();
    answered.sort_unstable();
    listed.sort_unstable();
    assert_eq!(answered, listed);
}

#[test]
fn the_fault_lets_user_management_pass() {
    let mut client = Client::new();
    client.organization.set_faults(Fault::Documented);
    let id = client.first().id;
    assert_eq!(client.manage("get-profile", &id).status, 200);
}
