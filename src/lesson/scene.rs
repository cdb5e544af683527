//! What the names on a slide are worth: the lesson's problem and the definitions in force.
//!
//! A formula is worked out from inputs, labels and weights through its own definitions, as in
//! [`super::agree`]. A derivative that is not yet worked out is worth something too: on an edge of the tree
//! diagram it is the local derivative that the walk uses, along whole paths the sum that the walk finds.

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rustc_hash::FxHashMap;

use super::agree;
use crate::derive::Givens;
use crate::derive::Unfolding;
use crate::derive::compare_letters;
use crate::derive::verify::Verdict;
use crate::derive::verify::Work;
use crate::derive::worked_out;
use crate::expr::Bindings;
use crate::expr::EvalError;
use crate::expr::Expr;
use crate::expr::Rounded;
use crate::expr::Symbol;
use crate::gradient::Gradient;
use crate::gradient::GradientError;
use crate::gradient::effort;
use crate::gradient::path;
use crate::gradient::path::Goal;
use crate::gradient::path::Tree;
use crate::gradient::scalar;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Problem;

/// All comparing of two formulas may take so many steps: a moment, on a slow machine.
pub(super) const MOST_STEPS: u64 = 2_000_000;

/// So many parts of a formula that was typed are gone through to find its value; a Σ goes through its body again and
/// again.
const MOST_PARTS: u64 = 1_000_000;

/// So many paths are walked for what one node does to the cost. Of more its derivative is worked out in symbols.
const MOST_PATHS: u32 = 10_000;

/// Definitions and numbers.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The network and data, with the cost in force.
    pub problem: Problem,
    /// The problem without its numbers.
    pub shape: Shape,
    /// What the names stand for.
    pub givens: Givens,
    tree: Tree<'static>,
    gradient: Gradient,
    /// What derivatives were found to be worth: deriving one takes longer than drawing a slide.
    slopes: Arc<Mutex<Slopes>>,
}

/// What derivatives are worth, by what is differentiated and by what. Some are worth nothing.
type Slopes = FxHashMap<(Expr, Symbol), Option<f64>>;

impl Scene {
    /// A problem and what is defined about it.
    pub fn new(problem: Problem, givens: Givens) -> Result<Self, GradientError> {
        let forward = scalar::forward(&problem)?;
        let tree = scalar::tree(&problem, &forward).into_owned();
        let gradient = scalar::gradient_after(&problem, &forward, |_| ())?;
        Ok(Scene { shape: problem.shape(), problem, givens, tree, gradient, slopes: Arc::default() })
    }

    /// The same numbers under other definitions.
    pub(super) fn with_givens(&self, givens: Givens) -> Self {
        Scene { givens, slopes: Arc::default(), ..self.clone() }
    }

    /// What a formula is worth. Nothing where it speaks of something that has no number, as x in σ(x).
    pub fn value(&self, formula: &Expr) -> Option<f64> {
        self.value_with(formula, &|_| None)
    }

    /// The same for a formula that anybody may have typed: no more than a moment is spent on it. It is not finite where
    /// it divides by 0.
    pub(super) fn value_of_typed(&self, formula: &Expr) -> Result<f64, EvalError> {
        let numbers = Numbers { scene: self, changed: &|_| None };
        let known = Unfolding::new(&self.givens, &numbers);
        formula.value(&Bounded { known: &known, work: Work::of_steps(MOST_PARTS) })
    }

    /// The same with one weight or bias changed by `by`. Derivatives in the formula have no value then.
    pub fn nudged(&self, formula: &Expr, weight: Quantity, by: f64) -> Option<f64> {
        let name = self.shape.symbol(weight);
        let changed = |symbol: &Symbol| {
            let now = agree::number(&self.problem, &self.shape, symbol)?;
            (*symbol == name).then_some(now + by)
        };
        let holds_derivative = formula.any(&mut |part| matches!(part, Expr::Partial { .. }));
        if holds_derivative { None } else { self.value_with(formula, &changed) }
    }

    /// Whether two formulas are equal, whatever the numbers; N may be taken for what it is.
    pub fn compared(&self, left: &Expr, right: &Expr) -> Verdict {
        compared(left, right, &self.givens, Some(&self.shape))
    }

    /// The same, with no more steps than are left.
    pub(super) fn compared_within(&self, left: &Expr, right: &Expr, work: &Work) -> Verdict {
        compared_within(left, right, &self.givens, Some(&self.shape), [work, work])
    }

    fn value_with(&self, formula: &Expr, changed: &dyn Fn(&Symbol) -> Option<f64>) -> Option<f64> {
        let numbers = Numbers { scene: self, changed };
        let value = formula.value(&Unfolding::new(&self.givens, &numbers)).ok()?;
        value.is_finite().then_some(value)
    }

