//! The rules of an e-mail address.
//!
//! Atlassian takes the part before the @ and every subdomain up to 255 characters and refuses control characters
//! (User management REST API, `PUT /users/{account_id}/manage/email`: `partMaxLength`, `validCharacters`). Mail itself is
//! stricter, and an address that no mail reaches helps nobody: RFC 5321 section 4.5.3.1 (64 before the @, 254 in all), RFC 1035
//! section 2.3.4 (63 for each part of a domain), RFC 5322 section 3.2.3 (which characters).

use std::borrow::Cow;

/// A well-formed address, in its two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// What stands before the @.
    pub local: &'a str,
    /// What stands after it.
    pub domain: &'a str,
}

/// The rule that an address breaks. Displayed as the end of a sentence about the address: "it has no @".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// No @ at all.
    #[error("it has no @")]
    NoAt,
    /// More than one @.
    #[error("it has more than one @")]
    SeveralAts,
    /// Nothing before the @.
    #[error("nothing stands before the @")]
    NothingBefore,
    /// Nothing after the @.
    #[error("nothing stands after the @")]
    NothingAfter,
    /// A character that no address may hold.
    #[error("it contains {}, which an address cannot hold", name_of(*.0))]
    Character(char),
    /// A character that is allowed before the @ only.
    #[error("its domain contains {}, which a domain cannot hold", name_of(*.0))]
    DomainCharacter(char),
    /// A dot first or last before the @, or two in a row.
    #[error("before the @, a dot stands first, last or beside another dot")]
    LocalDots,
    /// A dot first or last in the domain, or two in a row.
    #[error("in its domain, a dot stands first, last or beside another dot")]
    DomainDots,
    /// A domain of one part only.
    #[error("its domain has no dot")]
    NoDot,
    /// A part of the domain begins or ends with a hyphen.
    #[error("a part of its domain begins or ends with a hyphen")]
    Hyphen,
    /// The last part of the domain is a number.
    #[error("its domain ends in a number")]
    NumericEnd,
    /// Longer than 64 before the @.
    #[error("{0} characters stand before the @, and mail takes at most 64")]
    LongLocal(usize),
    /// A part of the domain is longer than 63.
    #[error("a part of its domain has {0} characters, and at most 63 are allowed")]
    LongLabel(usize),
    /// Longer than 254 in all.
    #[error("it has {0} characters, and mail takes at most 254")]
    Long(usize),
}

/// Takes an address apart.
///
/// # Errors
/// The first rule that it breaks. Letters outside ASCII break none: see [`unusual_letter`].
pub fn parse(text: &str) -> Result<Address<'_>, Broken> {
    match parse_plain(text) {
        Some(address) => Ok(address),
        None => parse_with_care(text),
    }
}

/// Takes the usual address in one pass: letters, digits and what commonly stands between them. Every row is parsed at every
/// check, so this is worth its lines; `None` says only that a closer look is needed.
fn parse_plain(text: &str) -> Option<Address<'_>> {
    let (local, domain) = text.split_once('@')?;
    let mut before = b'.';
    for &b in local.as_bytes() {
        if !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+') || (b == b'.' && before != b'.')) {
            return None;
        }
        before = b;
    }
    if before == b'.' || local.len() > 64 || text.len() > 254 {
        return None;
    }
    let (mut label, mut dotted) = (0, false);
    before = b'.';
    for &b in domain.as_bytes() {
        match b {
            b'.' if before.is_ascii_alphanumeric() => (label, dotted) = (0, true),
            b'-' if label > 0 => label += 1,
            _ if b.is_ascii_alphanumeric() => label += 1,
            _ => return None,
        }
        if label > 63 {
            return None;
        }
        before = b;
    }
    // A last part that ends in a letter is no number.
    (dotted && before.is_ascii_alphabetic()).then_some(Address { local, domain })
}

fn parse_with_care(text: &str) -> Result<Address<'_>, Broken> {
    let Some((local, domain)) = text.split_once('@') else {
        return Err(first_forbidden(text).map_or(Broken::NoAt, Broken::Character));
    };
    if let Some(forbidden) = first_forbidden(text) {
        return Err(Broken::Character(forbidden));
    }
    if domain.contains('@') {
        return Err(Broken::SeveralAts);
    }
    if local.is_empty() {
        return Err(Broken::NothingBefore);
    }
    if domain.is_empty() {
        return Err(Broken::NothingAfter);
    }
    if misplaced_dot(local) {
        return Err(Broken::LocalDots);
    }
    if misplaced_dot(domain) {
        return Err(Broken::DomainDots);
    }
    let length = |text: &str| {
        if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        }
    };
    if length(local) > 64 {
        return Err(Broken::LongLocal(length(local)));
    }
    parse_domain(domain, length)?;
    if length(text) > 254 {
        return Err(Broken::Long(length(text)));
    }
    Ok(Address { local, domain })
}

