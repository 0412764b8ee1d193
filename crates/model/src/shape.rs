//! What a cell looks like, whatever its column is called. For guessing only: what is wrong with a cell, checks say.

use rollcall_atlassian::{AccountId, OrganizationId};

/// Looks like an e-mail address, if perhaps with a slip: `Lovelace, Ada <ada@example.com>`, `mailto:`, a trailing comma.
pub fn is_address(cell: &str) -> bool {
    let cell = cell.trim().trim_end_matches([',', ';']);
    let in_brackets = cell.strip_suffix('>').and_then(|cell| cell.rsplit_once('<'));
    let cell = in_brackets.map_or(cell, |(_, inside)| inside);
    match cell.split_once('@') {
        Some((user, domain)) => {
            !user.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !cell.contains([',', ';', '|', '\t', '\n'])
        }
        None => false,
    }
}

/// Looks like an account id: `557057:4f9acfd2-…`, `637194fa77acd224b33bfae3`, `qm:…`, or a bare UUID. The documented form
/// ([`AccountId`]) is so wide that any word has it, so this asks for one of the forms seen.
pub fn is_account_id(cell: &str) -> bool {
    let cell = cell.trim();
    let parts: Vec<&str> = cell.split(':').collect();
    let is_known = match parts.as_slice() {
        [only] => is_old_id(only) || is_uuid(only),
        [site, id] => is_number_of_site(site) && is_uuid(id),
        ["qm", tenant, id] => is_uuid(tenant) && (is_old_id(id) || is_uuid(id)),
        _ => false,
    };
    is_known && AccountId::parse(cell).is_some()
}

/// What stands before the colon: six digits (`557057`, `557058`, `712020`), or `70121`.
fn is_number_of_site(text: &str) -> bool {
    text == "70121" || (text.len() == 6 && is_number(text))
}

/// An id of before 2018: 24 hexadecimal digits. One letter beyond them: Atlassian's own example 5b10a2844c20165700ede21g has it.
fn is_old_id(text: &str) -> bool {
    let (hex, digits) = text.bytes().fold((0, 0), |(hex, digits), b| {
        (
            hex + usize::from(b.is_ascii_hexdigit()),
            digits + usize::from(b.is_ascii_digit()),
        )
    });
    text.len() == 24 && hex + 1 >= text.len() && digits > 0 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Could be an account id of a form that was not seen yet: long, and with a digit, as every one that was.
pub fn may_be_account_id(cell: &str) -> bool {
    const SHORTEST: usize = 16;
    let cell = cell.trim();
    AccountId::parse(cell).is_some() && cell.len() >= SHORTEST && cell.bytes().any(|b| b.is_ascii_digit())
}

/// Is a UUID, as the ids of organizations and of some accounts are.
pub fn is_uuid(cell: &str) -> bool {
    OrganizationId::parse(cell.trim()).is_some()
}

/// Is written with digits alone.
pub fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_ids_of_every_form_seen() {
        for id in [
            "557057:4f9acfd2-6155-419b-8de5-5b5cf27a59a0",
            "712020:d0a6c8a7-a2a4-4e03-b3b3-b0d7a5a6e1d2",
            "637194fa77acd224b33bfae3",
            "5b10a2844c20165700ede21g",
            "qm:d0a6c8a7-a2a4-4e03-b3b3-b0d7a5a6e1d2:637194fa77acd224b33bfae3",
            " 12345678-1234-1234-1234-123456789012 ",
        ] {
            assert!(is_account_id(id), "{id}");
        }
        for other in [
            "account_id",
            "1234",
            "ada@example.com",
            "",
            "Acme:Sales",
            "2024-01-01",
        ] {
            assert!(!is_account_id(other), "{other}");
        }
    }

    #[test]
    fn addresses_with_slips_are_addresses() {
        for address in [
            "ada@example.com",
            " Ada <ada@example.com> ",
            "mailto:ada@example.com",
            "ada@example.com;",
        ] {
            assert!(is_address(address), "{address}");
        }
        for other in [
            "",
            "@",
            "ada@",
            "@example.com",
            "1,ada@example.com",
            "a@b|c@d",
            "Ada",
        ] {
            assert!(!is_address(other), "{other}");
        }
    }
}
