//! Working a derivative out: which rule comes next follows from what the formula looks like.

use super::Derivation;
use super::Equation;
use super::Givens;
use super::Refusal;
use super::rule;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Symbol;

/// No derivation of a local derivative takes so many steps.
const MOST_STEPS: usize = 200;

impl Derivation {
    /// Applies the rule of this name.
    pub(super) fn by(&mut self, name: &'static str, at: &Focus, with: &[Expr]) -> Result<(), Refusal> {
        let rule =
            rule(name).ok_or_else(|| Refusal { rule: name, reason: "there is no such rule".into() })?;
        self.apply(rule, at, with).map(|_| ())
    }

    /// Works out every derivative on the right side, from the first to the last, and tidies up.
    pub(super) fn work_out(&mut self) -> Result<(), Refusal> {
        for _ in 0..MOST_STEPS {
            let right = &self.now().right;
            let Some(at) = right.find(&|part| matches!(part, Expr::Partial { .. })) else {
                return self.tidy();
            };
            let Some(Expr::Partial { of, by }) = right.at(&at).cloned() else { continue };
            let Move { rule, inside, with } = next_move(&of, &by, self.givens());
            let at = if inside { at.down(0) } else { at };
            self.by(rule, &at, &with)?;
        }
        Err(Refusal { rule: "work out", reason: format!("this took more than {MOST_STEPS} steps") })
    }

    /// Drops ones, zeros and brackets, gathers signs, multiplies numbers into fractions and cancels them.
    pub(super) fn tidy(&mut self) -> Result<(), Refusal> {
        for _ in 0..MOST_STEPS {
            let Some((at, rule, with)) = untidy(&self.now().right) else { return Ok(()) };
            self.by(rule, &at, &with)?;
        }
        Ok(())
    }
}

/// What is known about a derivative, as an equation with all steps that lead to it.
pub(crate) fn worked_out(givens: &Givens, of: impl Into<Expr>, by: &Symbol) -> Result<Derivation, Refusal> {
    let start = Expr::partial(of, by.clone());
    let mut derivation = Derivation::new(givens.clone(), Equation::start(start))?;
    derivation.work_out()?;
    Ok(derivation)
}

struct Move {
    rule: &'static str,
    /// Whether the rule is for what is differentiated, and not for the derivative.
    inside: bool,
    with: Vec<Expr>,
}

impl Move {
    fn by(rule: &'static str) -> Self {
        Move { rule, inside: false, with: Vec::new() }
    }
}

fn next_move(of: &Expr, by: &Symbol, givens: &Givens) -> Move {
    let variable = Expr::Sym(by.clone());
    let depends = |part: &Expr| givens.depends(part, by);
    if *of == variable {
        return Move::by("variable");
    }
    match of {
        Expr::Sym(name) if name.base == by.base && depends(of) => Move::by("same-or-other"),
        _ if !depends(of) => Move::by("constant"),
        Expr::Sym(_) => Move { inside: true, ..Move::by("definition") },
        Expr::Add(terms) if !terms.iter().all(depends) => Move::by("constant-terms-vanish"),
        Expr::Add(_) => Move::by("sum-rule"),
        Expr::Sum { index, body, .. } => match picked(*index, body, by) {
            Some(term) => Move { with: vec![term], ..Move::by("pick-term") },
            None => Move::by("sum-rule"),
        },
        Expr::Mul(factors) if is_variable_times_constants(factors, &variable, &depends) => {
            Move::by("opposite-element")
        }
        Expr::Mul(factors) if factors.iter().all(depends) => Move::by("product-rule"),
        Expr::Div(_, under) if depends(under) => Move::by("quotient-rule"),
        Expr::Neg(_) | Expr::Mul(_) | Expr::Div(..) => Move::by("constant-multiple"),
        Expr::Pow(base, _) if **base == variable => Move::by("power-rule"),
        Expr::Call(_, argument) if **argument == variable => Move::by("known-derivative"),
        _ => Move::by("chain-rule-outer"),
    }
}

