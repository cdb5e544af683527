//! Arrays that somebody has handed in beside a problem, or without one: gradients, and what led to them.
//!
//! Names say what they are, as for problems. Whether they fit the network is for who has one to tell.

use std::io::Read as Source;
use std::io::Seek;
use std::ops::Range;

use super::At;
use super::ReadError;
use super::Reading;
use super::Role;
use super::arrays::ArrayFile;
use super::built_in;
use super::error::TextFault;
use super::names;
use super::npz::Archive;
use super::read;
use super::tree;
use super::tree::Tree;
use crate::printable::printable;

/// One array.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The file that it stands in.
    pub file: String,
    /// As the file calls it.
    pub name: String,
    /// What it holds. The layer counts from zero, and is 0 where the role has none.
    pub role: Role,
    /// The layer, from zero.
    pub layer: usize,
    /// Its sides.
    pub shape: Vec<usize>,
    /// Row after row.
    pub numbers: Vec<f64>,
    /// How each number is written, where it is text.
    pub digits: Option<Vec<String>>,
    /// The unit roundoff of the type that it is stored in.
    pub roundoff: f64,
}

/// The arrays of a `.npz`, `.json` or `.ron` file that are no part of a problem, for a network of so many layers.
pub fn handed(path: &std::path::Path, layers: usize) -> Result<Vec<Handed>, ReadError> {
    let name = path.to_string_lossy().into_owned();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "npz" => handed_in_archive(&name, read::opened(path, &name)?, layers),
        "json" | "ron" => {
            let text = read::text_of(path, &name)?;
            handed_in_text(&name, &text, layers)
        }
        _ => {
            drop(read::opened(path, &name)?);
            let says = "this kind of file holds no gradients that can be read";
            let help = "gradients are read from .npz, .json, .ron and .csv files";
            Err(ReadError::of_file(&name, says, help))
        }
    }
}

/// The arrays that came with a problem, which is named as for [`super::find`].
pub fn handed_with(argument: &std::path::Path, layers: usize) -> Result<Vec<Handed>, ReadError> {
    let name = argument.to_string_lossy();
    match built_in::text(&name) {
        Some(text) => handed_in_text(&built_in::file_name(&name), text, layers),
        None => handed(argument, layers),
    }
}

/// The arrays of an archive.
pub fn handed_in_archive(
    file: &str,
    source: impl Source + Seek,
    layers: usize,
) -> Result<Vec<Handed>, ReadError> {
    let archive =
        Archive::open(source).map_err(|error| ReadError::of_file(file, error.to_string(), error.help()))?;
    let reading = Reading::default();
    let arrays = ArrayFile { name: file, archive: &archive, reading: &reading };
    let named: Vec<(Role, &super::npz::Entry)> =
        archive.entries.iter().filter_map(|entry| Some((names::role(&entry.name)?, entry))).collect();
    let numbers = numbers_of_layers(named.iter().map(|(role, _)| *role), layers);
    let mut handed: Vec<Handed> = Vec::new();
    let wanted = named.iter().filter(|(role, _)| is_handed(*role));
    archive
        .check_total(wanted.clone().map(|(_, entry)| *entry))
        .map_err(|error| ReadError::of_file(file, error.to_string(), error.help()))?;
    for (role, entry) in wanted {
        let array = arrays.array(entry)?;
        if is_inputs_again(*role, &numbers) {
            let table = |entry| {
                let array = arrays.array(entry)?;
                Ok((array.header.shape.clone(), arrays.in_rows(&array)?))
            };
            if let Some((_, inputs)) = named.iter().find(|(role, _)| *role == Role::Inputs) {
                same_inputs(&table(inputs)?, &table(entry)?)
                    .map_err(|says| ReadError::of_file(file, says, NO_OTHER_INPUTS))?;
            }
            continue;
        }
        let numbers = numbers.clone();
        let (role, layer) = placed(*role, &numbers).ok_or_else(|| {
            let says =
                format!("`{}` belongs to a layer that this network does not have", printable(&entry.name));
            ReadError::of_file(
                file,
                says,
                format!("the network has {}", super::check::count(layers, "layer")),
            )
        })?;
        twice(file, &handed, role, layer, &entry.name)?;
        handed.push(Handed {
            file: file.into(),
            name: entry.name.clone(),
            role,
            layer,
            shape: array.header.shape.clone(),
            numbers: arrays.in_rows(&array)?,
            digits: None,
            roundoff: array.header.element.roundoff(),
        });
    }
    Ok(handed)
}

