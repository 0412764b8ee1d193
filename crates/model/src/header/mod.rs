//! What the name of a column says, in the languages in which such files are written.
//!
//! Names that are known word for word are [`Field::aliases`]. All others are taken apart into words: an e-mail address that is called
//! *new* is the new one, in whatever language, and one that is called *private* or *backup* is none that Rollcall reads. A name with a
//! word that is not known is never more than a hint.

mod words;

use unicode_normalization::UnicodeNormalization;

use self::words::{JAPANESE, Kind, kind};
use crate::field::Field;
use crate::name::{is_unseen, lower, same_name};

/// What the name of a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// This field, by a name that is known word for word.
    Known(Field),
    /// This field, by words that are all known.
    Words(Field),
    /// An address, and not which.
    Address,
    /// An address, and a word that is not known says whose or which.
    SomeAddress,
    /// Perhaps this field: the name says no more than *new* or *before*, or has a word besides that is not known.
    Hint(Field),
    /// A name by which people log in, which often looks like an address and need not be one.
    Login,
    /// Something that is no field: a backup address, a manager's, an id of another system.
    Other,
    /// Nothing that is known.
    Silent,
}

impl Naming {
    /// What a column of this name says.
    pub fn of(header: &str) -> Self {
        if LOGIN.iter().any(|login| same_name(login, header)) {
            return Self::Login;
        }
        if PLAIN_ADDRESS.iter().any(|plain| same_name(plain, header)) {
            return Self::Address;
        }
        if let Some(field) = Field::from_alias(header) {
            return Self::Known(field);
        }
        let (outside, inside) = remarks(header);
        let (mut words, remark) = (Words::of(&outside), Words::of(&inside));
        words.add_remark(&remark);
        match words.naming() {
            // What the remark says may change what the name says.
            Self::Words(field) if remark.unknown => Self::Hint(field),
            naming => naming,
        }
    }

    /// Whether this may be the name of a column, and not the content of a cell.
    pub fn is_name(self) -> bool {
        !matches!(self, Self::Silent | Self::Other | Self::Login | Self::SomeAddress)
    }
}

/// Whether a name says that an address is a former one: *old*, *previous*, and not *current*.
pub fn is_former(header: &str) -> bool {
    let (outside, inside) = remarks(header);
    let (outside, inside) = (Words::of(&outside), Words::of(&inside));
    (outside.old || inside.old) && !outside.current
}

/// Names that say with what somebody logs in.
const LOGIN: [&str; 4] = ["user principal name", "user login", "user name", "logon name"];

/// Names that say no more than that it is an address.
const PLAIN_ADDRESS: [&str; 3] = ["email", "email address", "mail"];

/// The name without what stands in brackets, and what stands in them: `email (old)`, `Email Address [Required]`.
fn remarks(header: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0_u32;
    for c in header.nfkc() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    // A name that is all in brackets is a name.
    if outside.trim().is_empty() {
        (inside, outside)
    } else {
        (outside, inside)
    }
}

/// Which words occur in a name.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    email: bool,
    address: bool,
    new: bool,
    old: bool,
    current: bool,
    other: bool,
    login: bool,
    object: bool,
    id: bool,
    account: bool,
    unknown: bool,
}

impl Words {
    fn of(name: &str) -> Self {
        let mut words = Self::default();
        let all = split(name);
        words.login = all.windows(2).any(|pair| pair == ["principal", "name"]);
        for word in all {
            if word.is_ascii() {
                words.add(&word);
            } else {
                words.add_unspaced(&word);
            }
        }
        words
    }

    fn add(&mut self, word: &str) {
        match kind(word) {
            Some(kind) => self.set(kind),
            None => match segments(word) {
                Some(kinds) => kinds.into_iter().for_each(|kind| self.set(kind)),
                // A number (a year, a ticket) says nothing, and takes nothing back.
                None => self.unknown = true,
            },
        }
    }

    /// Japanese is written without spaces.
    fn add_unspaced(&mut self, word: &str) {
        let mut rest = word;
        while !rest.is_empty() {
            let known = JAPANESE
                .iter()
                .find_map(|(part, kind)| Some((rest.strip_prefix(part)?, *kind)));
            let Some((after, kind)) = known else {
                self.unknown = true;
                return;
            };
            self.set(kind);
            rest = after;
        }
    }

    fn set(&mut self, kind: Kind) {
        match kind {
            Kind::Email => self.email = true,
            Kind::Address => self.address = true,
            Kind::New => self.new = true,
            Kind::Old => self.old = true,
            Kind::Current => self.current = true,
            Kind::Other => self.other = true,
            Kind::Login => self.login = true,
            Kind::Object => self.object = true,
            Kind::Id => self.id = true,
            Kind::Account => self.account = true,
            Kind::Filler => {}
        }
    }

    /// A remark tells which address it is, where the name does not; words besides that do not count.
    fn add_remark(&mut self, remark: &Self) {
        if !(self.new || self.old || self.current || self.id) {
            (self.new, self.old, self.current) = (remark.new, remark.old, remark.current);
            self.other |= remark.other && !remark.unknown;
        }
    }

