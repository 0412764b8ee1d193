//! The catalogue: what each of Atlassian's errors means, and what to do about it, in the administrator's words.
//!
//! A row says both, so that a code cannot have words and no meaning. Sources: User management REST API and Organizations
//! REST API, documents of 2026-08-21; where another one is the source, the row names it.

mod detail;
mod portal;

pub(crate) use detail::{constraint, lifecycle, locked_fields, restricted, unclaimed};
pub(crate) use portal::{LOGIN, NOT_AT_PORTAL, PORTAL_CHANGED, SESSION};

use crate::{Kind, Reason, Refusal};

/// What one of Atlassian's keys or codes means.
pub(crate) struct Row {
    /// As Atlassian writes it: `forbidden.action`, `ADMIN-404-2`.
    pub(crate) code: &'static str,
    /// What it means for whoever called; details are filled in from the body.
    pub(crate) kind: Kind,
    /// The sentence.
    pub(crate) message: &'static str,
}

const fn row(code: &'static str, kind: Kind, message: &'static str) -> Row {
    Row { code, kind, message }
}

const RETRY: Kind = Kind::Retry(None);
const BAD_REQUEST: Kind = Kind::Refused(Refusal::BadRequest);
const UNKNOWN_ACCOUNT: Kind = Kind::Refused(Refusal::UnknownAccount);
const RESTRICTED: Kind = Kind::Refused(Refusal::Restricted(Reason::Other(String::new())));
const OTHER: Kind = Kind::Refused(Refusal::Other);

const KEY: &str = "Atlassian does not accept this API key: it is mistyped, expired or revoked, or it is not an \
                   organization's API key but a personal token. Check it, or make a new one in Atlassian \
                   Administration under API keys.";
const ORGANIZATION: &str = "This API key does not belong to this organization, or there is no such organization. \
                            Check the organization id; it was shown once beside the key.";
const FAULT: &str = "Atlassian does not accept the form of the request. Nothing was changed. This is a fault of \
                     Rollcall: please report it, with Atlassian's answer.";
const LIMIT: &str = "Atlassian asks to wait: there were too many requests in a short time.";
const TROUBLE: &str = "Atlassian has a problem of its own. Trying again later usually helps.";
const LICENCES: &str = "The licences of the app are used up. Free some, or buy more, and try again.";
const PAYMENT: &str = "Atlassian asks for a paid subscription for this. Look at the organization's billing.";

