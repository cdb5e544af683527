//! ∂cost/∂w for any weight or bias of any network, derived.
//!
//! The strategy is the source post's, for one weight of its network, made general:
//!
//! 1. multiply the local derivatives along the paths of the tree diagram, and add up the paths;
//! 2. work out each local derivative: of the cost, of each activation function, of each dot product;
//! 3. put them in, for one example after the other;
//! 4. take 1/N out and collect the examples into one Σ.
//!
//! A hidden weight reaches the cost through every node above it, and each layer above is one more Σ:
//!
//! ```text
//! ∂MSE/∂w_111 = 1/N·Σ_e (Σ_n (o_out_n − y_n)·o_out_n·(1 − o_out_n)·w_21n)·h_out_1·(1 − h_out_1)·x_1
//! ```
//!
//! Nothing here is believed: every line is a step that has been checked.

use super::Derivation;
use super::Equation;
use super::Givens;
use super::GivensError;
use super::Refusal;
use super::network::Form;
use super::network::Network;
use super::work::worked_out;
use crate::activation::Reach;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;

/// The derivation of one partial derivative of the cost, in parts.
#[derive(Clone, Debug)]
pub struct WeightDerivation {
    parts: Vec<Part>,
}

/// One part of a longer derivation.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is about.
    pub goal: Goal,
    /// Its steps.
    pub derivation: Derivation,
}

/// What a part of a derivation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The paths from the cost to the weight.
    Paths,
    /// The slope of the cost.
    Cost,
    /// The slope of σ, from its definition.
    Sigmoid,
    /// The slope of an activation function.
    Activation,
    /// The slope of a dot product.
    DotProduct,
    /// All of them put in.
    Together,
}

/// Why a derivation could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightError {
    /// Something that is no weight or bias.
    #[error("{name} is not a weight or bias: derivations are written for weights and biases")]
    NotAParameter {
        /// Its name.
        name: String,
    },
    /// Too many or too few examples to write out.
    #[error(
        "{asked} examples cannot be written out: from 1 to {MOST_EXAMPLES}, and not more than the data has"
    )]
    Examples {
        /// How many were asked for.
        asked: usize,
    },
    /// More layers above the weight than there are letters.
    #[error("there are {layers} layers above this weight, and letters for {}: derive a weight nearer to the cost", LETTERS.len())]
    TooDeep {
        /// How many.
        layers: usize,
    },
    /// A definition was not taken.
    #[error(transparent)]
    Givens(#[from] GivensError),
    /// A step was refused.
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// At most so many examples are written out, and at most so many numbers that are summed.
const MOST_EXAMPLES: usize = 4;
const MOST_WRITTEN: usize = 12;

/// The letters for nodes, from the cost downwards.
const LETTERS: [char; 39] = [
    'n', 'm', 'k', 'i', 'p', 'q', 'r', 's', 't', 'u', 'v', 'a', 'c', 'g', 'l', 'z', 'α', 'β', 'γ', 'ε', 'ζ',
    'η', 'θ', 'ι', 'κ', 'λ', 'μ', 'ν', 'ξ', 'π', 'ρ', 'τ', 'υ', 'φ', 'χ', 'ψ', 'ω', 'Γ', 'Λ',
];

impl WeightDerivation {
    /// Derives ∂cost/∂`weight`, with so many examples written out before they are collected.
    pub fn new(shape: &Shape, weight: Quantity, examples: usize) -> Result<Self, WeightError> {
        let (layer, to) = match weight {
            Quantity::Weight { layer, to, .. } | Quantity::Bias { layer, to } => (layer, to),
            other => return Err(WeightError::NotAParameter { name: shape.symbol(other).to_string() }),
        };
        if examples == 0 || examples > MOST_EXAMPLES.min(shape.examples) {
            return Err(WeightError::Examples { asked: examples });
        }
        let above = shape.layers() - layer;
        if above > LETTERS.len() {
            return Err(WeightError::TooDeep { layers: above });
        }
        let network = Network { shape, examples };
        let strategy = Strategy { network, layer, to: Index::At(to + 1), weight: shape.symbol(weight) };
        Ok(WeightDerivation { parts: strategy.parts()? })
    }

    /// The parts, in the order in which they are told.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The formula that was derived.
    pub fn formula(&self) -> &Equation {
        self.parts[self.parts.len() - 1].derivation.now()
    }
}

struct Strategy<'a> {
    network: Network<'a>,
    layer: usize,
    to: Index,
    weight: Symbol,
}