    fn naming(self) -> Naming {
        if self.login && !self.other {
            return Naming::Login;
        }
        if self.other || self.object {
            return Naming::Other;
        }
        let role = match (self.new, self.old || self.current) {
            (true, false) => Some(Field::NewAddress),
            (false, true) => Some(Field::CurrentAddress),
            (true, true) => return Naming::Silent,
            (false, false) => None,
        };
        if self.id && !self.email {
            return match (self.account, self.unknown || role.is_some()) {
                (true, false) => Naming::Words(Field::AccountId),
                (true, true) => Naming::Hint(Field::AccountId),
                _ => Naming::Silent,
            };
        }
        match role {
            Some(field) if (self.email || self.address) && !self.unknown => Naming::Words(field),
            Some(field) if self.email || self.address || !self.unknown => Naming::Hint(field),
            None if self.email && self.unknown => Naming::SomeAddress,
            None if self.email => Naming::Address,
            _ => Naming::Silent,
        }
    }
}

/// The words of a name: lower case, without accents; split where a space, a sign or a capital after a small letter stands.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_small = false;
    for c in name.nfkd().filter(|&c| !is_unseen(c) && !is_mark(c)) {
        let is_letter = c.is_alphanumeric() || matches!(c, '\u{3099}' | '\u{309a}');
        let starts = !is_letter || (c.is_uppercase() && before_small);
        if starts {
            words.push(String::new());
        }
        if is_letter && let Some(word) = words.last_mut() {
            word.extend(lower(c));
        }
        before_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()));
    // Decomposed kana is composed again.
    words.into_iter().map(|word| word.nfc().collect()).collect()
}

/// An accent, taken apart from its letter. The marks of kana make other letters, and stay.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A word that is several known ones without a space: `newemail`, `emailadresse`, `neuemailadresse`.
fn segments(word: &str) -> Option<Vec<Kind>> {
    const SHORTEST: usize = 3;
    if word.is_empty() {
        return Some(Vec::new());
    }
    (SHORTEST..=word.len()).rev().find_map(|end| {
        let (head, rest) = word.split_at_checked(end)?;
        let first = kind(head)?;
        let mut kinds = segments(rest)?;
        kinds.insert(0, first);
        Some(kinds)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_seven_languages() {
        use Field::{AccountId, CurrentAddress, NewAddress};
        for (name, naming) in [
            ("Neue E-Mail", Naming::Words(NewAddress)),
            ("Alte E-Mail-Adresse", Naming::Words(CurrentAddress)),
            ("Bisherige Adresse", Naming::Words(CurrentAddress)),
            ("Nuevo correo", Naming::Words(NewAddress)),
            ("Correo anterior", Naming::Words(CurrentAddress)),
            ("Nouvelle adresse électronique", Naming::Words(NewAddress)),
            ("Ancien courriel", Naming::Words(CurrentAddress)),
            ("Novo endereço de e-mail", Naming::Words(NewAddress)),
            ("E-mail atual", Naming::Words(CurrentAddress)),
            ("Nuovo indirizzo di posta elettronica", Naming::Words(NewAddress)),
            ("vecchia mail", Naming::Words(CurrentAddress)),
            ("新しいメールアドレス", Naming::Words(NewAddress)),
            ("旧メール", Naming::Words(CurrentAddress)),
            ("アカウントID", Naming::Words(AccountId)),
            ("Konto-ID", Naming::Words(AccountId)),
            ("identifiant du compte", Naming::Words(AccountId)),
            ("E-Mail-Adresse", Naming::Address),
            ("E-mail", Naming::Address),
            ("Email Address [Required]", Naming::Address),
            ("New Primary Email [Upload Only]", Naming::Words(NewAddress)),
            ("email (old)", Naming::Words(CurrentAddress)),
            (
                "new e-mail (one only, no aliases, no lists)",
                Naming::Hint(NewAddress),
            ),
            ("account id (from the export, needed)", Naming::Hint(AccountId)),
            ("After", Naming::Hint(NewAddress)),
            ("Before", Naming::Hint(CurrentAddress)),
            ("new email Q3 wave", Naming::Hint(NewAddress)),
        ] {
            assert_eq!(Naming::of(name), naming, "{name}");
        }
    }

    #[test]
    fn spelling_does_not_count() {
        for name in [
            "OLD_EMAİL",
            "ｏｌｄ＿ｅｍａｉｌ",
            "old\u{200b}_email",
            "Old\u{a0}email",
            "oldEmail",
        ] {
            assert_eq!(Naming::of(name), Naming::Known(Field::CurrentAddress), "{name}");
        }
    }

    #[test]
    fn another_address_is_no_field() {
        for name in [
            "backup email",
            "private_email",
            "Recovery Email",
            "personal email",
            "proxyAddresses",
            "sold_email",
            "new_emails_count",
            "Email consent",
            "Email opt-in date",
            "Manager email",
            "Object Id",
            "個人メール",
            "Private E-Mail",
            "secondEmail",
            "Home Secondary Email",
            "Recovery login",
        ] {
            assert_eq!(Naming::of(name), Naming::Other, "{name}");
        }
        for name in ["userPrincipalName", "UPN", "login", "User name", "Anmeldename"] {
            assert_eq!(Naming::of(name), Naming::Login, "{name}");
        }
        assert_eq!(Naming::of("id"), Naming::Silent);
        assert_eq!(Naming::of("2026"), Naming::Silent);
        assert_eq!(Naming::of(""), Naming::Silent);
    }
}
