//! What else is to be said: what can be seen in numbers that nothing explains, and what the data cannot show.

use super::Report;
use super::list;
use super::prose;
use crate::diagnose::Verdict;
use crate::diagnose::mistakes::mistakes;
use crate::page::Block;

impl Report<'_> {
    /// Where no mistake gives the numbers.
    pub(super) fn what_is_seen(&self) -> Vec<Block> {
        let known = mistakes().count();
        let mut blocks = vec![
            Block::Heading("What it is".into()),
            prose(format!(
                "I cannot name it: none of the {known} mistakes that I know gives {}, alone, with a constant or \
                 together with another one.",
                self.all_numbers()
            )),
        ];
        blocks.extend(self.diagnosis.patterns.iter().cloned().map(prose));
        blocks.push(prose(
            "Compute the factors of the path above by hand and print the same ones in your program, from the cost \
             downwards: the first that differs shows the line."
                .into(),
        ));
        blocks
    }

    /// What would look the same with these data.
    pub(super) fn blind_spots(&self) -> Option<Block> {
        let spots = &self.diagnosis.blind_spots;
        if spots.is_empty() {
            return None;
        }
        let names = list(spots.iter().map(|mistake| mistake.id));
        let (this, would) =
            if spots.len() == 1 { ("this mistake", "It") } else { ("these mistakes", "They") };
        let lead = if self.diagnosis.verdict == Verdict::Correct { "One thing more: these" } else { "These" };
        Some(prose(format!(
            "{lead} data cannot show {this}: {names}. {would} would give the right numbers here and wrong ones elsewhere."
        )))
    }
}

/// What was taken for granted about the cost.
pub fn of_the_cost(name: &str) -> String {
    format!("the cost is taken to be `{name}`, because none was stated; --cost NAME states another")
}
