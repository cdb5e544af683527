//! What an array is, by its name.
//!
//! One table for the names of `.npz` files: the short ones, those of the series of posts and the usual others. Capitals
//! and underscores make no difference, and `#` is the number of a layer, which may count from zero or one.

use std::ops::Range;

use super::spelling;

/// What an array holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// X: what goes into the network.
    Inputs,
    /// Y: what should come out.
    Labels,
    /// W: the weights of a layer.
    Weights(At),
    /// b: the biases of a layer.
    Biases(At),
    /// dW: the gradient of a layer's weights.
    WeightGradient(At),
    /// db: the gradient of a layer's biases.
    BiasGradient(At),
    /// Z: the pre-activations of a layer.
    PreActivations(At),
    /// A: the activations of a layer.
    Activations(At),
    /// The derivative of the cost by a layer's activations.
    Errors(At),
    /// The derivative of the cost by a layer's pre-activations.
    Deltas(At),
    /// The cost itself.
    Cost,
}

/// Which layer a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum At {
    /// The number that is written; whether it counts from zero or one is for the other names to tell.
    Number(usize),
    /// The hidden layer, where there is one.
    Hidden,
    /// The last layer.
    Output,
}

impl Role {
    /// The same role with the layer's number, in a network whose layers have these numbers. The hidden layer has one
    /// only where there is one hidden layer.
    pub(super) fn numbered(self, layers: &Range<usize>) -> Option<Role> {
        let number = |at| match at {
            At::Number(number) => Some(At::Number(number)),
            At::Hidden => (layers.len() == 2).then_some(At::Number(layers.start)),
            At::Output => layers.clone().last().map(At::Number),
        };
        Some(match self {
            Role::Inputs | Role::Labels | Role::Cost => self,
            Role::Weights(at) => Role::Weights(number(at)?),
            Role::Biases(at) => Role::Biases(number(at)?),
            Role::WeightGradient(at) => Role::WeightGradient(number(at)?),
            Role::BiasGradient(at) => Role::BiasGradient(number(at)?),
            Role::PreActivations(at) => Role::PreActivations(number(at)?),
            Role::Activations(at) => Role::Activations(number(at)?),
            Role::Errors(at) => Role::Errors(number(at)?),
            Role::Deltas(at) => Role::Deltas(number(at)?),
        })
    }
}

/// Names of one role. The first is the one to propose.
struct Row {
    role: fn(usize) -> Role,
    names: &'static [&'static str],
}

/// A name without a number means layer 1 of 1.
static NAMES: &[Row] = &[
    Row { role: |_| Role::Inputs, names: &["X", "inputs"] },
    Row { role: |_| Role::Labels, names: &["Y", "labels", "targets"] },
    Row { role: |n| Role::Weights(At::Number(n)), names: &["W#", "weights_#", "W"] },
    Row { role: |n| Role::Biases(At::Number(n)), names: &["b#", "biases_#", "bias_#", "b"] },
    Row {
        role: |n| Role::WeightGradient(At::Number(n)),
        names: &["dW#", "grad_W#", "W#_grad", "W#_update", "weights_#_update", "dW"],
    },
    Row {
        role: |n| Role::BiasGradient(At::Number(n)),
        names: &["db#", "grad_b#", "b#_grad", "b#_update", "biases_#_update", "db"],
    },
    Row { role: |n| Role::PreActivations(At::Number(n)), names: &["Z#"] },
    Row { role: |_| Role::PreActivations(At::Hidden), names: &["H_in", "hidden_layer_inputs"] },
    Row { role: |_| Role::PreActivations(At::Output), names: &["O_in", "output_layer_inputs"] },
    Row { role: |n| Role::Activations(At::Number(n)), names: &["A#"] },
    Row { role: |_| Role::Activations(At::Hidden), names: &["H_out", "hidden_layer_outputs"] },
    Row { role: |_| Role::Activations(At::Output), names: &["O_out", "output_layer_outputs"] },
    Row { role: |n| Role::Errors(At::Number(n)), names: &["dA#"] },
    Row { role: |_| Role::Errors(At::Hidden), names: &["H_error", "hidden_layer_error"] },
    Row { role: |_| Role::Errors(At::Output), names: &["O_error", "output_layer_error"] },
    Row { role: |n| Role::Deltas(At::Number(n)), names: &["dZ#", "D#", "delta_#"] },
    Row { role: |_| Role::Deltas(At::Hidden), names: &["H_delta", "hidden_layer_delta"] },
    Row { role: |_| Role::Deltas(At::Output), names: &["O_delta", "output_layer_delta"] },
    Row { role: |_| Role::Cost, names: &["cost", "loss"] },
];