/// The arrays of a text: under their names, or in a list `gradients`.
pub fn handed_in_text(file: &str, text: &str, layers: usize) -> Result<Vec<Handed>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let in_text = |fault: TextFault| fault.in_text(file, text);
    let tree = Tree::read(text).map_err(in_text)?;
    let fields = match &tree {
        Tree::Fields { fields, .. } => fields.as_slice(),
        _ => return Err(in_text(tree::fault(tree.span(), "there are no names here"))),
    };
    let mut found: Vec<(String, Role, usize, &Tree)> = Vec::new();
    if let Some(list) = tree.field("gradients") {
        let Tree::List { items, .. } = list else {
            return Err(in_text(tree::fault(list.span(), "this is no list of layers")));
        };
        for (layer, item) in items.iter().enumerate() {
            if layer >= layers {
                let says =
                    format!("there are gradients for {} layers, but the network has {layers}", items.len());
                return Err(in_text(tree::fault(item.span(), &says)));
            }
            let parts = [
                ("weights", Role::WeightGradient(At::Number(layer))),
                ("biases", Role::BiasGradient(At::Number(layer))),
            ];
            for (name, role) in parts {
                if let Some(array) = item.field(name) {
                    found.push((format!("{name} of layer {}", layer + 1), role, layer, array));
                }
            }
        }
    }
    let named: Vec<(Role, &String, &Tree)> = fields
        .iter()
        .filter_map(|(name, tree)| Some((names::role(name)?, name, tree)))
        .filter(|(role, _, tree)| *role != Role::Cost || is_number(tree))
        .collect();
    let numbers = numbers_of_layers(named.iter().map(|(role, ..)| *role), layers);
    for (role, name, tree) in named {
        if !is_handed(role) {
            continue;
        }
        if is_inputs_again(role, &numbers) {
            let table = |tree: &Tree| {
                let (shape, words) = array(tree)?;
                Ok((shape, numbers_in(&words)?))
            };
            let inputs = fields.iter().find(|(name, _)| names::role(name) == Some(Role::Inputs));
            if let Some((_, inputs)) = inputs {
                let (inputs, again) = (table(inputs).map_err(in_text)?, table(tree).map_err(in_text)?);
                same_inputs(&inputs, &again).map_err(|says| in_text(tree::fault(tree.span(), &says)))?;
            }
            continue;
        }
        let Some((role, layer)) = placed(role, &numbers) else {
            let says = format!("`{}` belongs to a layer that this network does not have", printable(name));
            return Err(in_text(tree::fault(tree.span(), &says)));
        };
        found.push((name.clone(), role, layer, tree));
    }
    let mut handed = Vec::new();
    for (name, role, layer, tree) in found {
        twice(file, &handed, role, layer, &name)?;
        let (shape, words) = array(tree).map_err(in_text)?;
        handed.push(Handed {
            file: file.into(),
            name,
            role,
            layer,
            shape,
            numbers: numbers_in(&words).map_err(in_text)?,
            digits: Some(words.into_iter().map(|(word, _)| word).collect()),
            roundoff: f64::EPSILON / 2.0,
        });
    }
    Ok(handed)
}

/// Whether an archive has any part of a problem, and not only what was handed in for one. One that cannot be read
/// is no hand-in.
pub fn is_problem_in_archive(source: impl Source + Seek) -> bool {
    let Ok(archive) = Archive::open(source) else { return true };
    let mut roles = archive.entries.iter().filter_map(|entry| names::role(&entry.name));
    roles.any(|role| !is_handed(role))
}

/// The same of a text.
pub fn is_problem_in_text(text: &str) -> bool {
    match Tree::read(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(Tree::Fields { fields, .. }) => fields
            .iter()
            .any(|(name, _)| name == "layers" || names::role(name).is_some_and(|role| !is_handed(role))),
        _ => true,
    }
}

fn numbers_in(words: &Words) -> Result<Vec<f64>, TextFault> {
    words.iter().map(|(word, span)| number(word, span)).collect()
}

fn is_number(tree: &Tree) -> bool {
    matches!(tree, Tree::Word { text, .. } if text.parse::<f64>().is_ok())
}

/// A finite number.
fn number(word: &str, span: &Range<usize>) -> Result<f64, TextFault> {
    let number = word.parse::<f64>().map_err(|_| tree::fault(span.clone(), "this is not a number"))?;
    if number.is_finite() {
        Ok(number)
    } else {
        Err(tree::fault(span.clone(), "this is not a finite number"))
    }
}

/// Words with their places in the text.
type Words = Vec<(String, Range<usize>)>;

/// The sides of a list of lists, and its words row after row.
fn array(tree: &Tree) -> Result<(Vec<usize>, Words), TextFault> {
    match tree {
        Tree::Word { text, span } => Ok((Vec::new(), vec![(text.clone(), span.clone())])),
        Tree::Fields { span, .. } => Err(tree::fault(span.clone(), "a list of numbers is wanted here")),
        Tree::List { items, span } => {
            let parts: Vec<(Vec<usize>, Words)> = items.iter().map(array).collect::<Result<_, _>>()?;
            let inner = parts.first().map(|(shape, _)| shape.clone()).unwrap_or_default();
            if parts.iter().any(|(shape, _)| *shape != inner) {
                return Err(tree::fault(span.clone(), "the rows of this list are not equally long"));
            }
            let shape = [vec![parts.len()], inner].concat();
            Ok((shape, parts.into_iter().flat_map(|(_, words)| words).collect()))
        }
    }
}

