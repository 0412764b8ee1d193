//! What the program says about its settings.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Output, Stdio};

use crate::behind::{behind, ok};
use crate::client::{PAGE, SET_EMAIL, ask};

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rollcall-proxy"))
        .args(arguments)
        .env_remove("HTTPS_PROXY")
        .env_remove("https_proxy")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

fn said(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = run(arguments, environment);
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn a_line_for_each_request_says_no_more_than_it_may() {
    let (upstream, _) = behind(ok).await;
    for form in ["lines", "json"] {
        let upstream = format!("http://{upstream}");
        let mut program = Command::new(env!("CARGO_BIN_EXE_rollcall-proxy"))
            .args(["--upstream-api", upstream.as_str(), "--log", form])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let proxy = line
            .trim()
            .strip_prefix("address=http://")
            .unwrap()
            .parse()
            .unwrap();
        let headers = [("authorization", "Bearer the-key"), ("origin", PAGE)];
        ask(
            proxy,
            "PUT",
            SET_EMAIL,
            &headers,
            "{\"email\":\"ann@example.com\"}",
        )
        .await;
        ask(proxy, "GET", "/secret/path?name=ann", &[], "").await;
        program.kill().unwrap();
        let written = String::from_utf8(program.wait_with_output().unwrap().stderr).unwrap();
        for word in ["set-email", "PUT", "200", "GET", "404"] {
            assert!(written.contains(word), "{form}: {word}: {written}");
        }
        for word in ["the-key", "557058", "ann", "secret", "localhost", "127.0.0.1"] {
            assert!(!written.contains(word), "{form}: {word}: {written}");
        }
        assert_eq!(written.lines().count(), 2, "{written}");
    }
}

#[test]
fn help_names_every_key() {
    let help = said(&["--help"], &[]);
    for key in [
        "--listen",
        "--site",
        "--allow-origin",
        "--upstream-api",
        "--per-client",
        "--log",
        "--config",
    ] {
        assert!(help.contains(key), "{key}: {help}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 132), "{help}");
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let output = run(
        &[
            "--listen",
            "everywhere",
            "--upstream-api",
            "http://api.atlassian.com",
            "--allow-origin",
            "*",
            "--allow-host",
            "proxy:80",
            "--concurrency",
            "0",
            "--log",
            "loud",
            "--fast",
        ],
        &[],
    );
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("rollcall-proxy: fast: there is no such key"),
        "{text}"
    );
    let output = run(
        &[
            "--listen",
            "everywhere",
            "--upstream-api",
            "http://api.atlassian.com",
            "--allow-origin",
            "*",
            "--allow-host",
            "proxy:80",
            "--concurrency",
            "0",
            "--log",
            "loud",
        ],
        &[],
    );
    let text = String::from_utf8(output.stderr).unwrap();
    for key in [
        "listen",
        "upstream-api",
        "allow-origin",
        "allow-host",
        "concurrency",
        "log",
    ] {
        assert!(
            text.contains(&format!("rollcall-proxy: {key}: ")),
            "{key}: {text}"
        );
    }
}

#[test]
fn it_does_not_start_open() {
    for (arguments, key) in [
        (&["check", "--listen", "0.0.0.0:7655"][..], "allow-host"),
        (
            &[
                "check",
                "--listen",
                "0.0.0.0:7655",
                "--allow-origin",
                "https://rollcall.example.com",
            ],
            "allow-host",
        ),
        (&["check", "--listen", "192.0.2.1:7655"], "allow-host"),
        (
            &[
                "check",
                "--listen",
                "0.0.0.0:7655",
                "--allow-origin",
                "https://rollcall.example.com",
                "--allow-host",
                "proxy.example.com",
            ],
            "tls-cert",
        ),
    ] {
        let text = said(arguments, &[]);
        assert!(
            text.contains(&format!("rollcall-proxy: {key}: ")),
            "{arguments:?}: {text}"
        );
    }
    let good = [
        "check",
        "--listen",
        "0.0.0.0:7655",
        "--allow-origin",
        "https://rollcall.example.com",
        "--allow-host",
        "proxy.example.com",
        "--tls-elsewhere",
        "yes",
    ];
    assert!(run(&good, &[]).status.success(), "{}", said(&good, &[]));
}

#[test]
fn the_command_line_counts_before_the_environment_and_that_before_the_file() {
    let file = std::env::temp_dir().join(format!("rollcall-proxy-{}.toml", std::process::id()));
    let mut written = std::fs::File::create(&file).unwrap();
    written
        .write_all(b"per-client = 11\nconcurrency = 12\nlog = \"json\"\nallow-origin = [\"https://a.example\", \"https://b.example\"]\n")
        .unwrap();
    let config = file.to_str().unwrap();
    let text = said(
        &["check", "--config", config, "--per-client", "31"],
        &[
            ("ROLLCALL_PROXY_PER_CLIENT", "21"),
            ("ROLLCALL_PROXY_CONCURRENCY", "22"),
        ],
    );
    assert!(text.contains("31 requests a second"), "{text}");
    assert!(text.contains("22 requests at most"), "{text}");
    assert!(text.contains("a line of JSON"), "{text}");
    assert!(text.contains("https://a.example, https://b.example"), "{text}");

    std::fs::write(&file, "per-client = true\nfaster = 1\nlog = \"off\" oops").unwrap();
    let text = said(&["check", "--config", config], &[]);
    assert!(text.contains("rollcall-proxy: config: "), "{text}");
    std::fs::write(&file, "per-client = true\nfaster = 1\n").unwrap();
    let text = said(&["check", "--config", config], &[]);
    for key in ["per-client", "faster"] {
        assert!(text.contains(&format!("rollcall-proxy: {key}: ")), "{text}");
    }
    std::fs::remove_file(&file).unwrap();
}
