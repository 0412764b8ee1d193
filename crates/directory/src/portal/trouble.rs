//! Errors on the way to the admin portal, which is reached through a proxy. Errors that the portal itself answers are not among them.

/// Why the admin portal cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The browser calls Atlassian directly, and the portal allows no cross-origin requests.
    #[error("The admin portal can be asked through a Rollcall proxy alone.")]
    NoProxy,
    /// The proxy was started without access to the portal.
    #[error("The proxy passes nothing on to the admin portal.")]
    Off,
    /// The proxy does not answer.
    #[error("The proxy does not answer.")]
    Silent,
    /// Neither a session nor a secret has been entered yet.
    #[error("There is no session of the admin portal yet.")]
    NotGiven,
    /// The session has expired: the portal redirects to its login.
    #[error("The session is over: the admin portal asks for a login.")]
    Over,
    /// The session did not reach the proxy, or only in part.
    #[error("The session did not reach the proxy whole.")]
    Lost,
    /// The text entered is not a secret.
    #[error("This is not the secret of a proxy.")]
    NoSecret,
    /// The secret is not the proxy's.
    #[error("The secret is not the one that the proxy printed.")]
    WrongSecret,
    /// The browser from which the proxy takes the session is not logged in.
    #[error("The proxy finds no session of the admin portal in the browser that it takes it from.")]
    NotLoggedIn,
}

impl Trouble {
    /// Interprets the code of an error from the proxy itself; `None` for codes that other calls can return too.
    pub fn of_proxy(code: &str) -> Option<Self> {
        Some(match code {
            "portal-off" | "unknown-route" => Self::Off,
            "session-missing" | "session-malformed" => Self::Lost,
            "secret-wrong" => Self::WrongSecret,
            "session-not-found" => Self::NotLoggedIn,
            "upstream-redirected" => Self::Over,
            _ => return None,
        })
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoProxy => "portal-no-proxy",
            Self::Off => "portal-off",
            Self::Silent => "portal-proxy-silent",
            Self::NotGiven => "portal-not-given",
            Self::Over => "portal-over",
            Self::Lost => "portal-lost",
            Self::NoSecret => "portal-no-secret",
            Self::WrongSecret => "portal-wrong-secret",
            Self::NotLoggedIn => "portal-not-logged-in",
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoProxy => {
                "Leave this organization, and connect through a proxy that was started with --admin-portal."
            }
            Self::Off => "Start it again with --admin-portal, and press “Look again”.",
            Self::Silent => "Look whether it is still running, and press “Look again”.",
            Self::NotGiven => "Give it above, and read on.",
            Self::Over => {
                "Log in again at admin.atlassian.com, copy the new session, and go on. What was read stays."
            }
            Self::Lost => {
                "Paste it again. If it stays so, what stands before the proxy has to pass on the header X-Rollcall-Session."
            }
            Self::NoSecret | Self::WrongSecret => {
                "It stands behind “secret=” in what the proxy printed when it was started last."
            }
            Self::NotLoggedIn => {
                "Log in at admin.atlassian.com with that browser, on the computer on which the proxy runs, and go on."
            }
        }
    }

    /// Whether the session or secret that was entered is no longer usable.
    pub fn ends(self) -> bool {
        matches!(self, Self::Off | Self::Over | Self::Lost | Self::WrongSecret)
    }
}

/// Extracts the secret from the input, which may be the whole line that the proxy printed.
///
/// # Errors
/// [`Trouble::NoSecret`].
pub fn secret(typed: &str) -> Result<&str, Trouble> {
    let text = typed.trim();
    let secret = text.strip_prefix("secret=").unwrap_or(text);
    let is_one = secret.len() == 32 && secret.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then_some(secret).ok_or(Trouble::NoSecret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_alone_or_as_the_proxy_prints_it() {
        let printed = "0123456789abcdef0123456789abcdef";
        assert_eq!(secret(printed), Ok(printed));
        assert_eq!(secret(&format!(" secret={printed}\n")), Ok(printed));
        for typed in [
            "",
            "secret=",
            "0123",
            &format!("{printed}0"),
            &printed.replace('0', "x"),
        ] {
            assert_eq!(secret(typed), Err(Trouble::NoSecret), "{typed}");
        }
    }
}
