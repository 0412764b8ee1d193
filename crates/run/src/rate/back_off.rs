//! Computes how long to wait before another try.

use std::time::Duration;

/// Doubling delays with full jitter, up to a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    /// Upper bound of the delay before the second try.
    pub base: Duration,
    /// Upper bound of every delay.
    pub cap: Duration,
}

impl BackOff {
    /// The delay after `tries` tries (the first is 1): between zero and `base`·2ⁿ⁻¹, at most `cap`. `draw` selects the value in that
    /// range and must be uniformly distributed.
    pub fn delay(self, tries: u32, draw: u64) -> Duration {
        let doublings = tries.saturating_sub(1).min(31);
        let longest = self.base.saturating_mul(1 << doublings).min(self.cap);
        let millis = longest.as_millis() as u64;
        Duration::from_millis(draw % (millis + 1))
    }
}

/// The `number`-th draw for a seed, by `SplitMix64`, whose outputs are evenly spread even for adjacent inputs.
pub(crate) fn draw(seed: u64, number: u64) -> u64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACK_OFF: BackOff = BackOff {
        base: Duration::from_secs(1),
        cap: Duration::from_mins(1),
    };

    #[test]
    fn doubles_up_to_the_cap() {
        let longest = |tries| {
            (0..20_000)
                .map(|number| BACK_OFF.delay(tries, draw(7, number)))
                .max()
                .map(|d| d.as_secs_f64().round())
        };
        let all: Vec<_> = (1..=8).filter_map(longest).collect();
        assert_eq!(all, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]);
    }

    #[test]
    fn jitters_over_the_whole_span() {
        let delays: Vec<_> = (0..1000)
            .map(|number| BACK_OFF.delay(4, draw(1, number)).as_millis())
            .collect();
        let below = |limit| delays.iter().filter(|&&delay| delay < limit).count();
        for (limit, expected) in [(2000, 250), (4000, 500), (6000, 750)] {
            assert!(
                below(limit).abs_diff(expected) < 60,
                "{} of 1000 below {limit} ms",
                below(limit)
            );
        }
    }

    #[test]
    fn the_longest_delay_is_among_them_and_nothing_is_a_delay_too() {
        assert_eq!(BACK_OFF.delay(1, 1000), BACK_OFF.base);
        let none = BackOff {
            base: Duration::ZERO,
            cap: Duration::ZERO,
        };
        assert_eq!(none.delay(3, 17), Duration::ZERO);
    }

    #[test]
    fn draws_are_those_of_split_mix_64() {
        let draws = [0, 1, 2].map(|number| draw(1_234_567, number));
        assert_eq!(
            draws,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn survives_any_number_of_tries() {
        assert!(BACK_OFF.delay(u32::MAX, u64::MAX) <= BACK_OFF.cap);
        assert!(BACK_OFF.delay(0, u64::MAX) <= BACK_OFF.base);
    }
}
