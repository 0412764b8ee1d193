//! When two names of columns are the same name.

use unicode_normalization::UnicodeNormalization;

/// Whether two names are equal. Case, width, spaces, underscores, hyphens and what cannot be seen do not count.
pub fn same_name(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return plain(one.chars()).eq(plain(other.chars()));
    }
    plain(one.nfkc()).eq(plain(other.nfkc()))
}

fn plain(name: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    name.filter(|&c| !c.is_whitespace() && !matches!(c, '_' | '-') && !is_unseen(c))
        .flat_map(lower)
}

/// Lower case, in which the Turkish `İ` and `ı` are an i like any other.
pub(crate) fn lower(c: char) -> impl Iterator<Item = char> {
    let c = if matches!(c, 'İ' | 'ı') { 'i' } else { c };
    c.to_lowercase()
}

/// Characters that take no room: byte order marks, joiners, soft hyphens.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}