fn parse_domain(domain: &str, length: impl Fn(&str) -> usize) -> Result<(), Broken> {
    let odd = |c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.');
    if let Some(odd) = domain.chars().find(odd) {
        return Err(Broken::DomainCharacter(odd));
    }
    let mut last = "";
    let mut labels = 0;
    for label in domain.split('.') {
        if label.starts_with('-') || label.ends_with('-') {
            return Err(Broken::Hyphen);
        }
        if label.len() > 63 && length(label) > 63 {
            return Err(Broken::LongLabel(length(label)));
        }
        last = label;
        labels += 1;
    }
    if labels < 2 {
        return Err(Broken::NoDot);
    }
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Broken::NumericEnd);
    }
    Ok(())
}

fn misplaced_dot(text: &str) -> bool {
    text.starts_with('.') || text.ends_with('.') || text.contains("..")
}

fn first_forbidden(text: &str) -> Option<char> {
    text.chars().find(|&c| c != '@' && !may_stand(c))
}

/// `atext` and the dot of RFC 5322 section 3.2.3, and letters and digits of other scripts (RFC 6531 section 3.3).
fn may_stand(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
    } else {
        c.is_alphanumeric()
    }
}

/// The first letter outside ASCII: allowed, but seldom meant. `а` (Cyrillic) looks like `a`.
pub fn unusual_letter(text: &str) -> Option<char> {
    text.chars().find(|c| !c.is_ascii())
}

/// A character in words that can be read even where it cannot be seen: `a space`, `a comma (,)`, `U+200B (zero-width space)`.
pub fn name_of(c: char) -> Cow<'static, str> {
    let name = match c {
        ' ' => "a space",
        ',' => "a comma (,)",
        ';' => "a semicolon (;)",
        ':' => "a colon (:)",
        '"' => "a quotation mark (\")",
        '<' | '>' => "an angle bracket (< or >)",
        '(' | ')' => "a bracket (( or ))",
        '\\' => "a backslash (\\)",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '\0' => "a NUL character",
        '\u{a0}' => "a no-break space (U+00A0)",
        '\u{ad}' => "a soft hyphen (U+00AD)",
        '\u{200b}' => "a zero-width space (U+200B)",
        '\u{200c}' => "a zero-width non-joiner (U+200C)",
        '\u{200d}' => "a zero-width joiner (U+200D)",
        '\u{2060}' => "a word joiner (U+2060)",
        '\u{feff}' => "a byte order mark (U+FEFF)",
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{201e}' => {
            return format!("a curly quotation mark ({c})").into();
        }
        '\u{300}'..='\u{36f}' => return format!("a combining sign (U+{:04X})", u32::from(c)).into(),
        '\u{fffd}' => "a character that could not be decoded (\u{fffd})",
        _ if c.is_control() || c.is_whitespace() || is_invisible(c) => {
            return format!("an invisible character (U+{:04X})", u32::from(c)).into();
        }
        _ => return format!("“{c}”").into(),
    };
    name.into()
}

/// Characters that take no room or only room, and get into cells by copying from web pages and mail programs.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
    )
}

/// An address or domain as it is compared: in lower case. Borrowed where it already is.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        }
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// The form by which an address is found in a table: [`fold`], without the spaces around it.
pub fn key(address: &str) -> String {
    fold(address.trim()).into_owned()
}

/// The same for a domain, without the dot that may end its name. An internationalized name is kept as it is written, not put into its
/// `xn--` form.
pub fn domain_key(domain: &str) -> String {
    fold(domain.trim().trim_end_matches('.')).into_owned()
}

/// Whether two addresses are one to mail and to Atlassian: case does not count.
pub fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        a.eq_ignore_ascii_case(b)
    } else {
        fold(a) == fold(b)
    }
}

