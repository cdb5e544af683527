//! Numbers from the arrays of a file into the tables of a problem.
//!
//! A table that lies the other way round is turned while it is read: the place of every number follows from its
//! place in the file, so that nothing is ever in memory twice.

use std::cmp::Ordering;
use std::io::Read as Source;
use std::io::Seek;

use super::Found;
use super::Grid;
use super::Layer;
use super::Layout;
use super::Orientation;
use super::Part;
use super::Place;
use super::Problem;
use super::Read;
use super::ReadError;
use super::arrange;
use super::arrange::Arrangement;
use super::arrange::Labels;
use super::arrange::Misfit;
use super::arrange::Named;
use super::arrange::Side;
use super::arrays::Array;
use super::arrays::ArrayFile;
use super::arrays::Wanted;
use super::literal::Order;
use super::npy::NpyError;
use super::npz::ArchiveError;
use super::read;
use super::report::tuple;
use crate::activation::ACTIVATIONS;
use crate::activation::Activation;
use crate::cost;

/// How a table lies in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// As the problem has it.
    AsStored,
    /// With rows for columns.
    Turned,
}

impl From<Layout> for Turn {
    fn from(layout: Layout) -> Self {
        if layout == Layout::FromTo { Turn::AsStored } else { Turn::Turned }
    }
}

impl From<Orientation> for Turn {
    fn from(orientation: Orientation) -> Self {
        if orientation == Orientation::Rows { Turn::AsStored } else { Turn::Turned }
    }
}

/// Where in a table the numbers of a file go.
struct Target {
    part: Part,
    rows: usize,
    columns: usize,
    /// Whether the file goes down the columns of the table instead of along its rows.
    down: bool,
}

impl Target {
    /// The row and column of a number by its place in the file.
    fn entry(&self, at: usize) -> (usize, usize) {
        if self.down { (at % self.rows, at / self.rows) } else { (at / self.columns, at % self.columns) }
    }
}