impl Strategy<'_> {
    fn parts(&self) -> Result<Vec<Part>, WeightError> {
        let givens = self.givens()?;
        let paths = self.paths(&givens)?;
        let mut locals = Vec::new();
        for (of, by) in partials(&paths.now().right.terms()[0]) {
            locals.push(self.local(&givens, &of, &by)?);
        }
        let together = together(&paths, &locals, self.network.examples)?;
        let mut parts = vec![Part { goal: Goal::Paths, derivation: paths }];
        parts.extend(locals);
        parts.push(Part { goal: Goal::Together, derivation: together });
        if let Some(place) = parts.iter().position(uses_sigmoid) {
            parts.insert(place, Part { goal: Goal::Sigmoid, derivation: sigmoid_slope()? });
        }
        Ok(parts)
    }

    /// Definitions, sums written out where they are short and every node in them is a number.
    fn givens(&self) -> Result<Givens, GivensError> {
        let Network { shape, examples } = self.network;
        let is_last = self.layer + 1 == shape.layers();
        let own_node = matches!(shape.activations[self.layer].reach, Reach::OwnNode { .. });
        let short = |count: usize| if count <= MOST_WRITTEN { Form::WrittenOut } else { Form::Collected };
        let cost = if is_last && own_node { short(shape.outputs()) } else { Form::Collected };
        let mut givens = self.network.givens(cost, |layer| match layer.checked_sub(self.layer) {
            Some(0 | 1) => short(shape.widths[layer]),
            _ => Form::Collected,
        })?;
        givens.count("E", examples);
        for layer in self.layer + 1..shape.layers() {
            givens.letter(self.letter(layer), shape.widths[layer + 1]);
        }
        if let Some(letter) = self.softmax_letter() {
            givens.letter(letter, shape.outputs());
        }
        Ok(givens)
    }

    /// The letter for the nodes of a layer above the weight's.
    fn letter(&self, layer: usize) -> char {
        LETTERS[self.network.shape.layers() - 1 - layer]
    }

    /// The letter for the outputs that one sum reaches, if it reaches all.
    fn softmax_letter(&self) -> Option<char> {
        let shape = self.network.shape;
        let last = shape.activations[shape.layers() - 1].reach;
        matches!(last, Reach::WholeLayer { .. }).then(|| LETTERS[shape.layers() - 1 - self.layer])
    }

    /// The names on the paths from the cost down to a sum, multiplied; a Σ where they fan out.
    fn above(&self, layer: usize, node: Index, example: Index) -> Vec<Expr> {
        let shape = self.network.shape;
        let out = |node: Index| Expr::Sym(self.network.out(layer, node, example));
        let width = |nodes: usize| Expr::integer(i64::try_from(nodes).unwrap_or(i64::MAX));
        let mut names = if layer + 1 == shape.layers() {
            match self.softmax_letter() {
                Some(letter) => vec![Expr::sum_over(letter, Symbol::new("K"), out(Index::Letter(letter)))],
                None => vec![out(node)],
            }
        } else {
            let nodes = shape.widths[layer + 2];
            let next = self.letter(layer + 1);
            let mut names = if nodes == 1 {
                self.above(layer + 1, Index::At(1), example)
            } else {
                let names = Expr::product_of(self.above(layer + 1, Index::Letter(next), example));
                let last = if layer + 2 == shape.layers() { Symbol::new("K").into() } else { width(nodes) };
                vec![Expr::sum_over(next, last, names)]
            };
            names.push(out(node));
            names
        };
        names.push(self.network.sum_into(layer, node, example).into());
        names
    }

    fn paths(&self, givens: &Givens) -> Result<Derivation, Refusal> {
        let start = Expr::partial(self.network.cost(), self.weight.clone());
        let mut derivation = Derivation::new(givens.clone(), Equation::start(start))?;
        let paths: Vec<Expr> = (1..=self.network.examples)
            .map(|example| Expr::product_of(self.above(self.layer, self.to, Index::At(example))))
            .collect();
        derivation.by("chain-rule-paths", &Focus::whole(), &paths)?;
        Ok(derivation)
    }

    fn local(&self, givens: &Givens, of: &Symbol, by: &Symbol) -> Result<Part, Refusal> {
        let mut derivation = worked_out(givens, of.clone(), by)?;
        let goal = if *of == self.network.cost() {
            Goal::Cost
        } else if of.base.ends_with("_out") {
            name_output(&mut derivation, of, by)?;
            Goal::Activation
        } else {
            Goal::DotProduct
        };
        Ok(Part { goal, derivation })
    }
}

