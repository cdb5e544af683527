//! A network's own definitions: what its cost, its outputs and its sums are made of.
//!
//! ```text
//! MSE         = 1/(2·N)·Σ_e Σ_n (o_out_n^(e) − y_n^(e))²
//! o_out_n^(e) = σ(o_in_n^(e))
//! o_in_n^(e)  = Σ_f h_out_f^(e)·w_2fn + b_2n
//! ```

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::Givens;
use super::GivensError;
use crate::activation::Reach;
use crate::cost::DivideBy;
use crate::expr::Bindings;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Rounded;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;

/// Whether a Σ of known size is kept or written out term by term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Collected,
    WrittenOut,
}

/// The names of a network, with any index in any place.
pub(super) struct Network<'a> {
    pub(super) shape: &'a Shape,
    /// How many examples the formulas speak of.
    pub(super) examples: usize,
}

/// All definitions of a network, every sum as a Σ. Weights, biases, inputs, labels and N are numbers of their own.
///
/// Fails for none that can be built; the error is there for names that a later definition would take twice.
pub fn network_givens(shape: &Shape) -> Result<Givens, GivensError> {
    let network = Network { shape, examples: shape.examples };
    network.givens(Form::Collected, 0, |_| Form::Collected)
}

/// The definitions of one layer alone. What it receives from the layer below is a number like any other.
pub fn layer_givens(shape: &Shape, layer: usize) -> Result<Givens, GivensError> {
    let network = Network { shape, examples: shape.examples };
    let mut givens = network.counted();
    network.define_layer(&mut givens, layer, Form::Collected)?;
    Ok(givens)
}

/// The definitions of the whole network with every sum written out, term by term, as on paper.
///
/// That is for networks and data small enough to be read: the cost has a term for every example and output.
pub fn written_givens(shape: &Shape) -> Result<Givens, GivensError> {
    let network = Network { shape, examples: shape.examples };
    network.givens(Form::WrittenOut, 0, |_| Form::WrittenOut)
}

