//! Numbers of the examples at the nodes of a layer.
//!
//! Most hypotheses die at the first number of a layer, which needs the signal at one node only; so where numbers of a
//! layer were handed in, columns are made when they are first asked for. What arrives at the layer below such a one,
//! or is handed through a layer of which nothing was handed in, needs all of them, and they are made at once.

use std::cell::OnceCell;
use std::ops::Index;

use crate::problem::Grid;

/// When columns are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnose) enum Made {
    AtOnce,
    WhenAsked,
}

impl Made {
    /// For a layer whose numbers are asked for one by one, if they are.
    pub(in crate::diagnose) fn of_layer(is_asked: bool) -> Made {
        if is_asked { Made::WhenAsked } else { Made::AtOnce }
    }
}

/// A grid of examples × nodes.
pub(in crate::diagnose) struct Columns<'f> {
    shape: [usize; 2],
    numbers: Numbers<'f>,
}

/// Writes the numbers of a column in the place of zeros.
type Fill<'f> = Box<dyn Fn(usize, &mut [f64]) + 'f>;

enum Numbers<'f> {
    /// Column after column.
    All(Vec<f64>),
    Each {
        fill: Fill<'f>,
        made: Vec<OnceCell<Vec<f64>>>,
    },
}

impl<'f> Columns<'f> {
    /// Columns each of which `fill` writes in the place of zeros.
    pub(super) fn new(
        rows: usize,
        columns: usize,
        made: Made,
        fill: impl Fn(usize, &mut [f64]) + 'f,
    ) -> Columns<'f> {
        let numbers = match made {
            Made::AtOnce => {
                let mut numbers = vec![0.0; rows * columns];
                let columns = numbers.chunks_exact_mut(rows).enumerate();
                columns.for_each(|(column, numbers)| fill(column, numbers));
                Numbers::All(numbers)
            }
            Made::WhenAsked => Numbers::Each { fill: Box::new(fill), made: vec![OnceCell::new(); columns] },
        };
        Columns { shape: [rows, columns], numbers }
    }

    /// When what is made of these columns is to be made, which needs no others.
    pub(super) fn made(&self) -> Made {
        Made::of_layer(matches!(self.numbers, Numbers::Each { .. }))
    }

    pub(super) fn rows(&self) -> usize {
        self.shape[0]
    }

    pub(super) fn columns(&self) -> usize {
        self.shape[1]
    }

    pub(super) fn column(&self, column: usize) -> &[f64] {
        match &self.numbers {
            Numbers::All(numbers) => &numbers[column * self.rows()..][..self.rows()],
            Numbers::Each { fill, made } => made[column].get_or_init(|| {
                let mut numbers = vec![0.0; self.rows()];
                fill(column, &mut numbers);
                numbers
            }),
        }
    }

    /// One example at all nodes.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f64> {
        (0..self.columns()).map(move |column| self[(row, column)])
    }

    /// All of it.
    pub(in crate::diagnose) fn to_grid(&self) -> Grid {
        Grid::from_fn(self.rows(), self.columns(), |row, column| self[(row, column)])
    }
}

impl Index<(usize, usize)> for Columns<'_> {
    type Output = f64;

    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.column(column)[row]
    }
}

/// Writes numbers in the places of others.
pub(super) fn put(places: &mut [f64], numbers: impl Iterator<Item = f64>) {
    places.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::facts::Facts;
    use crate::diagnose::pass::LayerPass;
    use crate::diagnose::recipe::Recipe;
    use crate::diagnose::variant::Forms;
    use crate::problem::Problem;

    #[test]
    fn every_form_gives_the_same_numbers_whether_they_are_made_at_once_or_when_they_are_asked() {
        let problem = Problem::built_in("probe").expect("built in");
        let layers = problem.layers().len();
        let (mut compared, mut numbers) = (0, 0);
        for variant in Forms::of(&problem).variants {
            let recipe = Recipe::right(layers).with(&variant.edits);
            let Some(facts) = Facts::new(&problem, recipe.forward, recipe.labels) else { continue };
            let Some(at_once) = LayerPass::all(&facts, &recipe) else { continue };
            let mut pass = LayerPass::last(&facts, &recipe, Made::WhenAsked);
            for other in at_once.iter().rev() {
                let asked = pass.expect("as far down as the other");
                let bits = |grid: &Grid| grid.map(|number| number.to_bits());
                assert_eq!(bits(&asked.weights()), bits(&other.weights()), "{:?}", variant.edits);
                numbers += asked.weights().numbers().len();
                pass = asked.below(&recipe, Made::WhenAsked);
            }
            compared += 1;
        }
        assert!(compared > 100 && numbers > 1000, "{compared} forms, {numbers} numbers");
    }
}
