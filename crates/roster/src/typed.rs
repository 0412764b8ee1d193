//! Claimed domains that the user enters.

use rollcall_model::address;

use super::Knowledge;
use std::collections::BTreeSet;
use std::fmt;

/// An entry that is not a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The text, as entered.
    pub text: String,
    /// Why it is not a domain.
    pub why: NoDomain,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is no domain: {}.", self.text, self.why)
    }
}

/// Why a text is not a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDomain {
    /// Such as `localhost`.
    #[error("it has no dot")]
    NoDot,
    /// Such as `example..com`.
    #[error("two dots stand next to each other")]
    EmptyPart,
    /// A part has more than 63 characters, or the whole has more than 253 (RFC 1035, section 2.3.4).
    #[error("it is too long")]
    TooLong,
    /// Such as `-example.com`.
    #[error("a part of it begins or ends with a hyphen")]
    Hyphen,
    /// Such as `foo_bar.com`.
    #[error("an underscore cannot be in the domain of an address")]
    Underscore,
    /// Such as `192.168.0.1`.
    #[error("it ends in a number")]
    Number,
}

/// Parses domains from a text. Any character that cannot be part of a domain separates them: commas, spaces, line breaks, quotes. For an
/// e-mail address, its domain is used. Returns the distinct domains in lower case, in the order of the text, and the entries that are not
/// domains.
pub fn typed_domains(text: &str) -> (Vec<String>, Vec<Rejected>) {
    let mut domains = Vec::new();
    let mut rejected = Vec::new();
    let mut met = BTreeSet::new();
    for word in text.split(|c| !may_be_in_domain(c)) {
        let bare = word.rsplit('@').next().unwrap_or(word);
        let domain = address::domain_key(bare.trim_start_matches('.'));
        if word.chars().all(|c| matches!(c, '-' | '.')) {
            // Empty entries, and the dashes of a bulleted list.
            continue;
        }
        match check(&domain) {
            Ok(()) if met.insert(domain.clone()) => domains.push(domain),
            Ok(()) => {}
            Err(why) => rejected.push(Rejected {
                text: word.to_owned(),
                why,
            }),
        }
    }
    (domains, rejected)
}

impl Knowledge {
    /// The knowledge from a user's list of claimed domains. Other domains may be claimed as well.
    pub fn of_typed_domains(domains: &[String]) -> Self {
        Self {
            domains: domains.iter().map(|name| (name.clone(), true)).collect(),
            ..Self::default()
        }
    }
}

/// Letters and digits of any script, and the characters that join them; `@` for e-mail addresses, and the underscore so that `foo_bar.com`
/// is reported as a whole.
fn may_be_in_domain(c: char) -> bool {
    match c {
        // The last two join the letters of some scripts (RFC 5892, appendix A.1 and A.2).
        '.' | '-' | '@' | '_' | '\u{200C}' | '\u{200D}' => true,
        // Non-ASCII spaces and punctuation, as word processors and other keyboards produce them.
        '«'
        | '»'
        | '،'
        | '؛'
        | '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{3004}'
        | '，'
        | '；'
        | '\u{FEFF}' => false,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        _ => !c.is_whitespace() && !c.is_control(),
    }
}

fn check(domain: &str) -> Result<(), NoDomain> {
    let parts: Vec<&str> = domain.split('.').collect();
    if parts.len() < 2 {
        return Err(NoDomain::NoDot);
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Err(NoDomain::EmptyPart);
    }
    if domain.chars().count() > 253 || parts.iter().any(|part| part.chars().count() > 63) {
        return Err(NoDomain::TooLong);
    }
    if parts
        .iter()
        .any(|part| part.starts_with('-') || part.ends_with('-'))
    {
        return Err(NoDomain::Hyphen);
    }
    if domain.contains('_') {
        return Err(NoDomain::Underscore);
    }
    if parts
        .last()
        .is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(NoDomain::Number);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains(text: &str) -> Vec<String> {
        let (domains, rejected) = typed_domains(text);
        assert_eq!(rejected, [], "{text}");
        domains
    }

    #[test]
    fn anything_that_no_domain_contains_separates() {
        for text in [
            "example.com, example.org",
            "example.com;example.org",
            "example.com\r\nexample.org\n",
            "\"example.com\"\t'example.org'",
            "<example.com>/example.org|",
            "“example.com”，\u{a0}example.org",
            "- example.com\n- example.org\n-- ",
            " , ;example.com (example.org)",
        ] {
            assert_eq!(domains(text), ["example.com", "example.org"], "{text}");
        }
        assert_eq!(domains(""), [] as [&str; 0]);
    }

    #[test]
    fn signs_around_a_domain_are_stripped() {
        for text in [
            "@example.com",
            ".example.com",
            "*.example.com",
            "example.com.",
            "anna@Example.COM",
            "..example.com",
        ] {
            assert_eq!(domains(text), ["example.com"], "{text}");
        }
    }

    #[test]
    fn international_names_are_kept_in_lower_case() {
        assert_eq!(
            domains("BÜCHER.example, 例え.jp हिन्दी.भारत XN--BCHER-KVA.example"),
            ["bücher.example", "例え.jp", "हिन्दी.भारत", "xn--bcher-kva.example"]
        );
    }

    #[test]
    fn a_domain_counts_once() {
        assert_eq!(domains("b.com a.com B.COM"), ["b.com", "a.com"]);
    }

    #[test]
    fn what_is_no_domain_is_named() {
        let long = format!("{}.com", "x".repeat(64));
        let text = format!("good.com localhost a..b -a.com foo_bar.com 10.0.0.1 anna@ {long}");
        let (domains, rejected) = typed_domains(&text);
        assert_eq!(domains, ["good.com"]);
        let told: Vec<String> = rejected.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(told.join("\n").replace(&long, "<64>.com"), @"
        “localhost” is no domain: it has no dot.
        “a..b” is no domain: two dots stand next to each other.
        “-a.com” is no domain: a part of it begins or ends with a hyphen.
        “foo_bar.com” is no domain: an underscore cannot be in the domain of an address.
        “10.0.0.1” is no domain: it ends in a number.
        “anna@” is no domain: it has no dot.
        “<64>.com” is no domain: it is too long.
        ");
    }
}
