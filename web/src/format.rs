//! Numbers, sizes and times as an administrator reads them.

/// `1,204`.
pub(crate) fn count(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 row`, `1,204 rows`.
pub(crate) fn rows(number: u32) -> String {
    plural(number, "row", "rows")
}

/// The number with the word that fits it.
pub(crate) fn plural(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `812 bytes`, `14.2 KB`, `3.1 MB`: thousands, as file managers count.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => plural(bytes as u32, "byte", "bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// `8 seconds`, `3 minutes`, `1 hour 20 minutes`: no more exact than an estimate is.
pub(crate) fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0).ceil() as u32;
    let minutes = seconds.div_ceil(60);
    match seconds {
        0..91 => plural(seconds, "second", "seconds"),
        91..5_400 => plural(minutes, "minute", "minutes"),
        _ => format!(
            "{} {}",
            plural(minutes / 60, "hour", "hours"),
            plural(minutes % 60, "minute", "minutes")
        ),
    }
}

/// A moment, in milliseconds since 1970, in the user's own time: `2026-11-25 14:03`.
pub(crate) fn time(at: i64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at as f64));
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// Whole per cent, which reach 100 only at the end.
pub(crate) fn percent(done: u32, of: u32) -> u32 {
    if of == 0 {
        return 0;
    }
    (u64::from(done.min(of)) * 100 / u64::from(of)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_204), "1,204");
        assert_eq!(count(1_000_000), "1,000,000");
    }

    #[test]
    fn the_word_fits_the_number() {
        assert_eq!(rows(1), "1 row");
        assert_eq!(rows(0), "0 rows");
        assert_eq!(rows(4_200), "4,200 rows");
    }

    #[test]
    fn a_size_has_a_unit_that_fits() {
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(14_200), "14.2 KB");
        assert_eq!(size(200_000_000), "200.0 MB");
    }

    #[test]
    fn a_time_is_no_more_exact_than_an_estimate() {
        assert_eq!(duration(0.4), "1 second");
        assert_eq!(duration(90.0), "90 seconds");
        assert_eq!(duration(170.0), "3 minutes");
        assert_eq!(duration(4_800.0), "80 minutes");
        assert_eq!(duration(5_401.0), "1 hour 31 minutes");
    }

    #[test]
    fn all_per_cent_are_there_only_at_the_end() {
        assert_eq!(percent(999, 1_000), 99);
        assert_eq!(percent(1_000, 1_000), 100);
        assert_eq!(percent(0, 0), 0);
    }
}
