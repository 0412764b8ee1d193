//! `cargo xtask circles`: files that cannot be understood without each other.
//!
//! A circle is a strongly connected component of more than one file of a crate. An arrow goes from a file to the file that defines
//! what a path in it names, in code that is no test. Re-exports are followed and are no arrows themselves, nor are `mod` lines. What
//! cannot be seen in the text is none either: a method that is called, and what a macro of another crate expands to.

mod arrows;
mod ceilings;
mod cfg;
mod components;
mod locals;
mod resolve;
mod scopes;
mod source;
#[cfg(test)]
mod tests;
mod tokens;
mod uses;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::project::Project;
use crate::workspace::{Package, TargetKind, packages};

use arrows::Arrows;
use scopes::FileId;
use source::{Crate, Root};

/// Prints the circles of all crates, or of one, whose name may be given without `rollcall-`.
///
/// # Errors
/// Where there is no such crate, a file of it cannot be read, or it has more files in circles than it may have.
pub(crate) fn print(project: &Project, name: Option<&str>) -> Result<()> {
    let mut packages = packages(project)?;
    if let Some(name) = name {
        packages.retain(|package| package.name == name || package.short_name() == name);
        ensure!(!packages.is_empty(), "There is no crate `{name}`.");
    }
    let mut counts = Vec::new();
    for package in packages {
        let circles = Circles::find(&package)?;
        print!("{}", circles.shown(&package.name));
        counts.push((package.name, circles.files_in_circles()));
    }
    conclude(&counts)
}

/// Compares the number of files in circles with the ceiling of each crate.
///
/// # Errors
/// Shows the circles of each crate that has more files in circles than it may have.
pub(crate) fn check(project: &Project) -> Result<()> {
    let mut counts = Vec::new();
    for package in packages(project)? {
        let circles = Circles::find(&package)?;
        let count = circles.files_in_circles();
        if count > ceilings::of(&package.name) {
            print!("{}", circles.shown(&package.name));
        }
        counts.push((package.name, count));
    }
    for name in ceilings::gone(&counts) {
        println!("There is no crate {name}: take it out of circles/ceilings.rs.");
    }
    conclude(&counts)
}

fn conclude(counts: &[(String, usize)]) -> Result<()> {
    let verdict = ceilings::compare(counts);
    for advice in &verdict.to_lower {
        println!("{advice}");
    }
    ensure!(verdict.too_high.is_empty(), "{}", verdict.too_high.join("\n"));
    Ok(())
}

/// The circles of one crate.
struct Circles {
    /// By [`FileId`], below the crate's folder.
    files: Vec<PathBuf>,
    arrows: Arrows,
    /// In the order of their first files.
    found: Vec<BTreeSet<FileId>>,
}

impl Circles {
    fn find(package: &Package) -> Result<Self> {
        let roots: Vec<Root> = package
            .targets
            .iter()
            .filter(|target| target.kind != TargetKind::Other)
            .map(|target| Root {
                path: target.path.clone(),
                library: (target.kind == TargetKind::Library).then(|| target.name.clone()),
            })
            .collect();
        let mut circles = Self::read(&roots, &|path| fs::read_to_string(path).ok())
            .with_context(|| format!("{} cannot be read", package.name))?;
        for file in &mut circles.files {
            if let Ok(short) = file.strip_prefix(&package.folder) {
                *file = short.to_owned();
            }
        }
        Ok(circles)
    }

    fn read(roots: &[Root], read: &dyn Fn(&Path) -> Option<String>) -> Result<Self> {
        let mut krate = Crate::read(roots, read)?;
        let arrows = arrows::arrows(&mut krate);
        let mut nodes = vec![Vec::new(); krate.files.len()];
        for (from, to) in arrows.keys() {
            nodes[from.0].push(to.0);
        }
        let found = components::components(&nodes)
            .into_iter()
            .map(|files| files.into_iter().map(FileId).collect())
            .collect();
        Ok(Self {
            files: krate.files.into_iter().map(|file| file.path).collect(),
            arrows,
            found,
        })
    }

    fn files_in_circles(&self) -> usize {
        self.found.iter().map(BTreeSet::len).sum()
    }

    /// One line for each arrow in a circle.
    fn shown(&self, name: &str) -> String {
        let file = |id: &FileId| self.files[id.0].display();
        let mut text = format!(
            "{name}: {} of {} files in circles\n",
            self.files_in_circles(),
            self.files.len()
        );
        for circle in &self.found {
            // Writing to a string does not fail.
            let _ = writeln!(text, "  a circle of {} files", circle.len());
            for ((from, to), names) in &self.arrows {
                if circle.contains(from) && circle.contains(to) {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let _ = writeln!(text, "    {} → {}: {}", file(from), file(to), names.join(", "));
                }
            }
        }
        text
    }
}
