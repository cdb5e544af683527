//! `gradwalk check --probe FILE.npz`: data of which a student's program tells more.

use std::path::Path;

use crate::diagnose::probe::probe;
use crate::graph::Shape;
use crate::problem::Grid;
use crate::problem::Layout;
use crate::problem::Problem;
use crate::problem::Read;

use super::check::has_extension;
use super::output::Failure;
use super::save;
use super::save::Array;
use super::save::Destination;
use super::save::Existing;
use super::shell;

/// Where a probe is to be written, made sure of before anything else.
pub(super) fn destination(path: &Path, problem: &Path) -> Result<Destination, Failure> {
    if !has_extension(path, "npz") {
        return Err(Failure::NotAnArchive { path: path.into() });
    }
    Destination::find(path, Existing::Keep, Some(problem)).map_err(|failure| match failure {
        Failure::Exists { path } => Failure::ProbeExists { path },
        failure => failure,
    })
}

/// Writes the probe, laid out as the student's arrays are. What to run is the answer.
pub(super) fn write(path: &Path, to: Destination, read: &Read) -> Result<String, Failure> {
    let Some(probe) = probe(&read.problem) else { return Err(Failure::NoProbe) };
    to.write(&save::archive(arrays(&probe.problem, read)).map_err(Failure::Print)?)?;
    let file = path.to_string_lossy();
    let own = format!("{}-gradient.npz", file.trim_end_matches(".npz"));
    let layers = |prefix| names(&probe.problem, prefix);
    let spots: Vec<&str> = probe.blind_spots.iter().map(|mistake| mistake.id).collect();
    let spots = match &spots[..] {
        [] => "It can show every mistake that gradwalk knows".to_owned(),
        spots => format!("Even it cannot show {}", spots.join(", ")),
    };
    Ok(format!(
        "{file} holds other data for your program: {}. {spots}.\n\nRun your program on its arrays and save your \
         gradient, in Python:\n\n  import numpy as np\n  data = np.load({name:?})  # {names}\n  # … your program …\n  \
         np.savez({own:?}, {gradients})\n\nThen:\n\n  {command}\n",
        sizes(&probe.problem.shape()),
        name = &*file,
        names = [vec!["X".into(), "Y".into()], layers("")].concat().join(", "),
        gradients = layers("d").iter().map(|name| format!("{name}={name}")).collect::<Vec<_>>().join(", "),
        command = command(&probe.problem, &file, &own),
    ))
}

fn sizes(shape: &Shape) -> String {
    let widths: Vec<String> = shape.widths.iter().map(usize::to_string).collect();
    format!("a network {} with {} examples", widths.join("-"), shape.examples)
}

/// The names of the arrays of weights and biases, each after a prefix.
fn names(problem: &Problem, prefix: &str) -> Vec<String> {
    let layers = problem.layers().iter().enumerate().flat_map(|(at, layer)| {
        let weights = Some(format!("{prefix}W{}", at + 1));
        [weights, layer.biases.as_ref().map(|_| format!("{prefix}b{}", at + 1))]
    });
    layers.flatten().collect()
}

/// What judges the gradient of the probe: everything stated that a file of arrays does not say.
fn command(problem: &Problem, file: &str, own: &str) -> String {
    let activations: Vec<&str> = problem.layers().iter().map(|layer| layer.activation.name).collect();
    let activations = activations.join(",");
    let cost = problem.cost().name;
    shell::command(&["check", file, "--gradients", own, "--activation", &activations, "--cost", cost])
}

fn arrays(problem: &Problem, read: &Read) -> Vec<Array> {
    let is_turned = |layer: usize| read.found.layouts.get(layer) == Some(&Layout::ToFrom);
    let matrix = |name: &str, grid: &Grid, turned: bool| {
        let grid = if turned { grid.transposed() } else { grid.clone() };
        let shape = format!("({}, {})", grid.rows(), grid.columns());
        Array { name: name.to_owned(), shape, numbers: grid.numbers().to_vec() }
    };
    let mut arrays = vec![
        matrix("X", problem.inputs(), read.found.columns),
        matrix("Y", problem.labels(), read.found.columns),
    ];
    for (at, layer) in problem.layers().iter().enumerate() {
        arrays.push(matrix(&format!("W{}", at + 1), &layer.weights, is_turned(at)));
        if let Some(biases) = &layer.biases {
            let (rows, columns) = if read.found.columns { (biases.len(), 1) } else { (1, biases.len()) };
            arrays.push(matrix(
                &format!("b{}", at + 1),
                &Grid::from_fn(rows, columns, |r, c| biases[r + c]),
                false,
            ));
        }
    }
    arrays
}