    /// What a derivative is worth.
    fn slope(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let quantity = |symbol: &Symbol| self.shape.quantity(symbol).ok();
        let known = match of {
            Expr::Sym(name) => quantity(name).zip(quantity(by)).and_then(|(of, by)| self.edge(of, by)),
            _ => None,
        };
        known.or_else(|| {
            let slopes = || self.slopes.lock().unwrap_or_else(PoisonError::into_inner);
            let which = (of.clone(), by.clone());
            let kept = slopes().get(&which).copied();
            kept.unwrap_or_else(|| {
                let value = self.derived(of, by);
                slopes().insert(which, value);
                value
            })
        })
    }

    /// What a derivative is worth once it is worked out in symbols.
    fn derived(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        self.value(&by.clone().into())?;
        self.value(of)?;
        let derivation = worked_out(&self.givens, of.clone(), by).ok()?;
        let right = &derivation.now().right;
        let is_left = right.any(&mut |part| matches!(part, Expr::Partial { .. }));
        if is_left { None } else { self.value(right) }
    }

    /// The products of all paths of one example to the sum of a node, added. Nothing where they are many.
    fn arriving(&self, layer: usize, node: usize, example: usize) -> Option<f64> {
        let paths = effort::count_to(&self.shape, Quantity::Bias { layer, to: node });
        if paths > MOST_PATHS.into() {
            return None;
        }
        let mut sum = 0.0;
        let _: ControlFlow<Infallible> = self.tree.walk(Goal::Node { layer, node }, |of, _, product| {
            if of == example {
                sum += product;
            }
            ControlFlow::Continue(())
        });
        Some(sum)
    }

    /// The local derivative on an edge of the tree, or the whole derivative of the cost by anything below it.
    fn edge(&self, of: Quantity, by: Quantity) -> Option<f64> {
        let tree = &self.tree;
        match (of, by) {
            (Quantity::Cost, Quantity::Out { layer, node, example }) if layer + 1 == self.shape.layers() => {
                Some(tree.cost[(example, node)] / self.problem.divisor())
            }
            (Quantity::Cost, Quantity::Weight { .. } | Quantity::Bias { .. }) => {
                self.gradient.get(by).copied()
            }
            (Quantity::Cost, Quantity::In { layer, node, example }) => {
                Some(self.arriving(layer, node, example)? / self.problem.divisor())
            }
            (Quantity::Cost, Quantity::Out { layer, node, example }) => {
                let weights = self.tree.layers[layer + 1].weights.row(node);
                let through = |(above, weight)| Some(self.arriving(layer + 1, above, example)? * weight);
                let sum: Option<f64> = weights.iter().enumerate().map(through).sum();
                Some(sum? / self.problem.divisor())
            }
            (
                Quantity::Out { layer, node, example },
                Quantity::In { layer: same, node: sum, example: also },
            ) if layer == same && example == also => Some(match &tree.layers[layer].slopes {
                path::Slopes::OwnNode(slopes) if node == sum => slopes[(example, node)],
                path::Slopes::OwnNode(_) => 0.0,
                path::Slopes::WholeLayer(slopes) => slopes[example][(node, sum)],
            }),
            (Quantity::In { layer, node, example }, Quantity::Weight { layer: same, from, to })
                if layer == same =>
            {
                Some(if node == to { tree.layers[layer].below[(example, from)] } else { 0.0 })
            }
            (
                Quantity::In { layer, node, example },
                Quantity::Out { layer: below, node: from, example: also },
            ) if below + 1 == layer && example == also => Some(tree.layers[layer].weights[(from, node)]),
            _ => None,
        }
    }
}

/// Whether two formulas are equal under these definitions, whatever the numbers; where the network is known, N may be
/// taken for what it is.
pub(super) fn compared(left: &Expr, right: &Expr, givens: &Givens, shape: Option<&Shape>) -> Verdict {
    let [first, second] = [MOST_STEPS, MOST_STEPS].map(Work::of_steps);
    compared_within(left, right, givens, shape, [&first, &second])
}

/// The same, with so many steps for N as a name, and so many for N as the number that it is.
fn compared_within(
    left: &Expr,
    right: &Expr,
    givens: &Givens,
    shape: Option<&Shape>,
    [first, second]: [&Work; 2],
) -> Verdict {
    let verdict = compare_letters(left, right, givens, shape, first);
    let Some(shape) = shape.filter(|_| !matches!(verdict, Verdict::Holds(_))) else { return verdict };
    let mut givens = givens.clone();
    let divisor = shape.cost.divisor(shape.examples, shape.outputs());
    givens.count("N", num_traits::ToPrimitive::to_usize(&divisor).unwrap_or(1));
    compare_letters(left, right, &givens, Some(shape), second)
}

/// What the data say, and what the tree says of derivatives.
struct Numbers<'a> {
    scene: &'a Scene,
    changed: &'a dyn Fn(&Symbol) -> Option<f64>,
}

impl Bindings for Numbers<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        (self.changed)(symbol).or_else(|| agree::number(&self.scene.problem, &self.scene.shape, symbol))
    }

    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        self.scene.slope(of, by)
    }
}

