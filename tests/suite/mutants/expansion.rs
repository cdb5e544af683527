//! Formulas as quotients of polynomials over the rational numbers: equal or not, without any sample point.
//!
//! Names are unknowns, and so is exp(a), where exp(−a) is 1/exp(a); σ and tanh are made of exp. A derivative is taken
//! of the quotient, after `let` names in it have been unfolded down to the variable; where that is not possible, as
//! with names of a network, it is an unknown too: what is equal then is equal whatever it is.

use std::collections::BTreeMap;

use gradwalk::expr::Expr;
use gradwalk::expr::Index;
use num_rational::BigRational;
use num_traits::One;
use num_traits::Zero;

/// What is not looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unknown {
    Name(String),
    Exp(Box<Quotient>),
    /// Of this not even the derivative is known.
    Other(String),
}

/// Each unknown with its exponent.
type Monomial = BTreeMap<Unknown, i32>;

/// Each product of unknowns with what it is multiplied by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Polynomial(BTreeMap<Monomial, BigRational>);

impl Polynomial {
    fn number(number: &BigRational) -> Self {
        Polynomial::default().plus(&Monomial::new(), number)
    }

    fn unknown(name: Unknown, exponent: i32) -> Self {
        Polynomial::default().plus(&[(name, exponent)].into(), &BigRational::one())
    }

    fn plus(mut self, monomial: &Monomial, times: &BigRational) -> Self {
        let sum = self.0.remove(monomial).unwrap_or_else(BigRational::zero) + times;
        if !sum.is_zero() {
            self.0.insert(monomial.clone(), sum);
        }
        self
    }

    fn add(self, other: &Polynomial) -> Self {
        other.0.iter().fold(self, |sum, (monomial, times)| sum.plus(monomial, times))
    }

    fn unknowns(&self) -> impl Iterator<Item = &Unknown> {
        self.0.keys().flat_map(BTreeMap::keys)
    }

    /// The derivative by a name, as a quotient because of what stands in an exp.
    fn slope(&self, by: &Unknown) -> Option<Quotient> {
        let mut slope = Quotient::number(0);
        for (monomial, times) in &self.0 {
            for (unknown, &exponent) in monomial {
                let inner = match unknown {
                    Unknown::Name(_) if unknown == by => Quotient::number(1),
                    Unknown::Name(_) => continue,
                    Unknown::Exp(of) => of.slope(by)?.multiply(&Quotient::unknown(unknown.clone())),
                    Unknown::Other(_) => return None,
                };
                let mut rest = monomial.clone();
                rest.insert(unknown.clone(), exponent - 1);
                rest.retain(|_, exponent| *exponent != 0);
                let times = times * BigRational::from_integer(exponent.into());
                let rest = Polynomial::default().plus(&rest, &times);
                slope = slope.add(&Quotient::of(rest).multiply(&inner));
            }
        }
        Some(slope)
    }

    fn multiply(&self, other: &Polynomial) -> Self {
        let mut product = Polynomial::default();
        for (a, x) in &self.0 {
            for (b, y) in &other.0 {
                let mut monomial = a.clone();
                for (name, exponent) in b {
                    *monomial.entry(name.clone()).or_default() += exponent;
                }
                monomial.retain(|_, exponent| *exponent != 0);
                product = product.plus(&monomial, &(x * y));
            }
        }
        product
    }
}

/// One polynomial over another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Quotient {
    over: Polynomial,
    under: Polynomial,
}

impl Quotient {
    fn of(over: Polynomial) -> Self {
        Quotient { over, under: Polynomial::number(&BigRational::one()) }
    }

    fn number(number: i64) -> Self {
        Quotient::of(Polynomial::number(&BigRational::from_integer(number.into())))
    }

    fn unknown(name: Unknown) -> Self {
        Quotient::of(Polynomial::unknown(name, 1))
    }

    /// The quotient rule.
    fn slope(&self, by: &Unknown) -> Option<Self> {
        let (over, under) = (Quotient::of(self.over.clone()), Quotient::of(self.under.clone()));
        let minus = Quotient::number(-1).multiply(&over).multiply(&self.under.slope(by)?);
        let above = self.over.slope(by)?.multiply(&under).add(&minus);
        Some(above.multiply(&under.multiply(&under).inverse()?))
    }

    fn add(&self, other: &Quotient) -> Self {
        if self.under == other.under {
            return Quotient { over: self.over.clone().add(&other.over), under: self.under.clone() };
        }
        let over = self.over.multiply(&other.under).add(&other.over.multiply(&self.under));
        Quotient { over, under: self.under.multiply(&other.under) }
    }

    fn multiply(&self, other: &Quotient) -> Self {
        Quotient { over: self.over.multiply(&other.over), under: self.under.multiply(&other.under) }
    }

    fn inverse(self) -> Option<Self> {
        (!self.over.0.is_empty()).then_some(Quotient { over: self.under, under: self.over })
    }

    fn is_zero(&self) -> bool {
        self.over.0.is_empty()
    }
}

/// Whether both are the same, where `given` says how many terms a Σ to E or K has.
pub(super) fn equal(left: &Expr, right: &Expr, given: &str) -> bool {
    let minus = Quotient::number(-1);
    let (Some(left), Some(right)) = (expanded(left, given), expanded(right, given)) else { return false };
    left.add(&right.multiply(&minus)).is_zero()
}

/// E, K and N as the texts' first lines give them.
fn count(name: &str, given: &str) -> Option<i64> {
    let stated =
        given.lines().find_map(|line| line.strip_prefix(&format!("let {name} = "))?.trim().parse().ok());
    let iris = || match name {
        "E" => Some(2),
        "K" => Some(3),
        "N" => Some(6),
        _ => None,
    };
    stated.or_else(|| {
        if given.starts_with("problem iris-2") || given.contains("\nproblem iris-2") { iris() } else { None }
    })
}

