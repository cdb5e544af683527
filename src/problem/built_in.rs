//! The problems that come with gradwalk: the files of `lessons/problems`, embedded by the build script.

use super::Problem;
use super::Reading;
use super::Syntax;
use super::read_text;

include!(concat!(env!("OUT_DIR"), "/problems.rs"));

impl Problem {
    /// The built-in problem of this name.
    pub fn built_in(name: &str) -> Option<Problem> {
        read_text(&file_name(name), text(name)?, Syntax::Ron, &Reading::default())
            .ok()
            .map(|read| read.problem)
    }
}

/// The names of the built-in problems, sorted.
pub fn built_in_names() -> impl Iterator<Item = &'static str> + Clone {
    PROBLEMS.iter().map(|(name, _)| *name)
}

pub(super) fn text(name: &str) -> Option<&'static str> {
    PROBLEMS.iter().find(|(stem, _)| *stem == name).map(|(_, text)| *text)
}

pub(super) fn file_name(name: &str) -> String {
    format!("{name}.ron")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_problem_is_sound() {
        for name in built_in_names() {
            let read =
                read_text(&file_name(name), text(name).unwrap_or_default(), Syntax::Ron, &Reading::default());
            let read = read.unwrap_or_else(|error| panic!("{}", error.report(crate::problem::Style::Plain)));
            assert!(read.remarks.is_empty(), "{name}: {:?}", read.remarks);
        }
        assert!(built_in_names().is_sorted());
        assert!(built_in_names().eq(["iris-2", "iris-3", "mazur", "mazur-updated", "probe"]));
    }
}
