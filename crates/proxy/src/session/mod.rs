//! Lent sessions: the administrator's own, from a browser on this computer, for a client that knows the secret.

#[cfg(feature = "session-from-browser")]
mod firefox;
mod secret;
mod store;

use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderValue;

pub(crate) use secret::Secret;
use store::Store;

/// A session to lend, and the secret that opens it.
#[derive(Clone, Debug)]
pub(crate) struct LentSession {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) secret: Secret,
}

impl LentSession {
    /// The current session; `None` if nobody is logged in. It is read for each call and not kept.
    pub(crate) async fn session(&self) -> Option<HeaderValue> {
        let store = Arc::clone(&self.store);
        let session = tokio::task::spawn_blocking(move || store.session(SystemTime::now())).await;
        HeaderValue::from_str(&session.ok()??).ok()
    }
}

/// Browsers that encrypt their cookies with a key of their own, in the system's keyring, and on Windows bound to the program (Chromium,
/// app-bound encryption).
const ENCRYPTED: [&str; 7] = ["arc", "brave", "chrome", "chromium", "edge", "opera", "vivaldi"];

/// The store of the browser of this name: `firefox`, or `firefox:FOLDER` for one profile.
pub(crate) fn of_browser(text: &str) -> Result<Arc<dyn Store>, String> {
    let (name, folder) = text
        .split_once(':')
        .map_or((text, None), |(name, folder)| (name, Some(folder)));
    match name.to_ascii_lowercase().as_str() {
        "firefox" => firefox(folder),
        encrypted if ENCRYPTED.contains(&encrypted) => Err(format!(
            "{name} encrypts its cookies for itself, so that no other program can read them: log in with Firefox and say firefox, or \
             leave this out and paste the session into the page"
        )),
        "safari" => Err(
            "macOS lets no other program read Safari's cookies: log in with Firefox and say firefox, or leave this out and paste the \
             session into the page"
                .to_owned(),
        ),
        _ => Err(format!("“{name}” is no browser whose cookies can be read: firefox is one")),
    }
}

#[cfg(feature = "session-from-browser")]
fn firefox(folder: Option<&str>) -> Result<Arc<dyn Store>, String> {
    Ok(Arc::new(firefox::Firefox::find(folder)?))
}

#[cfg(not(feature = "session-from-browser"))]
fn firefox(_: Option<&str>) -> Result<Arc<dyn Store>, String> {
    Err(
        "this program was built without it: build it with --features session-from-browser, or leave this out and paste the session \
         into the page"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_cannot_be_read_is_refused_with_the_reason() {
        for (name, why) in [
            ("chrome", "chrome encrypts its cookies for itself"),
            ("Edge", "Edge encrypts its cookies for itself"),
            ("safari", "macOS lets no other program read"),
            ("lynx", "“lynx” is no browser whose cookies can be read"),
            ("", "“” is no browser"),
        ] {
            let error = of_browser(name).unwrap_err();
            assert!(error.contains(why), "{name}: {error}");
        }
    }
}
