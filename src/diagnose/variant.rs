//! The forms that each mistake can take in one network.
//!
//! A mistake of the catalogue becomes [`Variant`]s, which edit a [`Recipe`](super::recipe::Recipe), and
//! [`Constant`]s, which multiply finished arrays. A form that does nothing in this network is left out here where that
//! is plain from the shape; where only the numbers tell, they do.

mod counts;
mod detail;
mod error;

use super::facts::MOST_ORDERED;
use super::mistakes::At;
use super::mistakes::Change;
use super::mistakes::Free;
use super::mistakes::Mistake;
use super::mistakes::SOFTMAX_SLOPES;
use super::mistakes::Shuffle;
use super::mistakes::Sign;
use super::mistakes::Spread;
use super::mistakes::Use;
use super::mistakes::Wording;
use super::mistakes::mistakes;
use super::recipe::Edit;
use super::recipe::Finish;
use super::recipe::Forward;
use super::recipe::Hand;
use super::recipe::Labels;
use super::recipe::Operand;
use super::recipe::Slope;
use super::recipe::Through;
use crate::activation::Reach;
use crate::problem::Problem;

pub use counts::Counts;
pub(super) use detail::detail;

/// One form of a mistake as edits.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Which mistake.
    pub mistake: &'static Mistake,
    /// What is edited.
    pub edits: Vec<Edit>,
    /// Constants that may come with it without being a mistake of their own.
    pub free: Free,
    /// Its place among all forms.
    pub place: usize,
}

impl Variant {
    /// The highest layer whose arrays show it.
    pub fn shows_at(&self, layers: usize) -> usize {
        self.edits.iter().filter_map(|edit| edit.shows_at(layers)).max().unwrap_or(0)
    }

    /// Other words for a form that is made in another place than the mistake's own.
    pub(super) fn wording(&self) -> Option<&'static Wording> {
        let is_forward = self.edits.iter().any(|edit| matches!(edit, Edit::Forward(_)));
        (self.mistake.id == "softmax-output" && !is_forward).then_some(&SOFTMAX_SLOPES)
    }

    /// Whether the edits of two mistakes can be made in one program.
    pub(super) fn goes_with(&self, other: &Variant) -> bool {
        let taken = |edit: &Edit| other.edits.iter().any(|theirs| theirs.place() == edit.place());
        !self.edits.iter().any(taken)
    }

    /// Whether a constant on the signal changes more than the size of what comes out.
    pub(super) fn is_nonlinear(&self) -> bool {
        self.edits.iter().any(|edit| {
            matches!(edit, Edit::Own(_, slope) | Edit::Sent(_, slope) if slope.is_of_signal())
                || matches!(edit, Edit::Through(_, Through::Gradient))
        })
    }
}

/// One form of a mistake as constants on the arrays.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Which mistake.
    pub mistake: &'static Mistake,
    /// What the weights and the biases of each layer are multiplied with.
    pub values: Vec<(f64, f64)>,
    /// The constant itself.
    pub value: f64,
    /// The one array that it multiplies, where it is one: layer, and whether it is the biases.
    pub only: Option<(usize, bool)>,
}

/// Every form of every mistake in a network.
#[derive(Debug, Default)]
pub struct Forms {
    /// Those that edit the program.
    pub variants: Vec<Variant>,
    /// Those that multiply arrays.
    pub constants: Vec<Constant>,
    /// The mistakes whose constant is found instead of tried.
    pub solved: Vec<(Sign, &'static Mistake)>,
    /// Those whose constant is found for one array alone.
    pub solved_in_one: Vec<&'static Mistake>,
}

impl Forms {
    /// The forms for the network of a problem.
    pub fn of(problem: &Problem) -> Forms {
        let mut forms = Forms::default();
        let expansion = Expansion { problem, layers: problem.layers().len(), counts: Counts::of(problem) };
        for mistake in mistakes() {
            for change in mistake.changes {
                expansion.add(mistake, change, &mut forms);
            }
        }
        forms
    }
}

/// The constants of the arrays of each layer, and the one array where it is only one.
type Spreading = (Vec<(f64, f64)>, Option<(usize, bool)>);

struct Expansion<'p> {
    problem: &'p Problem,
    layers: usize,
    counts: Counts,
}

