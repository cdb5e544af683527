//! The pages in a real browser: a headless Chromium, driven over `WebDriver`.
//!
//! Debian's `chromium` and `chromium-driver` are enough. Without them the tests are ignored and say so; where `CI` is
//! set they fail, since a green run would mean nothing.

mod accessible;
mod judged;
mod lesson;
mod predict;
mod reading;
#[cfg(feature = "web")]
mod served;
mod session;
mod site;
mod weights;

use std::process::Command;
use std::process::ExitCode;

use libtest_mimic::Arguments;
use libtest_mimic::Failed;
use libtest_mimic::Trial;

type Test = (&'static str, fn() -> Result<(), Failed>);

/// A claim that a test makes of a page.
fn demand(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(otherwise().into()) }
}

/// The program without which nothing can be tested.
fn missing() -> Option<&'static str> {
    ["chromium", "chromedriver"].into_iter().find(|program| {
        !Command::new(program).arg("--version").output().is_ok_and(|ran| ran.status.success())
    })
}

fn main() -> ExitCode {
    let missing = missing();
    let trial = |(name, test): Test| match missing {
        None => Trial::test(name, test),
        Some(program) if std::env::var_os("CI").is_some() => Trial::test(name, move || {
            Err(format!("there is no {program}: apt-get install chromium chromium-driver").into())
        }),
        Some(program) => {
            Trial::test(name, test).with_kind(format!("there is no {program}")).with_ignored_flag(true)
        }
    };
    let tests =
        [lesson::TESTS, weights::TESTS, predict::TESTS, judged::TESTS, reading::TESTS, accessible::TESTS]
            .concat();
    #[cfg(feature = "web")]
    let tests = [tests.as_slice(), served::TESTS].concat();
    libtest_mimic::run(&Arguments::from_args(), tests.into_iter().map(trial).collect()).exit_code()
}
