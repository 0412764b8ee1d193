//! `cargo xtask package`: the npm package.
//!
//! wasm-bindgen writes `rollcall.js`, which has to be told where the program is. The files of `crates/wasm/npm` do that, one
//! entry for Node and one for browsers and bundlers; its manifest gets the version of the workspace.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::project::Project;
use crate::{install, process};

/// Leaves the package in `dist/npm/`.
pub(crate) fn package(project: &Project) -> Result<()> {
    install::for_package(project)?;
    println!("Building the npm package.");
    process::run(project.command("cargo").args([
        "build",
        "--locked",
        "--release",
        "--target=wasm32-unknown-unknown",
        "--package=rollcall-wasm",
    ]))?;
    let built = project.target()?.join("wasm32-unknown-unknown/release");
    let wasm = built.join("rollcall_wasm.wasm");
    let folder = project.dist().join("npm");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied.", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    bind(project, &wasm, &folder, &["--target=web", "--no-typescript"])?;
    // The types of the web target show the program's raw exports as well, full of `any`; those of the bundler target do not.
    let types = built.join("rollcall-npm-types");
    bind(project, &wasm, &types, &["--target=bundler"])?;
    copy(&types.join("rollcall.d.ts"), &folder)?;

    let bound = folder.join("rollcall_bg.wasm");
    process::run(
        project
            .command("wasm-opt")
            .arg("-O2")
            .arg(&bound)
            .arg("--output")
            .arg(&bound),
    )?;
    for file in project.files("crates/wasm/npm")? {
        copy(&file, &folder)?;
    }
    // Both licences ask for their text in every copy.
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&project.path(license), &folder)?;
    }
    write_version(&folder.join("package.json"))?;
    println!("The npm package stands in {}.", folder.display());
    Ok(())
}

fn bind(project: &Project, wasm: &Path, folder: &Path, options: &[&str]) -> Result<()> {
    process::run(
        project
            .command("wasm-bindgen")
            .args(options)
            .args(["--out-name=rollcall", "--out-dir"])
            .args([folder, wasm]),
    )
}

/// Puts the version of the workspace into the manifest.
fn write_version(manifest: &Path) -> Result<()> {
    const PLACE: &str = "written by cargo xtask package";
    let text =
        fs::read_to_string(manifest).with_context(|| format!("{} cannot be read.", manifest.display()))?;
    ensure!(
        text.contains(PLACE),
        "The package's manifest has no place for the version: \"{PLACE}\"."
    );
    fs::write(manifest, text.replacen(PLACE, env!("CARGO_PKG_VERSION"), 1))
        .with_context(|| format!("{} cannot be written.", manifest.display()))
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().unwrap_or_default();
    fs::copy(file, folder.join(name)).with_context(|| format!("{} cannot be copied.", file.display()))?;
    Ok(())
}
