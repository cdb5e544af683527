//! Problems as text: one shape, written in RON or JSON.
//!
//! Text becomes plain lists first, where rows may still be ragged and names unknown; the lists then become a
//! [`Problem`], and whatever is wrong is looked up in the text again by its [`Place`].

use serde::Deserialize;
use serde::Deserializer;
use serde::de;

use super::Found;
use super::Gradient;
use super::Grid;
use super::Layer;
use super::Part;
use super::Place;
use super::Problem;
use super::ProblemError;
use super::Read;
use super::Reading;
use super::Syntax;
use super::error::TextFault;
use super::scan;
use super::spelling;
use super::syntax;
use crate::activation;
use crate::activation::ACTIVATIONS;
use crate::activation::Activation;
use crate::cost;
use crate::cost::COSTS;
use crate::cost::Cost;
use crate::printable::printable;

/// The largest text that is read.
pub(super) const LARGEST: u64 = 64 << 20;

#[derive(Deserialize)]
#[serde(rename = "Problem", deny_unknown_fields)]
struct ProblemText {
    #[serde(rename = "format", deserialize_with = "known_format")]
    _format: (),
    title: Option<String>,
    cost: Option<String>,
    layers: Vec<LayerText>,
    inputs: Vec<Vec<f64>>,
    labels: Vec<Vec<f64>>,
    gradients: Option<Vec<GradientText>>,
}

#[derive(Deserialize)]
#[serde(rename = "Layer", deny_unknown_fields)]
struct LayerText {
    activation: String,
    weights: Vec<Vec<f64>>,
    biases: Option<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(rename = "Gradient", deny_unknown_fields)]
struct GradientText {
    weights: Option<Vec<Vec<f64>>>,
    biases: Option<Vec<f64>>,
}

/// Accepts the one format there is. Another number means a file from another time, which must not be guessed at.
pub(crate) fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let format = f64::deserialize(deserializer)?;
    #[allow(clippy::float_cmp)] // 1 is exact
    if format == 1.0 {
        Ok(())
    } else {
        Err(de::Error::custom(format!("format {format} is unknown: this program reads format 1")))
    }
}

/// A problem from its text.
pub(super) fn problem(stem: &str, text: &str, syntax: Syntax, reading: &Reading) -> Result<Read, TextFault> {
    if let Some(fault) = syntax::beginning(text, syntax) {
        return Err(fault);
    }
    let lists = match syntax {
        Syntax::Ron => ron_lists(text)?,
        Syntax::Json => json_lists(text)?,
    };
    Built { text, reading, remarks: Vec::new() }.read(stem, lists)
}

fn ron_lists(text: &str) -> Result<ProblemText, TextFault> {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .map_err(|error| syntax::ron_fault(text, error))
}

#[cfg(feature = "cli")]
fn json_lists(text: &str) -> Result<ProblemText, TextFault> {
    serde_json::from_str(text).map_err(|error| syntax::json_fault(text, &error))
}

#[cfg(not(feature = "cli"))]
fn json_lists(_: &str) -> Result<ProblemText, TextFault> {
    Err(TextFault {
        span: 0..0,
        says: "this build of gradwalk does not read JSON".into(),
        mark: "",
        help: "build it with the feature `cli`, or write the problem as .ron".into(),
    })
}

/// A problem on its way from lists to tables.
struct Built<'t> {
    text: &'t str,
    reading: &'t Reading,
    remarks: Vec<String>,
}

