use std::time::Duration;

use super::*;

const RATES: Rates = Rates {
    start: 4.0,
    least: 0.2,
    most: 200.0,
    growth: 1.0,
};

fn search() -> Probe {
    let back_off = BackOff {
        base: Duration::from_secs(1),
        cap: Duration::from_mins(1),
    };
    Probe::new(RATES, back_off, 7, Time(0))
}

/// Sends a call every `every` ms from `from` to `to`, all accepted at once.
fn accept(search: &mut Probe, from: i64, to: i64, every: i64) {
    for at in (from..to).step_by(every as usize) {
        search.sent(Time(at), true);
        search.accepted(Time(at), Time(at));
    }
}

fn is_about(rate: f64, expected: f64) -> bool {
    (rate - expected).abs() < expected * 0.005
}

#[test]
fn one_refusal_slows_down_until_the_next_answer() {
    let mut search = search();
    search.rate = 20.0;
    assert_eq!(search.refused(Time(1000), Time(900), 20.0), None);
    assert!(is_about(search.rate(), 20.0 * AFTER_CLIMB * IN_DOUBT));
    // Refusals of calls that were already under way do not lower the rate further.
    assert_eq!(search.refused(Time(1050), Time(950), 20.0), None);
    assert!(!search.accepted(Time(1060), Time(960)));
    assert!(search.accepted(Time(1300), Time(1200)));
    assert!(is_about(search.rate(), 20.0 * AFTER_CLIMB));
}

#[test]
fn shut_it_sends_one_call_at_a_time_with_growing_gaps() {
    let mut search = search();
    search.refused(Time(10_000), Time(9_900), 20.0);
    let mut now = Time(10_100);
    let mut gaps = Vec::new();
    while now.0 < 50_000 {
        let until = search.refused(now, now, 20.0).unwrap();
        assert_eq!(search.waits(), None, "a call may go after the gap");
        gaps.push(until.0 - now.0);
        search.sent(until, true);
        assert_eq!(search.waits(), Some(Time(until.0 + LIFE_MS)), "and only one");
        now = until;
    }
    assert!(gaps.iter().all(|&gap| gap >= GAP_MS), "{gaps:?}");
    assert!((10..40).contains(&gaps.len()), "{gaps:?}");
    search.lost(now, now);
    assert_eq!(search.waits(), None, "a lost call is not waited for");
}

#[test]
fn a_window_is_tried_when_the_clock_shows_a_full_minute() {
    let mut search = search();
    search.refused(Time(10_000), Time(9_900), 20.0);
    let until = search.refused(Time(59_950), Time(59_900), 20.0).unwrap();
    assert!(
        (60_000..60_000 + SPREAD_MS.cast_signed()).contains(&until.0),
        "{until:?}"
    );
}

#[test]
fn what_a_window_gave_in_a_minute_is_the_limit() {
    let mut search = search();
    accept(&mut search, 0, 10_000, 50);
    search.refused(Time(10_000), Time(10_000), 20.0);
    search.refused(Time(10_500), Time(10_500), 20.0);
    search.sent(Time(60_000), true);
    assert!(search.accepted(Time(60_000), Time(60_000)));
    // 200 calls in a minute; the first has left that minute by now.
    assert!(is_about(search.measured.unwrap(), 200.0 / 60.0), "{search:?}");
    assert!(search.rate() <= 200.0 / 60.0 * SHARE);
}

#[test]
fn what_a_bucket_gave_between_refusals_is_the_limit() {
    let mut search = search();
    search.refused(Time(1_000), Time(1_000), 20.0);
    search.accepted(Time(1_500), Time(1_500));
    assert_eq!(search.measured, None, "the climb measures nothing");
    accept(&mut search, 1_500, 21_500, 100);
    search.refused(Time(21_500), Time(21_500), 12.0);
    search.accepted(Time(21_600), Time(21_600));
    assert!(is_about(search.measured.unwrap(), 10.0), "{search:?}");
}

#[test]
fn it_goes_beyond_only_when_refusals_are_paid_off() {
    let mut search = search();
    (search.state, search.measured, search.rate) = (State::Cruise, Some(10.0), 9.0);
    search.debt = 2 * PRICE;
    accept(&mut search, 0, 15_900, 100);
    assert!(is_about(search.rate(), 10.0 * SHARE), "{}", search.rate());
    accept(&mut search, 16_000, 46_000, 100);
    assert!(search.rate() > 10.5, "{}", search.rate());
}

#[test]
fn a_rate_that_is_not_used_does_not_grow() {
    let mut search = search();
    for at in (0..10_000).step_by(100) {
        search.sent(Time(at), false);
        search.accepted(Time(at), Time(at));
    }
    assert!(is_about(search.rate(), RATES.start));
}

