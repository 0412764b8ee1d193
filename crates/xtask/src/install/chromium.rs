//! Chromium and its driver. They come from the system: no package of ours brings a browser.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::project::{Project, on_path};

use super::apt::Apt;

const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const DRIVERS: &[&str] = &["chromedriver"];

const ADVICE: &str = "\
The tests need Chromium and its driver of the same version. Install them:
  Debian: apt-get install chromium chromium-driver
  Fedora: dnf install chromium chromedriver
  Arch:   pacman -S chromium
  macOS:  brew install --cask chromium chromedriver
Or set CHROMIUM and CHROMEDRIVER to where they are.";

/// The browser that the tests drive.
pub(crate) struct Chromium {
    /// The browser.
    pub(crate) browser: PathBuf,
    /// What drives it: `chromedriver`.
    pub(crate) driver: PathBuf,
}

impl Chromium {
    fn find() -> Option<Self> {
        Some(Self {
            browser: named_or_found("CHROMIUM", BROWSERS)?,
            driver: named_or_found("CHROMEDRIVER", DRIVERS)?,
        })
    }

    /// Writes down for wasm-bindgen's test runner how to start the browser, and returns where that stands.
    ///
    /// # Errors
    /// Where the tools' folder cannot be written.
    pub(crate) fn webdriver_file(&self, project: &Project) -> Result<PathBuf> {
        // Without a sandbox of its own, because containers do not let it make one; it opens nothing but our tests.
        let capabilities = json!({
            "goog:chromeOptions": {
                "binary": self.browser,
                "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            }
        });
        let file = project.tools().join("webdriver.json");
        fs::create_dir_all(project.tools())?;
        fs::write(&file, capabilities.to_string())
            .with_context(|| format!("{} cannot be written.", file.display()))?;
        Ok(file)
    }
}

/// Finds the browser, or installs it where the system's package manager may be used.
pub(super) fn chromium(project: &Project) -> Result<Chromium> {
    if let Some(found) = Chromium::find() {
        return Ok(found);
    }
    if let Some(apt) = Apt::find(project) {
        let installed = apt.install(&["chromium", "chromium-driver"]);
        if let (Ok(()), Some(found)) = (&installed, Chromium::find()) {
            return Ok(found);
        }
        installed.context(ADVICE)?;
    }
    bail!("{ADVICE}")
}

/// What the environment names, else what is on PATH.
fn named_or_found(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => on_path(names),
    }
}
