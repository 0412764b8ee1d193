//! The page's content security policy: what cannot stand in the source is added to the built page.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::Uri;
use sha2::{Digest as _, Sha256};

/// Scheme, host and port, as a policy names them: `https://proxy.example.com:8443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(String);

impl Origin {
    /// Takes the origin of an address.
    ///
    /// # Errors
    /// Where the address has no http scheme or no plain host.
    pub(crate) fn parse(address: &str) -> Result<Self> {
        let wrong = || {
            format!(
                "`{address}` is no address that the page could call: write it like https://proxy.example.com"
            )
        };
        let uri: Uri = address.parse().with_context(wrong)?;
        let (Some(scheme @ ("http" | "https")), Some(host)) = (uri.scheme_str(), uri.host()) else {
            bail!(wrong());
        };
        // A policy is text: a host with a `;` in it would be a directive of its own.
        let plain = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        if host.is_empty() || !plain {
            bail!(wrong());
        }
        let port = uri.port().map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}")))
    }
}

/// Adds the hash of each inline script to `script-src`, and the origins to `connect-src`.
///
/// # Errors
/// Where the page has no policy, or one without these directives.
pub(super) fn complete(html: &str, connect: &[Origin]) -> Result<String> {
    let (before, rest) = html
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .context("index.html has no content security policy.")?;
    let (policy, after) = rest
        .split_once('"')
        .context("The content security policy does not end.")?;
    let hashes = inline_scripts(after).map(|script| {
        let hash = BASE64.encode(Sha256::digest(script));
        format!("'sha256-{hash}'")
    });
    let policy = allow(policy, "script-src", hashes)?;
    let policy = allow(
        &policy,
        "connect-src",
        connect.iter().map(|origin| origin.0.clone()),
    )?;
    Ok(format!(
        "{before}http-equiv=\"Content-Security-Policy\" content=\"{policy}\"{after}"
    ))
}

/// Adds sources to one directive, and puts each directive into one line.
fn allow(policy: &str, directive: &str, sources: impl Iterator<Item = String>) -> Result<String> {
    let mut directives: Vec<Vec<&str>> = policy
        .split(';')
        .map(|directive| directive.split_whitespace().collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    let sources: Vec<String> = sources.collect();
    let extended = directives
        .iter_mut()
        .find(|words| words.first() == Some(&directive))
        .with_context(|| format!("The content security policy has no {directive}."))?;
    extended.extend(sources.iter().map(String::as_str));
    let lines: Vec<String> = directives.iter().map(|words| words.join(" ")).collect();
    Ok(lines.join("; "))
}

/// The text of each script that stands in the page itself.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|script| {
        let (attributes, rest) = script.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"\n  \
        default-src 'none';\n  script-src 'self';\n  connect-src 'self'\">\
        <script src=\"other.js\"></script><script type=\"module\">go()</script>";

    #[test]
    fn the_inline_script_is_allowed_by_its_hash_and_the_proxy_by_its_origin() {
        let proxy = Origin::parse("https://proxy.example.com:8443/some/path").unwrap();
        let html = complete(PAGE, &[proxy]).unwrap();
        // printf 'go()' | openssl dgst -sha256 -binary | base64
        let policy = "default-src 'none'; \
            script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='; \
            connect-src 'self' https://proxy.example.com:8443\"";
        assert!(html.contains(policy), "{html}");
        assert!(html.ends_with("<script type=\"module\">go()</script>"));
    }

    #[test]
    fn a_page_without_a_policy_is_not_let_through() {
        assert!(complete("<html></html>", &[]).is_err());
        assert!(complete(&PAGE.replace("script-src", "style-src"), &[]).is_err());
    }

    #[test]
    fn only_plain_addresses_can_be_added() {
        for address in [
            "proxy.example.com",
            "ftp://proxy.example.com",
            "https://",
            "https://a;script-src.example.com",
            "https://*",
            "https://[::1]:80",
            "/proxy",
        ] {
            assert!(Origin::parse(address).is_err(), "{address}");
        }
    }
}
