//! Seconds that do not depend on what else the machine does, as far as that can be had.

use std::hint::black_box;
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

/// Seconds of this thread on its processor: a busy neighbour takes little away.
#[cfg(unix)]
fn now() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// Seconds on the clock.
#[cfg(not(unix))]
fn now() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}

pub(crate) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