/// All keys and codes that a document names.
pub(crate) static ROWS: &[Row] = &[
    // User management REST API
    row("bodyParseFailure", BAD_REQUEST, FAULT),
    row(
        "fieldConstraintsViolated",
        Kind::Refused(Refusal::Constraint {
            violations: Vec::new(),
        }),
        "Atlassian does not accept one of the values and does not say which rule it breaks.",
    ),
    row("unauthorized", Kind::WrongKey, KEY),
    row(
        "forbidden",
        Kind::Refused(Refusal::NotManaged),
        "Your organization does not manage this account, so it cannot be changed from here. Only its owner, or the \
         organization that has verified the domain of its address, can change it.",
    ),
    row(
        "forbidden.action",
        RESTRICTED,
        "Atlassian does not allow this for the account and gives no reason. Look at the account in Atlassian \
         Administration.",
    ),
    row(
        "forbidden.fieldMutation",
        Kind::Refused(Refusal::LockedFields { fields: Vec::new() }),
        "Atlassian does not allow one of these profile fields to be changed. Look at the account in Atlassian \
         Administration.",
    ),
    row(
        "forbidden.unclaimedDomain",
        Kind::Refused(Refusal::UnclaimedDomain { domain: None }),
        "The domain of the new or of the current address is not claimed by your organization. Verify it in Atlassian \
         Administration under Domains, and try again.",
    ),
    row(
        "forbidden.targetUnverified",
        Kind::Refused(Refusal::UnverifiedAccount),
        "The person has never verified the account's current address. Ask them to log in and verify it, and try again.",
    ),
    row(
        "accountNotFound",
        UNKNOWN_ACCOUNT,
        "There is no Atlassian account with this id. Check the id in the file.",
    ),
    row(
        "notFound",
        UNKNOWN_ACCOUNT,
        "Atlassian finds nothing under this account id. Check the id in the file.",
    ),
    row(
        "conflict.lifecycleErrors",
        Kind::Refused(Refusal::Lifecycle { errors: Vec::new() }),
        "Atlassian does not allow this while the account is in its present state, and names the cause in its answer. \
         Often the person still owns a site or is a billing contact.",
    ),
    // Organizations REST API
    row(
        "asapUnauthorizedIssuer",
        Kind::WrongKey,
        "Atlassian does not accept what was sent as a key. Use an API key of the organization, made in Atlassian \
         Administration under API keys.",
    ),
    row(
        "ADMIN-400-1",
        BAD_REQUEST,
        "Atlassian no longer knows where the next page of the list starts. Read the list again from its beginning.",
    ),
    row(
        "ADMIN-400-2",
        BAD_REQUEST,
        "Atlassian does not accept the id of a domain. Read the domains again.",
    ),
    row(
        "ADMIN-400-3",
        BAD_REQUEST,
        "Atlassian does not accept a date. Check the dates of the search.",
    ),
    row(
        "ADMIN-400-4",
        BAD_REQUEST,
        "Atlassian does not know a site or app of the request. Check its id.",
    ),
    row("ADMIN-400-19", BAD_REQUEST, FAULT),
    row("ADMIN-400-21", BAD_REQUEST, FAULT),
    row("ADMIN-400-24", BAD_REQUEST, FAULT),
    row(
        "ADMIN-400-32",
        OTHER,
        "Licences of too many apps would be used up at once. Free some, or buy more, and try again.",
    ),
    row("ADMIN-401-2", Kind::WrongKey, KEY),
    row("ADMIN-403-3", Kind::WrongOrganization, ORGANIZATION),
    row(
        "ADMIN-403-5",
        OTHER,
        "This API key may not manage the group. Look at the group in Atlassian Administration.",
    ),
    row(
        "ADMIN-403-6",
        OTHER,
        "This group gives new people their role and cannot be deleted. Give that part to another group first.",
    ),
    row(
        "ADMIN-403-7",
        OTHER,
        "This group makes people administrators and cannot be deleted. Take that role from the group first.",
    ),
    row("ADMIN-404-1", Kind::WrongOrganization, ORGANIZATION),
    row("ADMIN-404-2", Kind::WrongOrganization, ORGANIZATION),
    row(
        "ADMIN-404-3",
        OTHER,
        "Atlassian does not know the domain. Read the domains again.",
    ),
    row(
        "ADMIN-404-4",
        OTHER,
        "Atlassian does not know the event. Read the audit log again.",
    ),
    row(
        "ADMIN-404-5",
        OTHER,
        "Atlassian does not know the policy. It may have been deleted meanwhile.",
    ),
    row(
        "ADMIN-404-6",
        OTHER,
        "Atlassian does not know the resource of the policy. It may have been removed meanwhile.",
    ),
    row(
        "ADMIN-404-8",
        UNKNOWN_ACCOUNT,
        "Your organization has no user with this account id. Check the id in the file.",
    ),
    row(
        "ADMIN-404-10",
        OTHER,
        "Atlassian does not know the group. It may have been deleted meanwhile.",
    ),
    row("ADMIN-405-1", BAD_REQUEST, FAULT),
    row("ADMIN-409-3", OTHER, LICENCES),
    row(
        "ADMIN-409-5",
        OTHER,
        "The group still has members. Remove them first.",
    ),
    row(
        "ADMIN-409-28",
        OTHER,
        "This contradicts something that is there already. Look at it in Atlassian Administration.",
    ),
    row("ADMIN-429-1", RETRY, LIMIT),
    row("ADMIN-500-1", RETRY, TROUBLE),
    row("ADMIN-500-2", RETRY, TROUBLE),
    // Organizations REST API, `ApiError`
    row("ADMIN-UAM-400-1", BAD_REQUEST, FAULT),
    row(
        "ADMIN-UAM-400-2",
        OTHER,
        "The account is deactivated. Activate it first.",
    ),
    row(
        "ADMIN-UAM-400-3",
        OTHER,
        "This role does not exist for this site or app. Choose another role.",
    ),
    row(
        "ADMIN-UAM-400-4",
        OTHER,
        "Your organization has no licence for this app. Choose another app, or buy it first.",
    ),
    row("ADMIN-UAM-401-1", Kind::WrongKey, KEY),
    row("ADMIN-UAM-401-2", Kind::WrongKey, KEY),
    row("ADMIN-UAM-402-1", OTHER, PAYMENT),
    row(
        "ADMIN-UAM-403-1",
        OTHER,
        "This API key may not do this. Use a key made by an organization administrator.",
    ),
    // Of these two, Atlassian's document of the invitation speaks of what the call names, and not of its key.
    row(
        "ADMIN-UAM-403-2",
        OTHER,
        "Atlassian does not allow this for what the row names: the address, the role, the site or app, or a group. Look \
         at them in Atlassian Administration.",
    ),
    row(
        "ADMIN-UAM-404-1",
        OTHER,
        "Atlassian does not know a site or app of the request. Check its id.",
    ),
    row(
        "ADMIN-UAM-404-2",
        OTHER,
        "Atlassian does not find something that the row names: the role, the site or app, or a group. Look at them in \
         Atlassian Administration.",
    ),
    row(
        "ADMIN-UAM-404-3",
        OTHER,
        "Atlassian does not know the group. It may have been deleted meanwhile.",
    ),
    row("ADMIN-UAM-405-1", BAD_REQUEST, FAULT),
    row(
        "ADMIN-UAM-409-1",
        OTHER,
        "Atlassian cannot make the app's default group. Look at the app's groups first.",
    ),
    row(
        "ADMIN-UAM-409-2",
        OTHER,
        "This contradicts something that is there already. Look at it in Atlassian Administration.",
    ),
    row("ADMIN-UAM-409-3", OTHER, LICENCES),
    row("ADMIN-UAM-415-1", BAD_REQUEST, FAULT),
    row("ADMIN-UAM-500-1", RETRY, TROUBLE),
];

