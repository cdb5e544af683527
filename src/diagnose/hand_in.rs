//! From the arrays of files and the numbers that were typed to a [`Submission`].
//!
//! Arrays lie as the student's weights lie; where only the other way round fits, that is taken and remembered, because
//! then the numbers may be right and only the layout another. Biases may be (n,), (1, n) or (n, 1).

use super::submission::Array;
use super::submission::DOUBLE;
use super::submission::SINGLE;
use super::submission::Submission;
use super::submission::Written;
use crate::graph::Shape;
use crate::printable::printable;
use crate::problem::Found;
use crate::problem::Grid;
use crate::problem::Handed;
use crate::problem::Layout;
use crate::problem::Role;

/// Why what was handed in cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum HandInError {
    /// An array of another shape.
    #[error(
        "{}: `{}` has the shape {given}, and {wanted} is wanted: one number for each {of}",
        printable(file),
        printable(name)
    )]
    Shape {
        /// The file.
        file: String,
        /// The array.
        name: String,
        /// Its shape.
        given: String,
        /// The shape that fits.
        wanted: String,
        /// What the numbers belong to.
        of: &'static str,
    },
    /// Gradients of biases that do not exist.
    #[error(
        "{}: `{}` is the gradient of biases, but layer {layer} has none: give the network its biases (b{layer}), or \
         leave `{}` out",
        printable(file),
        printable(name),
        printable(name)
    )]
    NoBiases {
        /// The file.
        file: String,
        /// The array.
        name: String,
        /// The layer, from one.
        layer: usize,
    },
    /// A text that is no number.
    #[error("`{}` is not a number: write it as in w_211=0.011", printable(text))]
    Number {
        /// What was written.
        text: String,
    },
}

/// A submission, and how its matrices lay.
#[derive(Debug)]
pub struct HandIn {
    /// What was handed in.
    pub submission: Submission,
    /// Whether a matrix fitted only with rows for columns.
    pub turned: bool,
    /// What the reader should know.
    pub remarks: Vec<String>,
}

/// Puts arrays in their places.
pub fn hand_in(shape: &Shape, found: &Found, handed: &[Handed]) -> Result<HandIn, HandInError> {
    let layers = shape.layers();
    let mut hand_in = HandIn { submission: Submission::new(layers), turned: false, remarks: Vec::new() };
    // Square matrices follow those that fit one way only.
    let is_turned = |handed: &&Handed| {
        matches!(handed.role, Role::WeightGradient(_)) && fitting(shape, found, handed) == Some(Fit::Turned)
    };
    hand_in.turned = handed.iter().any(|handed| is_turned(&handed));
    for array in handed {
        hand_in.put(shape, found, array)?;
    }
    Ok(hand_in)
}

/// How a matrix of weights fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    AsWeights,
    Turned,
    Both,
}

fn layout(found: &Found, layer: usize) -> Layout {
    found.layouts.get(layer).copied().unwrap_or(Layout::FromTo)
}

/// The sides of an array as a table, a list standing for a row or a column.
fn sides(handed: &Handed, wanted: (usize, usize)) -> Option<(usize, usize)> {
    match handed.shape[..] {
        [rows, columns] => Some((rows, columns)),
        [count] if wanted.0 == 1 && count == wanted.1 => Some((1, count)),
        [count] if wanted.1 == 1 && count == wanted.0 => Some((count, 1)),
        [] => Some((1, 1)),
        _ => None,
    }
}

fn fitting(shape: &Shape, found: &Found, handed: &Handed) -> Option<Fit> {
    let (from, to) = (shape.widths[handed.layer], shape.widths[handed.layer + 1]);
    let wanted = if layout(found, handed.layer) == Layout::FromTo { (from, to) } else { (to, from) };
    let sides = sides(handed, wanted)?;
    match (sides == wanted, sides == (wanted.1, wanted.0)) {
        (true, true) => Some(Fit::Both),
        (true, false) => Some(Fit::AsWeights),
        (false, true) => Some(Fit::Turned),
        (false, false) => None,
    }
}

