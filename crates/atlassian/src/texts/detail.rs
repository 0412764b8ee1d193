//! The words of refusals that carry details: which reason, which field, which domain.

use crate::limits::{LONGEST_NAME, LONGEST_NICKNAME};
use crate::{LifecycleError, Reason};

/// The account may not be changed in this way.
pub(crate) fn restricted(reason: &Reason) -> String {
    let message = match reason {
        Reason::Administrative => {
            "Atlassian keeps this for administrative use, and it cannot be done with an API key. Look at the account in \
             Atlassian Administration."
        }
        Reason::NotMyself => {
            "This is the account of the admin who made the API key, and nobody can do this to their own account. Ask \
             another organization administrator to do it."
        }
        // AX-201 names the second way.
        Reason::Saml => {
            "This is set by your identity provider when the person logs in (SAML single sign-on). Change it there, or \
             move the account to an authentication policy without single sign-on first."
        }
        Reason::ExportControl => {
            "Atlassian has blocked this account under the export control of the United States. Ask Atlassian's support."
        }
        Reason::Scim => {
            "This account is synced from your identity provider (SCIM) and locked here. Make the change in the identity \
             provider."
        }
        Reason::Google => {
            "This account is synced from Google Workspace and locked here. Make the change in Google Workspace."
        }
        Reason::MyselfOnly => "Only the person who owns the account can do this. Ask them to do it.",
        Reason::ManagedAccount => {
            "Only an admin of the organization that manages the account can do this. Use that organization's API key."
        }
        Reason::Other(unknown) => {
            return format!(
                "Atlassian does not allow this for the account. Its reason, “{unknown}”, is in no document; look at the \
                 account in Atlassian Administration."
            );
        }
    };
    message.into()
}

/// Values that break rules, as `(field, violation key)`.
pub(crate) fn constraint(violations: &[(String, String)]) -> String {
    let list: Vec<String> = violations
        .iter()
        .map(|(field, rule)| violation(field, rule))
        .collect();
    format!(
        "Atlassian does not accept {}. Correct the value and try again.",
        list.join("; ")
    )
}

fn violation(field: &str, rule: &str) -> String {
    let label = label(field);
    match (rule, field) {
        // Schema `Email` of the User management REST API.
        ("partMaxLength", _) => {
            format!("{label}: the part before the @, or a part of the domain, is longer than 255 characters")
        }
        ("validCharacters", _) => format!("{label}: it holds control characters, which cannot be seen"),
        ("maxLength", "name") => format!("{label}: it is longer than {LONGEST_NAME} characters"),
        ("maxLength", "nickname") => format!("{label}: it is longer than {LONGEST_NICKNAME} characters"),
        ("maxLength", _) => format!("{label}: it is too long"),
        ("minLength", "name" | "nickname") => format!("{label}: it is empty"),
        ("minLength", _) => format!("{label}: it is too short"),
        (unknown, _) => format!("{label}: it breaks the rule “{unknown}”"),
    }
}

/// A field, by its JSON path, as an administrator calls it.
fn label(field: &str) -> &str {
    match field {
        "email" => "the e-mail address",
        "name" => "the name",
        "nickname" => "the nickname",
        "zoneinfo" => "the time zone",
        "locale" => "the language",
        "extended_profile.department" => "the department",
        "extended_profile.job_title" => "the job title",
        "extended_profile.location" => "the location",
        "extended_profile.organization" => "the organization",
        unknown => unknown,
    }
}

/// Fields that may not be changed, as `(JSON path, reason)`.
pub(crate) fn locked_fields(fields: &[(String, Reason)]) -> String {
    let mut reasons: Vec<&Reason> = Vec::new();
    for (_, reason) in fields {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let sentence = |reason: &Reason| {
        let labels: Vec<&str> = fields
            .iter()
            .filter(|(_, of)| of == reason)
            .map(|(field, _)| label(field))
            .collect();
        let why = match reason {
            Reason::Other(unknown) if unknown.is_empty() => {
                "It gives no reason; look at the account in Atlassian Administration.".to_owned()
            }
            reason => restricted(reason),
        };
        format!("Atlassian does not let you change {}. {why}", labels.join(", "))
    };
    let sentences: Vec<String> = reasons.into_iter().map(sentence).collect();
    sentences.join(" ")
}

/// What stands in the way of deactivating, activating or deleting an account. No document lists the codes, so they are shown
/// with Atlassian's own words.
pub(crate) fn lifecycle(errors: &[LifecycleError]) -> String {
    let list: Vec<String> = errors
        .iter()
        .map(|LifecycleError { code, message, .. }| match message {
            Some(message) => format!("“{message}” ({code})"),
            None => format!("“{code}”"),
        })
        .collect();
    format!(
        "Atlassian does not allow this while the account is in its present state: {}. Look at the account in Atlassian \
         Administration.",
        list.join(", ")
    )
}

/// A domain that the answer names is not claimed.
pub(crate) fn unclaimed(domain: &str) -> String {
    format!(
        "The domain {domain} is not claimed by your organization. Verify it in Atlassian Administration under Domains, \
         and try again."
    )
}