fn expanded(formula: &Expr, given: &str) -> Option<Quotient> {
    let part = |part: &Expr| expanded(part, given);
    Some(match formula {
        Expr::Num(number) => Quotient::of(Polynomial::number(number)),
        Expr::Sym(symbol) => match count(&symbol.to_string(), given) {
            Some(count) => Quotient::number(count),
            None => Quotient::unknown(Unknown::Name(symbol.to_string())),
        },
        Expr::Neg(a) => part(a)?.multiply(&Quotient::number(-1)),
        Expr::Add(terms) => {
            terms.iter().try_fold(Quotient::number(0), |sum, term| Some(sum.add(&part(term)?)))?
        }
        Expr::Mul(factors) => factors
            .iter()
            .try_fold(Quotient::number(1), |product, factor| Some(product.multiply(&part(factor)?)))?,
        Expr::Div(a, b) => part(a)?.multiply(&part(b)?.inverse()?),
        Expr::Pow(a, n) => {
            let base = if *n < 0 { part(a)?.inverse()? } else { part(a)? };
            (0..n.unsigned_abs()).fold(Quotient::number(1), |power, _| power.multiply(&base))
        }
        Expr::Call(function, a) => match function.definition {
            Some(_) => part(&function.unfolded(a)?)?,
            None if function.name == "exp" => exponential(&part(a)?),
            None => Quotient::unknown(Unknown::Other(format!("{}({:?})", function.name, part(a)?))),
        },
        Expr::Sum { index, from, to, body } => {
            let limit = |limit: &Expr| match limit {
                Expr::Sym(name) => count(&name.to_string(), given),
                other => other.as_integer(),
            };
            (limit(from)?..=limit(to)?).try_fold(Quotient::number(0), |sum, number| {
                let index = [(*index, Index::At(usize::try_from(number).ok()?))].into();
                Some(sum.add(&part(&body.with_letters(&index))?))
            })?
        }
        Expr::Partial { of, by } => slope(of, &by.to_string(), given)
            .unwrap_or_else(|| Quotient::unknown(Unknown::Other(format!("d({of})/d({by})")))),
    })
}

/// exp(0) is 1, and exp(−a) is 1 over exp(a): of the two, the one whose first number is not negative is the unknown.
fn exponential(of: &Quotient) -> Quotient {
    let Some(first) = of.over.0.values().next() else { return Quotient::number(1) };
    let is_negative = *first < BigRational::zero();
    let size = if is_negative { of.multiply(&Quotient::number(-1)) } else { of.clone() };
    let exp = Quotient::unknown(Unknown::Exp(Box::new(size)));
    if is_negative { Quotient { over: exp.under, under: exp.over } } else { exp }
}

/// The derivative of a formula, or nothing where a name in it rests on others in a way that is not seen here.
fn slope(of: &Expr, by: &str, given: &str) -> Option<Quotient> {
    let of = expanded(&unfolded(of, by, given), given)?;
    let hides = |unknown: &Unknown| matches!(unknown, Unknown::Name(name) if level(name) > level(by));
    let hidden = [&of.over, &of.under].into_iter().any(|side| side.unknowns().any(hides));
    if hidden { None } else { of.slope(&Unknown::Name(by.to_owned())) }
}

/// How far up a name stands in a network of two layers. A name rests on none that stands as high or higher.
fn level(name: &str) -> usize {
    let levels: [&[&str]; 5] = [&["h_in"], &["h_out", "w_2", "b_2"], &["o_in"], &["o_out"], &["MSE", "CCE"]];
    let found = levels.iter().position(|names| names.iter().any(|start| name.starts_with(start)));
    found.map_or(0, |level| level + 1)
}

/// The formula with every `let` name but this one replaced by what it stands for.
fn unfolded(formula: &Expr, by: &str, given: &str) -> Expr {
    let definition = |name: &str| {
        let is = given.lines().find_map(|line| line.strip_prefix(&format!("let {name} = ")))?;
        is.split('#').next()?.trim().parse::<Expr>().ok()
    };
    match formula {
        Expr::Sym(symbol) if symbol.to_string() != by => match definition(&symbol.to_string()) {
            Some(is) => unfolded(&is, by, given),
            None => formula.clone(),
        },
        _ => formula.map_parts(&mut |part| unfolded(part, by, given)),
    }
}

#[test]
fn expansion_knows_what_is_equal() {
    for (left, right, is) in [
        ("(a + b)^2", "a^2 + 2*a*b + b^2", true),
        ("1/(a - b) + 1/(a + b)", "2*a/(a^2 - b^2)", true),
        ("exp(-x)*exp(x)", "1", true),
        ("sigma(x)*(1 - sigma(x))", "exp(-x)/(1 + exp(-x))^2", true),
        ("sum(k, 1, 2, a_k)", "a_1 + a_2", true),
        ("d(sigma(x))/d(x)", "exp(-x)/(1 + exp(-x))^2", true),
        ("d(f)/d(x)", "2*x*exp(x^2)", true),
        ("d(o_out_1^(1))/d(x)", "0", false),
        ("d(o_out_1^(1)*y + o_out_2^(1))/d(o_out_1^(1))", "y", true),
        ("d(o_out_1^(1)*w_211)/d(w_211)", "o_out_1^(1)", false),
        ("(a + b)^2", "a^2 + b^2", false),
        ("exp(-x)", "exp(x)", false),
        ("1/(x - x)", "1/(x - x)", false),
    ] {
        assert_eq!(
            equal(&left.parse().expect(left), &right.parse().expect(right), "let f = exp(x^2)"),
            is,
            "{left} = {right}"
        );
    }
}
