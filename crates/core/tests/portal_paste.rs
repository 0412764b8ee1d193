//! The session of the admin portal, found in what browsers copy, and what is said where it is not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what helps a test may fail it")]

use std::fmt::Write as _;

use proptest::prelude::*;
use rollcall_core::portal::{PasteError, Pasted, Place, pasted};
use rollcall_core::time::Time;

const ORGANIZATION: &str = "6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e";
const SITE: &str = "70ef3a32-d0da-4e09-b35e-0109f91969c3";

/// `{"alg":"RS256"}`, `{"sub":"ada","exp":1800000000}` and a signature.
const TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE4MDAwMDAwMDB9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
const ENDS: Time = Time(1_800_000_000_000);
const BEFORE: Time = Time(1_799_999_999_999);

fn url(place: &str) -> String {
    format!("https://admin.atlassian.com/gateway/api/adminhub/um/{place}/users?count=20&start-index=1")
}

/// How Chromium writes a text for bash.
fn posix(text: &str) -> String {
    if !text.contains(['\'', '!', '\n']) {
        return format!("'{text}'");
    }
    let mut quoted = "$'".to_owned();
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\'' => quoted.push_str("\\'"),
            '\n' => quoted.push_str("\\n"),
            '!' => quoted.push_str("\\u0021"),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

/// How Chromium writes a text for cmd.
fn cmd(text: &str) -> String {
    let doubled = text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut quoted = "^\"".to_owned();
    let mut rest = doubled.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_ascii_alphanumeric() && !c.is_whitespace() && !"_-:=+~'/.',?;()*`".contains(c) {
            quoted.push('^');
        }
        quoted.push(c);
        // Else it could be taken for a variable.
        if c == '%'
            && rest
                .peek()
                .is_some_and(|next| next.is_ascii_alphanumeric() || *next == '_')
        {
            quoted.push('^');
        }
    }
    quoted + "^\""
}

/// How Chromium writes a text for PowerShell.
fn power(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '`' | '$' | '"' => {
                quoted.push('`');
                quoted.push(c);
            }
            ' '..='~' => quoted.push(c),
            c => write!(quoted, "$([char]{})", u32::from(c)).unwrap(),
        }
    }
    quoted + "\""
}

/// What browsers and people make of a request with this token among its cookies.
fn forms(url: &str, token: &str) -> Vec<String> {
    let cookies = format!("atlassian.xsrf=a%20b; ajs_id=%22x%22; cloud.session.token={token}; tenant=c$d`e");
    let header = format!("cookie: {cookies}");
    let bash = |how: &str, what: &str| {
        format!(
            "curl {} \\\n  -H 'accept: */*' \\\n  {how} {} \\\n  --compressed",
            posix(url),
            posix(what)
        )
    };
    let windows = |how: &str, what: &str| {
        format!(
            "curl {} ^\r\n  -H {} ^\r\n  {how} {}",
            cmd(url),
            cmd("accept: */*"),
            cmd(what)
        )
    };
    vec![
        bash("-b", &cookies),
        bash("--cookie", &cookies),
        bash("-H", &header),
        bash("-H", &header.replace("cookie:", "Cookie:")),
        bash("--header", &header),
        format!("curl --cookie={} --url {}", posix(&cookies), posix(url)),
        format!("curl -b{} {}", posix(&cookies), posix(url)),
        windows("-b", &cookies),
        windows("-H", &header),
        format!(
            "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n\
             $session.UserAgent = {}\n\
             $session.Cookies.Add((New-Object System.Net.Cookie(\"ajs_id\", \"x\", \"/\", \"admin.atlassian.com\")))\n\
             $session.Cookies.Add((New-Object System.Net.Cookie({}, {}, \"/\", \".atlassian.com\")))\n\
             Invoke-WebRequest -UseBasicParsing -Uri {} `\n-WebSession $session `\n-Headers @{{\n\"accept\"=\"*/*\"\n}}",
            power("Mozilla/5.0 (ä; $x)"),
            power("cloud.session.token"),
            power(token),
            power(url),
        ),
        format!(
            "Invoke-WebRequest -Uri {} -Headers @{{\n\"accept\" = \"*/*\"\n\"Cookie\" = {}\n}}",
            power(url),
            power(&cookies)
        ),
    ]
}