impl Expansion<'_> {
    fn add(&self, mistake: &'static Mistake, change: &Change, forms: &mut Forms) {
        let mut add = |free: Free, edits: Vec<Edit>| {
            // The forms of one mistake are added one after the other; of orders there are thousands, all different.
            let mut own = forms.variants.iter().rev().take_while(|variant| variant.mistake == mistake);
            let is_order = matches!(edits[..], [Edit::Labels(_)]);
            if !edits.is_empty() && (is_order || !own.any(|variant| variant.edits == edits)) {
                let place = forms.variants.len();
                forms.variants.push(Variant { mistake, edits, free, place });
            }
        };
        let mut push = |free: Free, edits: Vec<Edit>| {
            let begun_with_error = self.begun_with_error(&edits);
            add(free, edits);
            if let Some(edits) = begun_with_error {
                add(free, edits);
            }
        };
        let all = || 0..self.layers;
        // Everywhere, and where that differs at each layer alone.
        let everywhere_and_each = |layers: &[usize], edit: &dyn Fn(usize) -> Edit| {
            let mut forms = vec![layers.iter().map(|&layer| edit(layer)).collect::<Vec<_>>()];
            if layers.len() > 1 {
                forms.extend(layers.iter().map(|&layer| vec![edit(layer)]));
            }
            forms
        };
        let layers_above_first: Vec<usize> = (1..self.layers).collect();
        let every_layer: Vec<usize> = all().collect();
        let biased: Vec<usize> =
            all().filter(|&layer| self.problem.layers()[layer].biases.is_some()).collect();
        match *change {
            Change::Forward(forward) => {
                push(Free::None, vec![Edit::Forward(forward)]);
                if forward == Forward::SoftmaxDiagonal {
                    self.softmax_slopes().into_iter().for_each(|edits| push(Free::None, edits));
                }
            }
            Change::Signal(signal, free) => push(free, vec![Edit::Signal(signal)]),
            Change::Examples(examples, free) => {
                if self.problem.inputs().rows() > 1 {
                    push(free, vec![Edit::Examples(examples)]);
                }
            }
            Change::Labels(shuffle) => {
                for labels in self.shuffles(shuffle) {
                    push(Free::None, vec![Edit::Labels(labels)]);
                }
            }
            Change::Slope(slope, uses, at) => {
                for layers in self.slopes_at(at, uses) {
                    let edits = layers.iter().filter(|&&layer| self.is_other(slope, layer));
                    let edits = edits.flat_map(|&layer| match uses {
                        Use::Both => vec![Edit::Own(layer, slope), Edit::Sent(layer, slope)],
                        Use::Own => vec![Edit::Own(layer, slope)],
                        Use::Sent => vec![Edit::Sent(layer, slope)],
                    });
                    push(Free::None, edits.collect());
                }
            }
            Change::Operand(operand) => {
                let layers = self.layers_of_operand(operand);
                for edits in everywhere_and_each(&layers, &|layer| Edit::Operand(layer, operand)) {
                    push(Free::None, edits);
                }
            }
            Change::Product(product, free) => {
                for edits in everywhere_and_each(&every_layer, &|layer| Edit::Product(layer, product)) {
                    push(free, edits);
                }
            }
            Change::Bias(bias, free) => {
                for edits in everywhere_and_each(&biased, &|layer| Edit::Bias(layer, bias)) {
                    push(free, edits);
                }
            }
            Change::Through(through) => {
                for edits in everywhere_and_each(&layers_above_first, &|layer| Edit::Through(layer, through))
                {
                    push(Free::None, edits);
                }
            }
            Change::Hand(Hand::Zero) => {
                push(Free::None, every_layer.iter().map(|&layer| Edit::Hand(layer, Hand::Zero)).collect());
            }
            Change::Hand(hand) => {
                for edits in everywhere_and_each(&self.layers_of_hand(hand), &|layer| Edit::Hand(layer, hand))
                {
                    push(Free::None, edits);
                }
            }
            Change::Finish(Finish::Reversed) if self.layers == 1 => {}
            Change::Finish(finish) => push(Free::None, vec![Edit::Finish(finish)]),
            Change::Together(edits, free) => {
                if self.problem.inputs().rows() > 1 {
                    push(free, edits.to_vec());
                }
            }
            Change::Constant(size, spread) => self.add_constants(mistake, size, spread, forms),
        }
    }

    /// The layers in which a mistake can take another operand. Of two layers the delta of the output is the one above.
    fn layers_of_operand(&self, operand: Operand) -> Vec<usize> {
        match operand {
            Operand::OwnOutput | Operand::OwnWeight | Operand::OfToNode => (0..self.layers).collect(),
            Operand::DeltaOfOutput if self.layers < 3 => Vec::new(),
            Operand::DeltaAbove | Operand::DeltaAboveAndBiases | Operand::DeltaOfOutput => {
                (0..self.layers - 1).collect()
            }
            _ => (1..self.layers).collect(),
        }
    }

    /// The layers whose finished arrays can be handed in otherwise.
    fn layers_of_hand(&self, hand: Hand) -> Vec<usize> {
        let is_square = |&layer: &usize| {
            let weights = &self.problem.layers()[layer].weights;
            weights.rows() == weights.columns()
        };
        (0..self.layers).filter(|layer| hand != Hand::Transposed || is_square(layer)).collect()
    }

    fn shuffles(&self, shuffle: Shuffle) -> Vec<Labels> {
        let labels = self.problem.labels();
        match shuffle {
            Shuffle::Columns => (1..labels.columns()).map(Labels::ColumnsRolled).collect(),
            Shuffle::Rows => {
                let rows = labels.rows();
                let rolls = (1..rows.min(100)).map(Labels::RowsRolled);
                let all: usize = if rows <= MOST_ORDERED { (1..=rows).product() } else { 0 };
                rolls.chain([Labels::RowsReversed]).chain((1..all).map(Labels::RowsOrdered)).collect()
            }
        }
    }

    fn slopes_at(&self, at: At, uses: Use) -> Vec<Vec<usize>> {
        let last = self.layers - 1;
        // What is sent down from the first layer arrives nowhere.
        let first = usize::from(uses == Use::Sent);
        let hidden: Vec<usize> = (first..last).collect();
        match at {
            At::Output => vec![(first.max(last)..=last).collect()],
            // What the first layer sends down arrives nowhere: there its own slope is the only one.
            At::Hidden if uses == Use::Own && last == 1 => Vec::new(),
            At::Hidden if hidden.len() > 1 => {
                [vec![hidden.clone()], hidden.into_iter().map(|layer| vec![layer]).collect()].concat()
            }
            At::Hidden => vec![hidden],
            At::All => vec![(first..=last).collect()],
        }
    }

    /// Whether this is another slope than the layer has.
    fn is_other(&self, slope: Slope, layer: usize) -> bool {
        let activation = self.problem.layers()[layer].activation;
        let whole = matches!(activation.reach, Reach::WholeLayer { .. });
        match (slope, activation.name) {
            // What has a > 0 wherever z > 0 only, has one mask.
            (Slope::TanhForm | Slope::Tanh, "tanh")
            | (Slope::SigmoidForm | Slope::Sigmoid, "sigmoid")
            | (Slope::Step | Slope::StepOfOutput, "relu")
            | (Slope::Squared, "relu" | "identity")
            | (Slope::One, "identity") => false,
            (
                Slope::AtOutput | Slope::OutputFormOfSum | Slope::OneMinusOutput | Slope::Output,
                "identity",
            ) => !matches!(slope, Slope::AtOutput | Slope::OutputFormOfSum),
            (Slope::AtOutput | Slope::OutputFormOfSum | Slope::AtSignal | Slope::OutputFormOfSignal, _) => {
                !whole
            }
            (Slope::OfLayerAbove, _) => layer + 1 < self.layers,
            _ => true,
        }
    }

    fn add_constants(
        &self,
        mistake: &'static Mistake,
        size: fn(&Counts) -> Vec<f64>,
        spread: Spread,
        forms: &mut Forms,
    ) {
        if let Spread::Solved(sign) = spread {
            forms.solved.push((sign, mistake));
            return;
        }
        if spread == Spread::OneArraySolved {
            forms.solved_in_one.push(mistake);
            return;
        }
        let (sizes, before) = (size(&self.counts), forms.constants.len());
        if spread == Spread::OwnOfLayer {
            let values: Vec<(f64, f64)> = sizes.iter().map(|&size| (size, size)).collect();
            self.push(Constant { mistake, value: sizes[0], values, only: None }, before, forms);
            return;
        }
        for (at, &value) in sizes.iter().enumerate() {
            if sizes[..at].iter().any(|&before| is_near(before, value)) {
                continue;
            }
            for (values, only) in self.spread(value, spread) {
                // Other sizes of single arrays are other constants: of many layers there are thousands.
                let upto = if spread == Spread::OneArray { before } else { forms.constants.len() };
                self.push(Constant { mistake, values, value, only }, upto, forms);
            }
        }
    }

    /// The constants of the arrays for one spread of one value, and the one array where it is only one.
    fn spread(&self, value: f64, spread: Spread) -> Vec<Spreading> {
        let each =
            |constant: &dyn Fn(usize) -> (f64, f64)| (0..self.layers).map(constant).collect::<Vec<_>>();
        let power = |times: usize| std::iter::repeat_n(value, times).product::<f64>();
        let at = |is_there: bool| if is_there { value } else { 1.0 };
        let arrays = (0..self.layers).flat_map(|layer| [(layer, false), (layer, true)]);
        let one = |(layer, bias): (usize, bool)| {
            each(&|other| (at(other == layer && !bias), at(other == layer && bias)))
        };
        match spread {
            Spread::Everything => vec![(each(&|_| (value, value)), None)],
            Spread::Weights => vec![(each(&|_| (value, 1.0)), None)],
            Spread::Biases => [(each(&|_| (1.0, value)), None)]
                .into_iter()
                .chain((0..self.layers).map(|layer| (one((layer, true)), Some((layer, true)))))
                .collect(),
            Spread::Below => {
                vec![(each(&|layer| (power(self.layers - 1 - layer), power(self.layers - 1 - layer))), None)]
            }
            Spread::EveryLayer => {
                vec![(each(&|layer| (power(self.layers - layer), power(self.layers - layer))), None)]
            }
            Spread::Down => (0..self.layers - 1)
                .map(|top| (each(&|layer| (at(layer <= top), at(layer <= top))), None))
                .chain([(
                    each(&|layer| (power(self.layers - 1 - layer), power(self.layers - 1 - layer))),
                    None,
                )])
                .collect(),
            Spread::OneArray => arrays.map(|array| (one(array), Some(array))).collect(),
            Spread::OwnOfLayer | Spread::Solved(_) | Spread::OneArraySolved => Vec::new(),
        }
    }

    /// Adds a constant that multiplies something by something else than 1, if it is not one of the first so many of the same
    /// mistake.
    fn push(&self, constant: Constant, upto: usize, forms: &mut Forms) {
        let biased = |layer: usize| self.problem.layers()[layer].biases.is_some();
        let is_same = |layer: usize, a: (f64, f64), b: (f64, f64)| {
            is_near(a.0, b.0) && (!biased(layer) || is_near(a.1, b.1))
        };
        let same = |a: &[(f64, f64)], b: &[(f64, f64)]| {
            a.iter().zip(b).enumerate().all(|(layer, (&a, &b))| is_same(layer, a, b))
        };
        let mut values = constant.values.iter().enumerate();
        let does_nothing = values.all(|(layer, &value)| is_same(layer, value, (1.0, 1.0)));
        let known = |other: &Constant| match (other.only, constant.only) {
            (Some(array), Some(own)) => array == own && is_near(other.value, constant.value),
            _ => same(&other.values, &constant.values),
        };
        // The constants of one mistake are added one after the other.
        let mut own =
            forms.constants[..upto].iter().rev().take_while(|other| other.mistake == constant.mistake);
        let finite = constant.values.iter().all(|(w, b)| w.is_finite() && b.is_finite());
        if finite && !does_nothing && !own.any(known) {
            forms.constants.push(constant);
        }
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}
