//! Which way round arrays lie, decided by their shapes.
//!
//! Weights may be stored from-to or to-from, examples as rows or as columns. Going from the inputs to the labels, each
//! array has to offer as many nodes as the one before it leads to:
//!
//! ```text
//! X (3, 4)   W1 (4, 2)   W2 (3, 2)   Y (3, 3)        W2 fits only as to-from
//!        4 = 4      2   =       2
//! ```
//!
//! A square matrix fits both ways; it follows the others, and from-to where they do not say.

use super::Layout;
use super::Orientation;
use super::Reading;
use super::report::tuple;

/// An array's name and shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) shape: &'a [usize],
}

/// The arrays of a problem.
pub(super) struct Arrays<'a> {
    pub(super) inputs: Named<'a>,
    pub(super) weights: Vec<Named<'a>>,
    pub(super) biases: Vec<Option<Named<'a>>>,
    pub(super) labels: Named<'a>,
}

/// Which way round they lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrangement {
    pub(super) inputs: Orientation,
    pub(super) weights: Vec<Layout>,
    pub(super) labels: Labels,
}

/// What labels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labels {
    /// One for each output node and example.
    Table(Orientation),
    /// The number of the output node that should be 1, for each example.
    Classes,
}

/// Why arrays do not fit each other. `at` is the array that shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Misfit {
    #[error("`{at}` has {dimensions} dimensions, a table has two")]
    Dimensions { at: String, dimensions: usize },
    #[error("`{before}` and `{at}` do not chain: {} {wanted}", sides(*.layout, at))]
    Chain { at: String, before: String, wanted: usize, layout: Option<Layout> },
    #[error("`{at}` {shape} does not fit {examples} examples and {outputs} output nodes")]
    Labels { at: String, shape: String, examples: usize, outputs: usize },
    #[error("`{at}` {shape} does not fit the {nodes} nodes of its layer")]
    Biases { at: String, shape: String, nodes: usize },
}

impl Arrangement {
    /// Whether inputs and labels have their examples on different sides.
    fn is_mixed(&self) -> bool {
        matches!(self.labels, Labels::Table(labels) if labels != self.inputs)
    }
}

impl Misfit {
    pub(super) fn at(&self) -> &str {
        match self {
            Misfit::Dimensions { at, .. }
            | Misfit::Chain { at, .. }
            | Misfit::Labels { at, .. }
            | Misfit::Biases { at, .. } => at,
        }
    }
}

fn sides(layout: Option<Layout>, at: &str) -> String {
    match layout {
        None => format!("neither side of `{at}` is"),
        Some(Layout::FromTo) => format!("read from-to, the rows of `{at}` are not"),
        Some(Layout::ToFrom) => format!("read to-from, the columns of `{at}` are not"),
    }
}

/// The first arrangement that fits: from-to before to-from, rows before columns, and inputs and labels alike before
/// one of each, because a square table of inputs fits both ways and must follow its labels.
pub(super) fn arrangement(arrays: &Arrays, reading: &Reading) -> Result<Arrangement, Misfit> {
    let orientations = match reading.orientation {
        Some(stated) => vec![stated],
        None => vec![Orientation::Rows, Orientation::Columns],
    };
    let mut furthest: Option<(usize, Misfit)> = None;
    let mut mixed = None;
    for orientation in orientations {
        match fitted(arrays, orientation, reading) {
            Ok(arrangement) if !arrangement.is_mixed() => return Ok(arrangement),
            Ok(arrangement) => mixed = mixed.or(Some(arrangement)),
            // The reading that comes nearest to the labels is the one to explain.
            Err((reached, misfit)) if furthest.as_ref().is_none_or(|(before, _)| reached > *before) => {
                furthest = Some((reached, misfit));
            }
            Err(_) => {}
        }
    }
    if let Some(arrangement) = mixed {
        return Ok(arrangement);
    }
    let unread =
        || Misfit::Dimensions { at: arrays.inputs.name.into(), dimensions: arrays.inputs.shape.len() };
    Err(furthest.map_or_else(unread, |(_, misfit)| misfit))
}

