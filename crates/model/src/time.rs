//! Time comes in as an argument.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Time(pub i64);

impl Time {
    /// The last millisecond of the year 9999, up to which ISO 8601 writes four digits. It is also far below the 2^53 up to which
    /// JavaScript tells whole numbers apart.
    pub const LATEST: Self = Self(253_402_300_799_999);
}

/// A time from a file or a store is one that can be shown: not before 1970, and not after [`Time::LATEST`].
impl<'a> Deserialize<'a> for Time {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        let time = Self(i64::deserialize(from)?);
        if (Self(0)..=Self::LATEST).contains(&time) {
            Ok(time)
        } else {
            Err(D::Error::custom(format!(
                "{} is no time between the years 1970 and 9999",
                time.0
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_cannot_be_shown_is_refused() {
        let read = |text: &str| serde_json::from_str::<Time>(text);
        for time in [0, 1_767_225_600_000, Time::LATEST.0] {
            assert_eq!(read(&time.to_string()).unwrap(), Time(time));
        }
        for text in [
            "-1",
            "253402300800000",
            "9007199254740993",
            "9223372036854775808",
            "1.5",
            "\"1\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
