//! The rules for e-mail addresses.
//!
//! The User management REST API names two constraints, `partMaxLength` and `validCharacters`. A text that is no address at all
//! is refused too; the key for that, `format`, is unconfirmed. Only ASCII addresses are accepted, which is stricter than the
//! documents.

/// The form in which two addresses are compared: case does not matter.
pub(crate) fn folded(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// The domain, in lower case; empty without an `@`.
pub(crate) fn domain(address: &str) -> String {
    address
        .rsplit_once('@')
        .map_or_else(String::new, |(_, domain)| folded(domain))
}

/// The keys of the constraints that `address` breaks; empty for a good one.
pub(crate) fn violations(address: &str) -> Vec<&'static str> {
    let mut broken = Vec::new();
    let (user, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let longest_label = domain.split('.').map(|label| label.chars().count()).max();
    if user.chars().count() > 255 || longest_label.is_some_and(|length| length > 255) {
        broken.push("partMaxLength");
    }
    if address.bytes().any(|b| !b.is_ascii_graphic()) {
        broken.push("validCharacters");
    } else if !is_user(user) || !is_domain(domain) {
        broken.push("format");
    }
    broken
}

/// Dot-separated runs of the characters that RFC 5322 allows without quotes (3.2.3, dot-atom).
fn is_user(user: &str) -> bool {
    user.split('.').all(|run| {
        !run.is_empty()
            && run
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    })
}

/// At least two labels of letters, digits and inner hyphens (RFC 1123, 2.1).
fn is_domain(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_broken_rule_has_its_key() {
        let long = "a".repeat(256);
        for (address, expected) in [
            ("ada@example.com", vec![]),
            ("o'brien+atlassian@sub.corp.example", vec![]),
            (&format!("{long}@example.com"), vec!["partMaxLength"]),
            (&format!("ada@{long}.example"), vec!["partMaxLength"]),
            ("ada\u{0}@example.com", vec!["validCharacters"]),
            ("ada@example.com ", vec!["validCharacters"]),
            ("ada\u{200b}@example.com", vec!["validCharacters"]),
            ("adä@example.com", vec!["validCharacters"]),
            ("", vec!["format"]),
            ("ada", vec!["format"]),
            ("ada@", vec!["format"]),
            ("@example.com", vec!["format"]),
            ("ada@example", vec!["format"]),
            ("ada@@example.com", vec!["format"]),
            ("ada..b@example.com", vec!["format"]),
            ("ada@-example.com", vec!["format"]),
            ("ada@example.com.", vec!["format"]),
            ("mailto:ada@example.com", vec!["format"]),
        ] {
            assert_eq!(violations(address), expected, "{address:?}");
        }
    }
}