/// For an answer whose body names no code that a document lists.
pub(crate) fn status(status: u16) -> &'static str {
    match status {
        400 | 422 => {
            "Atlassian refuses this and does not say why. Nothing was changed. Look at the values of the row and at the \
             account in Atlassian Administration."
        }
        405 | 406 | 411..=415 => FAULT,
        401 => KEY,
        402 => PAYMENT,
        403 => {
            "Atlassian does not allow this, for the account or with the API key. If other rows fare the same, use a key made \
             by an organization administrator of this organization, without scopes."
        }
        404 | 410 => {
            "Atlassian does not know the organization, directory or account of this request. Check the organization id, \
             and the account id in the file."
        }
        407 => "A proxy of your network asks for a login. Ask whoever runs your network.",
        408 => "Atlassian did not get the whole request in time. Trying again usually helps.",
        409 => {
            "This contradicts the present state of the account or organization. Look at it in Atlassian Administration."
        }
        429 => LIMIT,
        500 | 501 | 505..=599 => TROUBLE,
        502..=504 => {
            "Atlassian cannot be reached behind its own gateway at the moment. Trying again later usually helps."
        }
        300..=399 => {
            "The answer points to another address, which Atlassian's API never does. Check the address of the proxy, and \
             whether your network asks for a login."
        }
        _ => "Atlassian gives an answer that no document lists. Please report it, with Atlassian's answer.",
    }
}

/// A refusal that no document describes.
pub(crate) fn unknown(status: u16, said: &str) -> String {
    format!("Atlassian refuses this with status {status} and says: “{said}” Nothing was changed.")
}

/// The address belongs to another account. No document says how Atlassian answers then; that a deleted account holds its
/// address is from the knowledge base article on "already associated" addresses.
pub(crate) const ADDRESS_TAKEN: &str = "Another Atlassian account has this address already, perhaps outside your organization. Give that account another \
     address first, or wait until it is gone: a deleted account keeps its address for 14 days.";

/// A token's path leads nowhere.
pub(crate) const UNKNOWN_TOKEN: &str =
    "The account has no API token with this id. It may have been revoked meanwhile: read the tokens again.";

/// A call of an older generation is not there.
pub(crate) const RETIRED: &str = "Atlassian does not find this call, which it announced to end. Choose the current generation of the API, and try \
     again.";

/// A role is granted or revoked, and one of the two is not there.
pub(crate) const UNKNOWN_OF_ROLE: &str =
    "Atlassian does not know the account, or the site or app, of this role. Check both ids.";

/// A key with scopes where only one without will do, or without the scope that is needed.
pub(crate) const SCOPED_KEY: &str = "This API key was made with scopes, and they do not reach this far. Make a key without scopes in Atlassian \
     Administration under API keys, and connect again.";

/// The error with `timestamp`, `path` and `message` on an organization's path.
pub(crate) const NO_ACCESS: &str = "This API key may not read this organization. Check the organization id, and that the key is an organization's API \
     key without scopes.";

/// HTML instead of JSON.
pub const WEB_PAGE: &str = "A web page came instead of Atlassian's answer: probably your company's network, or one that asks for a login. Log in \
     to the network, ask whoever runs it to let calls to Atlassian through, and check the address of the proxy.";

/// A body that ends in the middle, or is no JSON at all.
pub(crate) const BROKEN: &str = "The answer is broken off or unreadable. What was asked for may have happened all the same: look at the account before \
     you try again.";

/// Nothing where something is due.
pub(crate) const EMPTY: &str = "The answer is empty, though Atlassian's documents promise content. Try again; if it stays so, please report it.";

/// JSON, but not as documented.
pub(crate) const OTHER_SHAPE: &str = "The answer does not have the form that Atlassian's documents describe. Please report it, with Atlassian's answer.";

