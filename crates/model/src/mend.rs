//! Mending an address that breaks the rules, or follows them and is odd.

use unicode_normalization::UnicodeNormalization;

use crate::address::{fold, is_invisible, parse, same};

/// The well-formed address that is plainly meant, where the text has one of the usual flaws: `mailto:`, `Name <a@b>`, words beside it, a
/// comma or semicolon after it, quotation marks round it, curly or full-width characters, accents apart from their letters, characters that
/// cannot be seen. `None` where nothing is to be mended, where more than one address could be meant, or where a character may be missing: white
/// space within an address stands for a dot, a hyphen or nothing, and nobody can know which.
pub fn repair(text: &str) -> Option<String> {
    let visible: String = text
        .nfc()
        .filter(|&c| c.is_whitespace() || !(c.is_control() || is_invisible(c)))
        .map(plain)
        .collect();
    let mended = match addresses_in(&visible).as_slice() {
        [only] if is_apart(&visible, only) => only.clone(),
        _ => return None,
    };
    (mended != text && parse(&mended).is_ok()).then_some(mended)
}

/// The words of a text that are addresses, without what stands round them. Spaces on both sides of an @ are a slip and belong to no word.
pub fn addresses_in(text: &str) -> Vec<String> {
    let joined = join_at(text);
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '|' | '"');
    let mut found: Vec<String> = Vec::new();
    for word in joined.split(between) {
        let word = without_scheme(word).trim_matches(is_around);
        if word.contains('@') && !found.iter().any(|known| same(known, word)) {
            found.push(word.to_owned());
        }
    }
    found
}

/// Whether what stands beside the address is clearly no part of it: a name, a number, a remark. In `bob.o neal@example.com` and
/// `ada@example.co m` it may be.
fn is_apart(text: &str, address: &str) -> bool {
    let Some((before, after)) = join_at(text)
        .split_once(address)
        .map(|(b, a)| (b.to_owned(), a.to_owned()))
    else {
        return true;
    };
    let in_brackets = |rest: &str| rest.contains(['<', '>', '(', ')', '[', ']', '"']);
    let folded = fold(address);
    let local = folded.split('@').next().unwrap_or_default();
    // A number, a sign, a label, or a part of the person's name that the address has too.
    let is_remark = |word: &str| {
        let word = fold(word);
        word.chars().all(|c| !c.is_alphabetic())
            || word.ends_with(':')
            || (word.len() > 1 && local.split(['.', '_', '-', '+']).any(|part| part == word))
    };
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_name = before.split_whitespace().count() > 1 && before.split_whitespace().all(is_capital);
    // Not the rest of a domain that a space has broken: that is in small letters.
    let is_another = |word: &str| {
        (word.chars().count() > 2 && is_capital(word))
            || REMARKS.iter().any(|remark| remark.eq_ignore_ascii_case(word))
    };
    let fine_before = in_brackets(&before)
        || before.trim_end().ends_with([':', ',', ';'])
        || is_name
        || before.split_whitespace().all(is_remark);
    let fine_after = in_brackets(&after)
        || after.starts_with([',', ';', '?'])
        || after
            .trim_start_matches(is_around)
            .split_whitespace()
            .all(|word| !word.starts_with(['.', '-']) && (is_remark(word) || is_another(word)));
    fine_before && fine_after
}

/// What people write behind an address that they have looked at.
const REMARKS: [&str; 8] = ["ok", "new", "neu", "done", "yes", "ja", "oui", "fertig"];

/// Joins `ada @example.com` and `ada@ example.com`, where nothing else stands beside the @ that could be meant.
fn join_at(text: &str) -> String {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(local), Some(domain), None, None) if domain.starts_with('@') || local.ends_with('@') => {
            format!("{local}{domain}")
        }
        (Some(local), Some("@"), Some(domain), None) => format!("{local}@{domain}"),
        _ => text.to_owned(),
    }
}

