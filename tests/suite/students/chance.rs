//! Random numbers that are the same on every machine and in every run: `SplitMix64`.

use super::real::Matrix;
use super::real::table;

/// A sequence of random numbers, known by its seed.
pub(crate) struct Chance(u64);

impl Chance {
    /// The sequence that belongs to a name, so that one case never moves the numbers of another.
    pub(crate) fn of(name: &str) -> Chance {
        // FNV-1a
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Chance(name.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly spread over `-spread … spread`.
    pub(crate) fn number(&mut self, spread: f64) -> f64 {
        let unit = (self.next() >> 11) as f64 / 9_007_199_254_740_992.0;
        spread * (2.0 * unit - 1.0)
    }

    /// One of `0 … below - 1`.
    pub(crate) fn index(&mut self, below: usize) -> usize {
        usize::try_from(self.next() % below as u64).expect("below a usize")
    }

    /// A table of [`Chance::number`]s.
    pub(crate) fn matrix(&mut self, rows: usize, columns: usize, spread: f64) -> Matrix {
        table(rows, columns, |_, _| self.number(spread))
    }

    /// The same things in another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.index(last + 1));
        }
    }
}
