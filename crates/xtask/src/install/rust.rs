//! The wasm target, and tools that cargo builds.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;
use crate::project::Project;

/// The newest Trunk that builds with the project's compiler.
const TRUNK: &str = "0.21.14";

/// What makes the requests that a proxy is measured with. Fixed, so that figures of different days stay comparable.
const OHA: &str = "1.16.0";

/// What judges the dependencies by deny.toml.
const CARGO_DENY: &str = "0.20.2";

/// What builds and runs the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";

/// The standard library for WebAssembly.
pub(super) fn wasm_target(project: &Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let folder =
        process::capture(
            project
                .command("rustc")
                .args(["--print=target-libdir", "--target", TARGET]),
        )?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    eprintln!("Installing the target {TARGET}.");
    process::run(project.command("rustup").args(["target", "add", TARGET]))
        .context("The compiler has no WebAssembly target. rustup installs it.")
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(super) fn components(project: &Project) -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if process::capture(project.command("cargo").args([subcommand, "--version"])).is_err() {
            eprintln!("Installing {component}.");
            process::run(project.command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Trunk builds the page.
pub(super) fn trunk(project: &Project) -> Result<()> {
    if says(&mut project.command("trunk"), TRUNK) {
        return Ok(());
    }
    eprintln!("Installing Trunk {TRUNK} into .tools; this takes some minutes.");
    install(project, &["trunk", "--version", TRUNK, "--locked"], BUILT_QUICKLY)
}

/// wasm-bindgen and its test runner, in the version of the library: they must be the same.
pub(super) fn wasm_bindgen(project: &Project) -> Result<()> {
    let lock = fs::read_to_string(project.path("Cargo.lock")).context("Cargo.lock cannot be read.")?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen.")?;
    let there = ["wasm-bindgen", "wasm-bindgen-test-runner"]
        .iter()
        .all(|tool| says(&mut project.command(tool), version));
    if there {
        return Ok(());
    }
    eprintln!("Installing wasm-bindgen {version} into .tools; this takes some minutes.");
    install(
        project,
        &["wasm-bindgen-cli", "--version", version, "--force"],
        BUILT_QUICKLY,
    )
}

/// oha makes requests and measures. It shares its cores with what it measures, so it is built to be quick, as its authors mean it.
pub(super) fn oha(project: &Project) -> Result<()> {
    if says(&mut project.command("oha"), OHA) {
        return Ok(());
    }
    eprintln!("Installing oha {OHA} into .tools; this takes some minutes.");
    install(project, &["oha", "--version", OHA, "--locked"], &[])
}

/// cargo-deny judges the dependencies.
pub(super) fn cargo_deny(project: &Project) -> Result<()> {
    if says(&mut project.command("cargo-deny"), CARGO_DENY) {
        return Ok(());
    }
    eprintln!("Installing cargo-deny {CARGO_DENY} into .tools; this takes some minutes.");
    install(
        project,
        &["cargo-deny", "--version", CARGO_DENY, "--locked"],
        BUILT_QUICKLY,
    )
}

/// cargo-fuzz builds the fuzz targets with the instruments that libFuzzer needs. The compiler of the project has them.
pub(super) fn cargo_fuzz(project: &Project) -> Result<()> {
    if says(&mut project.command("cargo-fuzz"), CARGO_FUZZ) {
        return Ok(());
    }
    eprintln!("Installing cargo-fuzz {CARGO_FUZZ} into .tools; this takes a minute.");
    install(
        project,
        &["cargo-fuzz", "--version", CARGO_FUZZ, "--locked"],
        BUILT_QUICKLY,
    )
}

/// For tools that run for seconds: they are built quickly, not to be quick. With its own profile Trunk's linking alone takes four
/// minutes.
const BUILT_QUICKLY: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// `cargo install` into the project.
fn install(project: &Project, what: &[&str], profile: &[(&str, &str)]) -> Result<()> {
    let build = project.tools().join("build");
    process::run(
        project
            .command("cargo")
            .arg("install")
            .args(what)
            .arg("--root")
            .arg(project.tools())
            .arg("--target-dir")
            .arg(&build)
            .envs(profile.iter().copied()),
    )?;
    if let Err(error) = fs::remove_dir_all(&build) {
        eprintln!(
            "{} is no longer needed, and could not be removed: {error}",
            build.display()
        );
    }
    Ok(())
}

/// Whether a tool is there in this very version.
fn says(tool: &mut Command, version: &str) -> bool {
    process::capture(tool.arg("--version"))
        .is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