impl Network<'_> {
    /// The definitions from the cost down to the lowest layer that matters; the cost and the dot products of each
    /// layer in the form asked for. What the lowest layer receives is a number like any other.
    pub(super) fn givens(
        &self,
        cost: Form,
        lowest: usize,
        dots: impl Fn(usize) -> Form,
    ) -> Result<Givens, GivensError> {
        let mut givens = self.counted();
        givens.define(self.cost(), self.cost_formula(cost))?;
        for layer in (lowest..self.shape.layers()).rev() {
            self.define_layer(&mut givens, layer, dots(layer))?;
        }
        givens.settle();
        Ok(givens)
    }

    /// How many examples and outputs there are, and nothing else.
    fn counted(&self) -> Givens {
        let mut givens = Givens::of_numbers();
        givens.count("E", self.examples);
        givens.count("K", self.shape.outputs());
        givens
    }

    fn define_layer(&self, givens: &mut Givens, layer: usize, dots: Form) -> Result<(), GivensError> {
        let (n, e) = (Index::Letter('n'), Index::Letter('e'));
        givens.define(self.out(layer, n, e), self.activation_formula(layer, n, e))?;
        givens.define(self.sum_into(layer, n, e), self.dot_product(layer, n, e, dots))
    }

    pub(super) fn cost(&self) -> Symbol {
        Symbol::new(self.shape.cost.symbol)
    }

    fn node(&self, quantity: Quantity, node: Index, example: Index) -> Symbol {
        self.shape.symbol(quantity).below([node]).of_example(example)
    }

    pub(super) fn out(&self, layer: usize, node: Index, example: Index) -> Symbol {
        self.node(Quantity::Out { layer, node: 0, example: 0 }, node, example)
    }

    pub(super) fn sum_into(&self, layer: usize, node: Index, example: Index) -> Symbol {
        self.node(Quantity::In { layer, node: 0, example: 0 }, node, example)
    }

    /// What a layer receives from a node below.
    fn below(&self, layer: usize, node: Index, example: Index) -> Symbol {
        self.node(self.shape.below(layer, 0, 0), node, example)
    }

    fn label(&self, node: Index, example: Index) -> Symbol {
        self.node(Quantity::Label { node: 0, example: 0 }, node, example)
    }

    fn cost_formula(&self, form: Form) -> Expr {
        let (o, y) = (Symbol::new("o"), Symbol::new("y"));
        let definition = read(self.shape.cost.definition);
        let (prefix, term) = split_prefix(&definition, self.shape.cost.divide_by);
        let of = |n: Index, e: Index| {
            term.with_symbol(&y, &self.label(n, e).into())
                .with_symbol(&o, &self.out(self.shape.layers() - 1, n, e).into())
        };
        let at = Index::At;
        let sum = match form {
            Form::Collected => {
                let outputs =
                    Expr::sum_over('n', Symbol::new("K"), of(Index::Letter('n'), Index::Letter('e')));
                Expr::sum_over('e', Symbol::new("E"), outputs)
            }
            Form::WrittenOut => Expr::sum_of(
                (1..=self.examples)
                    .flat_map(|e| (1..=self.shape.outputs()).map(move |n| (n, e)))
                    .map(|(n, e)| of(at(n), at(e)))
                    .collect(),
            ),
        };
        Expr::product_of(prefix.into_iter().chain([sum]).collect())
    }

    fn activation_formula(&self, layer: usize, n: Index, e: Index) -> Expr {
        let activation = self.shape.activations[layer];
        let definition = read(activation.definition);
        let width = Expr::integer(i64::try_from(self.shape.widths[layer + 1]).unwrap_or(i64::MAX));
        match activation.reach {
            Reach::OwnNode { .. } => {
                definition.with_symbol(&Symbol::new("x"), &self.sum_into(layer, n, e).into())
            }
            // x_n and x_j are the sums of the same layer.
            Reach::WholeLayer { .. } => {
                self.with_sums(&definition, layer, e).with_symbol(&Symbol::new("K"), &width)
            }
        }
    }

    fn with_sums(&self, formula: &Expr, layer: usize, e: Index) -> Expr {
        match formula {
            Expr::Sym(Symbol { base, sub, .. }) if base == "x" && sub.len() == 1 => {
                self.sum_into(layer, sub[0], e).into()
            }
            _ => formula.map_parts(&mut |part| self.with_sums(part, layer, e)),
        }
    }

    fn dot_product(&self, layer: usize, n: Index, e: Index, form: Form) -> Expr {
        let at = |index: usize| Index::At(index + 1);
        let product = |f: Index| {
            let weight = Symbol::new("w").below([at(layer), f, n]);
            Expr::Mul(vec![self.below(layer, f, e).into(), weight.into()])
        };
        let nodes = self.shape.widths[layer];
        let mut terms = match form {
            Form::WrittenOut => (0..nodes).map(|f| product(at(f))).collect(),
            Form::Collected => {
                let last = Expr::integer(i64::try_from(nodes).unwrap_or(i64::MAX));
                vec![Expr::sum_over('f', last, product(Index::Letter('f')))]
            }
        };
        if self.shape.biases[layer] {
            terms.push(Symbol::new("b").below([at(layer), n]).into());
        }
        Expr::sum_of(terms)
    }
}

/// A formula of one of our own tables.
fn read(text: &str) -> Expr {
    text.parse().unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

/// What stands in front of the cost's Σ, and what stands under it: the ½ and the minus sign of a term go in front,
/// together with 1/N.
fn split_prefix(term: &Expr, divide_by: DivideBy) -> (Option<Expr>, Expr) {
    let (sign, size) = match term {
        Expr::Neg(size) => (-1, (**size).clone()),
        Expr::Mul(factors) if matches!(factors[0], Expr::Neg(_)) => {
            let mut factors = factors.clone();
            if let Expr::Neg(first) = factors[0].clone() {
                factors[0] = *first;
            }
            (-1, Expr::Mul(factors))
        }
        term => (1, term.clone()),
    };
    let (under, size) = match size {
        Expr::Mul(factors) if matches!(factors[0], Expr::Div(..)) => {
            let Expr::Div(_, under) = factors[0].clone() else { unreachable!("it is a fraction") };
            (Some(*under), Expr::product_of(factors[1..].to_vec()))
        }
        size => (None, size),
    };
    let count = (divide_by != DivideBy::One).then(|| Expr::Sym(Symbol::new("N")));
    let under: Vec<Expr> = under.into_iter().chain(count).collect();
    let prefix = match (under.is_empty(), sign) {
        (true, 1) => None,
        (true, _) => Some(Expr::integer(sign)),
        _ => Some(Expr::integer(sign).over(Expr::product_of(under))),
    };
    (prefix, size)
}

/// Values for all names of a network: given for what is a number of its own, worked out for what is defined.
pub struct Unfolding<'a> {
    givens: &'a Givens,
    numbers: &'a dyn Bindings,
    known: RefCell<FxHashMap<Symbol, Option<Rounded>>>,
}

