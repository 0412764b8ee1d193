//! When two addresses or domains are the same.

/// The form in which addresses are compared. Atlassian takes an address without regard to case, in both of its parts, so
/// this is the whole address in lower case, by Unicode's rules, without the spaces around it.
pub fn fold_address(address: &str) -> String {
    address.trim().to_lowercase()
}

/// The form in which domains are compared: in lower case, without the spaces around it and without the dot that may end a
/// domain name. An internationalized name is kept as it is written, not put into its `xn--` form.
pub fn fold_domain(domain: &str) -> String {
    domain.trim().trim_end_matches('.').to_lowercase()
}
