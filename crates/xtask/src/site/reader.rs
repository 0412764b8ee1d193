//! The reader of workbooks: a program of its own beside the worker's, which the worker loads when a file needs it.
//!
//! Trunk cannot build it: two classic scripts in one worker may not define the same name, and Trunk leaves wasm-bindgen's as it is.

use anyhow::Result;

use crate::process;
use crate::project::Project;

/// The name by which the page's start script for the worker reaches the program (`web/src/client/wire.rs`).
const GLOBAL: &str = "rollcall_reader";

/// Leaves `reader.js` and `reader_bg.wasm` in the built site.
pub(super) fn build(project: &Project) -> Result<()> {
    process::run(project.command("cargo").args([
        "build",
        "--quiet",
        "--locked",
        "--release",
        "--target=wasm32-unknown-unknown",
        "--package=rollcall-reader",
    ]))?;
    let wasm = project
        .target()?
        .join("wasm32-unknown-unknown/release/rollcall_reader.wasm");
    process::run(
        project
            .command("wasm-bindgen")
            .args(["--target=no-modules", "--no-modules-global", GLOBAL])
            .args(["--no-typescript", "--out-name=reader", "--out-dir"])
            .args([project.dist(), wasm]),
    )?;
    // It is fetched while somebody waits for a file: small beats fast.
    let bound = project.dist().join("reader_bg.wasm");
    process::run(
        project
            .command("wasm-opt")
            .arg("-Os")
            .arg(&bound)
            .arg("--output")
            .arg(&bound),
    )
}
