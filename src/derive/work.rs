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

    /// Drops ones, zeros and brackets, gathers signs, and cancels numbers.
    pub(super) fn tidy(&mut self) -> Result<(), Refusal> {
        self.tidy_by(&TIDYING)
    }

    /// Drops zeros, brackets and ones where factors have been put together, and leaves each factor as it is.
    pub(super) fn join(&mut self) -> Result<(), Refusal> {
        self.tidy_by(&TIDYING[..3])
    }

    fn tidy_by(&mut self, rules: &[Tidying]) -> Result<(), Refusal> {
        for _ in 0..MOST_STEPS {
            let Some((at, rule, with)) = untidy(&self.now().right, rules) else { return Ok(()) };
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

/// A rule that makes a formula shorter, and what it has to be told of a part that it applies to.
type Tidying = (&'static str, fn(&Expr) -> Option<Vec<Expr>>);

/// What is tidied up, the first that applies first.
const TIDYING: [Tidying; 6] = [
    ("drop-zeros", |part| {
        matches!(part, Expr::Add(parts) | Expr::Mul(parts) if parts.iter().any(zero)).then(Vec::new)
    }),
    ("drop-brackets", |part| {
        let inner = |factor: &Expr| matches!(factor, Expr::Mul(_));
        matches!(part, Expr::Mul(factors) if factors.iter().any(inner)).then(Vec::new)
    }),
    ("drop-ones", |part| {
        let one = |factor: &Expr| factor.as_integer() == Some(1);
        let is = match part {
            Expr::Mul(factors) => factors.iter().any(one),
            Expr::Div(_, under) => one(under),
            _ => false,
        };
        is.then(Vec::new)
    }),
    ("product-of-signs", |part| {
        let negative = |factor: &Expr| matches!(factor, Expr::Neg(_));
        let is = match part {
            Expr::Mul(factors) => factors.iter().any(negative),
            Expr::Neg(inner) => negative(inner),
            _ => false,
        };
        is.then(Vec::new)
    }),
    ("into-numerator", |part| {
        let Expr::Mul(factors) = part else { return None };
        beside_reciprocal(factors).or_else(|| above_itself(factors))
    }),
    ("cancel", |part| matches!(part, Expr::Div(over, under) if shares_number(over, under)).then(Vec::new)),
];

/// The first place, in reading order, that one of these rules can make shorter.
fn untidy(formula: &Expr, rules: &[Tidying]) -> Option<(Focus, &'static str, Vec<Expr>)> {
    let rule_for = |part: &Expr| rules.iter().find_map(|(rule, told)| Some((*rule, told(part)?)));
    let at = formula.find(&|part| rule_for(part).is_some())?;
    let (rule, with) = rule_for(formula.at(&at)?)?;
    Some((at, rule, with))
}

/// The 2 and the 1/(2·N) of 1/(2·N)·2: a number that cancels once it stands above the line.
fn above_itself(factors: &[Expr]) -> Option<Vec<Expr>> {
    factors.iter().find_map(|fraction| {
        let Expr::Div(_, under) = fraction else { return None };
        let number = factors.iter().find(|factor| whole(factor) && under.factors().contains(factor))?;
        Some(vec![number.clone(), fraction.clone()])
    })
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
    over.factors().iter().any(|factor| whole(factor) && under.factors().contains(factor))
}

fn whole(factor: &Expr) -> bool {
    factor.as_integer().is_some_and(|number| number > 1)
}