impl HandIn {
    fn put(&mut self, shape: &Shape, found: &Found, handed: &Handed) -> Result<(), HandInError> {
        let layer = handed.layer;
        let (from, to) = (shape.widths[layer], shape.widths[layer + 1]);
        let misfit = |wanted: String, of: &'static str| HandInError::Shape {
            file: handed.file.clone(),
            name: handed.name.clone(),
            given: tuple(&handed.shape),
            wanted,
            of,
        };
        match handed.role {
            Role::WeightGradient(_) => {
                let is_from_to = layout(found, layer) == Layout::FromTo;
                let wanted = if is_from_to { (from, to) } else { (to, from) };
                let fit = fitting(shape, found, handed)
                    .ok_or_else(|| misfit(format!("({}, {})", wanted.0, wanted.1), "weight"))?;
                let turn = match fit {
                    Fit::AsWeights => !is_from_to,
                    Fit::Turned => is_from_to,
                    // A single row or column is one list either way; only a true square can be turned.
                    Fit::Both => is_from_to == self.turned,
                };
                let stored = if (fit == Fit::Turned) == is_from_to { (to, from) } else { (from, to) };
                let array = written(handed, stored);
                let array = if turn { array.transposed() } else { array };
                self.submission.layers[layer].weights = Some(array);
            }
            Role::BiasGradient(_) => {
                if !shape.biases[layer] {
                    let (file, name) = (handed.file.clone(), handed.name.clone());
                    return Err(HandInError::NoBiases { file, name, layer: layer + 1 });
                }
                let fits = match handed.shape[..] {
                    [count] | [1, count] | [count, 1] => count == to,
                    [] => to == 1,
                    _ => false,
                };
                if !fits {
                    return Err(misfit(format!("({to},)"), "bias"));
                }
                self.submission.layers[layer].biases = Some(written(handed, (1, to)));
            }
            Role::PreActivations(_) | Role::Activations(_) | Role::Deltas(_) => {
                let examples = shape.examples;
                let wanted = if found.columns { (to, examples) } else { (examples, to) };
                let array = match sides(handed, wanted) {
                    Some(sides) if sides == wanted && found.columns => written(handed, sides).transposed(),
                    Some(sides) if sides == wanted => written(handed, sides),
                    Some(sides) if sides == (wanted.1, wanted.0) && found.columns => written(handed, sides),
                    Some(sides) if sides == (wanted.1, wanted.0) => written(handed, sides).transposed(),
                    _ => return Err(misfit(format!("({}, {})", wanted.0, wanted.1), "example and node")),
                };
                let given = &mut self.submission.layers[layer];
                match handed.role {
                    Role::PreActivations(_) => given.ins = Some(array),
                    Role::Activations(_) => given.outs = Some(array),
                    _ => given.deltas = Some(array),
                }
            }
            Role::Cost => {
                if handed.numbers.len() != 1 {
                    let name = printable(&handed.name);
                    self.remarks.push(format!("`{name}` is left out: it is not one number"));
                    return Ok(());
                }
                self.submission.cost = written(handed, (1, 1)).entries[(0, 0)];
            }
            _ => {
                let name = printable(&handed.name);
                self.remarks.push(format!("`{name}` is left out: nothing is compared with it"));
            }
        }
        Ok(())
    }
}

