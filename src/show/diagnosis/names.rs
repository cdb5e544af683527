//! What the numbers come from: a question that leads there, or the name with both formulas and the proof.

use super::Report;
use super::prose;
use crate::diagnose::Explanation;
use crate::diagnose::Part;
use crate::page::Block;
use crate::show::mistakes::formulas;

impl Report<'_> {
    /// The question of the part that shows first.
    pub(super) fn question(&self) -> Vec<Block> {
        let explanations = &self.diagnosis.explanations;
        let Some(likeliest) = explanations.first() else { return Vec::new() };
        let Some(part) = self.nearest_to_cost(likeliest) else { return Vec::new() };
        let numbers = self.all_numbers();
        let found = match (explanations.len(), likeliest.parts.len()) {
            (1, 1) => format!("I know a mistake that gives {numbers}."),
            (1, count) => {
                format!("I know {count} mistakes that together give {numbers}; this question leads to one.")
            }
            (count, _) => format!(
                "{count} different explanations give {numbers}, and these data cannot tell them apart; this question \
                 leads to the likeliest."
            ),
        };
        vec![Block::Heading("A question".into()), prose(part.asks().to_owned()), prose(found)]
    }

    fn nearest_to_cost<'e>(&self, explanation: &'e Explanation) -> Option<&'e Part> {
        let place = |part: &&Part| {
            let place = self.diagnosis.arrays.iter().position(|array| array.name == part.at);
            place.unwrap_or(self.diagnosis.arrays.len())
        };
        explanation.parts.iter().min_by_key(place)
    }

    /// Every explanation by its name.
    pub(super) fn names(&self) -> Vec<Block> {
        let explanations = &self.diagnosis.explanations;
        let mut blocks = Vec::new();
        for (at, explanation) in explanations.iter().enumerate() {
            let ids: Vec<&str> = explanation.parts.iter().map(|part| part.mistake.id).collect();
            let lead = if at == 0 { "What it is" } else { "Or" };
            blocks.push(Block::Heading(format!("{lead}: {}", ids.join(" and "))));
            for part in &explanation.parts {
                blocks.push(prose(part.says()));
                blocks.extend(part.formula().map(|both| Block::Table(formulas(both))));
            }
            blocks.push(prose(self.proof(explanation)));
        }
        if explanations.len() > 1 {
            blocks.push(prose(format!(
                "These {} give the same numbers here; other data can tell them apart.",
                explanations.len()
            )));
        }
        blocks
    }

    fn proof(&self, explanation: &Explanation) -> String {
        let this = if explanation.parts.len() == 1 { "this" } else { "all of these" };
        format!("With {this} in your formula I get {} to the last digit.", self.all_numbers())
    }
}
