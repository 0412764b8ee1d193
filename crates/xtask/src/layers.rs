//! `cargo xtask layers`: which crate of ours uses which.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::workspace::{DependencyKind, Package, packages};

/// What each crate uses in every build, all of it and nothing else. A crate stands below those that use it.
const LAYERS: &[(&str, &[&str])] = &[
    ("atlassian", &[]),
    ("table", &[]),
    ("view", &[]),
    ("protocol", &[]),
    ("model", &["atlassian"]),
    ("roster", &["atlassian", "model", "table"]),
    ("directory", &["atlassian", "model", "table"]),
    ("review", &["atlassian", "model", "roster", "table"]),
    ("run", &["atlassian", "model", "table"]),
    (
        "core",
        &[
            "atlassian",
            "directory",
            "model",
            "review",
            "roster",
            "run",
            "table",
            "view",
        ],
    ),
    ("reader", &["table"]),
    ("sandbox", &["atlassian"]),
    ("proxy", &["atlassian"]),
    ("worker", &["atlassian", "core", "protocol", "sandbox"]),
    ("wasm", &["core"]),
    ("web", &["protocol"]),
    ("xtask", &["atlassian"]),
];

/// What a crate uses in its tests besides.
const TESTS: &[(&str, &[&str])] = &[("core", &["sandbox"])];

/// Prints what each crate uses.
///
/// # Errors
/// As [`check`].
pub(crate) fn print(project: &Project) -> Result<()> {
    print!("{}", shown(&packages(project)?));
    check(project)
}

/// Compares what each crate uses with the tables.
///
/// # Errors
/// Names each dependency that is too much, and each that is missing.
pub(crate) fn check(project: &Project) -> Result<()> {
    let differences = compare(LAYERS, TESTS, &packages(project)?);
    if differences.is_empty() {
        Ok(())
    } else {
        bail!("{}\nThe tables stand in layers.rs.", differences.join("\n"))
    }
}

fn shown(packages: &[Package]) -> String {
    let mut text = String::new();
    for package in packages {
        let names = |kind| {
            let names = uses(package, kind);
            if names.is_empty() {
                "–".to_owned()
            } else {
                names.join(", ")
            }
        };
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "{:<10} {}",
            package.short_name(),
            names(DependencyKind::Normal)
        );
        for (kind, what) in [
            (DependencyKind::Dev, "tests"),
            (DependencyKind::Build, "build script"),
        ] {
            if !uses(package, kind).is_empty() {
                let _ = write!(text, "; its {what}: {}", names(kind));
            }
        }
        text.push('\n');
    }
    text
}

fn uses(package: &Package, kind: DependencyKind) -> Vec<&str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|dependency| dependency.kind == kind)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

type Table<'a> = &'a [(&'a str, &'a [&'a str])];

fn expected_in<'a>(table: Table<'a>, name: &str) -> Option<&'a [&'a str]> {
    table
        .iter()
        .find_map(|(known, uses)| (*known == name).then_some(*uses))
}

fn compare(layers: Table<'_>, tests: Table<'_>, packages: &[Package]) -> Vec<String> {
    let mut differences = Vec::new();
    for package in packages {
        let name = package.short_name();
        let Some(normal) = expected_in(layers, name) else {
            differences.push(format!("{name} has no place among the layers."));
            continue;
        };
        for (kind, what, expected) in [
            (DependencyKind::Normal, "", normal),
            (
                DependencyKind::Dev,
                " in its tests",
                expected_in(tests, name).unwrap_or_default(),
            ),
            (DependencyKind::Build, " in its build script", &[]),
        ] {
            let found = uses(package, kind);
            for other in found.iter().filter(|other| !expected.contains(other)) {
                differences.push(format!("{name} uses {other}{what}, and may not."));
            }
            for other in expected.iter().filter(|other| !found.contains(other)) {
                differences.push(format!(
                    "{name} does not use {other}{what} any more: take it out of the table."
                ));
            }
        }
    }
    for (name, _) in layers.iter().chain(tests) {
        if packages.iter().all(|package| package.short_name() != *name) {
            differences.push(format!("There is no crate {name}: take it out of the table."));
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    fn package(name: &str, normal: &[&str], dev: &[&str]) -> Package {
        let dependency = |kind| {
            move |name: &&str| Dependency {
                name: (*name).to_owned(),
                kind,
            }
        };
        Package {
            name: format!("rollcall-{name}"),
            folder: name.into(),
            targets: Vec::new(),
            dependencies: normal
                .iter()
                .map(dependency(DependencyKind::Normal))
                .chain(dev.iter().map(dependency(DependencyKind::Dev)))
                .collect(),
        }
    }

    const BASE: Table<'_> = &[("base", &[]), ("top", &["base"])];
    const TOP_TESTS: Table<'_> = &[("top", &["base"])];

    #[test]
    fn what_the_tables_say_is_right() {
        let packages = [package("base", &[], &[]), package("top", &["base"], &["base"])];
        assert_eq!(compare(BASE, TOP_TESTS, &packages), Vec::<String>::new());
        assert_eq!(
            shown(&packages),
            "base       –\ntop        base; its tests: base\n"
        );
    }

    #[test]
    fn each_difference_is_named() {
        let packages = [
            package("base", &["top"], &["top"]),
            package("top", &[], &[]),
            package("new", &[], &[]),
        ];
        let layers: Table<'_> = &[("base", &[]), ("top", &["base"]), ("gone", &[])];
        assert_eq!(
            compare(layers, &[], &packages),
            [
                "base uses top, and may not.",
                "base uses top in its tests, and may not.",
                "top does not use base any more: take it out of the table.",
                "new has no place among the layers.",
                "There is no crate gone: take it out of the table.",
            ]
        );
    }
}
