//! What the students were asked: a network with weights, examples with labels, and a cost.
//!
//! [`TASKS`] varies what decides how much the numbers can tell: depth, widths that repeat and widths that do not, how
//! many examples, biases or none, which activations and which cost.

use super::chance::Chance;
use super::real::Matrix;
use super::real::table;

/// A network with data.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) layers: Vec<Layer>,
    /// One row an example.
    pub(crate) x: Matrix,
    /// One row an example.
    pub(crate) y: Matrix,
    pub(crate) cost: Cost,
}

/// The weights into one layer (from-to), its biases and its activation.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) weights: Matrix,
    pub(crate) biases: Option<Vec<f64>>,
    pub(crate) activation: Activation,
}

/// What a node makes of its sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Activation {
    Sigmoid,
    Tanh,
    Relu,
    Identity,
    Softmax,
    /// `1 / (1 + exp(z))`: the minus forgotten. Nobody is asked for it.
    SigmoidOfMinusZ,
}

/// How far the outputs are from the labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cost {
    HalfMse,
    Mse,
    HalfMseExamples,
    MseExamples,
    HalfSse,
    Sse,
    CrossEntropy,
    CategoricalCrossEntropy,
}

impl Cost {
    /// Whether the cost is about squares of `o - y`.
    pub(crate) fn is_squared(self) -> bool {
        !matches!(self, Cost::CrossEntropy | Cost::CategoricalCrossEntropy)
    }
}

impl Task {
    /// E.
    pub(crate) fn examples(&self) -> usize {
        self.x.len()
    }

    /// D.
    pub(crate) fn inputs(&self) -> usize {
        self.x[0].len()
    }

    /// K.
    pub(crate) fn outputs(&self) -> usize {
        self.y[0].len()
    }

    /// N: what this cost divides by.
    pub(crate) fn divisor(&self) -> f64 {
        let examples = self.examples() as f64;
        match self.cost {
            Cost::HalfMse | Cost::Mse => examples * self.outputs() as f64,
            Cost::HalfSse | Cost::Sse => 1.0,
            _ => examples,
        }
    }

    /// How many weights and biases there are.
    pub(crate) fn parameters(&self) -> usize {
        let sizes = self.layers.iter().map(|layer| {
            layer.weights.len() * layer.weights[0].len() + layer.biases.as_ref().map_or(0, Vec::len)
        });
        sizes.sum()
    }
}

/// Which layers have biases.
#[derive(Clone, Copy)]
enum Biases {
    Everywhere,
    Nowhere,
    FirstLayer,
}

/// What the labels are.
#[derive(Clone, Copy)]
enum Labels {
    Classes,
    Numbers,
}

/// A task before its numbers are drawn.
struct Plan {
    name: &'static str,
    widths: &'static [usize],
    /// One for each layer; the last one goes on for the layers after it.
    activations: &'static [Activation],
    biases: Biases,
    examples: usize,
    cost: Cost,
    labels: Labels,
    /// Weights lie within plus and minus this.
    spread: f64,
}

