//! The name of a run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names a run: sixteen hexadecimal digits, drawn at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(u64);

impl RunId {
    /// The run that this draw names.
    pub fn of_draw(draw: u64) -> Self {
        Self(draw)
    }

    /// Takes sixteen lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| u64::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<RunId> for String {
    fn from(run: RunId) -> Self {
        run.to_string()
    }
}

impl TryFrom<String> for RunId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("“{text}” does not name a run"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_named_by_sixteen_digits() {
        for draw in [0, 1, u64::MAX] {
            let run = RunId::of_draw(draw);
            assert_eq!(RunId::parse(&run.to_string()), Some(run));
        }
        for text in [
            "",
            "123",
            "00000000000000zz",
            "00000000000000AB",
            "+000000000000001",
        ] {
            assert_eq!(RunId::parse(text), None, "{text}");
        }
    }
}