/// Puts the local derivatives in, takes 1/N out, and collects the examples.
fn together(paths: &Derivation, locals: &[Part], examples: usize) -> Result<Derivation, Refusal> {
    let mut derivation = paths.continued();
    // The other examples go the way of the first.
    for example in (1..=examples).map(Index::At) {
        for Part { derivation: local, .. } in locals {
            let (left, right) =
                (of_example(&local.now().left, example), of_example(&local.now().right, example));
            while let Some(at) = derivation.now().right.find(&|part| *part == left) {
                derivation.by("substitute", &at, &[left.clone(), right.clone()])?;
            }
        }
    }
    derivation.tidy()?;
    if derivation.now().right.as_integer() == Some(0) {
        return Ok(derivation);
    }
    let prefix = locals.iter().find(|part| part.goal == Goal::Cost).and_then(prefix);
    let mut at = Focus::whole();
    if let (Some(prefix), Expr::Add(terms)) = (&prefix, &derivation.now().right)
        && terms.iter().all(|term| term.factors().contains(prefix))
    {
        derivation.by("factor-out", &at, std::slice::from_ref(prefix))?;
        at = at.down(1);
    }
    let bracket = derivation.now().right.at(&at).cloned().unwrap_or(Expr::integer(0));
    derivation.by("collect-sum", &at, &[over_examples(&bracket)])?;
    if let Some(prefix) = prefix {
        take_out(&mut derivation, &prefix)?;
    }
    derivation.tidy()?;
    Ok(derivation)
}

