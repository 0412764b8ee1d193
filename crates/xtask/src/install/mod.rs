//! What the other commands need: found where it is there in the right version, installed where it is not.
//!
//! Everything goes into folders of the project that git ignores. Only the wasm target (rustup), Chromium and nginx (the system's
//! package manager) are installed outside, because they cannot be installed anywhere else.
//!
//! What is said about it goes to stderr: a command's output is its result alone.

mod apt;
mod chromium;
mod nginx;
mod node;
mod python;
mod rust;

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;

pub(crate) use chromium::Chromium;

/// What building the page needs.
pub(crate) fn for_build(project: &Project) -> Result<()> {
    rust::trunk(project)?;
    for_package(project)
}

/// What building the npm package needs.
pub(crate) fn for_package(project: &Project) -> Result<()> {
    rust::wasm_target(project)?;
    rust::wasm_bindgen(project)?;
    node::packages(project)
}

/// What looking at the code needs.
pub(crate) fn for_lints(project: &Project) -> Result<()> {
    rust::components(project)?;
    rust::wasm_target(project)
}

/// What judging the dependencies needs.
pub(crate) fn for_deny(project: &Project) -> Result<()> {
    rust::cargo_deny(project)
}

/// What tests in headless Chromium need.
pub(crate) fn for_wasm_tests(project: &Project) -> Result<Chromium> {
    rust::wasm_target(project)?;
    rust::wasm_bindgen(project)?;
    chromium::chromium(project)
}

/// What tests of the finished page need.
pub(crate) fn for_browser_tests(project: &Project) -> Result<Chromium> {
    for_build(project)?;
    chromium::chromium(project)
}

/// What trying the clients of others needs: the Python that has them.
pub(crate) fn for_clients(project: &Project) -> Result<PathBuf> {
    python::clients(project)
}

/// What fuzzing needs.
pub(crate) fn for_fuzzing(project: &Project) -> Result<()> {
    rust::cargo_fuzz(project)
}

/// What measuring WebAssembly in Node needs.
pub(crate) fn for_csv_bench(project: &Project) -> Result<()> {
    rust::wasm_target(project)?;
    node::check_node(project)
}

/// What the proxy is compared with.
pub(crate) struct Peers {
    /// The program.
    pub(crate) nginx: PathBuf,
    /// The folder in which Node finds the package.
    pub(crate) cors_anywhere: PathBuf,
}

/// What measuring the proxy needs.
pub(crate) fn for_proxy_bench(project: &Project) -> Result<Peers> {
    let peers = Peers {
        nginx: nginx::nginx(project)?,
        cors_anywhere: node::cors_anywhere(project)?,
    };
    rust::oha(project)?;
    Ok(peers)
}
