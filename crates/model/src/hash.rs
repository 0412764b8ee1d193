//! Hash tables over texts that a file or a server chooses.
//!
//! Somebody who knows how texts are hashed can choose a million that all fall into one place of a table, and a file of them takes hours
//! where any other takes a second. On `wasm32-unknown-unknown` there is no source of chance: the keys of
//! [`std::collections::HashMap`] are the same in every browser. So whoever has such a source draws a key once, at the start, by [`seed`].
//! Nothing depends on the order of a table, so results are the same under every key.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::SharedSeed;
use foldhash::fast::{FoldHasher, SeedableRandomState};

static KEY: OnceLock<Key> = OnceLock::new();

/// A table by what a file or a server chooses.
pub type Map<K, V> = HashMap<K, V, Keyed>;

/// The same without values.
pub type Set<K> = HashSet<K, Keyed>;

/// Draws the key of all tables that are made from now on. The first key stays; tables that are made before there is one have a key
/// that everybody knows, which is enough for tests.
pub fn seed(seed: u64) {
    // A second call is no harm: the tables that are there need the key that they were made with.
    let _ = KEY.set(Key::of(seed));
}

#[derive(Debug)]
struct Key {
    shared: SharedSeed,
    of_table: u64,
}

impl Key {
    fn of(seed: u64) -> Self {
        Self {
            shared: SharedSeed::from_u64(seed),
            of_table: seed.rotate_left(32),
        }
    }

    fn hasher(&'static self) -> Keyed {
        Keyed(SeedableRandomState::with_seed(self.of_table, &self.shared))
    }
}

/// Hashes by the key that was drawn.
#[derive(Clone, Debug)]
pub struct Keyed(SeedableRandomState);

impl Default for Keyed {
    fn default() -> Self {
        KEY.get_or_init(|| Key::of(0)).hasher()
    }
}

impl BuildHasher for Keyed {
    type Hasher = FoldHasher<'static>;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher(seed: u64) -> Keyed {
        Box::leak(Box::new(Key::of(seed))).hasher()
    }

    /// Where a table of 4,096 places looks for a text first.
    fn place(hasher: &Keyed, text: &str) -> u64 {
        hasher.hash_one(text) & 0xfff
    }

    #[test]
    fn texts_that_meet_under_one_key_part_under_another() {
        let (known, drawn) = (hasher(0), hasher(0x5eed));
        let meet: Vec<String> = (0..400_000)
            .map(|at| format!("p{at}@example.com"))
            .filter(|address| place(&known, address) == 7)
            .collect();
        assert!(meet.len() > 50, "{}", meet.len());
        let mut places: Vec<u64> = meet.iter().map(|address| place(&drawn, address)).collect();
        places.sort_unstable();
        places.dedup();
        assert!(
            places.len() * 10 > meet.len() * 9,
            "{} texts are in {} places",
            meet.len(),
            places.len()
        );
    }

    #[test]
    fn one_key_gives_the_same_each_time() {
        for seed in [0, 1, u64::MAX] {
            assert_eq!(hasher(seed).hash_one("ada"), hasher(seed).hash_one("ada"));
        }
        assert_ne!(hasher(1).hash_one("ada"), hasher(2).hash_one("ada"));
    }
}