/// σ′, from the definition of σ, by the steps of the source post's slides 16 to 27.
fn sigmoid_slope() -> Result<Derivation, Refusal> {
    let formula = |text: &str| text.parse::<Expr>().unwrap_or_else(|error| unreachable!("{text}: {error}"));
    let mut derivation = Derivation::new(Givens::of_numbers(), Equation::start(formula("d(sigma(x))/d(x)")))?;
    let steps: [(&'static str, &[usize], &[&str]); 15] = [
        ("definition", &[0], &[]),
        ("reciprocal-as-power", &[0], &[]),
        ("chain-rule-outer", &[], &[]),
        ("constant-terms-vanish", &[2], &[]),
        ("chain-rule-outer", &[2], &[]),
        ("constant-multiple", &[2, 1], &[]),
        ("variable", &[2, 1, 0], &[]),
        ("product-of-signs", &[2], &[]),
        ("product-of-signs", &[], &[]),
        ("power-as-fraction", &[], &[]),
        ("split-square", &[], &[]),
        ("add-and-subtract", &[1, 0], &["1"]),
        ("split-fraction", &[1], &["1 + exp(-x)"]),
        ("cancel", &[1, 0], &[]),
        ("recognise", &[], &["sigma(x)"]),
    ];
    for (name, at, with) in steps {
        let with: Vec<Expr> = with.iter().map(|text| formula(text)).collect();
        derivation.by(name, &Focus(at.to_vec()), &with)?;
    }
    Ok(derivation)
}

/// Writes `σ(o_in)` as `o_out` again, and brings softmax into its shortest form.
fn name_output(derivation: &mut Derivation, of: &Symbol, by: &Symbol) -> Result<(), Refusal> {
    if matches!(derivation.now().right, Expr::Div(..)) {
        return name_softmax(derivation, of, by);
    }
    let Some(meaning) = derivation.givens().definition_of(of) else { return Ok(()) };
    if matches!(meaning, Expr::Call(..)) && derivation.now().right.any(&mut |part| *part == meaning) {
        derivation.by("recognise", &Focus::whole(), &[of.clone().into()])?;
    }
    Ok(())
}

/// `(δ_kn·a·S − a·b)/S²` with `a = exp(o_in_k)`, `b = exp(o_in_n)`, S their sum, is `o_out_k·(δ_kn − o_out_n)`.
fn name_softmax(derivation: &mut Derivation, of: &Symbol, by: &Symbol) -> Result<(), Refusal> {
    let output = |node: &Symbol| Expr::Sym(Symbol { base: of.base.clone(), ..node.clone() });
    let (ours, other) = (output(of), output(by));
    derivation.by("split-fraction", &Focus::whole(), &[])?;
    derivation.by("cancel", &[0].into(), &[])?;
    let delta = |part: &Expr| matches!(part, Expr::Sym(name) if name.base == "delta");
    if let Some(delta) =
        derivation.now().right.find(&delta).and_then(|at| derivation.now().right.at(&at).cloned())
    {
        derivation.by("out-of-numerator", &[0].into(), &[delta])?;
    }
    // Of the numerator exp(o_in_k)·exp(o_in_n), the first factor belongs to o_out_k.
    let numerator =
        derivation.givens().definition_of(of).map(|is| is.parts().into_iter().take(1).cloned().collect());
    derivation.by("split-square", &[1, 0].into(), &numerator.unwrap_or(vec![]))?;
    derivation.by("recognise", &Focus::whole(), std::slice::from_ref(&ours))?;
    if other != ours {
        derivation.by("recognise", &[1].into(), std::slice::from_ref(&other))?;
    }
    derivation.by("factor-out", &Focus::whole(), &[ours])?;
    Ok(())
}

fn uses_sigmoid(part: &Part) -> bool {
    let is_sigmoid = |part: &Expr| matches!(part, Expr::Call(function, _) if function.name == "sigma");
    part.derivation.steps().iter().any(|step| step.after().right.any(&mut { is_sigmoid }))
}

fn symbol_of(formula: &Expr) -> Option<&Symbol> {
    if let Expr::Sym(symbol) = formula { Some(symbol) } else { None }
}

/// What is said of example 1, said of another, or of all of them.
fn of_example(formula: &Expr, example: Index) -> Expr {
    let other = |symbol: &Symbol| match symbol.example {
        Some(Index::At(1)) => symbol.clone().of_example(example),
        _ => symbol.clone(),
    };
    match formula {
        Expr::Sym(symbol) => other(symbol).into(),
        Expr::Partial { of, by } => Expr::partial(of_example(of, example), other(by)),
        _ => formula.map_parts(&mut |part| of_example(part, example)),
    }
}

/// The derivatives that stand in a formula, each once, in reading order.
fn partials(formula: &Expr) -> Vec<(Symbol, Symbol)> {
    let mut found = Vec::new();
    formula.any(&mut |part| {
        if let Expr::Partial { of, by } = part
            && let Some(of) = symbol_of(of)
            && !found.contains(&(of.clone(), by.clone()))
        {
            found.push((of.clone(), by.clone()));
        }
        false
    });
    found
}

/// The factor of the cost's slope that is the same for all examples and nodes: 1/N.
fn prefix(cost: &Part) -> Option<Expr> {
    let first = cost.derivation.now().right.factors().first()?;
    let is_general =
        |factor: &Expr| !factor.any(&mut |part| matches!(part, Expr::Sym(s) if !s.sub.is_empty()));
    (matches!(first, Expr::Div(..)) && is_general(first)).then(|| first.clone())
}

/// Terms, one for each example, as a Σ over e, going by the first of them.
fn over_examples(terms: &Expr) -> Expr {
    Expr::sum_over('e', Symbol::new("E"), of_example(&terms.terms()[0], Index::Letter('e')))
}

/// Brings a factor in front of every Σ that it stands under.
fn take_out(derivation: &mut Derivation, factor: &Expr) -> Result<(), Refusal> {
    let is_inside = |part: &Expr| matches!(part, Expr::Sum { body, .. } if body.factors().contains(factor));
    while let Some(at) = derivation.now().right.find(&is_inside) {
        derivation.by("factor-out-of-sum", &at, std::slice::from_ref(factor))?;
        derivation.tidy()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;

    fn shape(widths: &[usize], names: &[&str], cost: &str, biases: bool) -> Shape {
        Shape {
            widths: widths.to_vec(),
            activations: names.iter().map(|name| activation::named(name).expect("in the table")).collect(),
            biases: vec![biases; names.len()],
            examples: 3,
            cost: cost::named(cost).expect("in the table"),
        }
    }

    fn derived(shape: &Shape, name: &str) -> WeightDerivation {
        let weight = shape.parameter(name).expect(name);
        WeightDerivation::new(shape, weight, 2).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn formula(shape: &Shape, name: &str) -> String {
        derived(shape, name).formula().right.unicode()
    }

    #[test]
    fn the_posts_weight_has_the_posts_formula() {
        let post = shape(&[4, 2, 3], &["sigmoid", "sigmoid"], "half-mse", false);
        assert_eq!(
            formula(&post, "w_211"),
            "1/N·Σ_e (o_out_1^(e) − y_1^(e))·o_out_1^(e)·(1 − o_out_1^(e))·h_out_1^(e)"
        );
        assert_eq!(
            formula(&post, "w_111"),
            "1/N·Σ_e (Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))·o_out_n^(e)·(1 − o_out_n^(e))·w_21n)\
             ·h_out_1^(e)·(1 − h_out_1^(e))·x_1^(e)"
        );
    }

    #[test]
    fn every_activation_and_cost_is_derived() {
        for (names, cost) in [
            (["tanh", "identity"], "mse"),
            (["relu", "tanh"], "sse"),
            (["leaky-relu", "sigmoid"], "cross-entropy"),
            (["identity", "sigmoid"], "half-sse"),
            (["sigmoid", "softmax"], "categorical-cross-entropy"),
            (["relu", "softmax"], "half-mse-examples"),
        ] {
            let shape = shape(&[2, 3, 3], &names, cost, true);
            for weight in ["w_211", "b_21", "w_112", "b_13"] {
                println!("{names:?} {cost} {weight}: {}", formula(&shape, weight));
            }
        }
    }
}