/// The arrangement for one orientation of the inputs, or what does not fit and how many arrays did.
fn fitted(
    arrays: &Arrays,
    orientation: Orientation,
    reading: &Reading,
) -> Result<Arrangement, (usize, Misfit)> {
    let sides = table(arrays.inputs, Side::Row).map_err(|misfit| (0, misfit))?;
    let (examples, mut width) = match orientation {
        Orientation::Rows => sides,
        Orientation::Columns => (sides.1, sides.0),
    };
    let mut layouts = Vec::new();
    let mut before = arrays.inputs.name;
    for (layer, weights) in arrays.weights.iter().enumerate() {
        let (rows, columns) = table(*weights, Side::Column).map_err(|misfit| (layer + 1, misfit))?;
        let fits = |layout| reading.layout.is_none_or(|stated| stated == layout);
        layouts.push(
            match (rows == width && fits(Layout::FromTo), columns == width && fits(Layout::ToFrom)) {
                (true, true) => None,
                (true, false) => Some(Layout::FromTo),
                (false, true) => Some(Layout::ToFrom),
                (false, false) => {
                    let (at, layout) = (weights.name.into(), reading.layout);
                    return Err((layer, Misfit::Chain { at, before: before.into(), wanted: width, layout }));
                }
            },
        );
        width = if rows == width { columns } else { rows };
        check_biases(arrays.biases[layer], width).map_err(|misfit| (layer + 1, misfit))?;
        before = weights.name;
    }
    let only_to_from = layouts.contains(&Some(Layout::ToFrom)) && !layouts.contains(&Some(Layout::FromTo));
    let square = if only_to_from { Layout::ToFrom } else { Layout::FromTo };
    let labels = labels(arrays.labels, (examples, width), orientation, reading.orientation);
    let labels = labels.map_err(|misfit| (arrays.weights.len(), misfit))?;
    let weights = layouts.into_iter().map(|layout| layout.unwrap_or(square)).collect();
    Ok(Arrangement { inputs: orientation, weights, labels })
}

/// How the labels are to be read.
fn labels(
    array: Named,
    (examples, outputs): (usize, usize),
    inputs: Orientation,
    stated: Option<Orientation>,
) -> Result<Labels, Misfit> {
    let other = match inputs {
        Orientation::Rows => Orientation::Columns,
        Orientation::Columns => Orientation::Rows,
    };
    let shape_of = |orientation| match orientation {
        Orientation::Rows => (examples, outputs),
        Orientation::Columns => (outputs, examples),
    };
    let fits = |orientation| match *array.shape {
        [rows, columns] => (rows, columns) == shape_of(orientation),
        [numbers] => (examples, outputs) == (numbers, 1) || (examples, outputs) == (1, numbers),
        [] => (examples, outputs) == (1, 1),
        _ => false,
    };
    if let Some(orientation) = [inputs, other]
        .into_iter()
        .find(|&orientation| fits(orientation) && stated.is_none_or(|s| s == orientation))
    {
        return Ok(Labels::Table(orientation));
    }
    match *array.shape {
        [numbers] | [numbers, 1] | [1, numbers] if numbers == examples && outputs > 1 => Ok(Labels::Classes),
        _ => {
            let (at, shape) = (array.name.into(), tuple(array.shape));
            Err(Misfit::Labels { at, shape, examples, outputs })
        }
    }
}

fn check_biases(biases: Option<Named>, nodes: usize) -> Result<(), Misfit> {
    let Some(Named { name, shape }) = biases else { return Ok(()) };
    match *shape {
        [count] | [1, count] | [count, 1] if count == nodes => Ok(()),
        [] if nodes == 1 => Ok(()),
        _ => Err(Misfit::Biases { at: name.into(), shape: tuple(shape), nodes }),
    }
}

/// What a list of numbers is where a table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Row,
    Column,
}

