//! The local derivatives of the strategy, each brought into the form that the tables of costs and activation
//! functions give it: so that a factor looks the same in a derivation and in the table of the paths.

use super::Goal;
use super::Part;
use crate::derive::Derivation;
use crate::derive::Equation;
use crate::derive::Givens;
use crate::derive::Refusal;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;

/// Brings the slope of a cost into the form 1/N · (slope of one term).
///
/// Cross-entropy's −1/N·(y/o − (1 − y)/(1 − o)) becomes 1/N·(o − y)/(o·(1 − o)).
pub(super) fn bring_cost_into_form(derivation: &mut Derivation) -> Result<(), Refusal> {
    let fraction = |term: &Expr| matches!(term, Expr::Div(..));
    let is_two_fractions = |part: &Expr| matches!(part, Expr::Add(terms) if matches!(terms.as_slice(), [a, Expr::Neg(b)] if fraction(a) && fraction(b)));
    if let Some(at) = derivation.now().right.find(&is_two_fractions) {
        derivation.by("common-denominator", &at, &[])?;
        multiply_out(derivation, &at.down(0))?;
    }
    let negative = |factor: &Expr| matches!(factor, Expr::Div(over, _) if over.as_integer() == Some(-1));
    if let Expr::Mul(factors) = &derivation.now().right
        && let [sign, slope] = factors.as_slice()
        && negative(sign)
    {
        let slope = slope.clone();
        derivation.by("move-sign", &Focus::whole(), &[slope])?;
    }
    Ok(())
}

/// Multiplies the brackets in a difference of two products out, and drops what is there with both signs.
fn multiply_out(derivation: &mut Derivation, at: &Focus) -> Result<(), Refusal> {
    derivation.by("distribute", &at.down(0), &[])?;
    derivation.by("distribute", &at.down(1).down(0), &[])?;
    derivation.tidy()?;
    derivation.by("drop-brackets", at, &[])?;
    derivation.by("opposite-terms", at, &[])
}

/// Puts in front of the first part that uses σ or tanh where the slope of that function comes from.
pub(super) fn explain_functions(parts: &mut Vec<Part>) -> Result<(), Refusal> {
    for (name, goal, slope) in [
        ("tanh", Goal::Tanh, tanh_slope as fn() -> Result<Derivation, Refusal>),
        ("sigma", Goal::Sigmoid, sigmoid_slope),
    ] {
        if let Some(place) = parts.iter().position(|part| uses(part, name)) {
            parts.insert(place, Part { goal, derivation: slope()? });
        }
    }
    Ok(())
}

fn uses(part: &Part, name: &str) -> bool {
    let is_call = |part: &Expr| matches!(part, Expr::Call(function, _) if function.name == name);
    part.derivation.steps().iter().any(|step| step.after().right.any(&mut { is_call }))
}

fn formula(text: &str) -> Expr {
    text.parse().unwrap_or_else(|error| unreachable!("{text}: {error}"))
}

/// A step that is written down beforehand: the rule, the place, and what the rule is told.
type Written = (&'static str, &'static [usize], &'static [&'static str]);

fn follow(derivation: &mut Derivation, steps: &[Written]) -> Result<(), Refusal> {
    for (name, at, with) in steps {
        let with: Vec<Expr> = with.iter().map(|text| formula(text)).collect();
        derivation.by(name, &Focus(at.to_vec()), &with)?;
    }
    Ok(())
}

/// σ′, from the definition of σ, by the steps of the source post's slides 16 to 27.
fn sigmoid_slope() -> Result<Derivation, Refusal> {
    let mut derivation = Derivation::new(Givens::of_numbers(), Equation::start(formula("d(sigma(x))/d(x)")))?;
    let steps: [Written; 15] = [
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
    follow(&mut derivation, &steps)?;
    Ok(derivation)
}

/// tanh′ = (1 − tanh)·(1 + tanh), from tanh = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ): with a the denominator and b the numerator,
/// the slope is (a² − b²)/a².
fn tanh_slope() -> Result<Derivation, Refusal> {
    let mut derivation = Derivation::new(Givens::of_numbers(), Equation::start(formula("d(tanh(x))/d(x)")))?;
    follow(&mut derivation, &[("definition", &[0], &[]), ("quotient-rule", &[], &[])])?;
    derivation.work_out()?;
    derivation.by("difference-of-squares", &[0].into(), &[])?;
    let difference = derivation.now().right.at(&[0, 0].into()).cloned();
    derivation.by("split-square", &Focus::whole(), &Vec::from_iter(difference))?;
    let steps: [Written; 5] = [
        ("split-fraction", &[0], &[]),
        ("split-fraction", &[1], &[]),
        ("cancel", &[0, 0], &[]),
        ("cancel", &[1, 0], &[]),
        ("recognise", &[], &["tanh(x)"]),
    ];
    follow(&mut derivation, &steps)?;
    Ok(derivation)
}

/// Writes `σ(o_in)` as `o_out` again, and brings softmax into its shortest form.
pub(super) fn name_output(derivation: &mut Derivation, of: &Symbol, by: &Symbol) -> Result<(), Refusal> {
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
    let numerator = derivation.givens().definition_of(of).map(|is| is.parts().take(1).cloned().collect());
    derivation.by("split-square", &[1, 0].into(), &numerator.unwrap_or(vec![]))?;
    derivation.by("recognise", &Focus::whole(), std::slice::from_ref(&ours))?;
    if other != ours {
        derivation.by("recognise", &[1].into(), std::slice::from_ref(&other))?;
    }
    derivation.by("factor-out", &Focus::whole(), &[ours])?;
    Ok(())
}
