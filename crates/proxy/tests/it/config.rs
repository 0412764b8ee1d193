//! The program's configuration: precedence, and all errors at once.

use std::io::Write as _;
use std::process::{Command, Output};

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rollcall-proxy"))
        .args(arguments)
        .env_remove("HTTPS_PROXY")
        .env_remove("https_proxy")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

pub(crate) fn output_of(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = run(arguments, environment);
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[test]
fn help_names_every_key() {
    let help = output_of(&["--help"], &[]);
    for key in [
        "--listen",
        "--site",
        "--allow-origin",
        "--upstream-api",
        "--admin-portal",
        "--session-from",
        "--per-client",
        "--answer-memory",
        "--metrics-open",
        "--log",
        "--log-per-second",
        "--config",
    ] {
        assert!(help.contains(key), "{key}: {help}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 132), "{help}");
}

#[test]
fn all_errors_are_reported_at_once() {
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
        text.contains("rollcall-proxy: fast: there is no such setting"),
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
fn contradictions_are_refused_with_the_reason() {
    for (arguments, key, why) in [
        (
            &["--answer-memory", "1000"][..],
            "answer-memory",
            "--largest-answer",
        ),
        (
            &["--largest-answer", "300000000"],
            "answer-memory",
            "--largest-answer",
        ),
        (
            &["--answer-memory", "0"],
            "answer-memory",
            "nothing would get through",
        ),
        (&["--answer-memory", "much"], "answer-memory", "it is no number"),
        (&["--log-per-second", "0"], "log-per-second", "--log off"),
        (&["--metrics", "0.0.0.0:9655"], "metrics", "--metrics-open yes"),
        (
            &["--allow-origin", "https://*.example.com"],
            "allow-origin",
            "letter by letter",
        ),
    ] {
        let text = output_of(&[&["check"], arguments].concat(), &[]);
        assert!(
            text.contains(&format!("rollcall-proxy: {key}: ")),
            "{arguments:?}: {text}"
        );
        assert!(text.contains(why), "{arguments:?}: {text}");
    }
    let fine = [
        "check",
        "--answer-memory",
        "8388608",
        "--log",
        "lines",
        "--log-per-second",
        "7",
        "--metrics",
        "0.0.0.0:9655",
        "--metrics-open",
    ];
    let text = output_of(&fine, &[]);
    for line in [
        "holds unread answers      up to 8388608 bytes of them",
        "writes                    a line for each request, 7 a second at most",
        "tells Prometheus          on 0.0.0.0:9655, to other computers too",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn it_does_not_start_exposed() {
    for (arguments, key) in [
        // The page that it brings along is one that may ask.
        #[cfg(not(feature = "built-in-page"))]
        (&["check", "--listen", "0.0.0.0:7655"][..], "listen"),
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
        let text = output_of(arguments, &[]);
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
    assert!(run(&good, &[]).status.success(), "{}", output_of(&good, &[]));
}

#[test]
fn a_switch_without_a_value_means_yes() {
    let is_on = |arguments: &[&str], environment: &[(&str, &str)]| {
        let text = output_of(&[&["check"], arguments].concat(), environment);
        let line = text
            .lines()
            .find(|line| line.starts_with("lists of the admin portal"));
        line.unwrap_or_else(|| panic!("{text}"))
            .contains("from https://admin.atlassian.com")
    };
    for arguments in [
        &["--admin-portal"][..],
        &["--admin-portal", "yes"],
        &["--admin-portal=yes"],
        &["--admin-portal", "--per-client", "7"],
    ] {
        assert!(is_on(arguments, &[]), "{arguments:?}");
    }
    for arguments in [&[][..], &["--admin-portal", "no"], &["--admin-portal=no"]] {
        assert!(!is_on(arguments, &[]), "{arguments:?}");
    }
    assert!(is_on(&[], &[("ROLLCALL_PROXY_ADMIN_PORTAL", "yes")]));
    let file = std::env::temp_dir().join(format!("rollcall-proxy-switch-{}.toml", std::process::id()));
    for (written, expected) in [
        ("admin-portal = true", true),
        ("admin-portal = \"yes\"", true),
        ("admin-portal = false", false),
    ] {
        std::fs::write(&file, written).unwrap();
        assert_eq!(
            is_on(&["--config", file.to_str().unwrap()], &[]),
            expected,
            "{written}"
        );
    }
    std::fs::remove_file(&file).unwrap();
    let text = output_of(&["check", "--admin-portal", "perhaps"], &[]);
    assert!(
        text.contains("command line: unexpected argument \"perhaps\""),
        "{text}"
    );
}

#[test]
fn the_command_line_takes_precedence_over_the_environment_and_that_over_the_file() {
    let file = std::env::temp_dir().join(format!("rollcall-proxy-{}.toml", std::process::id()));
    let mut written = std::fs::File::create(&file).unwrap();
    written
        .write_all(b"per-client = 11\nconcurrency = 12\nlog = \"json\"\nallow-origin = [\"https://a.example\", \"https://b.example\"]\n")
        .unwrap();
    let config = file.to_str().unwrap();
    let text = output_of(
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
    let text = output_of(&["check", "--config", config], &[]);
    assert!(text.contains("rollcall-proxy: config: "), "{text}");
    std::fs::write(&file, "per-client = true\nfaster = 1\n").unwrap();
    let text = output_of(&["check", "--config", config], &[]);
    for key in ["per-client", "faster"] {
        assert!(text.contains(&format!("rollcall-proxy: {key}: ")), "{text}");
    }
    std::fs::remove_file(&file).unwrap();
}

/// Each error's line, without the program's name.
fn errors_of(arguments: &[&str], environment: &[(&str, &str)]) -> Vec<String> {
    let output = run(arguments, environment);
    assert!(!output.status.success(), "{arguments:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    let line = |line: &str| line.strip_prefix("rollcall-proxy: ").unwrap().to_owned();
    text.lines().map(line).collect()
}

#[test]
fn all_errors_of_the_command_line_are_reported_at_once() {
    let unknown = "there is no such setting; --help lists them";
    assert_eq!(
        errors_of(
            &[
                "--fast",
                "--listen",
                "127.0.0.1:0",
                "--slow=7",
                "--listen=127.0.0.1:1",
                "surprise",
                "--log",
                "off",
                "check",
                "--log=json",
                "-x",
                "--site",
            ],
            &[("ROLLCALL_PROXY_LISTENS", "127.0.0.1:0")],
        ),
        [
            format!("fast: {unknown}"),
            format!("slow: {unknown}"),
            "listen: it is set twice".to_owned(),
            "command line: unexpected argument \"surprise\"".to_owned(),
            "log: it is set twice".to_owned(),
            "command line: unexpected argument \"-x\"".to_owned(),
            "site: it needs a value".to_owned(),
            format!("ROLLCALL_PROXY_LISTENS: {unknown}"),
        ]
    );
    assert_eq!(
        errors_of(&["--listen", "--site"], &[]),
        ["listen: it needs a value", "site: it needs a value"]
    );
}

#[test]
fn values_and_contradictions_are_reported_at_once() {
    let errors = errors_of(
        &[
            "--listen",
            "0.0.0.0:7655",
            "--per-client",
            "many",
            "--tls-key",
            "key.pem",
            "--connect-within=0",
        ],
        &[
            ("ROLLCALL_PROXY_LOG", "loud"),
            ("ROLLCALL_PROXY_ALLOW_ORIGIN", "https://a.example, *"),
        ],
    );
    for key in [
        "per-client",
        "tls-cert",
        "connect-within",
        "log",
        "allow-origin",
        "allow-host",
    ] {
        let count = errors
            .iter()
            .filter(|error| error.starts_with(&format!("{key}: ")))
            .count();
        assert!(count > 0, "{key}: {errors:?}");
    }
}

#[test]
fn variables_that_kubernetes_sets_for_a_service_are_no_settings() {
    let service = [
        ("ROLLCALL_PROXY_SERVICE_HOST", "10.0.0.1"),
        ("ROLLCALL_PROXY_SERVICE_PORT", "7655"),
        ("ROLLCALL_PROXY_SERVICE_PORT_HTTP", "7655"),
        ("ROLLCALL_PROXY_PORT", "tcp://10.0.0.1:7655"),
        ("ROLLCALL_PROXY_PORT_7655_TCP_ADDR", "10.0.0.1"),
    ];
    let output = run(&["check"], &service);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn no_error_prints_a_password() {
    let file = std::env::temp_dir().join(format!("rollcall-proxy-quiet-{}.toml", std::process::id()));
    let config = file.to_str().unwrap();
    let address = "http://name:hunter2@proxy.example:3128";
    for written in [
        format!("log = \"off\"\noutgoing-proxy = \"{address}\" oops"),
        format!("outgoing-proxy = \"{address}\"\noutgoing-proxy = \"{address}\""),
        format!("outgoing-proxy = [\"{address}\"]"),
        format!("outgoing-proxy = \"https{address}\""),
    ] {
        std::fs::write(&file, &written).unwrap();
        let errors = errors_of(&["--config", config], &[]);
        assert!(!errors.join("").contains("hunter2"), "{written}: {errors:?}");
    }
    std::fs::write(&file, "log = \"off\"\nlog = oops").unwrap();
    let errors = errors_of(&["--config", config], &[]);
    assert!(errors[0].contains("line 2: "), "{errors:?}");
    std::fs::remove_file(&file).unwrap();
    let twice = errors_of(&["--outgoing-proxy", address, "--outgoing-proxy", address], &[]);
    assert_eq!(twice, ["outgoing-proxy: it is set twice"]);
    let unexpected = errors_of(&["--outgoing", address], &[]);
    assert!(!unexpected.join("").contains("hunter2"), "{unexpected:?}");
    let text = output_of(&["check", "--outgoing-proxy", address], &[]);
    assert!(
        text.contains("proxy.example") && !text.contains("hunter2"),
        "{text}"
    );
}
