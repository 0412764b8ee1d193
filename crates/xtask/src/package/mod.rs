//! `cargo xtask package`: the npm package.
//!
//! wasm-bindgen writes `rollcall.js` with its types, which has to be told where the program is. Two small modules do that, one
//! for Node and one for browsers and bundlers, so that whoever imports the package has it ready.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::{install, process};

const FILES: &[(&str, &str)] = &[
    ("node.js", include_str!("node.js")),
    ("index.js", include_str!("index.js")),
    ("index.d.ts", include_str!("index.d.ts")),
];

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
    let wasm = project
        .target()?
        .join("wasm32-unknown-unknown/release/rollcall_wasm.wasm");
    let folder = project.dist().join("npm");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied.", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    process::run(
        project
            .command("wasm-bindgen")
            .args(["--target=web", "--out-name=rollcall", "--out-dir"])
            .args([&folder, &wasm]),
    )?;
    let bound = folder.join("rollcall_bg.wasm");
    process::run(
        project
            .command("wasm-opt")
            .arg("-O2")
            .arg(&bound)
            .arg("--output")
            .arg(&bound),
    )?;
    for (name, text) in FILES {
        write(&folder, name, text)?;
    }
    // The order of a package.json counts: the first condition of `exports` that holds is taken.
    let manifest = include_str!("package.json").replace("VERSION", env!("CARGO_PKG_VERSION"));
    write(&folder, "package.json", &manifest)?;
    println!("The npm package stands in {}.", folder.display());
    Ok(())
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, text).with_context(|| format!("{} cannot be written.", file.display()))
}