impl<'a> Unfolding<'a> {
    /// Works out what the givens define from these numbers.
    pub fn new(givens: &'a Givens, numbers: &'a dyn Bindings) -> Self {
        Unfolding { givens, numbers, known: RefCell::default() }
    }
}

impl Bindings for Unfolding<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.rounded(symbol).map(|rounded| rounded.value)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        if let Some(&known) = self.known.borrow().get(symbol) {
            return known;
        }
        let count = || self.givens.count_of_symbol(symbol).map(|count| count as f64);
        let value = match self.givens.meaning(symbol, |is, letters| is.rounded_with(self, letters)) {
            Some(value) => value.ok(),
            None => match symbol.kronecker() {
                Some(equal) => Some(Rounded::from(f64::from(u8::from(equal)))),
                None => self.numbers.rounded(symbol).or_else(|| count().map(Rounded::from)),
            },
        };
        self.known.borrow_mut().insert(symbol.clone(), value);
        value
    }

    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        self.numbers.partial(of, by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;

    fn shape(cost: &str, last: &str) -> Shape {
        let named = |name: &str| activation::named(name).expect("in the table");
        Shape {
            widths: vec![4, 2, 3],
            activations: vec![named("sigmoid"), named(last)],
            biases: vec![false, true],
            examples: 2,
            cost: cost::named(cost).expect("in the table"),
        }
    }

    fn defined(shape: &Shape, name: &str) -> String {
        let givens = network_givens(shape).expect("no name twice");
        givens.definition_of(&name.parse().expect(name)).map(|is| is.unicode()).unwrap_or_default()
    }

    #[test]
    fn definitions_are_the_networks_own() {
        let plain = shape("half-mse", "sigmoid");
        assert_eq!(defined(&plain, "MSE"), "1/(2·N)·Σ_e Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))^2");
        assert_eq!(defined(&plain, "o_in_3^(2)"), "Σ_(f=1)^(2) h_out_f^(2)·w_2f3 + b_23");
        assert_eq!(defined(&plain, "h_in_1^(e)"), "Σ_(f=1)^(4) x_f^(e)·w_1f1");
        let classes = shape("categorical-cross-entropy", "softmax");
        assert_eq!(defined(&classes, "o_out_2^(1)"), "exp(o_in_2^(1))/(Σ_(j=1)^(3) exp(o_in_j^(1)))");
        assert_eq!(defined(&classes, "CCE"), "−1/N·Σ_e Σ_(n=1)^(K) y_n^(e)·ln(o_out_n^(e))");
        assert_eq!(
            defined(&shape("half-sse", "sigmoid"), "SSE"),
            "1/2·Σ_e Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))^2"
        );
        assert_eq!(defined(&shape("mse", "sigmoid"), "MSE"), "1/N·Σ_e Σ_(n=1)^(K) (o_out_n^(e) − y_n^(e))^2");
        let network = Network { shape: &plain, examples: 1 };
        let written = network.givens(Form::WrittenOut, 0, |_| Form::WrittenOut).expect("no name twice");
        let is = written.definition_of(&"o_in_n^(e)".parse().expect("a name")).expect("defined");
        assert_eq!(is.unicode(), "h_out_1^(e)·w_21n + h_out_2^(e)·w_22n + b_2n");
    }
}