impl Built<'_> {
    fn read(mut self, stem: &str, lists: ProblemText) -> Result<Read, TextFault> {
        let cost_stated = lists.cost.is_some() || self.reading.cost.is_some();
        let cost = self.cost(lists.cost.as_deref())?;
        let layers = self.layers(lists.layers)?;
        let inputs = self.grid(&lists.inputs, Part::Inputs)?;
        let labels = self.grid(&lists.labels, Part::Labels)?;
        let title = lists.title.unwrap_or_else(|| stem.into());
        let mut problem =
            Problem::new(title, layers, inputs, labels, cost).map_err(|error| self.fault(&error))?;
        if let Some(gradients) = lists.gradients {
            let gradients = self.gradients(&gradients)?;
            problem = problem.with_gradients(gradients).map_err(|error| self.fault(&error))?;
        }
        if self.reading.layout.is_some() || self.reading.orientation.is_some() {
            self.remarks.push(
                "layout and orientation are for arrays: the weights of a text file are always from-to and its \
                 examples rows"
                    .into(),
            );
        }
        let found = Found { cost_stated, ..Found::default() };
        Ok(Read { problem, remarks: self.remarks, found })
    }

    fn cost(&mut self, name: Option<&str>) -> Result<&'static Cost, TextFault> {
        let named = match name {
            Some(name) => Some(cost::named(name).ok_or_else(|| {
                let names = COSTS.iter().map(|cost| cost.name);
                let help = spelling::advice(name, "the costs are", names);
                self.at(Part::Cost.whole(), format!("there is no cost called `{}`", printable(name)), help)
            })?),
            None => None,
        };
        if let (Some(stated), Some(named)) = (self.reading.cost, named)
            && stated.name != named.name
        {
            self.remarks.push(format!(
                "the cost is `{}` as stated, not `{}` as in the file",
                stated.name, named.name
            ));
        }
        Ok(self.reading.cost.or(named).unwrap_or_else(cost::default))
    }

    fn layers(&mut self, lists: Vec<LayerText>) -> Result<Vec<Layer>, TextFault> {
        let stated = self.reading.activations_of(lists.len());
        let stated = stated.map_err(|says| {
            self.at(Part::Layers.whole(), says, "state one activation for all layers, or one for each".into())
        })?;
        lists
            .into_iter()
            .enumerate()
            .map(|(layer, list)| {
                let named = self.activation(layer, &list.activation)?;
                let activation = stated.as_ref().map_or(named, |stated| stated[layer]);
                if activation.name != named.name {
                    self.remarks.push(format!(
                        "the activation of layer {} is `{}` as stated, not `{}` as in the file",
                        layer + 1,
                        activation.name,
                        named.name
                    ));
                }
                let weights = self.grid(&list.weights, Part::Weights { layer })?;
                Ok(Layer { weights, biases: list.biases, activation })
            })
            .collect()
    }

    fn activation(&self, layer: usize, name: &str) -> Result<&'static Activation, TextFault> {
        activation::named(name).ok_or_else(|| {
            let names = ACTIVATIONS.iter().map(|activation| activation.name);
            let help = spelling::advice(name, "the activations are", names);
            let says = format!("there is no activation called `{}`", printable(name));
            self.at(Part::Activation { layer }.whole(), says, help)
        })
    }

    fn gradients(&self, lists: &[GradientText]) -> Result<Vec<Gradient>, TextFault> {
        lists
            .iter()
            .enumerate()
            .map(|(layer, list)| {
                let weights =
                    list.weights.as_ref().map(|rows| self.grid(rows, Part::GradientWeights { layer }));
                Ok(Gradient { weights: weights.transpose()?, biases: list.biases.clone() })
            })
            .collect()
    }

    /// A table from rows that must be equally long.
    fn grid(&self, rows: &[Vec<f64>], part: Part) -> Result<Grid, TextFault> {
        let columns = rows.first().map_or(0, Vec::len);
        if let Some(row) = rows.iter().position(|row| row.len() != columns) {
            let (place, length) = (part.row(row), rows[row].len());
            return Err(self.fault(&ProblemError::Ragged { place, length, before: columns }));
        }
        Ok(Grid::from_fn(rows.len(), columns, |row, column| rows[row][column]))
    }

    fn fault(&self, error: &ProblemError) -> TextFault {
        self.at(error.place(), error.to_string(), error.help())
    }

    fn at(&self, place: Place, says: String, help: String) -> TextFault {
        let steps = place.steps();
        // Where a list is missing altogether, its owner is what can be shown.
        let span = (0..=steps.len()).rev().find_map(|length| scan::value(self.text, &steps[..length]));
        TextFault { span: span.unwrap_or(0..0), says, mark: "", help }
    }
}
