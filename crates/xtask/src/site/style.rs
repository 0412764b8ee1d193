//! The stylesheet: PatternFly's base, those of its components that the page uses, and the page's own rules.
//!
//! Nobody has to keep a list of the components. Their classes (`pf-v6-c-button`) stand as text in the page's program, because
//! `patternfly-yew` and the page write them down; what the linker has thrown away is not used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::project::Project;

/// Every class of PatternFly begins like this.
const PREFIX: &str = "pf-v6-";
/// No name of a component, layout or utility is longer.
const LONGEST: usize = 64;

/// Writes `style.css` and the fonts and pictures it names into the built site.
pub(super) fn write(project: &Project, page_wasm: &Path) -> Result<()> {
    let patternfly = Patternfly {
        folder: project.path("node_modules/@patternfly/patternfly"),
    };
    let wasm = fs::read(page_wasm).with_context(|| format!("{} cannot be read.", page_wasm.display()))?;
    let mut style = without_indentation(&patternfly.read(Path::new("patternfly-base.css"))?);
    for sheet in patternfly.used_by(&classes_in(&wasm))? {
        style.push_str(&without_indentation(&patternfly.read(&sheet)?));
    }
    for asset in assets_of(&style) {
        let target = project.dist().join(asset);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(patternfly.folder.join(asset), &target)
            .with_context(|| format!("PatternFly has no {asset}, which its stylesheet names."))?;
    }
    for file in project.files("web/style")? {
        if file.extension().is_some_and(|extension| extension == "css") {
            style.push_str(&fs::read_to_string(&file)?);
        }
    }
    fs::write(project.dist().join("style.css"), style).context("dist/style.css cannot be written.")
}

/// PatternFly as it comes from npm.
struct Patternfly {
    folder: PathBuf,
}

impl Patternfly {
    fn read(&self, sheet: &Path) -> Result<String> {
        fs::read_to_string(self.folder.join(sheet))
            .with_context(|| format!("PatternFly has no {}.", sheet.display()))
    }

    /// The stylesheets of the blocks that the classes belong to, in PatternFly's own order.
    fn used_by(&self, classes: &BTreeSet<String>) -> Result<Vec<PathBuf>> {
        let mut sheets = Vec::new();
        for group in [Group::Layouts, Group::Components, Group::Utilities] {
            let index = self.read(&Path::new(group.folder()).join("_index.scss"))?;
            let listed: Vec<&str> = index.lines().filter_map(listed_sheet).collect();
            let blocks: Vec<String> = listed.iter().filter_map(|sheet| group.block(sheet)).collect();
            let used: BTreeSet<&str> = classes
                .iter()
                .filter_map(|class| longest_of(&blocks, class))
                .collect();
            for sheet in listed {
                let path = Path::new(group.folder()).join(sheet).with_extension("css");
                let needed = match group.block(sheet) {
                    Some(block) => used.contains(block.as_str()),
                    None => names_any(&self.read(&path)?, classes),
                };
                if needed {
                    sheets.push(path);
                }
            }
        }
        Ok(sheets)
    }
}

/// The kinds of stylesheets, which differ in how their classes are named.
#[derive(Clone, Copy)]
enum Group {
    Layouts,
    Components,
    Utilities,
}

impl Group {
    fn folder(self) -> &'static str {
        match self {
            Self::Layouts => "layouts",
            Self::Components => "components",
            Self::Utilities => "utilities",
        }
    }

    /// The class that all of a folder's stylesheets are for: `MenuToggle/menu-toggle` is for `pf-v6-c-menu-toggle`. A utility
    /// has no such class.
    fn block(self, sheet: &str) -> Option<String> {
        let kind = match self {
            Self::Layouts => "l",
            Self::Components => "c",
            Self::Utilities => return None,
        };
        let (folder, _) = sheet.split_once('/')?;
        let mut block = format!("{PREFIX}{kind}");
        for letter in folder.chars() {
            if letter.is_ascii_uppercase() {
                block.push('-');
            }
            block.push(letter.to_ascii_lowercase());
        }
        Some(block)
    }
}

/// `Alert/alert-group` of the line `@use "./Alert/alert-group";`
fn listed_sheet(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@use \"./")?.strip_suffix("\";")
}

/// The class itself or what it is a part of: `pf-v6-c-menu-toggle` for `pf-v6-c-menu-toggle__text`, not `pf-v6-c-menu`.
fn longest_of<'a>(blocks: &'a [String], class: &str) -> Option<&'a str> {
    blocks
        .iter()
        .map(String::as_str)
        .filter(|block| class.starts_with(*block))
        .max_by_key(|block| block.len())
}

/// Whether a utility's stylesheet has a rule for one of the classes.
fn names_any(sheet: &str, classes: &BTreeSet<String>) -> bool {
    classes_in(sheet.as_bytes())
        .iter()
        .filter(|rule| rule.starts_with("pf-v6-u-"))
        .any(|rule| classes.iter().any(|class| class.starts_with(rule)))
}

/// The texts in these bytes that begin like a class of PatternFly. The linker puts texts side by side, so more than the class
/// may follow.
fn classes_in(bytes: &[u8]) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    let prefix = PREFIX.as_bytes();
    for (start, window) in bytes.windows(prefix.len()).enumerate() {
        if window == prefix {
            let class = bytes
                .iter()
                .skip(start)
                .take(LONGEST)
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                .map(|byte| char::from(*byte))
                .collect();
            classes.insert(class);
        }
    }
    classes
}

/// What the stylesheet loads, as paths: `assets/fonts/…`.
fn assets_of(style: &str) -> BTreeSet<&str> {
    style
        .split("url(\"./")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect()
}

fn without_indentation(css: &str) -> String {
    let mut lean = String::with_capacity(css.len());
    for line in css.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lean.push_str(line);
        lean.push('\n');
    }
    lean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_belongs_to_the_longest_block_that_it_begins_with() {
        let blocks: Vec<String> = ["Menu/menu", "MenuToggle/menu-toggle", "Card/card"]
            .iter()
            .filter_map(|sheet| Group::Components.block(sheet))
            .collect();
        assert_eq!(
            longest_of(&blocks, "pf-v6-c-menu-toggle__text"),
            Some("pf-v6-c-menu-toggle")
        );
        // What the linker put behind it does not matter.
        assert_eq!(
            longest_of(&blocks, "pf-v6-c-cardpf-m-plain"),
            Some("pf-v6-c-card")
        );
        assert_eq!(longest_of(&blocks, "pf-v6-c-button"), None);
    }

    #[test]
    fn classes_are_found_between_other_bytes() {
        let found = classes_in(b"\0pf-v6-c-button pf-m-primary\xffpf-v6-l-flex__item\"pf-v5-c-old");
        let expected = ["pf-v6-c-button", "pf-v6-l-flex__item"];
        assert!(found.iter().eq(expected.iter()));
    }

    #[test]
    fn a_utility_is_used_when_one_of_its_rules_is() {
        let sheet = ".pf-v6-u-mt-md { margin-top: 1rem; }";
        assert!(names_any(sheet, &classes_in(b"pf-v6-u-mt-md")));
        assert!(!names_any(
            sheet,
            &classes_in(b"pf-v6-u-screen-reader pf-v6-c-button")
        ));
    }

    #[test]
    fn what_a_stylesheet_loads_is_named_once() {
        let style = "a{src:url(\"./assets/x.woff2\")}b{src:url(\"./assets/x.woff2\")}c{src:url(\"data:,\")}";
        assert!(assets_of(style).iter().eq(&["assets/x.woff2"]));
    }
}
