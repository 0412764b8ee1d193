//! Where the bytes are that give a text its structure: delimiters, quotes, line breaks.
//!
//! Cells are short, so that a search from each to the next would start over all the time, and the processor guess wrong how
//! long it takes. Instead 64 bytes are looked at together and without a branch, which makes a mask with one bit for each.

/// The offsets of delimiters, quotes and line breaks, in order.
#[derive(Clone, Debug)]
pub(super) struct Structure<'t> {
    blocks: std::slice::Iter<'t, [u8; 64]>,
    /// What is left behind the last whole block, until its turn comes.
    rest: Option<&'t [u8]>,
    needles: [u8; 4],
    /// Offset of the block at hand.
    block: usize,
    /// What is still to be given from it.
    mask: u64,
}

impl<'t> Structure<'t> {
    /// Looks at the bytes from `start` on.
    pub(super) fn new(bytes: &'t [u8], start: usize, delimiter: u8) -> Self {
        let (blocks, rest) = bytes.get(start..).unwrap_or_default().as_chunks();
        Self {
            blocks: blocks.iter(),
            rest: Some(rest),
            needles: [delimiter, b'"', b'\n', b'\r'],
            // One block before the first.
            block: start.wrapping_sub(64),
            mask: 0,
        }
    }

    /// The next block's mask. Not inlined, so that `next` is.
    #[inline(never)]
    fn advance(&mut self) -> Option<()> {
        self.mask = if let Some(block) = self.blocks.next() {
            mask(block, self.needles)
        } else {
            let rest = self.rest.take()?;
            let mut block = [0; 64];
            block[..rest.len()].copy_from_slice(rest);
            mask(&block, self.needles)
        };
        self.block = self.block.wrapping_add(64);
        Some(())
    }
}

impl Iterator for Structure<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            self.advance()?;
        }
        let at = self.block + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);

/// One bit for each byte that is one of the needles.
#[inline]
fn mask(block: &[u8; 64], needles: [u8; 4]) -> u64 {
    if cfg!(any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_feature = "simd128"
    )) {
        mask_by_bytes(block, needles)
    } else {
        mask_by_words(block, needles)
    }
}

/// For machines with vectors: the compiler makes comparisons of many bytes at once of it.
#[inline]
fn mask_by_bytes(block: &[u8; 64], needles: [u8; 4]) -> u64 {
    let [a, b, c, d] = needles;
    let is = |byte, needle| u8::from(byte == needle);
    let found = block.map(|byte: u8| is(byte, a) | is(byte, b) | is(byte, c) | is(byte, d));
    let (message, _) = found.as_chunks::<8>();
    message.iter().zip(0..).fold(0, |mask, (word, nth)| {
        mask | (gather(u64::from_le_bytes(*word)) << (8 * nth))
    })
}

/// For machines without, which WebAssembly may be: eight bytes in a word.
#[inline]
fn mask_by_words(block: &[u8; 64], needles: [u8; 4]) -> u64 {
    const LOW_BITS: u64 = u64::from_ne_bytes([0x7F; 8]);
    let needles = needles.map(|needle| ONES * u64::from(needle));
    let (message, _) = block.as_chunks::<8>();
    message.iter().zip(0..).fold(0, |mask, (word, nth)| {
        let word = u64::from_le_bytes(*word);
        // A byte that is the needle becomes zero; the high bit of any other gets set by the addition, or was set.
        let others = needles.iter().fold(!0, |others, needle| {
            let zeros = word ^ needle;
            others & (((zeros & LOW_BITS) + LOW_BITS) | zeros)
        });
        mask | (gather((!others >> 7) & ONES) << (8 * nth))
    })
}

/// Brings the lowest bits of eight bytes together.
#[inline]
fn gather(bits: u64) -> u64 {
    bits.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_byte_by_byte_search_finds(
            bytes in prop::collection::vec(
                prop_oneof![any::<u8>(), prop::sample::select(b",\"\n\r\xAC\xA2\x8A\x8D-#\x0B\x0E".to_vec())],
                0..300,
            ),
            start in 0..100_usize,
        ) {
            let found: Vec<usize> = Structure::new(&bytes, start, b',').collect();
            let expected: Vec<usize> = (start..bytes.len()).filter(|&at| b",\"\n\r".contains(&bytes[at])).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn both_masks_are_the_same(bytes in prop::collection::vec(any::<u8>(), 64), nearly in any::<[u8; 4]>()) {
            let mut block = [0; 64];
            block.copy_from_slice(&bytes);
            let needles = [block[0], block[63], nearly[0], block[7] ^ 1];
            prop_assert_eq!(mask_by_bytes(&block, needles), mask_by_words(&block, needles));
        }
    }
}
