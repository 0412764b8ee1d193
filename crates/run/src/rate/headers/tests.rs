use super::*;

fn rate(limit: u64, remaining: u64, reset: i64) -> Rate {
    Rate {
        limit: Some(limit),
        remaining: Some(remaining),
        reset: Some(reset),
    }
}

/// Makes a call that is answered at once.
fn call(told: &mut Headers, at: i64, said: Rate) {
    told.sent(Time(at));
    told.answered(Time(at), Time(at), said, false);
}

fn a_second(told: &Headers, at: i64) -> f64 {
    told.rate(Time(at), 4.0).unwrap()
}

#[test]
fn what_is_left_is_spread_over_the_time_to_the_reset() {
    let mut told = Headers::default();
    assert_eq!(told.rate(Time(0), 4.0), None);
    call(&mut told, 0, rate(600, 599, 60_000));
    assert!((a_second(&told, 0) - 9.94).abs() < 0.01, "{}", a_second(&told, 0));
    // Another client used half of the limit.
    call(&mut told, 30_000, rate(600, 150, 60_000));
    assert!((a_second(&told, 30_000) - 4.92).abs() < 0.01);
}

#[test]
fn calls_under_way_are_taken_off() {
    let mut told = Headers::default();
    call(&mut told, 0, rate(10, 2, 60_000));
    assert_eq!(told.waits(Time(0)), None);
    told.sent(Time(100));
    told.sent(Time(200));
    assert_eq!(told.waits(Time(200)), Some(Time(60_000)));
    // A call whose answer never comes is forgotten.
    assert_eq!(told.waits(Time(100 + LIFE_MS)), None);
}

#[test]
fn after_the_reset_a_window_is_full_again() {
    let mut told = Headers::default();
    call(&mut told, 0, rate(600, 599, 60_000));
    call(&mut told, 59_000, rate(600, 0, 60_000));
    assert_eq!(told.is_used_up_until(Time(59_000)), Some(Time(60_000)));
    assert_eq!(told.waits(Time(59_000)), Some(Time(60_000)));
    assert_eq!(told.waits(Time(60_000)), None);
    assert!((a_second(&told, 60_000) - 10.0).abs() < f64::EPSILON);
}

#[test]
fn a_window_that_slides_gives_limit_over_period() {
    let mut told = Headers::default();
    for second in 0..60 {
        call(
            &mut told,
            second * 1000,
            rate(600, 600 - 10 * second as u64, 60_000),
        );
    }
    assert!(!told.is_continuous(), "nothing came back so far");
    for second in 60..80 {
        call(&mut told, second * 1000, rate(600, 3, (second + 1) * 1000));
    }
    assert!(told.is_continuous());
    assert!((a_second(&told, 79_000) - 10.0).abs() < 0.5);
}

#[test]
fn a_short_period_is_measured() {
    let mut told = Headers::default();
    // A bucket that refills at 20 calls per second and is nearly empty; a reset in whole seconds says little.
    for call_number in 0..200 {
        let at = call_number * 50;
        call(&mut told, at, rate(20, 1, (at / 1000 + 2) * 1000));
    }
    assert!((told.refill - 20.0).abs() < 0.5, "{}", told.refill);
}

#[test]
fn clocks_may_differ() {
    for (differs, reset) in [(-5_000, 65_000), (5_000, 55_000)] {
        let mut told = Headers::default();
        call(&mut told, 0, rate(600, 599, reset));
        call(&mut told, 59_900, rate(600, 5, reset));
        call(&mut told, 60_100, rate(600, 599, reset + 60_000));
        assert!(
            (told.shift - differs).abs() <= 100,
            "{} for {differs}",
            told.shift
        );
    }
}

#[test]
fn an_answer_that_was_overtaken_changes_nothing() {
    let mut told = Headers::default();
    told.sent(Time(0));
    told.sent(Time(10));
    told.answered(Time(500), Time(10), rate(10, 8, 60_000), false);
    told.answered(Time(600), Time(0), rate(10, 9, 60_000), false);
    call(&mut told, 700, rate(10, 7, 60_000));
    assert_eq!(told.newest.map(|newest| newest.remaining), Some(7));
    assert!(!told.comes_back);
}

#[test]
fn what_only_other_calls_are_told_is_forgotten() {
    let mut told = Headers::default();
    call(&mut told, 0, rate(10, 8, 60_000));
    for at in 1..=i64::from(SILENT) {
        call(&mut told, at, Rate::default());
        assert!(told.rate(Time(at), 4.0).is_some());
    }
    call(&mut told, 100, Rate::default());
    assert_eq!(told.rate(Time(100), 4.0), None);
}