#[test]
fn a_pause_is_not_measured() {
    let mut search = search();
    (search.state, search.is_first) = (State::Cruise, false);
    accept(&mut search, 0, 10_000, 100);
    // The run waits while the user checks the canary.
    search.sent(Time(40_000), false);
    search.accepted(Time(40_000), Time(40_000));
    accept(&mut search, 40_100, 45_000, 100);
    search.refused(Time(45_000), Time(45_000), 12.0);
    search.accepted(Time(45_000), Time(45_000));
    assert!(
        (search.measured.unwrap() - 10.0).abs() < 0.5,
        "{:?}",
        search.measured
    );
}

fn is_exactly(rate: f64, expected: f64) -> bool {
    (rate - expected).abs() < 1e-9
}

/// The rate after one call that is accepted after `round_trip` ms.
fn grown(search: &mut Probe, round_trip: i64) -> f64 {
    search.sent(Time(0), true);
    search.accepted(Time(round_trip), Time(0));
    search.rate()
}

#[test]
fn answers_that_take_longer_than_a_second_make_the_climb_slower() {
    for (round_trip, rate) in [(0, 5.0), (1000, 5.0), (4000, 4.25)] {
        assert!(
            is_exactly(grown(&mut search(), round_trip), rate),
            "{round_trip} ms"
        );
    }
    let mut fast = search();
    fast.rate = 199.5;
    assert!(
        is_exactly(grown(&mut fast, 0), 200.0),
        "never faster than the most"
    );
}

#[test]
fn on_the_way_back_to_what_was_measured_it_goes_faster_the_farther_away_it_is() {
    // 98 % of what was measured is 9.8.
    for (rate, expected) in [(9.8 / 2.0, 4.9 + 0.17), (9.31, 9.345), (9.79, 9.8), (9.8, 9.805)] {
        let mut search = search();
        (search.state, search.measured, search.rate) = (State::Cruise, Some(10.0), rate);
        assert!(is_exactly(grown(&mut search, 0), expected), "{}", search.rate);
    }
    let mut blind = search();
    blind.state = State::Cruise;
    assert!(is_exactly(grown(&mut blind, 0), 4.08), "nothing was measured");
}

#[test]
fn after_a_window_that_was_used_up_it_climbs_until_it_is_where_it_was() {
    let mut search = search();
    (search.state, search.measured, search.climbs) = (State::Cruise, Some(6.0), true);
    let rates: Vec<f64> = (0..3).map(|_| grown(&mut search, 0)).collect();
    for (rate, expected) in rates.iter().zip([5.0, 5.88, 5.885]) {
        assert!(is_exactly(*rate, expected), "{rates:?}");
    }
    assert!(!search.climbs);
}

#[test]
fn each_refusal_has_its_price_up_to_a_most() {
    let mut search = search();
    for (refusals, debt) in [(1, 80), (1, 160), (100, 3000)] {
        for _ in 0..refusals {
            search.refused(Time(0), Time(0), 4.0);
        }
        assert_eq!(search.debt, debt);
    }
    search.accepted(Time(0), Time(-1));
    assert_eq!(search.debt, 2999);
}

/// The measured limit and the rate after `calls` calls in `span` ms, with calls shut off for the last `shut` seconds.
fn recovered(calls: i64, span: i64, shut: f64, is_first: bool) -> Probe {
    let mut search = search();
    search.is_first = is_first;
    search.rate = 3.0;
    search.accepted = (0..calls).map(|call| Time(call * span / calls)).collect();
    search.recovered(Time(span), shut);
    search
}

#[test]
fn what_is_measured_takes_some_calls_some_time_and_no_climb() {
    for (calls, span, shut, is_first, measured) in [
        (100, 20_000, 0.0, false, Some(5.0)),
        (9, 20_000, 0.0, false, None),
        (10, 20_000, 0.0, false, Some(0.5)),
        (100, 999, 0.0, false, None),
        (100, 1_000, 0.0, false, Some(100.0)),
        (120, 90_000, 0.0, false, Some(2.0)),
        // The first measurement includes the climb.
        (100, 20_000, 0.0, true, None),
        (90, 30_000, 0.0, true, None),
        (93, 31_000, 0.0, true, Some(3.0)),
        (60, 12_000, 4.0, true, None),
        (60, 12_000, 4.001, true, Some(5.0)),
    ] {
        let search = recovered(calls, span, shut, is_first);
        let is_right = match (search.measured, measured) {
            (Some(is), Some(should_be)) => is_exactly(is, should_be),
            (is, should_be) => is == should_be,
        };
        assert!(is_right, "{calls} in {span} ms: {:?}", search.measured);
        assert!(search.state == State::Cruise && !search.is_first);
        let begins_anew = is_first && measured.is_none();
        assert_eq!(search.accepted.is_empty(), begins_anew, "{calls} in {span} ms");
    }
}

