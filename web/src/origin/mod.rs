//! Whether the page has its origin to itself. Pages of one origin can read each other, whatever they do: the page can only look for
//! signs of others, and say what follows before a key is typed.
//!
//! [`warning`] judges facts; [`facts`] reads them from the browser.

pub(crate) mod facts;

use facts::Facts;

/// Names of others that are told, of each kind of storage.
const TOLD: usize = 2;

/// Characters of such a name that are shown, at most: it is anybody's text.
const LONGEST_NAME: usize = 40;

/// What is wrong with where the page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    /// Whether a key is taken all the same.
    pub(crate) takes_key: bool,
    pub(crate) title: String,
    /// What was seen.
    pub(crate) signs: Vec<String>,
    /// What follows.
    pub(crate) follows: String,
    /// What to do.
    pub(crate) hint: &'static str,
}

/// What is to be said before a key is typed. `None` where the page seems to have its origin to itself.
pub(crate) fn warning(facts: &Facts) -> Option<Warning> {
    const HINT: &str = "Ask whoever runs this address to give Rollcall one of its own, or run Rollcall on your own computer.";
    let origin = &facts.origin;
    if !facts.is_secure {
        return Some(Warning {
            takes_key: false,
            title: "No key is taken here: this page came over plain http.".to_owned(),
            signs: Vec::new(),
            follows: format!(
                "Whoever is between this browser and {origin} can change this page and read what is typed into it."
            ),
            hint: "Open Rollcall from an https address, or run it on your own computer.",
        });
    }
    if facts.is_controlled {
        return Some(Warning {
            takes_key: false,
            title: "No key is taken here: a service worker controls this page.".to_owned(),
            signs: Vec::new(),
            follows: format!(
                "Rollcall has none. Another page of {origin} installed it, and it can change this page and read what is typed into it."
            ),
            hint: HINT,
        });
    }
    let signs = signs(facts);
    (!signs.is_empty()).then(|| Warning {
        takes_key: true,
        title: "Rollcall may share this address with other pages.".to_owned(),
        signs,
        follows: format!(
            "Every page of {origin} can read the key that you type here. Rollcall cannot prevent that."
        ),
        hint: HINT,
    })
}

/// What others have left, one sentence each.
fn signs(facts: &Facts) -> Vec<String> {
    let mut signs = Vec::new();
    let folder = facts.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if !folder.is_empty() {
        signs.push(format!(
            "This page is in a folder, {folder}/, and other pages can be beside it."
        ));
    }
    let kept = [
        ("local storage", &facts.local_storage),
        ("session storage", &facts.session_storage),
        ("a database", &facts.databases),
        ("a cache", &facts.caches),
    ];
    let kept: Vec<String> = kept
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(kind, names)| format!("{kind} ({})", told(names)))
        .collect();
    if !kept.is_empty() {
        signs.push(format!(
            "Another page, or an extension, keeps data at this address: {}.",
            kept.join(", ")
        ));
    }
    if !facts.service_workers.is_empty() {
        signs.push(format!(
            "Another page has installed a service worker at this address ({}).",
            told(&facts.service_workers)
        ));
    }
    signs
}

/// `“cart”, “theme” and 3 more`
fn told(names: &[String]) -> String {
    let mut text: Vec<String> = names
        .iter()
        .take(TOLD)
        .map(|name| {
            let start: String = name.chars().take(LONGEST_NAME).collect();
            let cut = if start.len() < name.len() { "…" } else { "" };
            format!("“{start}{cut}”")
        })
        .collect();
    if names.len() > TOLD {
        text.push(format!("{} more", names.len() - TOLD));
    }
    let last = text.pop().unwrap_or_default();
    if text.is_empty() {
        last
    } else {
        format!("{} and {last}", text.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn own() -> Facts {
        Facts {
            origin: "https://rollcall.example.com".into(),
            path: "/".into(),
            is_secure: true,
            ..Facts::default()
        }
    }

    fn said(facts: &Facts) -> Vec<String> {
        warning(facts).map_or_else(Vec::new, |warning| warning.signs)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn an_origin_of_its_own_gives_no_warning() {
        for path in ["/", "/index.html"] {
            let facts = Facts {
                path: path.into(),
                ..own()
            };
            assert_eq!(warning(&facts), None);
        }
    }

    #[test]
    fn a_folder_is_a_sign_of_others() {
        for path in ["/tools/rollcall/", "/tools/rollcall/index.html"] {
            let facts = Facts {
                path: path.into(),
                ..own()
            };
            assert_eq!(
                said(&facts),
                ["This page is in a folder, /tools/rollcall/, and other pages can be beside it."]
            );
        }
    }

    #[test]
    fn what_others_keep_is_named_and_cut_short() {
        let facts = Facts {
            local_storage: names(&["cart", "theme", "a", "b"]),
            session_storage: names(&["x".repeat(60).as_str()]),
            databases: names(&["shop", "blog"]),
            caches: names(&["v1"]),
            service_workers: names(&["/app/"]),
            ..own()
        };
        let warning = warning(&facts).unwrap();
        assert!(warning.takes_key);
        assert_eq!(
            warning.signs,
            [
                format!(
                    "Another page, or an extension, keeps data at this address: local storage (“cart”, “theme” and 2 more), \
                     session storage (“{}…”), a database (“shop” and “blog”), a cache (“v1”).",
                    "x".repeat(40)
                ),
                "Another page has installed a service worker at this address (“/app/”).".to_owned(),
            ]
        );
        assert!(
            warning
                .follows
                .contains("Every page of https://rollcall.example.com can read the key")
        );
    }

    #[test]
    fn plain_http_and_a_page_that_another_program_delivers_take_no_key() {
        for facts in [
            Facts {
                is_secure: false,
                ..own()
            },
            Facts {
                is_controlled: true,
                ..own()
            },
        ] {
            let warning = warning(&facts).unwrap();
            assert!(!warning.takes_key);
            assert!(warning.title.starts_with("No key is taken here: "));
        }
    }
}
