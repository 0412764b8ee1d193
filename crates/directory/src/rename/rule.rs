//! A rename rule, and the address that it makes for one account.

use super::Account;
use super::names::{Spelling, Template};
use super::pattern::Pattern;
use super::{Left, RuleError};
use rollcall_model::address;

/// How new addresses are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Replaces the domain.
    Domain {
        /// The current domain; empty for any.
        from: String,
        /// The new domain.
        to: String,
    },
    /// Replaces the first match of a pattern.
    Pattern {
        /// A regular expression.
        find: String,
        /// The replacement; `$1` stands for the match of the first group.
        put: String,
    },
    /// Makes the address from the person's name.
    Names {
        /// Such as `{first}.{last}@example.com`.
        template: String,
        /// How letters with diacritics are spelled.
        spelling: Spelling,
    },
}

/// A parsed rule, ready to be applied to accounts.
#[derive(Debug)]
pub struct ReadRule(Kind);

#[derive(Debug)]
enum Kind {
    Domain { from: Option<String>, to: String },
    Pattern(Pattern),
    Names(Template),
}

impl Rule {
    /// Parses the rule.
    ///
    /// # Errors
    /// [`RuleError`] if a part of the rule is missing or not valid.
    pub fn read(&self) -> Result<ReadRule, RuleError> {
        Ok(ReadRule(match self {
            Self::Domain { from, to } => Kind::Domain {
                from: domain(from)?,
                to: domain(to)?.ok_or(RuleError::Missing("The new domain"))?,
            },
            Self::Pattern { find, put } => Kind::Pattern(Pattern::read(find, put)?),
            Self::Names { template, spelling } => Kind::Names(Template::read(template, *spelling)?),
        }))
    }
}

/// Parses a domain; `None` if the text is empty.
fn domain(text: &str) -> Result<Option<String>, RuleError> {
    let text = text.trim().trim_start_matches('@');
    if text.is_empty() {
        return Ok(None);
    }
    match address::parse(&format!("a@{text}")) {
        Ok(_) => Ok(Some(address::fold(text).into_owned())),
        Err(_) => Err(RuleError::Domain(text.to_owned())),
    }
}

impl ReadRule {
    /// The new address of an account, which may equal the current one.
    ///
    /// # Errors
    /// [`Left`] if the rule makes no address for it.
    pub fn address(&self, account: Account<'_>) -> Result<String, Left> {
        let now = account.address.trim();
        let new = match &self.0 {
            Kind::Domain { .. } | Kind::Pattern(_) if now.is_empty() => return Err(Left::NoAddress),
            Kind::Domain { from, to } => {
                let (local, domain) = now.rsplit_once('@').ok_or(Left::Apart)?;
                if from.as_ref().is_some_and(|from| !address::same(from, domain)) {
                    return Err(Left::Apart);
                }
                // If the domain does not change, neither does its case.
                if address::same(to, domain) {
                    return Ok(now.to_owned());
                }
                format!("{local}@{to}")
            }
            Kind::Pattern(pattern) => pattern.replace(now).ok_or(Left::Apart)?,
            Kind::Names(template) => template.fill(account.name, now)?,
        };
        match address::parse(&new) {
            Ok(_) => Ok(new),
            Err(broken) => Err(Left::Malformed { new, broken }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain_rule(from: &str, to: &str) -> Rule {
        Rule::Domain {
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    fn made(rule: &Rule, address: &str) -> Result<String, Left> {
        let account = Account {
            id: "1",
            name: "Ada Lovelace",
            address,
        };
        rule.read().unwrap().address(account)
    }

    #[test]
    fn a_domain_becomes_another_one_and_what_stands_before_it_stays() {
        let rule = domain_rule(" @Example.com", "example.ORG ");
        assert_eq!(made(&rule, "Ada@EXAMPLE.com").unwrap(), "Ada@example.org");
        assert_eq!(made(&rule, "ada@sub.example.com"), Err(Left::Apart));
        assert_eq!(made(&rule, " "), Err(Left::NoAddress));
        assert_eq!(made(&rule, "ada"), Err(Left::Apart));
        let any = domain_rule("", "example.org");
        assert_eq!(made(&any, "ada@example.net").unwrap(), "ada@example.org");
        assert_eq!(made(&any, "Ada@Example.org").unwrap(), "Ada@Example.org");
    }

    #[test]
    fn what_cannot_be_meant_is_told() {
        let told = |rule: Rule| rule.read().unwrap_err().to_string();
        insta::assert_snapshot!(told(domain_rule("example.com", " ")), @"The new domain is missing.");
        insta::assert_snapshot!(told(domain_rule("", "ada@example.com")), @"“ada@example.com” is no domain. Write it without the @, such as example.com.");
        insta::assert_snapshot!(told(domain_rule("localhost", "example.com")), @"“localhost” is no domain. Write it without the @, such as example.com.");
    }
}
