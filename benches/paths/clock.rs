//! Seconds that do not depend on what else the machine does, as far as that can be had.

use std::fs;
use std::hint::black_box;
use std::sync::LazyLock;
use std::thread;
use std::time::Instant;

/// What is short is repeated until it takes so long, so that the clock itself does not count.
const LONG_ENOUGH: f64 = 4e-3;

/// Seconds that one call takes.
pub(crate) fn seconds<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut times = 1_u32;
    loop {
        let start = now();
        for _ in 0..times {
            black_box(work());
        }
        let passed = now() - start;
        if passed >= LONG_ENOUGH {
            return passed / f64::from(times);
        }
        times *= 2;
    }
}

/// Seconds on the wall that one call takes, however many threads are at work.
pub(crate) fn seconds_on_the_wall<T>(mut work: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64()
}

/// Seconds of this thread on its processor where the system tells, else on the clock: a busy neighbour takes little
/// away. Yielding brings them up to date.
fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

pub(crate) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
