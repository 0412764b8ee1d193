//! Why a rule is not valid, and why it leaves an account unchanged.

use rollcall_model::address::Broken;

/// The fields of a template, as explained to the user.
const FIELDS: &str = "{first}, {last}, {rest} (all names but the first), {f} and {l} (their first letters), {before} (what stands before the @ now) and {domain} (the domain now)";

/// Why a rule is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// An input is missing.
    #[error("{0} is missing.")]
    Missing(&'static str),
    /// A domain is not valid.
    #[error("“{0}” is no domain. Write it without the @, such as example.com.")]
    Domain(String),
    /// The regular expression is not valid.
    #[error("The pattern cannot be read: {0}.")]
    Pattern(String),
    /// The replacement refers to a group that the pattern does not have.
    #[error(
        "The pattern has no group “{0}”. Where letters or digits follow a group's number, write it as ${{1}}."
    )]
    NoGroup(String),
    /// The template has an unknown field.
    #[error("There is no field {{{0}}}. The fields are {fields}.", fields = FIELDS)]
    NoField(String),
    /// A brace without its counterpart.
    #[error("A brace is not closed. Fields are written as {{first}}.")]
    OpenBrace,
    /// The template's results cannot be addresses.
    #[error("The template needs one @ with a domain after it, such as {{first}}.{{last}}@example.com.")]
    NoAddress,
}

/// Why a rule makes no address for an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Left {
    /// The rule is about other addresses.
    #[error("The rule is about other addresses.")]
    Apart,
    /// The address is not known.
    #[error("Its address is not known.")]
    NoAddress,
    /// The name lacks a part that the template needs.
    #[error("Its name has nothing for {{{0}}}.")]
    NoName(&'static str),
    /// The result is not a valid address.
    #[error("“{new}” would be no address: {broken}.")]
    Malformed {
        /// The result.
        new: String,
        /// The rule for addresses that it breaks.
        broken: Broken,
    },
}
