//! The speed of a run as shown to the user: outcomes per second, and calls and refusals over time for a small chart. The chart has a
//! maximum number of columns, which get wider as needed.

use std::collections::VecDeque;

use super::state::Traffic;
use rollcall_model::time::Time;

/// Maximum number of columns in the chart.
const MOST: usize = 60;
/// Width of the narrowest column, in milliseconds.
const NARROWEST: i64 = 1000;

/// Period over which the shown rate is averaged, in milliseconds.
const RATE_WINDOW: i64 = 10_000;

/// Counts calls and outcomes.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    traffic: Traffic,
    /// Times of the most recent outcomes.
    recent: VecDeque<Time>,
}

impl Meter {
    pub(super) fn new(now: Time) -> Self {
        Self {
            traffic: Traffic {
                since: now,
                width: NARROWEST,
                columns: Vec::new(),
            },
            recent: VecDeque::new(),
        }
    }

    /// Counts an answered call. `refused`: it was refused because calls came too fast.
    pub(super) fn count(&mut self, now: Time, refused: bool) {
        if self.traffic.columns.is_empty() {
            self.traffic.since = now;
        }
        while self.place(now) >= MOST {
            self.widen();
        }
        let place = self.place(now);
        if self.traffic.columns.len() <= place {
            self.traffic.columns.resize(place + 1, (0, 0));
        }
        if let Some((calls, refusals)) = self.traffic.columns.get_mut(place) {
            *calls += 1;
            *refusals += u32::from(refused);
        }
    }

    pub(super) fn shown(&self) -> Traffic {
        self.traffic.clone()
    }

    /// Counts a row that received its outcome.
    pub(super) fn outcome(&mut self, now: Time) {
        self.recent.push_back(now);
    }

    /// Outcomes per second, averaged over the last seconds.
    pub(super) fn rate(&self, now: Time) -> f64 {
        let recent = self.recent.iter().filter(|at| at.0 > now.0 - RATE_WINDOW);
        let (count, first) = recent.fold((0u32, now), |(count, first), &at| (count + 1, first.min(at)));
        let seconds = (now.0 - first.0) as f64 / 1000.0;
        f64::from(count) / seconds.max(1.0)
    }

    /// Drops outcomes that are too old for the rate.
    pub(super) fn forget_old(&mut self, now: Time) {
        while self.recent.front().is_some_and(|at| at.0 <= now.0 - RATE_WINDOW) {
            self.recent.pop_front();
        }
    }

    fn place(&self, now: Time) -> usize {
        usize::try_from((now.0 - self.traffic.since.0).max(0) / self.traffic.width).unwrap_or(usize::MAX)
    }

    /// Doubles the column width: two columns become one.
    fn widen(&mut self) {
        self.traffic.width = self.traffic.width.saturating_mul(2);
        let halves = self.traffic.columns.chunks(2);
        self.traffic.columns = halves
            .map(|pair| {
                pair.iter()
                    .fold((0, 0), |sum, column| (sum.0 + column.0, sum.1 + column.1))
            })
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_widen_and_nothing_is_lost() {
        let mut meter = Meter::new(Time(0));
        for second in 0..200 {
            meter.count(Time(5000 + second * 1000), second % 10 == 0);
        }
        let shown = meter.shown();
        assert_eq!(
            (shown.since, shown.width, shown.columns.len()),
            (Time(5000), 4000, 50)
        );
        assert_eq!(shown.columns.iter().map(|column| column.0).sum::<u32>(), 200);
        assert_eq!(shown.columns.iter().map(|column| column.1).sum::<u32>(), 20);
        meter.count(Time(i64::MAX / 2), false);
        assert!(meter.shown().columns.len() <= MOST);
    }
}
