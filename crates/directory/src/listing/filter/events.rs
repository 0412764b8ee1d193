//! The filters of the audit log (Organizations REST API, Events). The API can also filter by product, but does not document which product
//! an event belongs to.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use rollcall_atlassian::call::event::City;

use super::{Filter, each};

/// Format of a time, as explained to the user.
const WRITTEN: &str = "A day, or a day and a time, in UTC: 2026-11-25 or 2026-11-25 14:30.";

const FROM: Filter = Filter {
    key: "from",
    title: "From",
    hint: WRITTEN,
    choices: &[],
    none: "",
    put: |wanted, text| {
        wanted.events.from = Some(moment(text, Time::midnight()).ok_or(text)?);
        Ok(())
    },
};

/// The filters of the audit log.
pub(in crate::listing) static OF_EVENTS: &[Filter] = &[
    FROM,
    Filter {
        key: "to",
        title: "To",
        hint: "Likewise; a day counts to its end.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            let end = Time::constant(23, 59, 59, 999_000_000);
            wanted.events.to = Some(moment(text, end).ok_or(text)?);
            Ok(())
        },
    },
    Filter {
        key: "action",
        title: "What happened",
        hint: "The id of one kind of event. The listing “Kinds of events” has them.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.events.action = Some(text.to_owned());
            Ok(())
        },
    },
    Filter {
        key: "actors",
        title: "Who did it",
        hint: "Account ids, separated by commas.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.events.actors = each(text, |id| Some(id.to_owned()))?;
            Ok(())
        },
    },
    Filter {
        key: "ips",
        title: "From which IP addresses",
        hint: "Separated by commas.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.events.ips = each(text, |ip| {
                ip.parse::<std::net::IpAddr>().ok().map(|_| ip.to_owned())
            })?;
            Ok(())
        },
    },
    Filter {
        key: "cities",
        title: "From which cities",
        hint: "Each with its country, separated by semicolons: Austin, United States; Sydney, Australia.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.events.cities = cities(text)?;
            Ok(())
        },
    },
    Filter {
        key: "text",
        title: "With the word",
        hint: "One word, anywhere in the event.",
        choices: &[],
        none: "",
        put: |wanted, text| {
            wanted.events.text = Some(text.to_owned());
            Ok(())
        },
    },
];

/// The stream can only be filtered by its start: it has no end.
pub(in crate::listing) static OF_THE_STREAM: &[Filter] = &[FROM];

/// Parses a time into milliseconds since 1970; a day without a time gets the time `of_a_day`.
fn moment(text: &str, of_a_day: Time) -> Option<i64> {
    let civil: DateTime = match text.parse::<Date>() {
        // A text with a time also parses as a day, which would lose the time.
        Ok(day) if text.len() <= "2026-11-25".len() => day.to_datetime(of_a_day),
        _ => text.trim_end_matches('Z').parse().ok()?,
    };
    let at = TimeZone::UTC.to_timestamp(civil).ok()?.as_millisecond();
    (at >= 0).then_some(at)
}

/// Parses `Austin, United States; Sydney, Australia`. The error is the part that is not a city with its country.
fn cities(text: &str) -> Result<Vec<City>, String> {
    let mut all = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (city, country) = part.rsplit_once(',').ok_or(part)?;
        let [city, country] = [city, country].map(str::trim);
        if city.is_empty() || country.is_empty() {
            return Err(part.to_owned());
        }
        all.push(City {
            city: city.to_owned(),
            country_name: country.to_owned(),
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_from_its_beginning_or_to_its_end() {
        let at = |text| moment(text, Time::midnight());
        assert_eq!(at("2026-11-25"), Some(1_795_564_800_000));
        assert_eq!(at("2026-11-25 14:30"), Some(1_795_617_000_000));
        assert_eq!(at("2026-11-25T14:30:05Z"), Some(1_795_617_005_000));
        for wrong in ["yesterday", "2026-13-01", "25.11.2026", "1969-12-31", ""] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_city_has_its_country() {
        let named = |text| -> Result<Vec<_>, _> {
            let cities = cities(text)?.into_iter();
            Ok(cities.map(|city| (city.city, city.country_name)).collect())
        };
        assert_eq!(
            named("Austin, United States; Washington, D.C., United States;"),
            Ok(vec![
                ("Austin".to_owned(), "United States".to_owned()),
                ("Washington, D.C.".to_owned(), "United States".to_owned()),
            ])
        );
        assert_eq!(named("Austin"), Err("Austin".to_owned()));
        assert_eq!(named(", Australia"), Err(", Australia".to_owned()));
    }
}
