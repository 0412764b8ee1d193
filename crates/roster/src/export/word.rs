//! The meaning of the words in cells. An unknown word sets no fact: its meaning is never guessed.

use crate::{Claim, Said, Status};

/// Only the letters, in lower case, so that `For deletion` and `for_deletion` are equal.
fn bare(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Status words: those of `accountStatus` and of the composite `status` in the Organizations REST API (v2, users/search),
/// which the exports show with capital letters.
pub(super) fn status(said: Said, word: Option<&str>) -> Said {
    let Some(word) = word.map(bare) else { return said };
    match word.as_str() {
        // Suspended in every directory, or in no directory: the account itself is active.
        "active" | "suspended" | "notinvited" => said.status(Status::Active),
        "inactive" | "deactivated" => said.status(Status::Deactivated),
        "fordeletion" => said.status(Status::ForDeletion),
        "closed" => said.status(Status::Closed),
        _ => said,
    }
}

/// Directory membership according to the composite status: `active` and `suspended` accounts are in a directory, `not_invited` accounts are
/// in none; for deactivated accounts it is unknown.
pub(super) fn membership(said: Said, word: Option<&str>) -> Said {
    match word.map(bare).as_deref() {
        Some("active" | "suspended") => said.in_directory(true),
        Some("notinvited") => said.in_directory(false),
        _ => said,
    }
}

/// Whether a role or list of roles includes organization administrator.
pub(super) fn is_administrator(roles: &str) -> bool {
    roles.split([',', ';']).any(|role| {
        let role = bare(role);
        let role = role.strip_prefix("atlassian").unwrap_or(&role);
        matches!(
            role,
            "orgadmin"
                | "organizationadmin"
                | "organisationadmin"
                | "orgadministrator"
                | "organizationadministrator"
        )
    })
}

/// Whether an account signs in with SAML.
pub(super) fn single_sign_on(word: &str) -> Option<bool> {
    match bare(word).as_str() {
        "yes" | "true" | "enabled" | "enforced" | "required" => Some(true),
        "no" | "false" | "disabled" | "notenabled" | "notenforced" | "notrequired" => Some(false),
        _ => None,
    }
}

/// The column *Claimed* of the export of accounts from domains. An unclaimed account is managed by nobody; a claimed one may be another
/// organization's.
pub(super) fn claim(said: Said, word: Option<&str>) -> Said {
    match word.map(bare).as_deref() {
        Some("yes" | "true" | "claimed" | "managed") => said.claim(Claim::Claimed),
        Some("no" | "false" | "unclaimed" | "notclaimed" | "unmanaged" | "availabletoclaim") => {
            said.claim(Claim::Unclaimed).managed(false)
        }
        _ => said.claim(Claim::Untold),
    }
}

/// `attributes.claim.status` of a domain (Organizations REST API, v1, domains).
pub(super) fn claimed(word: &str) -> Option<bool> {
    match bare(word).as_str() {
        "verified" => Some(true),
        "unverified" | "deleted" | "superseded" | "missingtoken" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_atlassian::AccountId;

    #[test]
    fn known_status_words_are_read_and_others_say_nothing() {
        let read = |word| {
            let said = Said::of(AccountId::parse("1").unwrap());
            let said = membership(status(said, Some(word)), Some(word));
            (said.status, said.in_directory)
        };
        assert_eq!(read("Active"), (Some(Status::Active), Some(true)));
        assert_eq!(read("SUSPENDED"), (Some(Status::Active), Some(true)));
        assert_eq!(read("Not invited"), (Some(Status::Active), Some(false)));
        assert_eq!(read("Deactivated"), (Some(Status::Deactivated), None));
        assert_eq!(read("inactive"), (Some(Status::Deactivated), None));
        assert_eq!(read("for_deletion"), (Some(Status::ForDeletion), None));
        assert_eq!(read("closed"), (Some(Status::Closed), None));
        assert_eq!(read("Aktiv"), (None, None));
        assert_eq!(read("active?!no"), (None, None));
    }

    #[test]
    fn only_an_organization_admin_is_an_administrator() {
        for roles in [
            "Organization admin",
            "Org admin",
            "atlassian/org-admin",
            "User, Org Admin",
            "org-admin",
        ] {
            assert!(is_administrator(roles), "{roles}");
        }
        for roles in [
            "User",
            "Site admin",
            "User access admin",
            "None",
            "Org viewer",
            "admin",
        ] {
            assert!(!is_administrator(roles), "{roles}");
        }
    }
}