#[test]
fn nonsense_is_survived() {
    let mut told = Headers::default();
    for said in [
        rate(0, 0, i64::MIN),
        rate(u64::MAX, u64::MAX, i64::MAX),
        rate(1, 9, 0),
    ] {
        for at in [0, 1, i64::MAX / 2] {
            call(&mut told, at, said);
            assert!(a_second(&told, at).is_finite());
            assert!(told.waits(Time(at)).is_none_or(|until| until > Time(at)));
        }
    }
}

fn is_exactly(rate: f64, expected: f64) -> bool {
    (rate - expected).abs() < 1e-9
}

/// A limit of 600 per minute with `remaining` calls left at the start. Calls come back continuously.
fn bucket(remaining: i64) -> Headers {
    Headers {
        newest: Some(Newest {
            sent_at: Time(0),
            remaining,
            limit: 600,
            reset: Some(Time(60_000)),
        }),
        period_ms: 60_000,
        comes_back: true,
        ..Headers::default()
    }
}

#[test]
fn where_calls_come_back_what_is_left_is_spread_over_seconds() {
    // Ten calls per second come back; 2.4 are reserved, and one is left for the next call.
    assert!(is_exactly(a_second(&bucket(100), 0), 10.0 + 96.6 / 6.0));
    assert!(is_exactly(a_second(&bucket(100), 1000), 10.0 + 106.6 / 6.0));
    assert!(
        is_exactly(a_second(&bucket(599), 60_000), 10.0 + 596.6 / 6.0),
        "no more than the limit"
    );
    let mut taken = bucket(0);
    assert!(is_exactly(a_second(&taken, 0), 10.0 - 3.4 / 6.0));
    taken.since.extend([Time(0); 40]);
    assert!(is_exactly(a_second(&taken, 0), 5.0), "half at least");
    let mut short = bucket(4);
    short.period_ms = 20_000;
    assert!(is_exactly(a_second(&short, 0), 30.0 + 0.6 / 2.0));
    short.period_ms = 5_000;
    short.refill = 200.0;
    assert!(
        is_exactly(a_second(&short, 0), 200.0 + 0.6),
        "what comes back is measured"
    );
    short.refill = 0.0;
    assert!(
        is_exactly(a_second(&short, 0), 0.9 * 120.0 + 0.6),
        "or nearly taken for granted"
    );
}

#[test]
fn a_bucket_that_is_full_does_not_show_how_fast_it_fills() {
    let mut told = bucket(600);
    told.is_full = true;
    let spread = 596.6 / 6.0;
    assert!(is_exactly(told.rate(Time(0), 50.0).unwrap(), 50.0 + spread));
    assert!(is_exactly(told.rate(Time(0), 4.0).unwrap(), 10.0 + spread));
    told.is_full = false;
    assert!(is_exactly(told.rate(Time(0), 50.0).unwrap(), 10.0 + spread));
}

#[test]
fn the_last_calls_of_a_window_are_not_spread_over_less_than_an_instant() {
    let mut told = bucket(6);
    told.comes_back = false;
    assert!(is_exactly(a_second(&told, 59_000), 3.6));
    assert!(is_exactly(a_second(&told, 59_950), 72.0));
    assert!(is_exactly(a_second(&told, 59_999), 72.0));
    assert!(is_exactly(a_second(&told, 60_000), 10.0), "limit over period");
}

#[test]
fn a_call_waits_until_one_has_come_back_or_the_window_ends() {
    let mut told = bucket(1);
    assert_eq!(told.waits(Time(0)), None);
    told.since.push_back(Time(0));
    assert_eq!(told.waits(Time(0)), Some(Time(100)));
    assert_eq!(told.waits(Time(50)), Some(Time(100)));
    assert_eq!(told.waits(Time(100)), None);
    told.comes_back = false;
    assert_eq!(told.waits(Time(50)), Some(Time(60_000)));
    // Three windows have begun since the reset, and the calls under way may count against each of them.
    told.since.extend([Time(59_000); 600]);
    assert_eq!(told.waits(Time(60_000)), Some(Time(61_000)));
    told.since.truncate(1);
    told.since.extend([Time(170_000); 1799]);
    assert_eq!(told.waits(Time(179_999)), Some(Time(180_999)));
    told.since.pop_back();
    told.since.pop_back();
    assert_eq!(told.waits(Time(179_999)), Some(Time(180_999)));
    assert_eq!(told.waits(Time(180_000)), None);
}