impl<R: Source + Seek> ArrayFile<'_, R> {
    /// The problem, with a remark for everything that was not read the usual way.
    pub(super) fn problem(&self, wanted: &Wanted, mut remarks: Vec<String>) -> Result<Read, ReadError> {
        let arrays = arrange::Arrays {
            inputs: wanted.inputs.named(),
            labels: wanted.labels.named(),
            weights: wanted.weights.iter().map(Array::named).collect(),
            biases: wanted.biases.iter().map(|biases| biases.as_ref().map(Array::named)).collect(),
        };
        let arranged = arrange::arrangement(&arrays, self.reading);
        let arranged = arranged.map_err(|misfit| self.misfit(&arrays, &misfit))?;
        remarks.extend(self.unusual(&arrays, &arranged));
        let inputs = self.grid(&wanted.inputs, Part::Inputs, arranged.inputs.into(), Side::Row)?;
        let layers = self.layers(wanted, &arranged)?;
        let outputs = layers.last().map_or(0, |layer| layer.weights.columns());
        let labels = self.labels(&wanted.labels, arranged.labels, (inputs.rows(), outputs))?;
        let cost = self.reading.cost.unwrap_or_else(cost::default);
        let problem = Problem::new(read::stem(self.name), layers, inputs, labels, cost).map_err(|error| {
            let array = owner(wanted, error.place().part);
            let (name, shape) = (&array.entry.name, array.header.shape.as_slice());
            ReadError::of_array(self.name, name, Some(shape), error.to_string(), error.help())
        })?;
        let found = Found {
            cost_stated: self.reading.cost.is_some(),
            layouts: arranged.weights,
            columns: arranged.inputs == Orientation::Columns,
        };
        Ok(Read { problem, remarks, found })
    }

    fn layers(&self, wanted: &Wanted, arranged: &Arrangement) -> Result<Vec<Layer>, ReadError> {
        let activations = self.activations(wanted.weights.len())?;
        let mut layers = Vec::new();
        for (layer, activation) in activations.into_iter().enumerate() {
            let turn = arranged.weights[layer].into();
            let weights = self.grid(&wanted.weights[layer], Part::Weights { layer }, turn, Side::Column)?;
            let biases = wanted.biases[layer].as_ref().map(|array| {
                let target =
                    Target { part: Part::Biases { layer }, rows: 1, columns: weights.columns(), down: false };
                self.numbers(array, &target)
            });
            let biases = biases.transpose()?;
            layers.push(Layer { weights, biases, activation });
        }
        Ok(layers)
    }

    fn activations(&self, layers: usize) -> Result<Vec<&'static Activation>, ReadError> {
        let stated = self.reading.activations_of(layers).map_err(|says| {
            ReadError::of_file(self.name, says, "state one activation for all layers, or one for each")
        })?;
        // The first of the table is the sigmoid, which is what the series of posts uses.
        Ok(stated.unwrap_or_else(|| vec![&ACTIVATIONS[0]; layers]))
    }

    fn labels(&self, array: &Array, labels: Labels, shape: (usize, usize)) -> Result<Grid, ReadError> {
        let (examples, outputs) = shape;
        match labels {
            Labels::Classes => self.one_hot(array, examples, outputs),
            // A list has no orientation: it is one row, or one column.
            Labels::Table(_) if array.header.shape.len() == 1 => {
                let side = if examples == 1 { Side::Row } else { Side::Column };
                self.grid(array, Part::Labels, Turn::AsStored, side)
            }
            Labels::Table(orientation) => self.grid(array, Part::Labels, orientation.into(), Side::Row),
        }
    }

    /// Labels that are 1 at the node that each example's class names, and 0 elsewhere.
    fn one_hot(&self, array: &Array, examples: usize, outputs: usize) -> Result<Grid, ReadError> {
        let target = Target { part: Part::Labels, rows: examples, columns: 1, down: false };
        let classes = self.numbers(array, &target)?;
        let mut labels = self.reserved(array, examples, outputs)?;
        for (example, class) in classes.into_iter().enumerate() {
            let node = (0..outputs).find(|&node| (node as f64).partial_cmp(&class) == Some(Ordering::Equal));
            let Some(node) = node else {
                let entry = format!("{}[{}]", array.entry.name, array.header.index(example));
                let says =
                    format!("`{entry}` is {class}, which is not one of the classes 0 … {}", outputs - 1);
                let help = format!(
                    "a class is the number of an output node, counted from zero; there are {outputs}"
                );
                let shape = array.header.shape.as_slice();
                return Err(ReadError::of_array(self.name, &array.entry.name, Some(shape), says, help));
            };
            labels[example * outputs + node] = 1.0;
        }
        self.table(array, examples, outputs, labels)
    }

    fn grid(&self, array: &Array, part: Part, turn: Turn, list: Side) -> Result<Grid, ReadError> {
        let (height, width) = arrange::table(array.named(), list).unwrap_or_default();
        let (rows, columns) = if turn == Turn::Turned { (width, height) } else { (height, width) };
        let down = (array.header.order == Order::Fortran) != (turn == Turn::Turned);
        let numbers = self.numbers(array, &Target { part, rows, columns, down })?;
        self.table(array, rows, columns, numbers)
    }

    fn table(
        &self,
        array: &Array,
        rows: usize,
        columns: usize,
        numbers: Vec<f64>,
    ) -> Result<Grid, ReadError> {
        Grid::new(rows, columns, numbers).ok_or_else(|| self.unread(array, NpyError::Overflow))
    }

    fn unread(&self, array: &Array, error: impl Into<ArchiveError>) -> ReadError {
        self.broken(array.entry, Some(&array.header.shape), &error.into())
    }

    /// Zeros for a table, if there is memory for them.
    fn reserved(&self, array: &Array, rows: usize, columns: usize) -> Result<Vec<f64>, ReadError> {
        let mut zeros = Vec::new();
        let count = rows.checked_mul(columns).ok_or_else(|| self.unread(array, NpyError::Overflow))?;
        let reserved = zeros.try_reserve_exact(count);
        reserved.map_err(|_| self.unread(array, NpyError::Memory { numbers: count }))?;
        zeros.resize(count, 0.0);
        Ok(zeros)
    }

    /// The numbers of an array in the order of the table, all of them finite.
    fn numbers(&self, array: &Array, target: &Target) -> Result<Vec<f64>, ReadError> {
        let Array { entry, header } = array;
        let mut numbers = self.reserved(array, target.rows, target.columns)?;
        let mut infinite = None;
        let put = |at: usize, number: f64| {
            let (row, column) = target.entry(at);
            numbers[row * target.columns + column] = number;
            if !number.is_finite() && infinite.is_none() {
                infinite = Some((at, number));
            }
        };
        self.archive.read(entry, header, put).map_err(|error| self.unread(array, error))?;
        match infinite {
            None => Ok(numbers),
            Some((at, number)) => {
                let index = header.index(at);
                let says = format!("`{}[{index}]` ({}) is {number}", entry.name, place(target, at));
                let help = "gradients exist for finite numbers only; numpy.isfinite finds the others";
                Err(ReadError::of_array(self.name, &entry.name, Some(&header.shape), says, help))
            }
        }
    }

    /// The numbers of an array of any shape, row after row.
    pub(super) fn in_rows(&self, array: &Array) -> Result<Vec<f64>, ReadError> {
        let count = array.header.numbers().map_err(|error| self.unread(array, error))?;
        let rows = array.header.shape.first().copied().unwrap_or(1).max(1);
        let columns = if count == 0 { 0 } else { count / rows };
        let down = array.header.order == Order::Fortran;
        self.numbers(array, &Target { part: Part::Gradients, rows, columns, down })
    }

    /// A remark for each array that is not read from-to, with examples as rows and labels as they are.
    fn unusual(&self, arrays: &arrange::Arrays, arranged: &Arrangement) -> Vec<String> {
        let only = "only so do the shapes fit";
        let mut remarks = Vec::new();
        if self.reading.orientation.is_none() {
            let columns =
                |array: Named, orientation| orientation == Orientation::Columns && array.shape.len() == 2;
            let (inputs, labels) = (arrays.inputs, arrays.labels);
            let turned = columns(inputs, arranged.inputs);
            if turned {
                remarks.push(format!("`{}` is read with its examples as columns: {only}", inputs.name));
            }
            if matches!(arranged.labels, Labels::Table(orientation) if columns(labels, orientation)) {
                let why = if turned { format!(", like `{}`", inputs.name) } else { format!(": {only}") };
                remarks.push(format!("`{}` is read with its examples as columns{why}", labels.name));
            }
        }
        if self.reading.layout.is_none() {
            let layouts = arrays.weights.iter().zip(&arranged.weights);
            for (array, _) in layouts.filter(|(_, layout)| **layout == Layout::ToFrom) {
                let square = matches!(array.shape, [rows, columns] if rows == columns);
                let why = if square { "it is square and follows the other weights" } else { only };
                remarks.push(format!("`{}` is read as to-from: {why}", array.name));
            }
        }
        if arranged.labels == Labels::Classes {
            let name = arrays.labels.name;
            remarks
                .push(format!("`{name}` is read as classes: the number of the output node that should be 1"));
        }
        remarks
    }

    fn misfit(&self, arrays: &arrange::Arrays, misfit: &Misfit) -> ReadError {
        let all: Vec<Named> = [arrays.inputs]
            .into_iter()
            .chain(
                arrays
                    .weights
                    .iter()
                    .zip(&arrays.biases)
                    .flat_map(|(&weights, &biases)| [Some(weights), biases])
                    .flatten(),
            )
            .chain([arrays.labels])
            .collect();
        let shape = all.iter().find(|array| array.name == misfit.at()).map(|array| array.shape);
        let list: Vec<String> =
            all.iter().map(|array| format!("{} {}", array.name, tuple(array.shape))).collect();
        let help = match misfit {
            Misfit::Dimensions { at, dimensions } if *dimensions > 2 => {
                format!("flatten it: {at}.reshape(len({at}), -1)")
            }
            _ => format!(
                "the arrays are {}; X has one row for each example, W one row for each node below and one column for \
                 each node of its layer, Y one column for each output",
                list.join(", ")
            ),
        };
        ReadError::of_array(self.name, misfit.at(), shape, misfit.to_string(), help)
    }
}

/// The name of a number by its place in the file: `w_211`.
fn place(target: &Target, at: usize) -> Place {
    match (target.part, target.entry(at)) {
        (part @ Part::Biases { .. }, (_, node)) => part.row(node),
        (part, (row, column)) => part.entry(row, column),
    }
}

/// The array that a part of the problem came from.
fn owner<'a>(wanted: &'a Wanted, part: Part) -> &'a Array<'a> {
    match part {
        Part::Weights { layer } | Part::Activation { layer } => &wanted.weights[layer],
        Part::Biases { layer } => wanted.biases[layer].as_ref().unwrap_or(&wanted.weights[layer]),
        Part::Labels => &wanted.labels,
        _ => &wanted.inputs,
    }
}