fn is_variable_times_constants(factors: &[Expr], variable: &Expr, depends: &dyn Fn(&Expr) -> bool) -> bool {
    factors.iter().filter(|factor| depends(factor)).eq([variable])
}

/// The term of a Σ in which the variable stands: where the variable has its index.
fn picked(letter: char, body: &Expr, by: &Symbol) -> Option<Expr> {
    let mut found = None;
    body.any(&mut |part| {
        if let Expr::Sym(name) = part
            && name.base == by.base
            && found.is_none()
        {
            let place = name.indices().position(|index| index == Index::Letter(letter));
            found = place.and_then(|place| by.indices().nth(place));
        }
        found.is_some()
    });
    Some(match found? {
        Index::At(number) => Expr::integer(i64::try_from(number).ok()?),
        Index::Letter(letter) => Symbol::new(letter).into(),
    })
}

/// The first place, in reading order, that a rule can make shorter.
fn untidy(formula: &Expr) -> Option<(Focus, &'static str, Vec<Expr>)> {
    let rule_for = |part: &Expr| -> Option<(&'static str, Vec<Expr>)> {
        let is = |number: i64| move |factor: &Expr| factor.as_integer() == Some(number);
        let whole = |factor: &&Expr| factor.as_integer().is_some_and(|number| number > 1);
        match part {
            Expr::Add(terms) if terms.iter().any(zero) => Some(("drop-zeros", vec![])),
            Expr::Mul(factors) if factors.iter().any(zero) => Some(("drop-zeros", vec![])),
            Expr::Mul(factors) if factors.iter().any(|factor| matches!(factor, Expr::Mul(_))) => {
                Some(("drop-brackets", vec![]))
            }
            Expr::Mul(factors) if factors.iter().any(|factor| matches!(factor, Expr::Neg(_))) => {
                Some(("product-of-signs", vec![]))
            }
            Expr::Neg(inner) if matches!(**inner, Expr::Neg(_)) => Some(("product-of-signs", vec![])),
            Expr::Mul(factors) if factors.iter().any(is(1)) => Some(("drop-ones", vec![])),
            Expr::Mul(factors) => match beside_reciprocal(factors) {
                Some(with) => Some(("into-numerator", with)),
                _ if factors.iter().any(|factor| matches!(factor, Expr::Div(..))) => {
                    factors.iter().find(whole).map(|number| ("into-numerator", vec![number.clone()]))
                }
                _ => None,
            },
            Expr::Div(over, under) if is(1)(under) || shares_number(over, under) => {
                Some((if is(1)(under) { "drop-ones" } else { "cancel" }, vec![]))
            }
            _ => None,
        }
    };
    let at = formula.find(&|part| rule_for(part).is_some())?;
    let (rule, with) = rule_for(formula.at(&at)?)?;
    Some((at, rule, with))
}

/// The y and the 1/o of y·(1/o), which is y/o. The 1/N in front of everything stays.
fn beside_reciprocal(factors: &[Expr]) -> Option<Vec<Expr>> {
    let is_indexed = |part: &Expr| matches!(part, Expr::Sym(name) if !name.sub.is_empty());
    factors.windows(2).find_map(|pair| match &pair[1] {
        Expr::Div(over, under) if over.as_integer() == Some(1) && under.any(&mut { is_indexed }) => {
            (!matches!(pair[0], Expr::Div(..))).then(|| pair.to_vec())
        }
        _ => None,
    })
}

fn zero(formula: &Expr) -> bool {
    match formula {
        Expr::Neg(size) => zero(size),
        other => other.as_integer() == Some(0),
    }
}

/// Whether the same whole number above 1 stands above and below a fraction line.
fn shares_number(over: &Expr, under: &Expr) -> bool {
    over.factors().iter().any(|factor| {
        factor.as_integer().is_some_and(|number| number > 1) && under.factors().contains(factor)
    })
}
