//! Numbers that look random and are the same on every machine for the same seed.

#![expect(
    clippy::indexing_slicing,
    reason = "a number below the length is an index"
)]

/// A stream of such numbers (SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// Returns the stream of that seed; different `stream`s of one seed have nothing in common.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03));
        random.0 = random.bits();
        random
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`, which must not be 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.bits()) * end as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Returns a fraction from 0 up to, not including, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns one of the entries.
    pub(super) fn one_of<'list, Entry, const LENGTH: usize>(
        &mut self,
        list: &'list [Entry; LENGTH],
    ) -> &'list Entry {
        &list[self.below(LENGTH)]
    }

    /// Returns a number that may name a stream of its own.
    pub(super) fn stream(&mut self) -> u64 {
        self.bits()
    }
}
