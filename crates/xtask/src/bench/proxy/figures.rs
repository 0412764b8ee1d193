//! What comes out, as a table or as JSON.

use std::fmt::{self, Write as _};
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Speed;
use super::memory::{FEW, MANY, Memory};

/// Each of them once.
pub(super) struct Round {
    pub(super) rollcall: Speed,
    pub(super) nginx: Speed,
    pub(super) cors_anywhere: Speed,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rollcall-proxy {:.0}/s, nginx {:.0}/s, cors-anywhere {:.0}/s",
            self.rollcall.rate, self.nginx.rate, self.cors_anywhere.rate
        )
    }
}

/// Everything that was measured.
pub(super) struct Figures {
    pub(super) cores: usize,
    pub(super) connections: usize,
    pub(super) turn: Duration,
    /// At least one.
    pub(super) rounds: Vec<Round>,
    pub(super) memory: Memory,
}

impl Figures {
    /// The median over the rounds.
    fn median(&self, figure: impl Fn(&Round) -> f64) -> f64 {
        let mut figures: Vec<f64> = self.rounds.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        let middle = figures.len() / 2;
        figures.get(middle).copied().unwrap_or(f64::NAN)
    }

    fn over_nginx(&self) -> f64 {
        self.median(|round| round.rollcall.rate / round.nginx.rate)
    }

    fn over_cors_anywhere(&self) -> f64 {
        self.median(|round| round.rollcall.rate / round.cors_anywhere.rate)
    }

    fn p99_over_nginx(&self) -> f64 {
        self.median(|round| round.rollcall.p99 / round.nginx.p99)
    }

    /// The median of rate and p99 of each, with what it is called in JSON and by people.
    fn speeds(&self) -> [(&'static str, &'static str, Speed); 3] {
        let speed = |of: fn(&Round) -> Speed| Speed {
            rate: self.median(|round| of(round).rate),
            p99: self.median(|round| of(round).p99),
        };
        [
            ("rollcall_proxy", "rollcall-proxy", speed(|round| round.rollcall)),
            ("nginx", "nginx", speed(|round| round.nginx)),
            (
                "cors_anywhere",
                "cors-anywhere",
                speed(|round| round.cors_anywhere),
            ),
        ]
    }

    pub(super) fn json(&self) -> Value {
        let mut figures = json!({
            "over_nginx": rounded(self.over_nginx()),
            "over_cors_anywhere": rounded(self.over_cors_anywhere()),
            "p99_over_nginx": rounded(self.p99_over_nginx()),
            "memory_growth": rounded(self.memory.growth()),
            "memory_kib": { "after_10000": self.memory.few, "after_1000000": self.memory.many },
            "cores": self.cores,
            "connections": self.connections,
            "rounds": self.rounds.len(),
            "seconds_per_turn": self.turn.as_secs_f64(),
        });
        for (key, _, speed) in self.speeds() {
            figures[key] = json!({
                "requests_per_second": rounded(speed.rate),
                "p99_ms": rounded(speed.p99),
            });
        }
        figures
    }

    pub(super) fn table(&self) -> String {
        let mut table = format!(
            "{} rounds of {} s each, {} connections, {} cores; medians\n\n{:16}{:>12}{:>12}\n",
            self.rounds.len(),
            self.turn.as_secs(),
            self.connections,
            self.cores,
            "",
            "requests/s",
            "p99 in ms"
        );
        for (_, name, speed) in self.speeds() {
            // Writing to a string does not fail.
            let _ = writeln!(table, "{name:16}{:>12.0}{:>12.2}", speed.rate, speed.p99);
        }
        let Memory { few, many } = self.memory;
        let _ = write!(
            table,
            "\nrollcall-proxy makes {:.2} times the requests of nginx, at {:.2} times its p99, and {:.2} times those of \
             cors-anywhere.\nIts memory: {few} KiB after {FEW} requests, {many} KiB after {MANY}, {:.2} times as much.\n",
            self.over_nginx(),
            self.p99_over_nginx(),
            self.over_cors_anywhere(),
            self.memory.growth()
        );
        table
    }
}

/// To a ten-thousandth.
fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let speed = |rate, p99| Speed { rate, p99 };
        // In the second round something else kept the computer busy.
        let rounds = [1.0, 0.25, 1.25].map(|share| Round {
            rollcall: speed(800.0 * share, 6.0),
            nginx: speed(1000.0 * share, 4.0),
            cors_anywhere: speed(100.0 * share, 20.0 / share),
        });
        Figures {
            cores: 2,
            connections: 32,
            turn: Duration::from_secs(4),
            rounds: rounds.into(),
            memory: Memory {
                few: 8000,
                many: 8200,
            },
        }
    }

    #[test]
    fn the_medians_of_the_rounds_are_told_with_what_they_come_from() {
        let json = figures().json();
        assert_eq!(json["over_nginx"], 0.8);
        assert_eq!(json["over_cors_anywhere"], 8.0);
        assert_eq!(json["p99_over_nginx"], 1.5);
        assert_eq!(json["memory_growth"], 1.025);
        let speed = json!({ "requests_per_second": 100.0, "p99_ms": 20.0 });
        assert_eq!(json["cors_anywhere"], speed);
    }

    #[test]
    fn the_table_names_all_three() {
        let table = figures().table();
        assert!(
            table.contains("rollcall-proxy           800        6.00\n"),
            "{table}"
        );
        assert!(
            table.contains("cors-anywhere            100       20.00\n"),
            "{table}"
        );
        assert!(table.contains("0.80 times the requests of nginx"), "{table}");
    }
}
