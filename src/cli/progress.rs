//! A bar on standard error for work that takes longer than a second, on a terminal only.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use indicatif::HumanDuration;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::show::number::grouped;

use super::pace;
use super::pace::Work;

/// How long work may take before it is reported.
const PATIENCE: Duration = Duration::from_secs(1);

/// So many path products take less than that on any machine.
const SOON: u64 = 1_000_000;

/// How often the bar moves at most.
const MOVES: u64 = 1000;

/// Counts parts of the work as they are done.
pub(super) struct Progress {
    started: Instant,
    parts: u64,
    done: u64,
    /// The clock is looked at only when so many parts are done: they may be as small as one multiplication.
    look: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Work in so many parts begins now, for so many path products. If it will take longer than a second, that is said
    /// before.
    pub(super) fn new(products: u64, parts: u64, work: Work) -> Self {
        if parts > SOON && io::stderr().is_terminal() {
            let predicted = pace::predicted(parts, work).filter(|&time| time > PATIENCE);
            if let Some(time) = predicted {
                let (products, time) = (grouped(&products), HumanDuration(time));
                // Whoever closed it does not want to know.
                let _ = writeln!(io::stderr(), "{products} path products will take about {time}");
            }
        }
        Progress { started: Instant::now(), parts, done: 0, look: parts / MOVES, bar: None }
    }

    /// So many more parts are done.
    pub(super) fn advance(&mut self, parts: u64) {
        self.done += parts;
        if self.done < self.look {
            return;
        }
        self.look = self.done + self.parts / MOVES;
        if self.bar.is_none() && io::stderr().is_terminal() && self.started.elapsed() > PATIENCE {
            let style = ProgressStyle::with_template("walking the tree {wide_bar} {percent} %, {msg} left");
            let bar = ProgressBar::new(self.parts);
            self.bar = Some(style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style)));
        }
        if let Some(bar) = &self.bar {
            // The bar's own estimate begins when it is first shown, long after the work has.
            let passed = self.started.elapsed();
            let left = passed.mul_f64((self.parts.saturating_sub(self.done)) as f64 / self.done as f64);
            bar.set_message(HumanDuration(left).to_string());
            bar.set_position(self.done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