fn tuple(shape: &[usize]) -> String {
    match shape {
        [only] => format!("({only},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// The numbers of an array with what their digits allow.
fn written(handed: &Handed, (rows, columns): (usize, usize)) -> Array {
    let numbers = &handed.numbers;
    let shortest: Vec<String>;
    let digits: &[String] = if let Some(digits) = &handed.digits {
        digits
    } else {
        shortest = numbers.iter().map(|number| format!("{number}")).collect();
        &shortest
    };
    let forms: Vec<Digits> = digits.iter().map(|text| Digits::of(text)).collect();
    let significant = forms.iter().map(|form| form.significant).max().unwrap_or(0);
    let is_text = handed.digits.is_some();
    let roundoff = match is_text {
        true if (7..=9).contains(&significant) => SINGLE,
        true => DOUBLE,
        false => handed.roundoff,
    };
    // Beyond nine digits nothing was rounded on purpose.
    let is_rounded = significant > 0 && (significant <= 9 || (is_text && significant < 15));
    let decimals = forms.iter().map(|form| form.decimals).max().unwrap_or(0);
    let half_unit = |at: usize| {
        if !is_rounded || handed.roundoff > DOUBLE && !is_text {
            return 0.0;
        }
        let number = numbers[at];
        let by_decimals = power_of_ten(-decimals);
        let by_digits = if number == 0.0 {
            0.0
        } else {
            power_of_ten(exponent(number) - i32::try_from(significant).unwrap_or(9) + 1)
        };
        let own = if is_text && number != 0.0 { power_of_ten(-forms[at].decimals) } else { 0.0 };
        0.5 * by_decimals.max(by_digits).max(own)
    };
    let entry = |row: usize, column: usize| {
        let at = row * columns + column;
        numbers.get(at).map(|&value| Written { value, half_unit: half_unit(at) })
    };
    Array { entries: Grid::from_fn(rows, columns, entry), roundoff }
}

/// A number that was typed, with the decimals that were typed. A minus may be the one that is printed.
pub fn typed(text: &str) -> Result<Written, HandInError> {
    let text = text.trim().replace('\u{2212}', "-");
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    let value = value.ok_or_else(|| HandInError::Number { text: text.clone() })?;
    Ok(Written { value, half_unit: 0.5 * power_of_ten(-Digits::of(&text).decimals) })
}

/// How many digits a number has.
struct Digits {
    /// Behind the point, the exponent included.
    decimals: i32,
    /// Significant ones.
    significant: usize,
}

impl Digits {
    fn of(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.trim_start_matches('+').parse().unwrap_or(0);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let behind = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches(['-', '+', '0']);
        Digits { decimals: behind.saturating_sub(exponent), significant: digits.len() }
    }
}

fn exponent(number: f64) -> i32 {
    format!("{:e}", number.abs()).split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::At;

    fn handed(numbers: &[f64], digits: Option<&[&str]>) -> Handed {
        Handed {
            file: "a.npz".into(),
            name: "dW1".into(),
            role: Role::WeightGradient(At::Number(1)),
            layer: 0,
            shape: vec![1, numbers.len()],
            numbers: numbers.to_vec(),
            digits: digits.map(|digits| digits.iter().map(|digit| (*digit).to_owned()).collect()),
            roundoff: DOUBLE,
        }
    }

    fn half_units(handed: &Handed) -> Vec<f64> {
        let array = written(handed, (1, handed.numbers.len()));
        array.given().map(|(_, _, written)| written.half_unit).collect()
    }

    #[test]
    fn rounded_doubles_count_as_rounded() {
        assert_eq!(half_units(&handed(&[0.0123, 0.012, 1.2], None)), [5e-5, 5e-5, 5e-3]);
        assert_eq!(half_units(&handed(&[0.0123457, 1.23457], None)), [5e-8, 5e-6]);
        assert_eq!(half_units(&handed(&[1.0 / 3.0, 0.5], None)), [0.0, 0.0]);
    }

    #[test]
    fn texts_keep_their_own_digits_and_zeros_their_neighbours() {
        assert_eq!(half_units(&handed(&[0.01, 0.0123], Some(&["0.01", "0.0123"]))), [5e-3, 5e-5]);
        assert_eq!(half_units(&handed(&[0.0, 0.333], Some(&["0.0", "0.333"]))), [5e-4, 5e-4]);
        let exact = ["0.0", "0.3333333333333333"];
        assert_eq!(half_units(&handed(&[0.0, 1.0 / 3.0], Some(&exact))), [0.0, 0.0]);
    }

    #[test]
    fn typed_numbers_are_as_exact_as_they_are_typed() {
        assert_eq!(typed("0.011"), Ok(Written { value: 0.011, half_unit: 0.0005 }));
        assert_eq!(typed("-1.5e-3"), Ok(Written { value: -0.0015, half_unit: 0.00005 }));
        assert_eq!(typed("12"), Ok(Written { value: 12.0, half_unit: 0.5 }));
        for text in ["", "nan", "inf", "0,5", "1e999"] {
            assert!(typed(text).is_err(), "{text}");
        }
    }
}