/// What an array of this name holds, if the name is known.
pub fn role(name: &str) -> Option<Role> {
    let name = plain(name);
    NAMES.iter().find_map(|row| {
        let number = row.names.iter().find_map(|pattern| number(&plain(pattern), &name))?;
        Some((row.role)(number))
    })
}

/// The known name that was probably meant, with the layer's number of the word.
pub(super) fn nearest_name(word: &str) -> Option<String> {
    let digits: String = word.chars().filter(char::is_ascii_digit).take(3).collect();
    let number = if digits.is_empty() { "1" } else { &digits };
    let names: Vec<String> =
        NAMES.iter().flat_map(|row| row.names).map(|pattern| pattern.replace('#', number)).collect();
    // Two letters are near to any other two.
    let names =
        names.iter().map(String::as_str).filter(|name| name.len() > 2 || name.eq_ignore_ascii_case(word));
    spelling::nearest(word, names).map(str::to_owned)
}

/// The number in a name that follows a pattern; 1 where the pattern has none.
fn number(pattern: &str, name: &str) -> Option<usize> {
    let Some((before, after)) = pattern.split_once('#') else {
        return (pattern == name).then_some(1);
    };
    let digits = name.strip_prefix(before)?.strip_suffix(after)?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_people_call_arrays() {
        for (name, expected) in [
            ("X", Role::Inputs),
            ("y", Role::Labels),
            ("W1", Role::Weights(At::Number(1))),
            ("w_0", Role::Weights(At::Number(0))),
            ("weights_2", Role::Weights(At::Number(2))),
            ("B12", Role::Biases(At::Number(12))),
            ("weights_1_update", Role::WeightGradient(At::Number(1))),
            ("W2_update", Role::WeightGradient(At::Number(2))),
            ("grad_b2", Role::BiasGradient(At::Number(2))),
            ("hidden_layer_delta", Role::Deltas(At::Hidden)),
            ("O_error", Role::Errors(At::Output)),
            ("D1", Role::Deltas(At::Number(1))),
            ("dz2", Role::Deltas(At::Number(2))),
            ("A1", Role::Activations(At::Number(1))),
            ("H_in", Role::PreActivations(At::Hidden)),
            ("loss", Role::Cost),
        ] {
            assert_eq!(role(name), Some(expected), "{name}");
        }
        for stranger in ["", "W1x", "weights", "Wx", "W-1", "W99999999999999999999999", "epochs", "é"] {
            assert_eq!(role(stranger), None, "{stranger}");
        }
    }

    #[test]
    fn no_two_rows_claim_the_same_name() {
        let mut names: Vec<String> =
            NAMES.iter().flat_map(|row| row.names).map(|pattern| plain(&pattern.replace('#', "7"))).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_misspelt_name_is_near_to_the_right_one() {
        assert_eq!(nearest_name("wieghts_2").as_deref(), Some("weights_2"));
        assert_eq!(nearest_name("H_dleta").as_deref(), Some("H_delta"));
        assert_eq!(nearest_name("learning_rate"), None);
        assert_eq!(nearest_name("lr"), None);
    }
}
