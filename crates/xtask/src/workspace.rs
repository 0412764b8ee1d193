//! The crates of the workspace, as cargo describes them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::project::Project;

/// A crate of ours.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Where its manifest stands.
    pub(crate) folder: PathBuf,
    pub(crate) targets: Vec<Target>,
    /// Of our own crates only, with those that are optional; sorted.
    pub(crate) dependencies: Vec<Dependency>,
}

impl Package {
    /// The name without the project's: `core`.
    pub(crate) fn short_name(&self) -> &str {
        short(&self.name)
    }
}

/// The name of a crate without `rollcall-`.
fn short(name: &str) -> &str {
    name.strip_prefix("rollcall-").unwrap_or(name)
}

/// What cargo builds from a crate.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) name: String,
    /// Its root file.
    pub(crate) path: PathBuf,
    pub(crate) kind: TargetKind,
}

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Library,
    Program,
    /// A test, a benchmark, an example, a build script.
    Other,
}

/// That a crate of ours uses another one.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependency {
    /// Without `rollcall-`.
    pub(crate) name: String,
    pub(crate) kind: DependencyKind,
}

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DependencyKind {
    Normal,
    Dev,
    Build,
}

/// All crates of the workspace, by name.
pub(crate) fn packages(project: &Project) -> Result<Vec<Package>> {
    read(&project.metadata()?)
}

fn read(metadata: &Value) -> Result<Vec<Package>> {
    let listed = list(metadata, "packages")?;
    let ours: Vec<&str> = listed
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut packages = listed
        .iter()
        .map(|package| read_package(package, &ours))
        .collect::<Result<Vec<Package>>>()?;
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(packages)
}

fn read_package(package: &Value, ours: &[&str]) -> Result<Package> {
    let targets = list(package, "targets")?
        .iter()
        .map(|target| {
            Ok(Target {
                name: text(target, "name")?.to_owned(),
                path: text(target, "src_path")?.into(),
                kind: target_kind(list(target, "kind")?),
            })
        })
        .collect::<Result<_>>()?;
    let mut dependencies = Vec::new();
    for dependency in list(package, "dependencies")? {
        let name = text(dependency, "name")?;
        if ours.contains(&name) {
            dependencies.push(Dependency {
                name: short(name).to_owned(),
                kind: match dependency["kind"].as_str() {
                    Some("dev") => DependencyKind::Dev,
                    Some("build") => DependencyKind::Build,
                    _ => DependencyKind::Normal,
                },
            });
        }
    }
    dependencies.sort_unstable();
    // A dependency of several targets or features is listed several times.
    dependencies.dedup();
    let manifest = Path::new(text(package, "manifest_path")?);
    Ok(Package {
        name: text(package, "name")?.to_owned(),
        folder: manifest.parent().unwrap_or(manifest).to_owned(),
        targets,
        dependencies,
    })
}

fn target_kind(kinds: &[Value]) -> TargetKind {
    let is = |kind: &str| kinds.iter().any(|known| known == kind);
    if ["lib", "rlib", "cdylib", "proc-macro"].into_iter().any(is) {
        TargetKind::Library
    } else if is("bin") {
        TargetKind::Program
    } else {
        TargetKind::Other
    }
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key]
        .as_array()
        .with_context(|| format!("`cargo metadata` names no {key}."))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value[key]
        .as_str()
        .with_context(|| format!("`cargo metadata` names no {key}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dependencies_between_ours_are_told_from_others() {
        let dependency = |name: &str, kind: Option<&str>| json!({ "name": name, "kind": kind });
        let package = |name: &str, kind: &str, dependencies: Value| {
            json!({
                "name": name,
                "manifest_path": format!("/there/crates/{name}/Cargo.toml"),
                "targets": [{ "name": name, "src_path": "/there/main.rs", "kind": [kind] }],
                "dependencies": dependencies,
            })
        };
        let metadata = json!({ "packages": [
            package("rollcall-web", "bin", json!([dependency("rollcall-protocol", None), dependency("yew", None)])),
            package("rollcall-core", "lib", json!([
                dependency("rollcall-web", Some("dev")),
                dependency("rollcall-protocol", None),
                dependency("rollcall-protocol", None),
            ])),
            package("rollcall-protocol", "rlib", json!([])),
        ]});
        let packages = read(&metadata).unwrap();
        let names: Vec<&str> = packages.iter().map(Package::short_name).collect();
        assert_eq!(names, ["core", "protocol", "web"]);
        let [core, protocol, web] = &packages[..] else {
            panic!("{packages:?}")
        };
        let uses = |package: &Package| -> Vec<(String, DependencyKind)> {
            let dependencies = package.dependencies.iter();
            dependencies
                .map(|dependency| (dependency.name.clone(), dependency.kind))
                .collect()
        };
        assert_eq!(
            uses(core),
            [
                ("protocol".to_owned(), DependencyKind::Normal),
                ("web".to_owned(), DependencyKind::Dev)
            ]
        );
        assert_eq!(uses(web), [("protocol".to_owned(), DependencyKind::Normal)]);
        assert_eq!(core.folder, Path::new("/there/crates/rollcall-core"));
        let kinds = [web, core, protocol].map(|package| package.targets[0].kind);
        assert_eq!(
            kinds,
            [TargetKind::Program, TargetKind::Library, TargetKind::Library]
        );
    }
}