/// The same without a command around it.
fn loose_forms(token: &str) -> Vec<String> {
    vec![
        token.to_owned(),
        format!("  {token}\r\n"),
        format!("cloud.session.token={token}"),
        format!("Cookie: a=b; cloud.session.token={token}; c=d"),
        format!("cloud.session.token\t{token}\t.atlassian.com\t/\t2026-12-25"),
        format!("{{ \"a\": \"b\", \"cloud.session.token\": \"{token}\" }}"),
    ]
}

fn found(text: &str) -> Pasted {
    pasted(text, BEFORE).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_session_is_found_in_every_form_with_what_it_was_about() {
    let organization = Place::Organization(rollcall_atlassian::OrganizationId::parse(ORGANIZATION).unwrap());
    let site = Place::Site(rollcall_atlassian::SiteId::parse(SITE).unwrap());
    for (url, place) in [
        (url(&format!("org/{ORGANIZATION}")), Some(&organization)),
        (url(&format!("site/{SITE}")), Some(&site)),
        (
            format!("https://admin.atlassian.com/o/{ORGANIZATION}/users"),
            Some(&organization),
        ),
        (format!("https://admin.atlassian.com/s/{SITE}/users"), Some(&site)),
        ("https://admin.atlassian.com/".to_owned(), None),
        ("https://api-private.atlassian.com/org/nonsense".to_owned(), None),
    ] {
        for form in forms(&url, TOKEN) {
            let found = found(&form);
            assert_eq!(found.session.as_str(), TOKEN, "{form}");
            assert_eq!(found.place.as_ref(), place, "{form}");
        }
    }
    for form in loose_forms(TOKEN) {
        let found = found(&form);
        assert_eq!((found.session.as_str(), found.place), (TOKEN, None), "{form}");
    }
}

#[test]
fn of_many_requests_the_one_to_the_portal_counts() {
    let copied_all = [
        format!(
            "curl 'https://cdn.example.com/a.js' -b 'cloud.session.token={}'",
            "f".repeat(40)
        ),
        "curl 'https://admin.atlassian.com/favicon.ico' -H 'accept: */*'".to_owned(),
        format!(
            "curl '{}' -b 'cloud.session.token={TOKEN}'",
            url(&format!("site/{SITE}"))
        ),
    ];
    let found = found(&copied_all.join(" ;\n"));
    assert_eq!(found.session.as_str(), TOKEN);
    assert!(matches!(found.place, Some(Place::Site(_))));
}

#[test]
fn what_holds_no_session_is_told_in_words_and_never_repeated() {
    let mut told = String::new();
    let portal = "https://admin.atlassian.com/";
    let cut = TOKEN.split_at(60).0;
    for (what, text) in [
        ("nothing", " \n ".to_owned()),
        ("too much", "a".repeat((1 << 20) + 1)),
        ("a sentence", "I do not know what to paste here, sorry".to_owned()),
        ("an address", format!("{portal}o/{ORGANIZATION}/users")),
        (
            "a command without cookies",
            format!("curl '{portal}' -H 'accept: */*'"),
        ),
        (
            "a command with other cookies",
            format!("curl '{portal}' -b 'tenant.session.token={TOKEN}'"),
        ),
        (
            "a request to a site",
            format!("curl 'https://example.atlassian.net/' -b 'cloud.session.token={TOKEN}'"),
        ),
        (
            "a request to elsewhere",
            "curl 'https://admin.atlassian.com.evil.example/x' -H 'accept: */*'".to_owned(),
        ),
        (
            "a cookie of elsewhere",
            format!(
                "Invoke-WebRequest -Uri \"{portal}\"; New-Object System.Net.Cookie(\"cloud.session.token\", \"{TOKEN}\", \"/\", \".trello.com\")"
            ),
        ),
        (
            "an API key",
            "ATCTT3xFfGN0secretsecretsecretsecretsecret".to_owned(),
        ),
        ("a cut token", cut.to_owned()),
        ("a token cut by a table", format!("cloud.session.token={cut}…")),
        (
            "the placeholder of a script",
            "cookies = {\n  'cloud.session.token': '<cloud.session.token>'\n}".to_owned(),
        ),
        (
            "two parts of a token",
            TOKEN.rsplit_once('.').unwrap().0.to_owned(),
        ),
        (
            "letters of no cookie",
            format!("cloud.session.token={}ä", "x".repeat(40)),
        ),
    ] {
        let error = pasted(&text, BEFORE).unwrap_err();
        writeln!(
            told,
            "{what} ({})\n    {error}\n    {}\n",
            error.code(),
            error.hint()
        )
        .unwrap();
        let all = format!("{error} {error:?} {}", error.hint());
        assert!(!all.contains("eyJ") && !all.contains("secret"), "{all}");
    }
    let over = pasted(TOKEN, ENDS).unwrap_err();
    assert_eq!(over, PasteError::Over { at: ENDS.0 });
    writeln!(
        told,
        "a session that is over ({})\n    {over}\n    {}",
        over.code(),
        over.hint()
    )
    .unwrap();
    insta::assert_snapshot!(told);
    assert!(!format!("{:?}", found(TOKEN)).contains("eyJ"));
}

/// Any value that a cookie can have (RFC 6265, 4.1.1), and that is not taken for something else.
fn token() -> impl Strategy<Value = String> {
    "[!#-+\\--:<-\\[\\]-~]{32,300}".prop_filter("it looks like something else", |token| {
        let begins = ["eyJ", "ATCTT", "ATATT", "'", "cloud.session.token"];
        !begins.iter().any(|begin| token.starts_with(begin))
            && !token.ends_with("...")
            && !token.contains("://")
    })
}

proptest! {
    #[test]
    fn every_form_gives_back_any_token(token in token()) {
        for form in forms(&url(&format!("org/{ORGANIZATION}")), &token).into_iter().chain(loose_forms(&token)) {
            let found = pasted(&form, BEFORE);
            prop_assert_eq!(found.as_ref().map(|found| found.session.as_str()), Ok(token.as_str()), "{}", form);
        }
    }

    #[test]
    fn whatever_is_pasted_is_answered(text in any::<String>(), at in any::<i64>()) {
        let _ = pasted(&text, Time(at));
    }

    #[test]
    fn whatever_is_made_of_pieces_is_answered(pieces in prop::collection::vec(prop::sample::select(vec![
        "curl", " ", "'", "\"", "^\"", "^", "\\", "\n", "\r\n", "$'", "`", "$(", "[char]", "9999999999", ")", "-b", "-H", "--cookie=", "cookie:",
        "cloud.session.token", "=", ";", ",", "https://", "admin.atlassian.com", "/o/", "Invoke-WebRequest", "System.Net.Cookie", "eyJ", ".", "ä", "\\u", "\\x", TOKEN,
    ]), 0..40)) {
        let text = pieces.concat();
        if let Ok(found) = pasted(&text, BEFORE) {
            prop_assert!(found.session.as_str().len() >= 32);
        }
    }
}

#[test]
fn the_one_line_of_a_command_that_holds_the_cookie_will_do() {
    for line in [
        format!("-b 'atl.key=1; cloud.session.token={TOKEN}'"),
        format!("-b 'cloud.session.token={TOKEN}; atl.key=1' \\"),
        format!("-H 'cookie: a=b; cloud.session.token={TOKEN}'"),
        format!("  -b ^\"a=b; cloud.session.token={TOKEN}^\" ^"),
    ] {
        let found = pasted(&line, BEFORE).map(|pasted| pasted.session.as_str().to_owned());
        assert_eq!(found.as_deref(), Ok(TOKEN), "{line}");
    }
}

#[test]
fn another_site_is_told_where_the_text_is_no_command_as_well() {
    for (text, host) in [
        (
            format!(
                "fetch(\"https://example.atlassian.net/rest/api\", {{\"headers\": {{\"cookie\": \"cloud.session.token={TOKEN}\"}}}})"
            ),
            "example.atlassian.net",
        ),
        (
            format!("cloud.session.token\t{TOKEN}\t.trello.com\t/"),
            "trello.com",
        ),
    ] {
        let error = pasted(&text, BEFORE).unwrap_err();
        assert!(
            matches!(&error, PasteError::OtherSite { host: told } if told == host),
            "{error:?}"
        );
    }
    let row = format!("cloud.session.token\t{TOKEN}\t.atlassian.com\t/");
    assert!(pasted(&row, BEFORE).is_ok());
}
