//! Calls and refusals over time, for a small chart: so many columns at most, each as wide as it has to be.

use super::state::Traffic;
use rollcall_model::time::Time;

/// Columns of the chart.
const MOST: usize = 60;
/// Narrowest column, in milliseconds.
const NARROWEST: i64 = 1000;

/// Counts calls.
#[derive(Clone, Debug)]
pub(super) struct Meter(Traffic);

impl Meter {
    pub(super) fn new(now: Time) -> Self {
        Self(Traffic {
            since: now,
            width: NARROWEST,
            columns: Vec::new(),
        })
    }

    /// A call was answered: whether it was refused because calls come too fast.
    pub(super) fn count(&mut self, now: Time, refused: bool) {
        if self.0.columns.is_empty() {
            self.0.since = now;
        }
        while self.place(now) >= MOST {
            self.widen();
        }
        let place = self.place(now);
        if self.0.columns.len() <= place {
            self.0.columns.resize(place + 1, (0, 0));
        }
        if let Some((calls, refusals)) = self.0.columns.get_mut(place) {
            *calls += 1;
            *refusals += u32::from(refused);
        }
    }

    pub(super) fn shown(&self) -> Traffic {
        self.0.clone()
    }

    fn place(&self, now: Time) -> usize {
        usize::try_from((now.0 - self.0.since.0).max(0) / self.0.width).unwrap_or(usize::MAX)
    }

    /// Doubles the width: two columns become one.
    fn widen(&mut self) {
        self.0.width = self.0.width.saturating_mul(2);
        let halves = self.0.columns.chunks(2);
        self.0.columns = halves
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
