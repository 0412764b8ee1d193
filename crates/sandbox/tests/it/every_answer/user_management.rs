//! What each call of user management may be answered besides.

use http::Method;
use rollcall_sandbox::{Life, Lock};
use serde_json::{Value, json};

use super::{answers, willing};
use crate::client::{Answer, Client};

answers! {
    set_email_204: "set-email" 204 "" = |client| willing(client, "set-email");
    set_email_400_body_parse_failure: "set-email" 400 "bodyParseFailure" =
        |client| send(client, Method::PUT, "/email", &json!({}));
    set_email_400_field_constraints_violated_email_part_max_length: "set-email" 400 "fieldConstraintsViolated email partMaxLength" =
        |client| {
            let body = json!({ "email": format!("{}@example.com", "a".repeat(256)) });
            send(client, Method::PUT, "/email", &body)
        };
    set_email_400_field_constraints_violated_email_valid_characters: "set-email" 400 "fieldConstraintsViolated email validCharacters" =
        |client| send(client, Method::PUT, "/email", &json!({ "email": "ada\u{0}@example.com" }));
    set_email_403_forbidden_action_administrative: "set-email" 403 "forbidden.action administrative" =
        |client| locked(client, "set-email", Lock::Administrative);
    set_email_403_forbidden_action_administrative_not_myself: "set-email" 403 "forbidden.action administrative.notMyself" =
        |client| locked(client, "set-email", Lock::NotMyself);
    set_email_403_forbidden_action_auth_policy_saml: "set-email" 403 "forbidden.action authPolicy.saml" =
        |client| locked(client, "set-email", Lock::Saml);
    set_email_403_forbidden_action_blocked_export_control: "set-email" 403 "forbidden.action blocked.exportControl" =
        |client| locked(client, "set-email", Lock::ExportControl);
    set_email_403_forbidden_action_external_directory_scim: "set-email" 403 "forbidden.action externalDirectory.scim" =
        |client| locked(client, "set-email", Lock::Scim);
    set_email_403_forbidden_action_external_directory_google: "set-email" 403 "forbidden.action externalDirectory.google" =
        |client| locked(client, "set-email", Lock::Google);
    set_email_403_forbidden_action_myself_only: "set-email" 403 "forbidden.action myselfOnly" =
        |client| locked(client, "set-email", Lock::MyselfOnly);
    set_email_403_forbidden_action_managed_account: "set-email" 403 "forbidden.action managedAccount" =
        |client| locked(client, "set-email", Lock::ManagedAccount);
    set_email_403_forbidden_unclaimed_domain: "set-email" 403 "forbidden.unclaimedDomain" =
        |client| send(client, Method::PUT, "/email", &json!({ "email": "ada@example.net" }));
    get_permissions_200: "get-permissions" 200 "" = |client| willing(client, "get-permissions");
    get_profile_200: "get-profile" 200 "" = |client| willing(client, "get-profile");
    update_profile_200: "update-profile" 200 "" = |client| willing(client, "update-profile");
    update_profile_400_body_parse_failure: "update-profile" 400 "bodyParseFailure" =
        |client| send(client, Method::PATCH, "/profile", &json!({ "name": null }));
    update_profile_400_field_constraints_violated_name_max_length: "update-profile" 400 "fieldConstraintsViolated name maxLength" =
        |client| send(client, Method::PATCH, "/profile", &json!({ "name": "n".repeat(101) }));
    update_profile_400_field_constraints_violated_name_valid_characters: "update-profile" 400 "fieldConstraintsViolated name validCharacters" =
        |client| send(client, Method::PATCH, "/profile", &json!({ "name": "\u{0}" }));
    update_profile_400_field_constraints_violated_nickname_max_length: "update-profile" 400 "fieldConstraintsViolated nickname maxLength" =
        |client| send(client, Method::PATCH, "/profile", &json!({ "nickname": "n".repeat(31) }));
    update_profile_400_field_constraints_violated_nickname_valid_characters: "update-profile" 400 "fieldConstraintsViolated nickname validCharacters" =
        |client| send(client, Method::PATCH, "/profile", &json!({ "nickname": "\n" }));
    update_profile_403_forbidden_field_mutation: "update-profile" 403 "forbidden.fieldMutation" =
        |client| locked(client, "update-profile", Lock::Scim);
    deactivate_account_204: "deactivate-account" 204 "" = |client| willing(client, "deactivate-account");
    deactivate_account_403_forbidden_action_external_directory_google: "deactivate-account" 403 "forbidden.action externalDirectory.google" =
        |client| locked(client, "deactivate-account", Lock::Google);
    deactivate_account_403_forbidden_action_administrative_not_myself: "deactivate-account" 403 "forbidden.action administrative.notMyself" =
        |client| locked(client, "deactivate-account", Lock::NotMyself);
    deactivate_account_409_conflict_lifecycle_errors: "deactivate-account" 409 "conflict.lifecycleErrors" =
        |client| in_life(client, "deactivate-account", Life::ForDeletion);
    activate_account_204: "activate-account" 204 "" = |client| willing(client, "activate-account");
    activate_account_403_forbidden_action_blocked_export_control: "activate-account" 403 "forbidden.action blocked.exportControl" =
        |client| locked(client, "activate-account", Lock::ExportControl);
    activate_account_403_forbidden_action_external_directory_google: "activate-account" 403 "forbidden.action externalDirectory.google" =
        |client| locked(client, "activate-account", Lock::Google);
    activate_account_409_conflict_lifecycle_errors: "activate-account" 409 "conflict.lifecycleErrors" =
        |client| in_life(client, "activate-account", Life::ForDeletion);
    delete_account_200: "delete-account" 200 "" = |client| willing(client, "delete-account");
    delete_account_403_forbidden_action_administrative_not_myself: "delete-account" 403 "forbidden.action administrative.notMyself" =
        |client| locked(client, "delete-account", Lock::NotMyself);
    delete_account_409_conflict_lifecycle_errors: "delete-account" 409 "conflict.lifecycleErrors" =
        |client| in_life(client, "delete-account", Life::ForDeletion);
    cancel_deletion_200: "cancel-deletion" 200 "" = |client| willing(client, "cancel-deletion");
    cancel_deletion_403_forbidden_action_administrative_not_myself: "cancel-deletion" 403 "forbidden.action administrative.notMyself" =
        |client| locked(client, "cancel-deletion", Lock::NotMyself);
    get_api_tokens_200: "get-api-tokens" 200 "" = |client| willing(client, "get-api-tokens");
    get_api_tokens_400_body_parse_failure: "get-api-tokens" 400 "bodyParseFailure" =
        |client| send(client, Method::GET, "/api-tokens", &json!([]));
    get_api_tokens_403_forbidden_action_administrative: "get-api-tokens" 403 "forbidden.action administrative" =
        |client| locked(client, "get-api-tokens", Lock::Administrative);
    delete_api_token_204: "delete-api-token" 204 "" = |client| willing(client, "delete-api-token");
    delete_api_token_400_body_parse_failure: "delete-api-token" 400 "bodyParseFailure" =
        |client| send(client, Method::DELETE, "/api-tokens/fake-tokenId", &json!([]));
    delete_api_token_400_field_constraints_violated_token_id_valid_characters: "delete-api-token" 400 "fieldConstraintsViolated tokenId validCharacters" =
        |client| send(client, Method::DELETE, "/api-tokens/fake%20tokenId", &json!({}));
    delete_api_token_403_forbidden_action_administrative: "delete-api-token" 403 "forbidden.action administrative" =
        |client| locked(client, "delete-api-token", Lock::Administrative);
}

/// The call about an account that would be willing, were it not locked.
fn locked(client: &mut Client, endpoint: &str, lock: Lock) -> Answer {
    let id = client.willing(endpoint).id;
    assert!(client.organization.set_lock(&id, Some(lock)));
    client.manage(endpoint, &id)
}

fn in_life(client: &mut Client, endpoint: &str, life: Life) -> Answer {
    let id = client.in_life(life).id;
    client.manage(endpoint, &id)
}

/// Another body than [`Client::call`] sends.
fn send(client: &mut Client, method: Method, rest: &str, body: &Value) -> Answer {
    let id = client.first().id;
    client.send(method, &format!("/users/{id}/manage{rest}"), Some(body))
}