/// The rows and columns of an array as it is stored.
pub(super) fn table(array: Named, list: Side) -> Result<(usize, usize), Misfit> {
    match (array.shape, list) {
        (&[rows, columns], _) => Ok((rows, columns)),
        (&[], _) => Ok((1, 1)),
        (&[numbers], Side::Row) => Ok((1, numbers)),
        (&[numbers], Side::Column) => Ok((numbers, 1)),
        (shape, _) => Err(Misfit::Dimensions { at: array.name.into(), dimensions: shape.len() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Layout::FromTo;
    use Layout::ToFrom;
    use Orientation::Columns;
    use Orientation::Rows;

    /// The arrangement of X, W1 …, Y with these shapes.
    fn arranged(shapes: &[&[usize]], reading: &Reading) -> Result<Arrangement, String> {
        let names = ["X", "W1", "W2", "W3"];
        let (labels, others) = shapes.split_last().expect("at least Y");
        let named: Vec<Named> = names.iter().zip(others).map(|(name, shape)| Named { name, shape }).collect();
        let arrays = Arrays {
            inputs: named[0],
            weights: named[1..].to_vec(),
            biases: vec![None; others.len() - 1],
            labels: Named { name: "Y", shape: labels },
        };
        arrangement(&arrays, reading).map_err(|misfit| misfit.to_string())
    }

    fn usual(shapes: &[&[usize]]) -> (Orientation, Vec<Layout>, Labels) {
        let Arrangement { inputs, weights, labels } = arranged(shapes, &Reading::default()).expect("it fits");
        (inputs, weights, labels)
    }

    #[test]
    fn the_usual_way_round_comes_first() {
        assert_eq!(
            usual(&[&[5, 4], &[4, 2], &[2, 3], &[5, 3]]),
            (Rows, vec![FromTo, FromTo], Labels::Table(Rows))
        );
        assert_eq!(usual(&[&[4, 4], &[4, 4], &[4, 4]]), (Rows, vec![FromTo], Labels::Table(Rows)));
    }

    #[test]
    fn another_way_is_taken_where_only_that_fits() {
        assert_eq!(
            usual(&[&[5, 4], &[2, 4], &[3, 2], &[5, 3]]),
            (Rows, vec![ToFrom, ToFrom], Labels::Table(Rows))
        );
        assert_eq!(
            usual(&[&[4, 5], &[2, 4], &[3, 2], &[3, 5]]),
            (Columns, vec![ToFrom, ToFrom], Labels::Table(Columns))
        );
        assert_eq!(usual(&[&[4, 5], &[4, 2], &[5, 2]]), (Columns, vec![FromTo], Labels::Table(Rows)));
        assert_eq!(
            usual(&[&[5, 4], &[4, 2], &[3, 2], &[5, 3]]),
            (Rows, vec![FromTo, ToFrom], Labels::Table(Rows))
        );
    }

    #[test]
    fn square_inputs_follow_their_labels() {
        let (inputs, _, labels) = usual(&[&[4, 4], &[4, 3], &[3, 2], &[2, 4]]);
        assert_eq!((inputs, labels), (Columns, Labels::Table(Columns)));
        let (inputs, _, labels) = usual(&[&[4, 4], &[4, 3], &[3, 2], &[4, 2]]);
        assert_eq!((inputs, labels), (Rows, Labels::Table(Rows)));
    }

    #[test]
    fn a_square_matrix_follows_the_others() {
        assert_eq!(usual(&[&[5, 4], &[2, 4], &[2, 2], &[5, 2]]).1, [ToFrom, ToFrom]);
        assert_eq!(usual(&[&[5, 4], &[4, 2], &[2, 2], &[5, 2]]).1, [FromTo, FromTo]);
    }

    #[test]
    fn labels_may_be_classes_or_a_list() {
        assert_eq!(usual(&[&[5, 4], &[4, 3], &[5]]).2, Labels::Classes);
        assert_eq!(usual(&[&[5, 4], &[4, 3], &[5, 1]]).2, Labels::Classes);
        assert_eq!(usual(&[&[5, 4], &[4, 1], &[5]]).2, Labels::Table(Rows));
        assert_eq!(usual(&[&[5, 4], &[4], &[5]]).2, Labels::Table(Rows));
        assert_eq!(usual(&[&[4], &[4, 3], &[3]]).2, Labels::Table(Rows));
    }

    #[test]
    fn what_is_stated_is_not_questioned() {
        let to_from = Reading { layout: Some(ToFrom), ..Reading::default() };
        assert_eq!(arranged(&[&[5, 4], &[4, 4], &[5, 4]], &to_from).map(|fit| fit.weights), Ok(vec![ToFrom]));
        let refusal = arranged(&[&[5, 4], &[4, 3], &[5, 3]], &to_from).expect_err("from-to");
        assert!(refusal.contains("read to-from, the columns of `W1` are not 4"), "{refusal}");
        let columns = Reading { orientation: Some(Columns), ..Reading::default() };
        assert!(arranged(&[&[5, 4], &[4, 3], &[5, 3]], &columns).is_err());
    }

    #[test]
    fn the_pair_that_does_not_chain_is_named() {
        let refusal = |shapes: &[&[usize]]| arranged(shapes, &Reading::default()).expect_err("misfit");
        assert_eq!(
            refusal(&[&[5, 4], &[4, 2], &[7, 3], &[5, 3]]),
            "`W1` and `W2` do not chain: neither side of `W2` is 2"
        );
        assert_eq!(
            refusal(&[&[5, 4], &[4, 2], &[6, 2]]),
            "`Y` (6, 2) does not fit 5 examples and 2 output nodes"
        );
        assert_eq!(refusal(&[&[5, 2, 2], &[4, 2], &[5, 2]]), "`X` has 3 dimensions, a table has two");
    }
}