const TASKS: &[Plan] = {
    use Activation::*;
    use Biases::*;
    use Cost::*;
    use Labels::*;
    #[rustfmt::skip]
    const TASKS: &[Plan] = &[
        Plan { name: "2-4-3 E5", widths: &[2, 4, 3], activations: &[Sigmoid], biases: Everywhere, examples: 5, cost: HalfMseExamples, labels: Numbers, spread: 1.5 },
        Plan { name: "2-4-3 E5 half-mse", widths: &[2, 4, 3], activations: &[Sigmoid], biases: Everywhere, examples: 5, cost: HalfMse, labels: Classes, spread: 1.5 },
        Plan { name: "4-2-3 E2", widths: &[4, 2, 3], activations: &[Sigmoid], biases: Nowhere, examples: 2, cost: HalfMse, labels: Classes, spread: 0.8 },
        Plan { name: "4-2-3 E3", widths: &[4, 2, 3], activations: &[Sigmoid], biases: Nowhere, examples: 3, cost: HalfMse, labels: Classes, spread: 0.8 },
        Plan { name: "2-2-1 E1", widths: &[2, 2, 1], activations: &[Sigmoid], biases: Nowhere, examples: 1, cost: HalfMse, labels: Numbers, spread: 1.5 },
        Plan { name: "1-1-1 E1", widths: &[1, 1, 1], activations: &[Sigmoid], biases: Everywhere, examples: 1, cost: HalfSse, labels: Numbers, spread: 1.5 },
        Plan { name: "2-2-2 E1 mazur", widths: &[2, 2, 2], activations: &[Sigmoid], biases: Everywhere, examples: 1, cost: HalfSse, labels: Numbers, spread: 0.8 },
        Plan { name: "3-3-3 E3", widths: &[3, 3, 3], activations: &[Sigmoid], biases: Everywhere, examples: 3, cost: HalfMseExamples, labels: Classes, spread: 1.5 },
        Plan { name: "2-3-1 E4 xor", widths: &[2, 3, 1], activations: &[Sigmoid], biases: Everywhere, examples: 4, cost: HalfMseExamples, labels: Classes, spread: 2.0 },
        Plan { name: "3-2 E7", widths: &[3, 2], activations: &[Sigmoid], biases: Everywhere, examples: 7, cost: HalfMse, labels: Numbers, spread: 1.5 },
        Plan { name: "4-3 E7 softmax", widths: &[4, 3], activations: &[Softmax], biases: Everywhere, examples: 7, cost: CategoricalCrossEntropy, labels: Classes, spread: 1.0 },
        Plan { name: "2-3-2-2 E5 tanh", widths: &[2, 3, 2, 2], activations: &[Tanh, Tanh, Sigmoid], biases: Everywhere, examples: 5, cost: HalfMse, labels: Numbers, spread: 1.5 },
        Plan { name: "3-4-2-5 E6", widths: &[3, 4, 2, 5], activations: &[Sigmoid], biases: Everywhere, examples: 6, cost: HalfMseExamples, labels: Classes, spread: 1.8 },
        Plan { name: "3-3-3-3 E7 square", widths: &[3, 3, 3, 3], activations: &[Sigmoid], biases: Everywhere, examples: 7, cost: HalfMse, labels: Classes, spread: 1.8 },
        Plan { name: "3-5-4-2 E7 relu", widths: &[3, 5, 4, 2], activations: &[Relu, Relu, Identity], biases: Everywhere, examples: 7, cost: Mse, labels: Numbers, spread: 1.2 },
        Plan { name: "2-3-1 E50", widths: &[2, 3, 1], activations: &[Sigmoid], biases: Everywhere, examples: 50, cost: CrossEntropy, labels: Classes, spread: 1.5 },
        Plan { name: "3-4-3 E7 tanh softmax", widths: &[3, 4, 3], activations: &[Tanh, Softmax], biases: Everywhere, examples: 7, cost: CategoricalCrossEntropy, labels: Classes, spread: 1.2 },
        Plan { name: "2-4-3 E3 softmax half-mse", widths: &[2, 4, 3], activations: &[Sigmoid, Softmax], biases: Everywhere, examples: 3, cost: HalfMse, labels: Classes, spread: 1.5 },
        Plan { name: "4-5-2 E7 sse", widths: &[4, 5, 2], activations: &[Tanh, Identity], biases: FirstLayer, examples: 7, cost: Sse, labels: Numbers, spread: 1.0 },
        Plan { name: "6-10-5 E50", widths: &[6, 10, 5], activations: &[Sigmoid], biases: Everywhere, examples: 50, cost: MseExamples, labels: Classes, spread: 1.2 },
        Plan { name: "2-2-2-1 E3 deep", widths: &[2, 2, 2, 1], activations: &[Sigmoid], biases: Nowhere, examples: 3, cost: HalfMseExamples, labels: Numbers, spread: 2.5 },
        Plan { name: "2-3-4 E6 tanh", widths: &[2, 3, 4], activations: &[Tanh], biases: Everywhere, examples: 6, cost: HalfMseExamples, labels: Numbers, spread: 1.0 },
        Plan { name: "4-3-2 E3 saturated", widths: &[4, 3, 2], activations: &[Sigmoid], biases: Everywhere, examples: 3, cost: HalfMseExamples, labels: Classes, spread: 5.0 },
    ];
    TASKS
};

/// As large a network as is answered at once.
const LARGE: Plan = Plan {
    name: "20-20-10 E50",
    widths: &[20, 20, 10],
    activations: &[Activation::Sigmoid],
    biases: Biases::Everywhere,
    examples: 50,
    cost: Cost::HalfMse,
    labels: Labels::Numbers,
    spread: 0.9,
};

/// A task with fifty nodes and fifty examples.
pub(crate) fn large_task() -> Task {
    LARGE.drawn()
}

/// All tasks with their numbers.
pub(crate) fn tasks() -> Vec<Task> {
    TASKS.iter().map(Plan::drawn).collect()
}

impl Plan {
    fn drawn(&self) -> Task {
        self.drawn_by(&mut Chance::of(self.name))
    }

    fn drawn_by(&self, chance: &mut Chance) -> Task {
        let layers = self.widths.windows(2).enumerate().map(|(layer, widths)| {
            let biased = match self.biases {
                Biases::Everywhere => true,
                Biases::Nowhere => false,
                Biases::FirstLayer => layer == 0,
            };
            Layer {
                weights: chance.matrix(widths[0], widths[1], self.spread),
                biases: biased.then(|| chance.matrix(1, widths[1], 1.0).remove(0)),
                activation: self.activations[layer.min(self.activations.len() - 1)],
            }
        });
        let layers = layers.collect();
        let x = chance.matrix(self.examples, self.widths[0], 1.5);
        let outputs = self.widths[self.widths.len() - 1];
        let y = match self.labels {
            Labels::Numbers => mapped_to_unit(&chance.matrix(self.examples, outputs, 0.5)),
            Labels::Classes => table(self.examples, outputs, |example, output| {
                f64::from(u8::from(class(example, outputs) == output))
            }),
        };
        Task { name: self.name, layers, x, y, cost: self.cost }
    }
}

/// Which output of an example is 1: every class comes, one more often, and with one output half of the labels are 0.
fn class(example: usize, outputs: usize) -> usize {
    let classes = [0, 1, 2, 0, 3, 1, 4];
    classes[example % classes.len()] % outputs.max(2)
}

fn mapped_to_unit(numbers: &Matrix) -> Matrix {
    super::real::mapped(numbers, |number| number + 0.5)
}

impl Task {
    /// A task of the same kind with other numbers.
    pub(crate) fn of_someone_else(&self) -> Task {
        let plan = TASKS.iter().find(|plan| plan.name == self.name).expect("a task of the table");
        plan.drawn_by(&mut Chance::of(&format!("someone else's {}", self.name)))
    }
}
