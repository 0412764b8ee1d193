//! `cargo xtask test`: everything that says whether the project is sound, and in the last lines what ran.

mod calls;
mod fuzz;
mod report;

use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Tier;
use crate::project::Project;
use crate::{circles, deny, install, layers, package, process, site, start};

use calls::Seen;
use report::{Counts, Report};

/// The crates that run in a browser. All others run natively and are the workspace's default members.
const WASM_CRATES: &[&str] = &[
    "--target=wasm32-unknown-unknown",
    "--package=rollcall-wasm",
    "--package=rollcall-web",
    "--package=rollcall-worker",
];

/// Runs the tiers and says what ran.
pub(crate) fn test(project: &Project, tiers: &[Tier]) -> Result<()> {
    let mut report = Report::default();
    for tier in tiers {
        match tier {
            Tier::Lint => lint(project, &mut report),
            Tier::Quick => {
                formatting(project, &mut report);
                unit(project, &mut report);
            }
            Tier::Unit => unit(project, &mut report),
            Tier::Wasm => {
                report.step("wasm tests in Chromium", || wasm(project));
            }
            Tier::Browser => browser(project, &mut report),
            Tier::Corpus => {
                report.step("corpus and mutations", || corpus(project));
            }
            Tier::Clients => {
                report.step("clients of others", || clients(project));
            }
            Tier::Fuzz => fuzz::run(project, &mut report),
        }
    }
    report.conclude()
}

fn formatting(project: &Project, report: &mut Report) {
    report.step("formatting", || {
        install::for_lints(project)?;
        quiet(project.command("cargo").args(["fmt", "--all", "--check"]))?;
        // They are a workspace of their own.
        let targets = "--manifest-path=fuzz/Cargo.toml";
        quiet(project.command("cargo").args(["fmt", targets, "--check"]))
    });
}

/// The corpus in full, and as many mutations of its good files as `MUTATIONS` says.
fn corpus(project: &Project) -> Result<Counts> {
    let mutations = std::env::var("MUTATIONS").unwrap_or_else(|_| "22500".to_owned());
    let arguments = [
        "test",
        "--release",
        "--locked",
        "-p",
        "rollcall-core",
        "--test",
        "reading",
        "--",
        "--nocapture",
    ];
    tests(
        project
            .command("cargo")
            .args(arguments)
            .env("MUTATIONS", mutations),
    )
}

fn unit(project: &Project, report: &mut Report) {
    report.step("unit tests", || {
        tests(
            project
                .command("cargo")
                .args(["test", "--locked", "--no-fail-fast", start::FEATURES]),
        )
    });
}

fn lint(project: &Project, report: &mut Report) {
    formatting(project, report);
    report.step("layers of crates", || {
        layers::check(project)?;
        Ok(Counts::default())
    });
    report.step("circles of files", || {
        circles::check(project)?;
        Ok(Counts::default())
    });
    let native = &[start::FEATURES][..];
    for (title, crates) in [("lints", native), ("lints of the wasm crates", WASM_CRATES)] {
        report.step(title, || {
            quiet(
                project
                    .command("cargo")
                    .args(["clippy", "--locked", "--all-targets"])
                    .args(crates)
                    .args(["--", "--deny=warnings"]),
            )
        });
    }
    report.step("rules for dependencies", || {
        deny::deny(project)?;
        Ok(Counts::default())
    });
    for (title, crates) in [
        ("documentation", native),
        ("documentation of the wasm crates", WASM_CRATES),
    ] {
        report.step(title, || {
            quiet(
                project
                    .command("cargo")
                    .args(["doc", "--locked", "--no-deps"])
                    .args(crates)
                    .env("RUSTDOCFLAGS", "--deny=warnings"),
            )
        });
    }
}

fn wasm(project: &Project) -> Result<Counts> {
    let chromium = install::for_wasm_tests(project)?;
    tests(
        project
            .command("cargo")
            .args(["test", "--locked", "--no-fail-fast", "--tests"])
            .args(WASM_CRATES)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env("CHROMEDRIVER", &chromium.driver)
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                chromium.webdriver_file(project)?,
            ),
    )
}

/// Scripts and a package of others, pointed at the sandbox: they have to end as their authors mean.
fn clients(project: &Project) -> Result<Counts> {
    let python = install::for_clients(project)?;
    let servers = start::build_servers(project)?;
    tests(
        project
            .command(&python.to_string_lossy())
            // It writes its lines when they are finished, and no compiled files beside the tests.
            .args(["-u", "-B", "tests/clients/run.py"])
            .env("ROLLCALL_SANDBOX", servers.path("rollcall-sandbox")),
    )
}

fn browser(project: &Project, report: &mut Report) {
    // The npm package stands in dist/ too, so it comes after the page.
    let built = report.step("build of the page", || {
        site::build(project, &[])?;
        Ok(Counts::default())
    }) && report.step("build of the npm package", || {
        package::package(project)?;
        Ok(Counts::default())
    });
    if built {
        report.step("the proxy with the page in it", || {
            let mut command = project.command("cargo");
            command
                .args([
                    "test",
                    "--locked",
                    "--package=rollcall-proxy",
                    "--features=built-in-page",
                ])
                .args(["--test=it", "the_page_is_in_the_program"]);
            tests(&mut command)
        });
        report.step("tests of the npm package", || specs(project, "tests/npm", None));
        let mut seen = None;
        report.step("tests in the browser", || {
            let seen = seen.insert(Seen::begin(&project.target()?)?);
            specs(project, "tests/browser", Some(seen))
        });
        if let Some(seen) = seen {
            report.step("calls that the page made", || {
                seen.judge()?;
                Ok(Counts::default())
            });
        }
    }
}

/// Runs a folder of specs with Node's own test runner, by way of `tests/run.mjs`. They learn from the environment where everything
/// stands, and where to note the calls that the page makes.
fn specs(project: &Project, folder: &str, seen: Option<&Seen>) -> Result<Counts> {
    let chromium = install::for_browser_tests(project)?;
    let servers = start::build_servers(project)?;
    let mut files = project.files(folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".spec.mjs"));
    if files.is_empty() {
        bail!("There is no spec in {folder}.");
    }
    let seen = seen.map(|seen| ("ROLLCALL_CALLS_SEEN", seen.folder()));
    tests(
        project
            .command("node")
            .envs(seen)
            .arg("tests/run.mjs")
            .arg(at_once().to_string())
            .args(files)
            .env("CHROMIUM", &chromium.browser)
            .env("ROLLCALL_DIST", project.dist())
            .env("ROLLCALL_PROXY", servers.path("rollcall-proxy"))
            .env("ROLLCALL_SANDBOX", servers.path("rollcall-sandbox")),
    )
}

/// Files of specs that run side by side. They wait most of their time, for a call in doubt or for a pause between two calls, so that
/// more of them than there are cores keep these busy.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + 2
}

/// Runs a program that tests, and counts from what it prints.
fn tests(command: &mut Command) -> Result<Counts> {
    let mut counts = Counts::default();
    process::run_watched(command, |line| counts.read(line))?;
    Ok(counts)
}

fn quiet(command: &mut Command) -> Result<Counts> {
    process::run(command)?;
    Ok(Counts::default())
}