#[test]
fn a_window_is_used_up_only_when_no_call_is_under_way_and_none_comes_back() {
    let used_up = |change: &dyn Fn(&mut Headers)| {
        let mut told = bucket(0);
        told.comes_back = false;
        change(&mut told);
        told.is_used_up_until(Time(1000))
    };
    assert_eq!(used_up(&|_| {}), Some(Time(60_000)));
    assert_eq!(used_up(&|told| told.since.push_back(Time(500))), None);
    assert_eq!(used_up(&|told| told.comes_back = true), None);
    assert_eq!(used_up(&|told| told.period_ms = 4_999), None);
    assert_eq!(used_up(&|told| told.period_ms = 5_000), Some(Time(60_000)));
}

#[test]
fn a_limit_that_is_not_told_is_what_is_left_and_the_call_itself() {
    let said = Rate {
        limit: None,
        remaining: Some(9),
        reset: None,
    };
    let newest = Newest::read(Time(0), said).unwrap();
    assert_eq!((newest.limit, newest.remaining), (10, 9));
}

#[test]
fn a_reset_counts_as_a_day_away_at_most() {
    let newest = |reset| Newest::read(Time(0), rate(10, 9, reset)).unwrap();
    assert_eq!(newest(i64::MAX).reset, Some(Time(86_400_000)));
    assert_eq!(newest(i64::MIN).reset, Some(Time(-86_400_000)));
}

#[test]
fn a_bucket_into_which_nothing_comes_waits_for_its_reset() {
    let mut told = bucket(0);
    told.period_ms = 0;
    assert_eq!(told.waits(Time(0)), Some(Time(60_000)));
}

#[test]
fn so_many_calls_without_an_answer_are_remembered() {
    let mut told = Headers::default();
    for at in (0..).take(REMEMBERED + 1) {
        told.sent(Time(at));
    }
    assert_eq!(
        (told.since.len(), told.since.front()),
        (REMEMBERED, Some(&Time(1)))
    );
}

/// Whether calls come back continuously, given answers as (time of the call, remaining, reset).
fn comes_back(answers: &[(i64, u64, i64)]) -> bool {
    let mut told = Headers::default();
    for &(at, remaining, reset) in answers {
        call(&mut told, at, rate(100, remaining, reset));
    }
    told.comes_back
}

#[test]
fn how_calls_come_back_shows_what_the_server_counts_in() {
    // A window: nothing comes back before its end, and then all of it does.
    assert!(!comes_back(&[
        (0, 99, 60_000),
        (100, 98, 60_000),
        (61_000, 99, 120_000)
    ]));
    // A single call that comes back while the reset stays the same may be an answer out of order; two are not.
    assert!(!comes_back(&[(0, 90, 60_000), (100, 90, 60_000)]));
    assert!(comes_back(&[
        (0, 90, 60_000),
        (100, 90, 60_000),
        (200, 90, 60_000)
    ]));
    // A reset that moves a little rules out a window; one that moves by half the time to it does not.
    assert!(comes_back(&[(0, 99, 60_000), (100, 99, 60_100)]));
    assert!(!comes_back(&[(0, 99, 60_000), (61_000, 99, 90_000)]));
    assert!(comes_back(&[(0, 90, 60_000), (100, 89, 60_500)]));
    // In a new window, calls are missing that this client did not make.
    assert!(comes_back(&[(0, 90, 60_000), (61_000, 95, 120_000)]));
}

#[test]
fn a_bucket_is_full_when_nothing_but_the_call_itself_is_missing() {
    let mut told = Headers::default();
    call(&mut told, 0, rate(10, 9, 60_000));
    assert!(told.is_full);
    call(&mut told, 100, rate(10, 8, 60_000));
    assert!(!told.is_full);
}

#[test]
fn a_reset_that_moves_while_nothing_comes_back_says_nothing_of_the_clocks() {
    let mut told = Headers::default();
    call(&mut told, 0, rate(100, 100, 60_000));
    call(&mut told, 30_000, rate(100, 99, 120_000));
    assert_eq!(told.shift, 0);
}

#[test]
fn where_answers_come_fast_more_of_them_are_measured() {
    let mut told = Headers::default();
    for number in 0..200 {
        call(&mut told, number * 10, rate(100, 50, 3_000));
    }
    assert_eq!(told.backs.len(), 200, "two seconds");
}
