//! Why a rule cannot be meant, and why it leaves an account as it is.

use rollcall_model::address::Broken;

/// The fields, as they are told.
const FIELDS: &str = "{first}, {last}, {rest} (all names but the first), {f} and {l} (their first letters), {before} (what stands before the @ now) and {domain} (the domain now)";

/// Why a rule cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Something is not filled in.
    #[error("{0} is missing.")]
    Missing(&'static str),
    /// What stands for a domain is none.
    #[error("“{0}” is no domain. Write it without the @, such as example.com.")]
    Domain(String),
    /// The pattern cannot be read.
    #[error("The pattern cannot be read: {0}.")]
    Pattern(String),
    /// A group is named that the pattern does not have.
    #[error(
        "The pattern has no group “{0}”. Where letters or digits follow a group's number, write it as ${{1}}."
    )]
    NoGroup(String),
    /// A field is named that there is none of.
    #[error("There is no field {{{0}}}. The fields are {fields}.", fields = FIELDS)]
    NoField(String),
    /// A brace without its other half.
    #[error("A brace is not closed. Fields are written as {{first}}.")]
    OpenBrace,
    /// The template makes no addresses.
    #[error("The template needs one @ with a domain after it, such as {{first}}.{{last}}@example.com.")]
    NoAddress,
}

/// Why a rule makes no address of an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Left {
    /// The rule is about other addresses.
    #[error("The rule is about other addresses.")]
    Apart,
    /// The address is not known.
    #[error("Its address is not known.")]
    NoAddress,
    /// The name lacks what the template asks for.
    #[error("Its name has nothing for {{{0}}}.")]
    NoName(&'static str),
    /// What came out is no address.
    #[error("“{new}” would be no address: {broken}.")]
    Malformed {
        /// What came out.
        new: String,
        /// The rule that it breaks.
        broken: Broken,
    },
}
