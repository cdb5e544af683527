//! Choosing another weight: by its name, or by moving its two ends through the network.
//!
//! ```text
//! ↓ ↑  the node at one end        ⇥  the other end        → ←  the next layer        w_223  its name
//! ```

use crate::graph::NameError;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;

use super::key::Key;

/// The weight that is about to be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The weight.
    pub weight: Quantity,
    /// Which of its ends moves.
    pub end: End,
    /// Its name, as far as it has been typed.
    pub text: String,
    /// What is wrong with the name.
    pub trouble: Option<String>,
}

/// An end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The node it comes from.
    From,
    /// The node it goes to.
    To,
}

/// What came of a key.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Nothing has been chosen yet.
    Choosing(Choice),
    /// This one.
    Chosen(Quantity),
    /// None.
    Left,
}

/// A name has at most so many letters.
const LONGEST: usize = 24;

impl Choice {
    pub(super) fn new(weight: Quantity) -> Self {
        Choice { weight, end: End::From, text: String::new(), trouble: None }
    }

    pub(super) fn press(mut self, key: Key, shape: &Shape, names: Names<'_>) -> Outcome {
        self.trouble = None;
        match key {
            Key::Escape => return Outcome::Left,
            Key::Enter if self.text.is_empty() => return Outcome::Chosen(self.weight),
            Key::Enter => match named(self.text.trim(), shape, names) {
                Ok(weight) => return Outcome::Chosen(weight),
                Err(error) => self.trouble = Some(error.to_string()),
            },
            Key::Tab => self.end = if self.end == End::From { End::To } else { End::From },
            Key::Down => self.move_by(1, shape),
            Key::Up => self.move_by(-1, shape),
            Key::Right => self.change_layer(1, shape),
            Key::Left => self.change_layer(-1, shape),
            Key::Backspace if self.text.pop().is_none() => return Outcome::Left,
            Key::Char(letter) if self.text.len() < LONGEST => self.text.push(letter),
            _ => {}
        }
        // A name that is complete is shown in the network at once.
        if let Ok(weight) = named(self.text.trim(), shape, names) {
            self.weight = weight;
        }
        Outcome::Choosing(self)
    }

    /// Beyond the last node that a weight comes from stands the bias, where the layer has biases.
    fn move_by(&mut self, by: isize, shape: &Shape) {
        self.text.clear();
        let moved = |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
        self.weight = match (self.weight, self.end) {
            (Quantity::Weight { layer, from, to }, End::From) => {
                let count = shape.widths[layer] + usize::from(shape.biases[layer]);
                let from = moved(from, count);
                if from == shape.widths[layer] {
                    Quantity::Bias { layer, to }
                } else {
                    Quantity::Weight { layer, from, to }
                }
            }
            (Quantity::Weight { layer, from, to }, End::To) => {
                Quantity::Weight { layer, from, to: moved(to, shape.widths[layer + 1]) }
            }
            (Quantity::Bias { layer, to }, End::From) if by < 0 => {
                Quantity::Weight { layer, from: shape.widths[layer] - 1, to }
            }
            (Quantity::Bias { layer, to }, End::To) => {
                Quantity::Bias { layer, to: moved(to, shape.widths[layer + 1]) }
            }
            (other, _) => other,
        };
    }

    fn change_layer(&mut self, by: isize, shape: &Shape) {
        self.text.clear();
        if let Quantity::Weight { layer, .. } | Quantity::Bias { layer, .. } = self.weight {
            let layer = layer.saturating_add_signed(by).min(shape.layers() - 1);
            self.weight = Quantity::Weight { layer, from: 0, to: 0 };
        }
    }
}

/// The weight or bias of this name, in the notation that is on the screen or as the series writes it.
fn named(text: &str, shape: &Shape, names: Names<'_>) -> Result<Quantity, NameError> {
    let written = |parameter: &Quantity| names.written(&shape.symbol(*parameter)).to_string();
    let is_it = |parameter: &Quantity| in_one_order(&written(parameter)) == in_one_order(text);
    let own = if names.are_those_of_the_series() { None } else { shape.parameters().find(is_it) };
    own.map_or_else(|| shape.parameter(text), Ok)
}

/// A name with what stands below before what stands above: `w^3_31` is `w_31^3`.
fn in_one_order(name: &str) -> String {
    let name: String = name.chars().filter(|sign| !"{} ".contains(*sign)).collect();
    match name.split_once('^') {
        Some((letter, rest)) if !letter.contains('_') => match rest.split_once('_') {
            Some((above, below)) => format!("{letter}_{below}^{above}"),
            None => name,
        },
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::notation;
    use crate::graph::notation::Notation;
    use crate::player::key::sequence;
    use crate::problem::Problem;

    fn chosen(problem: &str, keys: &str) -> String {
        chosen_in(None, problem, keys)
    }

    fn chosen_in(notation: Option<&'static Notation>, problem: &str, keys: &str) -> String {
        let shape = Problem::built_in(problem).expect("built in").shape();
        let mut choice = Choice::new(shape.parameter("w_211").expect("it is there"));
        for key in sequence(keys) {
            choice = match choice.press(key, &shape, Names::of(notation, &shape)) {
                Outcome::Choosing(choice) => choice,
                Outcome::Chosen(weight) => return shape.symbol(weight).to_string(),
                Outcome::Left => return "none".into(),
            };
        }
        format!("{}{}", choice.text, choice.trouble.map_or("…", |_| "!"))
    }

    #[test]
    fn a_weight_is_reached_by_name_or_by_moving() {
        for (keys, weight) in [
            ("⏎", "w_211"),
            ("↓⏎", "w_221"),
            ("↓↓↓↓⏎", "w_221"),
            ("⇥↓↓⏎", "w_213"),
            ("↓⇥↓⏎", "w_222"),
            ("←⏎", "w_111"),
            ("←←←↓↓↓⏎", "w_141"),
            ("←→⏎", "w_211"),
            ("w_223⏎", "w_223"),
            ("W2[1,2]⏎", "w_223"),
            ("w_229⏎", "w_229!"),
            ("w_223↑⏎", "w_213"),
            ("w⌫⌫", "none"),
            ("⎋", "none"),
        ] {
            assert_eq!(chosen("iris-2", keys), weight, "{keys}");
        }
        // In another notation as it is seen there, and as the series writes it.
        let nielsen = notation::named("nielsen");
        for keys in ["w_31^3⏎", "w^3_31⏎", "w^{3}_{31}⏎", "w_213⏎"] {
            assert_eq!(chosen_in(nielsen, "iris-2", keys), "w_213", "{keys}");
        }
        // Mazur's network has biases.
        assert_eq!(chosen("mazur", "↓↓⏎"), "b_21");
        assert_eq!(chosen("mazur", "↓↓⇥↓⏎"), "b_22");
        assert_eq!(chosen("mazur", "↓↓↑⏎"), "w_221");
    }
}