/// The same to whoever goes through a bounded number of parts.
struct Bounded<'a> {
    known: &'a Unfolding<'a>,
    work: Work,
}

impl Bindings for Bounded<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.known.value(symbol)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        self.known.rounded(symbol)
    }

    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        self.known.partial(of, by)
    }

    fn goes_on(&self, parts: u64) -> bool {
        self.work.spend(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::written_givens;
    use crate::lesson::Matrix;
    use crate::lesson::Shown;

    fn scene() -> Scene {
        let problem = Problem::built_in("iris-2").expect("built in");
        let mut givens = written_givens(&problem.shape()).expect("no name twice");
        let mut define = |name: &str, is: &str| {
            givens.define(name.parse().expect(name), is.parse().expect(is)).expect("new");
        };
        define("f", "o_out_1^(1) - y_1^(1)");
        define("g", "1/(2*N)*f^2");
        Scene::new(problem, givens).expect("nothing overflows")
    }

    fn is_near(scene: &Scene, formula: &str, expected: f64) {
        let value = scene.value(&formula.parse().expect(formula)).unwrap_or_else(|| panic!("{formula}"));
        assert!((value - expected).abs() <= 1e-12 * expected.abs(), "{formula}: {value}");
    }

    /// Figures of the two-flower example, computed with fifty digits.
    #[test]
    fn formulas_and_derivatives_have_the_published_values() {
        let scene = scene();
        is_near(&scene, "MSE", 0.153030839882187);
        is_near(&scene, "d(MSE)/d(w_211)", 0.0110339241786482);
        is_near(&scene, "d(o_in_1^(1))/d(w_211)", 0.803098352860211);
        is_near(&scene, "d(o_in_1^(2))/d(h_out_2^(2))", 0.601518686906106);
        let product = "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))*d(o_in_1^(1))/d(w_211)";
        is_near(&scene, product, -0.0911155614839932 * 0.803098352860211 / 6.0);
        is_near(&scene, "d(g)/d(f)", -0.384868405950506 / 6.0);
        is_near(&scene, "d(MSE)/d(o_in_1^(2))", 0.144097391832871 / 6.0);
        // Through all outputs, along the paths as in symbols.
        for node in ["h_out_1^(1)", "h_out_2^(2)", "h_in_2^(1)"] {
            let worked_out = scene.derived(&"MSE".parse().expect("a name"), &node.parse().expect(node));
            is_near(&scene, &format!("d(MSE)/d({node})"), worked_out.expect("a value"));
        }
        assert_eq!(scene.value(&"sigma(x)".parse().expect("a formula")), None);
        assert_eq!(scene.value(&"d(sigma(x))/d(x)".parse().expect("a formula")), None);
    }

    #[test]
    fn a_derivative_is_worked_out_once() {
        let scene = scene();
        let slope: Expr = "d(g)/d(f)".parse().expect("a derivative");
        let Expr::Partial { of, by } = slope.clone() else { panic!("{slope:?}") };
        let value = scene.value(&slope);
        let kept =
            |scene: &Scene| scene.slopes.lock().expect("whole").get(&(*of.clone(), by.clone())).copied();
        assert_eq!((kept(&scene), value.is_some()), (Some(value), true));
        // What is kept is taken for what it is, also by whoever has the same scene.
        scene.slopes.lock().expect("whole").insert((*of.clone(), by.clone()), Some(7.0));
        assert_eq!(scene.clone().value(&slope), Some(7.0));
        // Under other definitions it may be something else.
        let other = scene.with_givens(scene.givens.clone());
        assert_eq!((other.value(&slope), kept(&scene)), (value, Some(Some(7.0))));
    }

    /// Drawing a slide for the first time derives nothing.
    #[test]
    fn slides_come_with_their_derivatives_worked_out() {
        let lesson = crate::lesson::Lesson::built_in("hidden-weights").expect("it is embedded");
        let mut found = 0;
        for slide in &lesson.slides {
            let kept = || slide.scene.slopes.lock().expect("whole").len();
            let before = kept();
            for shown in &slide.shown {
                match shown {
                    Shown::Line(line) => {
                        let _ = slide.scene.value(&line.equation.right);
                    }
                    Shown::Grid { cells, .. } | Shown::Matrix(Matrix { cells, .. }) => {
                        for cell in cells.iter().flatten() {
                            let _ = slide.scene.value(cell);
                        }
                    }
                    _ => {}
                }
            }
            assert_eq!(kept(), before, "slide at line {}", slide.line);
            found += before;
        }
        assert!(found > 5, "{found}");
    }

    #[test]
    fn one_weight_can_be_nudged() {
        let scene = scene();
        let weight = scene.shape.parameter("w_211").expect("it is there");
        let cost = "MSE".parse().expect("a name");
        let moved = scene.nudged(&cost, weight, 0.01).expect("a value");
        assert!((moved - 0.153142).abs() < 5e-7, "{moved}");
        assert_eq!(scene.nudged(&cost, weight, 0.0), scene.value(&cost));
    }
}