fn is_handed(role: Role) -> bool {
    !matches!(role, Role::Inputs | Role::Labels | Role::Weights(_) | Role::Biases(_))
}

/// The numbers of the layers: from zero only where something says so.
fn numbers_of_layers(roles: impl Iterator<Item = Role>, layers: usize) -> Range<usize> {
    let number = |role: Role| match role {
        Role::Weights(At::Number(number))
        | Role::Biases(At::Number(number))
        | Role::WeightGradient(At::Number(number))
        | Role::BiasGradient(At::Number(number))
        | Role::PreActivations(At::Number(number))
        | Role::Deltas(At::Number(number)) => Some(number),
        // A0 is X in many programs whose layers count from one.
        _ => None,
    };
    let first = roles.filter_map(number).min().unwrap_or(1).min(1);
    first..first + layers
}

/// Whether an array is X once more, as in every cache that holds what goes into each layer.
fn is_inputs_again(role: Role, numbers: &Range<usize>) -> bool {
    role == Role::Activations(At::Number(0)) && numbers.start == 1
}

const NO_OTHER_INPUTS: &str = "save X under the name A0, or leave A0 out";

/// Sides, and numbers row after row.
type Sides = (Vec<usize>, Vec<f64>);

/// Demands that A0 is X, one or the other way round; it may have been stored with fewer digits.
fn same_inputs((sides, inputs): &Sides, (again, numbers): &Sides) -> Result<(), String> {
    let is_near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * one.abs();
    let apart = |one: &[f64]| one.iter().zip(numbers).position(|(one, other)| !is_near(*one, *other));
    let turned = |sides: &[usize]| match *sides {
        [rows, columns] => {
            let at = |place: usize| inputs[place % rows * columns + place / rows];
            Some(([columns, rows], (0..inputs.len()).map(at).collect::<Vec<_>>()))
        }
        _ => None,
    };
    let what = "A0 stands for X, what goes into layer 1, but";
    if sides == again {
        let Some(place) = apart(inputs) else { return Ok(()) };
        return Err(format!(
            "{what} its number {} is {} and that of X {}",
            place + 1,
            numbers[place],
            inputs[place]
        ));
    }
    match turned(sides) {
        Some((sides, inputs)) if sides == again[..] && apart(&inputs).is_none() => Ok(()),
        _ => Err(format!("{what} it is not the same table")),
    }
}

/// The role and the layer from zero; `None` for a layer that is not there.
fn placed(role: Role, numbers: &Range<usize>) -> Option<(Role, usize)> {
    let role = role.numbered(numbers)?;
    let layer = match role {
        Role::WeightGradient(At::Number(number))
        | Role::BiasGradient(At::Number(number))
        | Role::PreActivations(At::Number(number))
        | Role::Activations(At::Number(number))
        | Role::Errors(At::Number(number))
        | Role::Deltas(At::Number(number)) => number.checked_sub(numbers.start)?,
        _ => 0,
    };
    (layer < numbers.len()).then_some((role, layer))
}

fn twice(file: &str, handed: &[Handed], role: Role, layer: usize, name: &str) -> Result<(), ReadError> {
    let kind = |role: &Role| std::mem::discriminant(role);
    let other = handed.iter().find(|other| kind(&other.role) == kind(&role) && other.layer == layer);
    other.map_or(Ok(()), |other| {
        let says =
            format!("`{}` and `{}` are two names for one thing", printable(&other.name), printable(name));
        Err(ReadError::of_file(file, says, "leave one of the two out"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_into_the_first_layer_is_the_inputs() {
        let handed = |again: &str| {
            let text = format!(r#"{{"X": [[1, 2, 3], [4, 5, 6]], "A0": {again}, "A1": [[0.5]]}}"#);
            handed_in_text("cache.json", &text, 1)
        };
        for right in ["[[1, 2, 3], [4, 5, 6]]", "[[1, 4], [2, 5], [3, 6]]"] {
            let found = handed(right).expect(right);
            assert_eq!(found.iter().map(|array| array.name.as_str()).collect::<Vec<_>>(), ["A1"]);
        }
        let says = |again: &str| handed(again).expect_err(again).says;
        assert!(says("[[1, 2, 3], [4, 5, 7]]").contains("its number 6 is 7 and that of X 6"));
        assert!(says("[[1, 2]]").contains("not the same table"));
    }
}
