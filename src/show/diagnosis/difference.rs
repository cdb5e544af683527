//! The first difference: both numbers, what nudging the weight measures, and the path that leads there.

use super::Report;
use super::prose;
use crate::diagnose::trail::Pair;
use crate::diagnose::trail::Trail;
use crate::gradient::difference;
use crate::gradient::path::Factor;
use crate::gradient::path::Path;
use crate::gradient::path::PathTerm;
use crate::gradient::scalar::Listing;
use crate::graph::Quantity;
use crate::lesson::Words;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::marks::mark;
use crate::show::number::digits;
use crate::show::number::six_digits;
use crate::show::tree;
use crate::show::tree::Labels;

/// How far a weight is moved. Wider if the cost would hardly show it.
const STEPS: [f64; 3] = [0.001, 0.01, 0.1];

impl Report<'_> {
    pub(super) fn first_difference(&self) -> Vec<Block> {
        let Some(difference) = &self.diagnosis.first_difference else { return Vec::new() };
        let name = self.called(difference.quantity);
        let mut blocks = vec![Block::Heading(format!("The first difference: {name}"))];
        let (yours, expected) = apart(difference.yours, difference.expected);
        let mut cells: Vec<Vec<Cell>> =
            vec![vec!["yours".into(), yours.into()], vec!["expected".into(), expected.into()]];
        if difference.expected != 0.0 {
            let ratio = six_digits(difference.yours / difference.expected);
            cells.push(vec!["yours / expected".into(), ratio.into()]);
        }
        blocks.push(Block::Table(Table {
            columns: vec![Column::Name, Column::Decimal],
            header: Vec::new(),
            rows: cells.into_iter().map(Row::new).collect(),
        }));
        blocks.extend(self.measurement(difference.quantity, difference.yours).map(prose));
        if let Some(trail) = &difference.trail {
            blocks.extend(self.path(difference.quantity, trail));
        }
        blocks
    }

    /// What anybody can measure who has a forward pass.
    fn measurement(&self, parameter: Quantity, yours: f64) -> Option<String> {
        let (step, [below, above]) = STEPS
            .into_iter()
            .find_map(|step| Some((step, difference::costs(self.problem, parameter, step)?)))?;
        let name = self.called(parameter);
        let cost = self.written(Quantity::Cost);
        let moved = above - below;
        let slope = moved / (2.0 * step);
        // As many digits of the two costs as leave four of their difference.
        let needed = libm::log10(below.abs().max(above.abs()) / moved.abs()).ceil().clamp(0.0, 10.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 10
        let needed = 4 + needed as usize;
        let direction = if moved > 0.0 { "rises" } else { "falls" };
        Some(format!(
            "Measure it, without any formula. With {name} smaller by {step} {cost} is {}, with {name} larger by {step} \
             it is {}: it {direction} by {} on a way of {}, so the slope is {}. You have {}.",
            digits(below, needed),
            digits(above, needed),
            digits(moved.abs(), 4),
            six_digits(2.0 * step),
            digits(slope, 4),
            six_digits(yours),
        ))
    }

    /// The path in the tree, and where a factor differs both factors of each step; where an explanation changes no
    /// factor, that it does not.
    fn path(&self, parameter: Quantity, trail: &Trail) -> Vec<Block> {
        let shape = self.shape();
        let name = self.called(parameter);
        let explanation = self.diagnosis.explanations.first();
        if let (None, Some(explanation)) = (trail.first_wrong(), explanation) {
            let beyond = if explanation.is_constant() {
                "need not be wrong in your numbers: all that is different is a constant."
            } else {
                "can all be right in your numbers: the difference is in what becomes of the products."
            };
            return vec![prose(format!("The factors on the paths from the cost to {name} {beyond}"))];
        }
        let listing = listing(parameter, trail, self.problem.divisor());
        let heading =
            Block::Heading(format!("A path from the cost to {name}, in example {}", trail.example + 1));
        let mut blocks = vec![
            heading,
            Block::Diagram(tree::diagram(&shape, self.names, &Words::default(), &listing, Labels::Factors)),
        ];
        if trail.first_wrong().is_some() {
            blocks.push(Block::Table(self.factors(trail)));
            let numbers = self.all_numbers();
            blocks.push(prose(format!("With such factors in all products I get {numbers}.")));
        }
        blocks
    }

    fn factors(&self, trail: &Trail) -> Table {
        let shape = self.shape();
        let name = |quantity| self.written(quantity);
        let first = trail.first_wrong();
        let row = |pair: &Pair| {
            let step = Inline::Text(format!("{} → {}", name(pair.edge.of), name(pair.edge.by)));
            let (yours, expected) = apart(pair.yours, pair.expected);
            let yours = Cell::from(yours);
            let yours = if pair.differs() { yours.looking(Role::Differs.into()) } else { yours };
            let here = if Some(pair) == first { "the first factor that differs" } else { "" };
            Row::new([
                Cell::from(step).looking(mark(&shape, pair.edge).into()),
                Cell::from(expected),
                yours,
                Cell::from(here),
            ])
        };
        Table {
            columns: vec![Column::Name, Column::Decimal, Column::Decimal, Column::Left],
            header: vec![vec!["step".into(), "right".into(), "in your numbers".into(), "".into()]],
            rows: trail.factors.iter().map(row).collect(),
        }
    }
}

/// Two numbers with six digits, or as many as show that they are not the same.
fn apart(one: f64, other: f64) -> (String, String) {
    let with = |count| (digits(one, count), digits(other, count));
    (6..=17).map(with).find(|(one, other)| one != other).unwrap_or_else(|| with(6))
}

/// The one path as the tree takes it, with the right factors on its edges.
fn listing(parameter: Quantity, trail: &Trail, divide_by: f64) -> Listing {
    let factors: Vec<Factor> =
        trail.factors.iter().map(|pair| Factor { edge: pair.edge, value: pair.expected }).collect();
    let nodes = factors.iter().map(|factor| factor.edge.of).chain([parameter]).collect();
    let product = factors.iter().map(|factor| factor.value).product();
    let term = PathTerm { example: trail.example, path: Path { nodes }, factors, product };
    Listing { parameter, count: 1, terms: vec![term], sum: product, divide_by, value: product / divide_by }
}