/// The text behind `mailto:` or `smtp:`, without the subject that a link may have.
fn without_scheme(word: &str) -> &str {
    let rest = ["mailto:", "smtp:"].into_iter().find_map(|scheme: &str| {
        let (start, rest) = word.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    match rest {
        Some(rest) => rest.split('?').next().unwrap_or(rest),
        None => word,
    }
}

/// What stands round an address in a sentence or a list, and never at its beginning or end.
fn is_around(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | ',' | ';' | '.' | ':' | '(' | ')' | '[' | ']' | '<' | '>'
    )
}

/// The sign at the beginning of an address that a spreadsheet, a guard against formulas or a lost letter has left there; or a question mark
/// anywhere, which programs write for a letter that they do not have. RFC 5322 allows them all, and hardly any address has one.
pub fn odd_sign(text: &str) -> Option<char> {
    let first = text.chars().next().filter(|c| {
        matches!(
            c,
            '\'' | '`' | '=' | '*' | '|' | '/' | '#' | '~' | '!' | '+' | '-' | '&' | '^' | '$' | '%'
        )
    });
    first.or_else(|| text.contains('?').then_some('?'))
}

/// The address without the [odd signs](odd_sign) before it, where nothing else is odd about it.
pub fn without_odd_sign(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(|c: char| odd_sign(c.encode_utf8(&mut [0; 4])).is_some());
    (bare != text && odd_sign(bare).is_none() && parse(bare).is_ok()).then(|| bare.to_owned())
}

/// The address in the sign-in name of a guest in Microsoft Entra, which takes no mail: `ada_example.com#EXT#@tenant.onmicrosoft.com` is
/// ada@example.com (learn.microsoft.com/entra/external-id/user-properties, "User principal name"). `None` for any other text; `Some(None)` where
/// the name holds no address.
pub fn guest(text: &str) -> Option<Option<String>> {
    let at = text.to_ascii_uppercase().find("#EXT#")?;
    let (local, domain) = text.get(..at)?.rsplit_once('_').unwrap_or_default();
    let address = format!("{local}@{domain}");
    Some(parse(&address).is_ok().then_some(address))
}

/// The ASCII character for one that word processors and keyboards of other scripts put in its place.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => '-',
        '\u{ff20}' => '@',
        '\u{ff0e}' | '\u{3002}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn mends_the_usual_flaws() {
        for flawed in [
            " ada@example.com ",
            "ada @example.com",
            "mailto:ada@example.com",
            "MailTo:ada@example.com?subject=Hello",
            "Ada Lovelace <ada@example.com>",
            "\"Lovelace, Ada\" <ada@example.com>",
            "<mailto:ada@example.com>",
            "ada@example.com,",
            "ada@example.com;",
            "ada@example.com.",
            "“ada@example.com”",
            "'ada@example.com'",
            "ada\u{200b}@example\u{ad}.com",
            "\u{a0}ada@example.com\u{a0}",
            "\u{feff}ada@example.com",
            "ada\u{ff20}example.com",
        ] {
            assert_eq!(repair(flawed).as_deref(), Some("ada@example.com"), "{flawed:?}");
        }
        assert_eq!(
            repair("o’brien@example.com").as_deref(),
            Some("o'brien@example.com")
        );
    }

    #[test]
    fn mends_nothing_that_it_would_have_to_guess() {
        for hopeless in [
            "",
            "ada",
            "a@b@c.com",
            "ada@example.com",
            "ada@localhost,",
            "a@x.com;b@x.com",
        ] {
            assert_eq!(repair(hopeless), None, "{hopeless:?}");
        }
    }

    proptest! {
        #[test]
        fn a_repair_is_an_address(text in "\\PC{0,40}|[a-c@., <>\u{a0}\u{200b}\"']{0,20}") {
            if let Some(mended) = repair(&text) {
                prop_assert!(parse(&mended).is_ok());
                prop_assert_eq!(repair(&mended), None, "a repair is final");
            }
        }
    }
}