/// An answer about something else than was asked for.
pub(crate) const OTHER_SUBJECT: &str = "The answer speaks of another account or organization than the one asked for. Nothing was taken from it; check the \
     address of the proxy.";

/// A success with a status that is not documented for the call.
pub(crate) const OTHER_SUCCESS: &str = "Atlassian reports a success in a form that its documents do not describe. Look at the account before you try again.";

/// The next page is at another host than Atlassian's.
pub(crate) const FOREIGN_LINK: &str = "The link to the next page of the list leads away from Atlassian, so it was not followed. Check the address of the \
     proxy.";

/// The next page has a link that cannot be used.
pub(crate) const BAD_LINK: &str =
    "The link to the next page of the list cannot be used, so the list is incomplete. Try again later.";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;

    use super::*;
    use crate::LifecycleError;

    /// What is said where no code of a row says it.
    const WITHOUT_A_CODE: [(&str, &str); 18] = [
        ("address taken", ADDRESS_TAKEN),
        ("unknown token", UNKNOWN_TOKEN),
        ("retired", RETIRED),
        ("unknown of a role", UNKNOWN_OF_ROLE),
        ("scoped key", SCOPED_KEY),
        ("no access", NO_ACCESS),
        ("session over", SESSION),
        ("login", LOGIN),
        ("not at the portal", NOT_AT_PORTAL),
        ("portal changed", PORTAL_CHANGED),
        ("web page", WEB_PAGE),
        ("broken", BROKEN),
        ("empty", EMPTY),
        ("other shape", OTHER_SHAPE),
        ("other subject", OTHER_SUBJECT),
        ("other success", OTHER_SUCCESS),
        ("foreign link", FOREIGN_LINK),
        ("bad link", BAD_LINK),
    ];

    #[test]
    fn the_catalogue() {
        let mut all = String::new();
        let mut line = |label: &str, message: &str| writeln!(all, "{label}\n    {message}\n").unwrap();
        for Row { code, kind, message } in ROWS {
            line(&format!("{code}: {kind:?}"), message);
        }
        for reason in [
            "administrative",
            "administrative.notMyself",
            "authPolicy.saml",
            "blocked.exportControl",
            "externalDirectory.scim",
            "externalDirectory.google",
            "myselfOnly",
            "managedAccount",
            "moonPhase",
        ] {
            line(
                &format!("reason {reason}"),
                &restricted(&Reason::from(reason.to_owned())),
            );
        }
        for rule in [
            "partMaxLength",
            "validCharacters",
            "maxLength",
            "minLength",
            "moonPhase",
        ] {
            line(
                &format!("violation {rule}"),
                &constraint(&[("email".into(), rule.into())]),
            );
        }
        let two = [("email", "validCharacters"), ("name", "maxLength")];
        line(
            "two violations",
            &constraint(&two.map(|(field, rule)| (field.into(), rule.into()))),
        );
        let of_fields = [
            ("nickname", "maxLength"),
            ("nickname", "minLength"),
            ("zoneinfo", "format"),
            ("extended_profile.job_title", "validCharacters"),
            ("moonPhase", "maxLength"),
        ];
        for (field, rule) in of_fields {
            line(
                &format!("violation {field} {rule}"),
                &constraint(&[(field.into(), rule.into())]),
            );
        }
        let synced = ["name", "extended_profile.department", "extended_profile.location"];
        let synced = synced.map(|field| (field.to_owned(), Reason::Scim));
        line("one locked field", &locked_fields(&synced[..1]));
        line("locked fields", &locked_fields(&synced));
        let locked = [
            ("email".to_owned(), Reason::Administrative),
            ("nickname".to_owned(), Reason::Other(String::new())),
        ];
        line("fields locked for two reasons", &locked_fields(&locked));
        let error = |code: &str, message: Option<&str>| LifecycleError {
            code: code.into(),
            message: message.map(str::to_owned),
            link: None,
        };
        let errors = [
            error("billingContact", Some("The account is a billing contact.")),
            error("siteOwner", None),
        ];
        line("one lifecycle error", &lifecycle(&errors[..1]));
        line("two lifecycle errors", &lifecycle(&errors));
        line("domain", &unclaimed("vanlowe-pi.net"));
        line("unknown 409", &unknown(409, "The moon is in the wrong phase."));
        for code in [
            100, 202, 302, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 415, 418, 422, 429, 500, 502,
            503, 504,
        ] {
            line(&format!("status {code}"), status(code));
        }
        for (label, message) in WITHOUT_A_CODE {
            line(label, message);
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn a_code_has_one_row() {
        let codes: BTreeSet<_> = ROWS.iter().map(|row| row.code).collect();
        assert_eq!(codes.len(), ROWS.len());
    }
}
