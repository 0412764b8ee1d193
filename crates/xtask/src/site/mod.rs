//! `cargo xtask build`: Trunk builds page and worker; what Trunk does not do is done here.

mod build_id;
mod compress;
mod headers;
mod policy;
mod reader;
mod style;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;
use crate::{install, process};

pub(crate) use policy::Origin;

/// Leaves the static site in `dist/`. `connect` are the addresses that the page may call besides the usual ones.
pub(crate) fn build(project: &Project, connect: &[Origin]) -> Result<()> {
    install::for_build(project)?;
    let build_id = build_id::of(project)?;
    println!("Building the page, {build_id}.");
    // Trunk works offline, so the crates have to be here before.
    process::run(project.command("cargo").args(["fetch", "--locked"]))?;
    process::run(
        project
            .command("trunk")
            .args(["--quiet", "build"])
            .env("ROLLCALL_BUILD", &build_id)
            // Trunk 0.21 stops at `NO_COLOR=1`, which others take for yes.
            .env_remove("NO_COLOR"),
    )?;
    reader::build(project)?;
    finish(project, &build_id, connect)?;
    headers::write(&project.dist())?;
    compress::beside(&project.dist())?;
    say_sizes(&project.dist())
}

/// The stylesheet, then the page's policy.
fn finish(project: &Project, build_id: &str, connect: &[Origin]) -> Result<()> {
    let dist = project.dist();
    style::write(project, &page_wasm(&dist)?)?;

    let file = dist.join("index.html");
    let html = fs::read_to_string(&file).context("Trunk left no index.html.")?;
    // The name stays, so the build's name makes the browser ask again.
    let html = html.replacen("href=\"style.css\"", &format!("href=\"style.css?{build_id}\""), 1);
    let html = policy::complete(&html, connect)?;
    fs::write(&file, html).with_context(|| format!("{} cannot be written.", file.display()))
}

/// The page's program; the worker's has another name.
fn page_wasm(dist: &Path) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dist).context("Trunk left no dist/.")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("rollcall-web") && name.ends_with(".wasm") {
            found.push(path.clone());
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        _ => bail!(
            "dist/ should hold one program of the page and holds {}.",
            found.len()
        ),
    }
}

fn say_sizes(dist: &Path) -> Result<()> {
    println!("The site stands in {}:", dist.display());
    let mut entries = fs::read_dir(dist)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_unstable_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let about = entry.metadata()?;
        if about.is_file() && !compress::is_compressed(&entry.path()) {
            println!(
                "  {:>6} kB  {}",
                about.len().div_ceil(1000),
                entry.file_name().to_string_lossy()
            );
        }
    }
    Ok(())
}
