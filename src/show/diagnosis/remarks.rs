//! What else is to be said: what can be seen in numbers that nothing explains, and what the data cannot show.

use super::Report;
use super::list;
use super::prose;
use crate::diagnose::Elsewhere;
use crate::diagnose::Knowledge;
use crate::diagnose::Verdict;
use crate::diagnose::mistakes::mistakes;
use crate::page::Block;

impl Report<'_> {
    /// Where no mistake gives the numbers.
    pub(super) fn what_is_seen(&self) -> Vec<Block> {
        let (known, numbers) = (mistakes().count(), self.all_numbers());
        let not_tried = self.diagnosis.not_tried;
        let says = match not_tried {
            None => format!(
                "I cannot name it: none of the {known} mistakes that I know gives {numbers}, alone, with a constant or \
                 together with another one."
            ),
            Some(_) => format!("I cannot name it: nothing that I tried gives {numbers}."),
        };
        let mut blocks = vec![Block::Heading("What it is".into()), prose(says)];
        blocks.extend(not_tried.map(|says| prose(says.into())));
        blocks.extend(self.diagnosis.patterns.iter().cloned().map(prose));
        blocks.push(prose(
            "Compute the factors of the path above by hand and print the same ones in your program, from the cost \
             downwards: the first that differs shows the line."
                .into(),
        ));
        blocks
    }

    /// Which cost all of this is said for, where none was stated; asked already where another one is right.
    pub(super) fn whether_this_cost(&self) -> Option<Block> {
        let name = self.problem.cost().name;
        if self.cost == Knowledge::Stated || matches!(self.diagnosis.elsewhere, Some(Elsewhere::Cost(_))) {
            return None;
        }
        let parts = self.diagnosis.explanations.first().map_or(&[][..], |one| &one.parts);
        if let [part] = parts
            && part.is_right_for_cross_entropy()
        {
            return Some(prose(format!(
                "Is your cost `cross-entropy`? For it {} right: then state it with --cost cross-entropy. The cost is \
                 taken to be `{name}`, because none was stated, and for that one thing is missing.",
                match self.count() {
                    1 => "your number is".into(),
                    _ => format!("{} are", self.all_numbers()),
                }
            )));
        }
        let why = match self.diagnosis.cost {
            Some(_) => "because your numbers have a simple explanation with it and none was stated",
            None => "because none was stated",
        };
        Some(prose(format!(
            "Is your cost `{name}`? It is taken for that, {why}; --cost NAME states another."
        )))
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