#[test]
fn a_short_measurement_halves_the_rate_and_no_more() {
    assert!(is_exactly(
        recovered(10, 9_999, 0.0, false).measured.unwrap(),
        1.5
    ));
    assert!(is_exactly(
        recovered(10, 10_000, 0.0, false).measured.unwrap(),
        1.0
    ));
}

#[test]
fn the_rate_stays_below_what_was_measured_and_begins_anew_after_a_window() {
    for (calls, shut, rate, climbs) in [
        (20, 0.0, 0.98, false),
        (20, 2.0, 0.98, false),
        (20, 2.5, 0.98, true),
        (200, 0.0, 3.0, false),
    ] {
        let search = recovered(calls, 20_000, shut, false);
        assert!(
            is_exactly(search.rate, rate) && search.climbs == climbs,
            "{search:?}"
        );
    }
    let mut fast = search();
    (fast.is_first, fast.rate) = (false, 100.0);
    fast.accepted = (0..1000).map(|call| Time(call * 20)).collect();
    fast.recovered(Time(20_000), 2.5);
    assert!(is_exactly(fast.rate, RATES.start), "{}", fast.rate);
}

#[test]
fn what_a_window_had_given_at_the_last_refusal_counts_though_it_is_out_of_sight() {
    let mut search = search();
    (search.is_first, search.at_refusal) = (false, 300);
    search.accepted = (0..20).map(|call| Time(call * 1000)).collect();
    search.recovered(Time(20_000), 0.0);
    assert!(is_exactly(search.measured.unwrap(), 5.0));
    assert_eq!(search.at_refusal, 0);
}

#[test]
fn calls_of_more_than_a_minute_ago_are_forgotten() {
    let mut search = search();
    search.accepted(Time(0), Time(0));
    search.accepted(Time(59_999), Time(59_999));
    assert_eq!(search.accepted.len(), 2);
    search.accepted(Time(60_000), Time(60_000));
    assert_eq!(search.accepted.len(), 2);
}

#[test]
fn a_time_without_answers_begins_the_measurement_anew_unless_the_controller_made_it() {
    for (at, is_tight, begins_anew) in [(500, false, false), (501, false, true), (501, true, false)] {
        let mut search = search();
        search.accepted(Time(0), Time(0));
        search.sent(Time(at), is_tight);
        assert_eq!(search.accepted.is_empty(), begins_anew, "{at} ms");
    }
}

/// A back-off with long delays, so that they determine the gaps.
fn patient() -> Probe {
    let back_off = BackOff {
        base: Duration::from_secs(100_000),
        cap: Duration::from_secs(100_000),
    };
    Probe::new(RATES, back_off, 7, Time(0))
}

#[test]
fn a_gap_is_not_much_longer_than_it_was_shut_already() {
    let mut search = patient();
    assert_eq!(search.shut(Time(10_000), Time(2_000), 1), Time(12_000));
    assert_eq!(search.shut(Time(10_000), Time(9_500), 1), Time(10_200));
    // By then the oldest call is a minute old, and its window opens.
    search.accepted.push_back(Time(-49_000));
    let until = search.shut(Time(10_000), Time(2_000), 1);
    assert!((11_000..11_500).contains(&until.0), "{until:?}");
}

#[test]
fn no_two_gaps_are_drawn_alike() {
    let back_off = BackOff {
        base: Duration::from_secs(10),
        cap: Duration::from_secs(10),
    };
    let mut search = Probe::new(RATES, back_off, 7, Time(0));
    let mut gap = || search.shut(Time(600_000), Time(0), 1);
    assert_ne!(gap(), gap());
}

#[test]
fn a_probe_is_waited_for_though_an_older_call_is_lost() {
    let mut search = search();
    search.refused(Time(1000), Time(1000), 4.0);
    search.refused(Time(1000), Time(1000), 4.0).unwrap();
    search.sent(Time(2000), true);
    search.lost(Time(2100), Time(1500));
    assert!(search.waits().is_some());
    search.release();
    assert_eq!(search.waits(), None);
}

#[test]
fn an_answer_to_a_call_from_before_the_refusals_opens_nothing() {
    let mut search = search();
    for _ in 0..2 {
        search.refused(Time(1000), Time(1000), 4.0);
        assert!(!search.accepted(Time(1100), Time(999)));
        assert!(!search.is_climbing() && search.state != State::Cruise);
    }
    assert!(search.accepted(Time(1200), Time(1000)));
}
