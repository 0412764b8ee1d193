//! Addresses made from names.

use deunicode::deunicode_char;

use super::{Left, RuleError};

/// How letters with diacritics are spelled in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As the base letter: ä becomes a, ø becomes o.
    Plain,
    /// As in German: ä becomes ae, ö becomes oe, ü becomes ue. Other letters as with [`Spelling::Plain`].
    German,
}

/// The fields of a template.
const NAMES: &[(&str, Field)] = &[
    ("first", Field::First),
    ("last", Field::Last),
    ("rest", Field::Rest),
    ("f", Field::FirstLetter),
    ("l", Field::LastLetter),
    ("before", Field::Before),
    ("domain", Field::Domain),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    First,
    Last,
    Rest,
    FirstLetter,
    LastLetter,
    Before,
    Domain,
}

impl Field {
    fn name(self) -> &'static str {
        let own = NAMES.iter().find(|(_, field)| *field == self);
        own.map_or("", |(name, _)| name)
    }
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Field(Field),
}

/// A parsed template.
#[derive(Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    spelling: Spelling,
}

impl Template {
    pub(super) fn read(text: &str, spelling: Spelling) -> Result<Self, RuleError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(RuleError::Missing("The template"));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(RuleError::OpenBrace)?;
            let wanted = name.trim().to_lowercase();
            let field = NAMES.iter().find(|(known, _)| *known == wanted);
            let (_, field) = field.ok_or_else(|| RuleError::NoField(name.to_owned()))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Field(*field));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        match text.split_once('@') {
            Some((_, domain)) if !domain.is_empty() && !domain.contains('@') => {}
            _ => return Err(RuleError::NoAddress),
        }
        Ok(Self { pieces, spelling })
    }

    /// The address for a person with this name and this current address.
    pub(super) fn fill(&self, name: &str, now: &str) -> Result<String, Left> {
        let words = words(name);
        let mut new = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => new.push_str(text),
                Piece::Field(field) => {
                    let value = self.value(*field, &words, now)?;
                    new.push_str(&value);
                }
            }
        }
        Ok(new)
    }

    fn value(&self, field: Field, words: &[&str], now: &str) -> Result<String, Left> {
        let all_but_first = words.get(1..).unwrap_or_default();
        let spelled = |words: &[&str]| words.iter().map(|word| spelled(word, self.spelling)).collect();
        let value: String = match field {
            Field::First | Field::FirstLetter => spelled(words.get(..1).unwrap_or_default()),
            Field::Last | Field::LastLetter => {
                spelled(all_but_first.last().map_or(&[][..], std::slice::from_ref))
            }
            Field::Rest => spelled(all_but_first),
            Field::Before | Field::Domain => {
                let (before, domain) = now.rsplit_once('@').ok_or(Left::NoAddress)?;
                return Ok(if field == Field::Before { before } else { domain }.to_owned());
            }
        };
        if value.is_empty() {
            return Err(Left::NoName(field.name()));
        }
        Ok(match field {
            Field::FirstLetter | Field::LastLetter => value.chars().take(1).collect(),
            _ => value,
        })
    }
}

/// The words of a person's name, first names first: "Lovelace, Ada" becomes "Ada Lovelace".
fn words(name: &str) -> Vec<&str> {
    match name.split_once(',') {
        Some((last, first)) => first.split_whitespace().chain(last.split_whitespace()).collect(),
        None => name.split_whitespace().collect(),
    }
}

/// The form of a name in an address: lower-case ASCII letters, digits and inner hyphens.
fn spelled(word: &str, spelling: Spelling) -> String {
    let mut text = String::new();
    for letter in word.chars().flat_map(char::to_lowercase) {
        match (spelling, letter) {
            (Spelling::German, 'ä') => text.push_str("ae"),
            (Spelling::German, 'ö') => text.push_str("oe"),
            (Spelling::German, 'ü') => text.push_str("ue"),
            (_, '-' | '\u{2010}' | '\u{2011}') => text.push('-'),
            // deunicode also spells symbols, such as 🎉 as "tada", which are not part of a name.
            _ if letter.is_alphanumeric() => text.push_str(deunicode_char(letter).unwrap_or_default()),
            _ => {}
        }
    }
    text.retain(|c| c.is_ascii_alphanumeric() || c == '-');
    text.make_ascii_lowercase();
    text.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, name: &str) -> Result<String, Left> {
        let template = Template::read(template, Spelling::Plain).unwrap();
        template.fill(name, "al@old.example")
    }

    #[test]
    fn names_become_addresses() {
        let usual = "{first}.{last}@example.com";
        for (name, address) in [
            ("Ada Lovelace", "ada.lovelace@example.com"),
            ("Lovelace, Ada King", "ada.lovelace@example.com"),
            ("Zoë Ångström", "zoe.angstrom@example.com"),
            ("Łukasz Żółć", "lukasz.zolc@example.com"),
            ("Ludwig van Beethoven", "ludwig.beethoven@example.com"),
            ("Anne-Marie O’Brien", "anne-marie.obrien@example.com"),
            ("Юлия Петрова", "iuliia.petrova@example.com"),
            ("Ada 🎉 Love‐Lace (she)", "ada.she@example.com"),
            ("İrem Çelik", "irem.celik@example.com"),
        ] {
            assert_eq!(filled(usual, name).unwrap(), address);
        }
        let rest = filled("{f}{Rest}@{domain}", "Ludwig van Beethoven");
        assert_eq!(rest.unwrap(), "lvanbeethoven@old.example");
        let letters = filled("{l}.{before}@example.com", "Ada Lovelace");
        assert_eq!(letters.unwrap(), "l.al@example.com");
    }

    #[test]
    fn german_spelling_is_asked_for() {
        let spell = |spelling| {
            let template = Template::read("{first}.{last}@example.com", spelling).unwrap();
            template.fill("Jürgen Größl", "").unwrap()
        };
        assert_eq!(spell(Spelling::Plain), "jurgen.grossl@example.com");
        assert_eq!(spell(Spelling::German), "juergen.groessl@example.com");
    }

    #[test]
    fn a_name_without_what_is_asked_for_makes_no_address() {
        let last = "{first}.{last}@example.com";
        assert_eq!(filled(last, "Cher"), Err(Left::NoName("last")));
        assert_eq!(filled(last, ""), Err(Left::NoName("first")));
        assert_eq!(filled(last, "!! ??"), Err(Left::NoName("first")));
        assert_eq!(filled(last, "Ada 🎉"), Err(Left::NoName("last")));
        let template = Template::read("{before}@example.com", Spelling::Plain).unwrap();
        assert_eq!(template.fill("Ada", ""), Err(Left::NoAddress));
    }

    #[test]
    fn a_template_that_cannot_be_meant_is_told() {
        let told = |text| Template::read(text, Spelling::Plain).unwrap_err().to_string();
        insta::assert_snapshot!(told(" "), @"The template is missing.");
        insta::assert_snapshot!(told("{first"), @"A brace is not closed. Fields are written as {first}.");
        insta::assert_snapshot!(told("{first}.{last}"), @"The template needs one @ with a domain after it, such as {first}.{last}@example.com.");
        insta::assert_snapshot!(told("{given}@example.com"), @"There is no field {given}. The fields are {first}, {last}, {rest} (all names but the first), {f} and {l} (their first letters), {before} (what stands before the @ now) and {domain} (the domain now).");
    }
}
