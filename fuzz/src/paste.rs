//! What somebody pastes for the session of the admin portal. A session that is found has only the letters of a cookie, and neither an
//! error nor debug output repeats what was pasted: of the text, only the name of a host is told.

use rollcall_core::portal::{PasteError, pasted};
use rollcall_core::time::Time;

use crate::seed::Seed;

const TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE4MDAwMDAwMDB9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
const BEFORE: Time = Time(1_799_999_999_999);

/// A copied request in each of the forms that are read.
pub fn seeds() -> Vec<Seed> {
    let url = "https://admin.atlassian.com/gateway/api/adminhub/um/org/6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e/users?count=20";
    let cookies = format!("atlassian.xsrf=a%20b; cloud.session.token={TOKEN}; tenant=c");
    let forms = [
        (
            "bash",
            format!("curl '{url}' \\\n  -H 'accept: */*' \\\n  -b '{cookies}' \\\n  --compressed"),
        ),
        (
            "ansi",
            format!("curl $'{url}' -H $'cookie: a=\\u0021\\'; {cookies}'"),
        ),
        (
            "header",
            format!("curl --url '{url}' --header 'Cookie: {cookies}'"),
        ),
        ("joined", format!("curl --cookie='{cookies}' {url}")),
        (
            "cmd",
            format!("curl ^\"{url}^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  -b ^\"{cookies}^\""),
        ),
        (
            "power-shell",
            format!(
                "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.Cookies.Add((New-Object System.Net.Cookie(\
                 \"cloud.session.token\", \"{TOKEN}\", \"/\", \".atlassian.com\")))\nInvoke-WebRequest -Uri \"{url}\" `\n-WebSession $session"
            ),
        ),
        (
            "power-shell-header",
            format!(
                "Invoke-WebRequest -Uri \"{url}\" -Headers @{{\n\"Cookie\" = \"{cookies}$([char]228)\"\n}}"
            ),
        ),
        (
            "elsewhere",
            format!("curl 'https://example.atlassian.net/' -b '{cookies}'"),
        ),
        (
            "domain",
            format!(
                "Invoke-WebRequest -Uri \"{url}\"; System.Net.Cookie(\"cloud.session.token\", \"{TOKEN}\", \"/\", \".trello.com\")"
            ),
        ),
        (
            "fetch",
            format!(
                "fetch(\"https://example.atlassian.net/rest\", {{\"headers\": {{\"cookie\": \"{cookies}\"}}}})"
            ),
        ),
        ("token", TOKEN.to_owned()),
        ("cookie", format!("cloud.session.token={TOKEN}")),
        (
            "row",
            format!("cloud.session.token\t{TOKEN}\t.atlassian.com\t/\t2026-12-25"),
        ),
        ("json", format!("{{\"cloud.session.token\": \"{TOKEN}\"}}")),
        ("line", format!("-b 'a=b; cloud.session.token={TOKEN}' \\")),
        ("api-key", "ATCTT3xFfGN0secretsecretsecretsecretsecret".to_owned()),
        (
            "two",
            format!("curl 'https://cdn.example.com/' -b 'a=b' ; curl '{url}' -b '{cookies}'"),
        ),
    ];
    forms
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .collect()
}

pub fn holds(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    match pasted(&text, BEFORE) {
        Ok(found) => {
            let session = found.session.as_str();
            assert!(session.len() >= 32);
            // RFC 6265, 4.1.1.
            let is_of_cookie = |c: char| c.is_ascii_graphic() && !"\",;\\".contains(c);
            assert!(
                session.chars().all(is_of_cookie),
                "no cookie has this: {session:?}"
            );
            assert!(!format!("{found:?}").contains(session));
        }
        Err(PasteError::OtherSite { host }) => {
            assert!(host.len() <= 253);
            // RFC 1035, 2.3: what is written otherwise is something else, such as a secret.
            let is_label = |label: &str| {
                matches!(label.len(), 1..=63)
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            assert!(
                host == "another server" || host.split('.').all(is_label),
                "no host is {host:?}"
            );
            assert!(!host.contains(TOKEN), "a token is told: {host}");
        }
        Err(PasteError::Over { at }) => assert!(at <= BEFORE.0),
        Err(error) => {
            let said = format!("{error} {error:?} {} {}", error.hint(), error.code());
            assert!(!said.contains("eyJ"), "{said}");
        }
    }
}