/// The claimed domain that `domain` looks like a slip of: one letter wrong, missing, added or exchanged with its
/// neighbour, or two in a domain of ten letters and more. `None` where it is one of them, or like none. The claimed domains
/// are given in lower case.
pub fn slip_of<'d>(domain: &str, claimed: impl IntoIterator<Item = &'d str>) -> Option<&'d str> {
    let domain = fold(domain);
    let letters = letters_of(&domain);
    let mut best: Option<(usize, &str)> = None;
    for candidate in claimed {
        let allowed = match candidate.len().min(domain.len()) {
            0..6 => 0,
            6..10 => 1,
            _ => 2,
        };
        // Measuring takes the product of the lengths: only where it can come out.
        let may_be_near = candidate.len().abs_diff(domain.len()) <= allowed
            && (letters_of(candidate) ^ letters).count_ones() as usize <= 2 * allowed;
        if !may_be_near {
            continue;
        }
        match strsim::osa_distance(candidate, &domain) {
            0 => return None,
            distance if distance <= allowed && best.is_none_or(|(least, _)| distance < least) => {
                best = Some((distance, candidate));
            }
            _ => {}
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Which letters occur, as a set of bits. One wrong letter changes two bits at most.
fn letters_of(text: &str) -> u64 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_what_mail_takes() {
        for good in [
            "ada@example.com",
            "o'brien+tag@mail.example.co.uk",
            "ADA@EXAMPLE.COM",
            "a!#$%&*-/=?^_`{|}~b@x.io",
            "ada@xn--bcher-kva.example",
            "jürgen@bücher.example",
        ] {
            assert!(parse(good).is_ok(), "{good}: {:?}", parse(good));
        }
        let long = format!("{}@{}.com", "a".repeat(64), "b".repeat(63));
        assert!(parse(&long).is_ok());
    }

    #[test]
    fn names_the_rule_that_is_broken() {
        let long_local = format!("{}@x.com", "a".repeat(65));
        let long_label = format!("a@{}.com", "b".repeat(64));
        let long = format!("a@{}com", "bbbbbbbbb.".repeat(26));
        let broken: Vec<String> = [
            "",
            "ada",
            "a@b@c.com",
            "@example.com",
            "ada@",
            "ada@localhost",
            ".ada@example.com",
            "ada.@example.com",
            "a..b@example.com",
            "ada@.example.com",
            "ada@example.com.",
            "ada@example..com",
            "ada@-example.com",
            "ada@example.42",
            "ada@exa_mple.com",
            "ada@[10.0.0.1]",
            "ada lovelace@example.com",
            "ada,@example.com",
            "\"ada\"@example.com",
            "ada\u{200b}@example.com",
            "ada\u{7}@example.com",
            "ada@example.com;",
            "Ada <ada@example.com>",
            &long_local,
            &long_label,
            &long,
        ]
        .iter()
        .map(|text| {
            format!(
                "{:.40} → {}",
                text.escape_debug().to_string(),
                parse(text).unwrap_err()
            )
        })
        .collect();
        insta::assert_snapshot!(broken.join("\n"));
    }

    #[test]
    fn sees_slips_of_a_claimed_domain() {
        let claimed = ["example.com", "acme.io"];
        let slip = |domain| slip_of(domain, claimed);
        assert_eq!(slip("exmaple.com"), Some("example.com"), "two letters exchanged");
        assert_eq!(slip("Exampel.com"), Some("example.com"));
        assert_eq!(slip("example.co"), Some("example.com"));
        assert_eq!(slip("acne.io"), Some("acme.io"));
        assert_eq!(slip("example.com"), None, "it is the domain");
        assert_eq!(
            slip("acorn.io"),
            None,
            "two wrong letters in a short domain are another domain"
        );
        assert_eq!(slip("mail.example.com"), None, "a subdomain is no slip");
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}|[a-c@., <>\u{a0}\u{200b}\"']{0,20}") {
            let _ = parse(&text);
        }

        #[test]
        fn the_quick_look_agrees_with_the_careful_one(text in "[a1._+@-]{0,12}|[a-z]{60,66}@([a-z]{60,66}\\.){1,4}com") {
            if let Some(address) = parse_plain(&text) {
                prop_assert_eq!(parse_with_care(&text), Ok(address));
            }
        }

        #[test]
        fn folding_agrees_with_comparing(a in "[a-cA-CäÄ@]{0,4}", b in "[a-cA-CäÄ@]{0,4}") {
            prop_assert_eq!(same(&a, &b), fold(&a) == fold(&b));
        }
    }
}
