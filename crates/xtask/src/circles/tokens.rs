//! Paths in what macros and attributes are given, as far as tokens can be read as paths.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::uses::{Path, plain};

/// The paths in a stream of tokens, at any depth.
///
/// A single word counts where it begins with an upper-case letter, or is called: `check(…)`, `check!(…)`. Any other may be a
/// variable, a field or a keyword.
pub(super) fn paths(tokens: &TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: &TokenStream, found: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), found),
            TokenTree::Ident(first) => {
                let mut segments = vec![plain(first)];
                let begin = place;
                while let (true, Some(TokenTree::Ident(next))) =
                    (is_double_colon(&tokens, place + 1), tokens.get(place + 3))
                {
                    segments.push(plain(next));
                    place += 3;
                }
                let counts = segments.len() > 1
                    || segments[0].starts_with(char::is_uppercase)
                    || is_called(tokens.get(place + 1));
                if counts && may_begin_path(&tokens, begin, &segments[0]) {
                    found.push(Path {
                        absolute: false,
                        segments,
                    });
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        place += 1;
    }
}

fn is_double_colon(tokens: &[TokenTree], place: usize) -> bool {
    let colon = |place, joint: bool| {
        matches!(tokens.get(place), Some(TokenTree::Punct(punct))
            if punct.as_char() == ':' && (!joint || punct.spacing() == Spacing::Joint))
    };
    colon(place, true) && colon(place + 1, false)
}

fn is_called(next: Option<&TokenTree>) -> bool {
    match next {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => punct.as_char() == '!' && punct.spacing() == Spacing::Alone,
        _ => false,
    }
}

/// A word behind a dot is a field or a method, behind `'` a lifetime, behind `::` the rest of a path whose beginning is not to be
/// seen, behind `$` a variable of the macro, and behind `fn` a definition.
fn may_begin_path(tokens: &[TokenTree], place: usize, first: &str) -> bool {
    let before = |back: usize| place.checked_sub(back).and_then(|place| tokens.get(place));
    let punct = |back: usize| match before(back) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    match punct(1) {
        // A range, not a field.
        Some('.') => punct(2) == Some('.'),
        Some('\'') => false,
        Some(':') => punct(2) != Some(':'),
        Some('$') => first == "crate",
        _ => !matches!(before(1), Some(TokenTree::Ident(word)) if *word == "fn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_can_only_be_paths_are_found() {
        for (tokens, expected) in [
            ("a.b(c), self.held()", ""),
            (
                "Kind::Held | super::plan::Row { .. }",
                "Kind::Held super::plan::Row",
            ),
            ("$crate::words::WORDS, $name::X", "crate::words::WORDS"),
            ("f(g, h!()), X, 0..LAST, a.Y", "f h X LAST"),
            ("<T as Shown>::shown::<Row>", "T Shown Row"),
            ("pub fn made() { &'a inner::X }", "inner::X"),
        ] {
            let found: Vec<String> = paths(&tokens.parse().unwrap())
                .iter()
                .map(|path| path.segments.join("::"))
                .collect();
            assert_eq!(found.join(" "), expected, "{tokens}");
        }
    }
}
