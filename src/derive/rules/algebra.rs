//! Rules of brackets and order.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "distribute",
        says: "What stands in front of a bracket multiplies every term inside.",
        example: Example { from: "1/N*(a + b - c)", with: &[], given: &[], to: "1/N*a + 1/N*b - 1/N*c" },
        refuses: Example { from: "a*b", with: &[], given: &[], to: "no bracket with a sum" },
        rewrite: Rewrite::Part(distribute),
    },
    Rule {
        name: "factor-out",
        says: "A factor that all terms have is written once, in front of a bracket.",
        example: Example { from: "1/N*a + 1/N*b", with: &["1/N"], given: &[], to: "1/N*(a + b)" },
        refuses: Example { from: "1/N*a + b", with: &["1/N"], given: &[], to: "is not a factor of b" },
        rewrite: Rewrite::Part(factor_out),
    },
    Rule {
        name: "drop-brackets",
        says: "In a product of products, and in a sum of sums, the brackets make no difference.",
        example: Example { from: "1/N*(2*f)", with: &[], given: &[], to: "1/N*2*f" },
        refuses: Example { from: "a*(b + c)", with: &[], given: &[], to: "no brackets to drop" },
        rewrite: Rewrite::Part(drop_brackets),
    },
    Rule {
        name: "reorder",
        says: "Factors, and terms, may stand in any order.",
        example: Example { from: "a*b*c", with: &["c*a*b"], given: &[], to: "c*a*b" },
        refuses: Example { from: "a*b*c", with: &["a*b"], given: &[], to: "not the same pieces" },
        rewrite: Rewrite::Part(reorder),
    },
    Rule {
        name: "add-and-subtract",
        says: "Adding something and taking it away again changes nothing.",
        example: Example { from: "exp(-x)", with: &["1"], given: &[], to: "1 + exp(-x) - 1" },
        refuses: Example { from: "exp(-x)", with: &[], given: &[], to: "say what" },
        rewrite: Rewrite::Part(add_and_subtract),
    },
    Rule {
        name: "opposite-terms",
        says: "A term and the same term with a minus sign before it make nothing together.",
        example: Example { from: "y - y*o - o + y*o", with: &[], given: &[], to: "y - o" },
        refuses: Example { from: "y - o", with: &[], given: &[], to: "no term stands here with both signs" },
        rewrite: Rewrite::Part(opposite_terms),
    },
    Rule {
        name: "difference-of-squares",
        says: "The difference of two squares is the difference of what was squared times its sum.",
        example: Example { from: "a^2 - b^2", with: &[], given: &[], to: "(a - b)*(a + b)" },
        refuses: Example { from: "a^2 - b", with: &[], given: &[], to: "not the difference of two squares" },
        rewrite: Rewrite::Part(difference_of_squares),
    },
    Rule {
        name: "drop-ones",
        says: "Multiplying or dividing by 1 changes nothing.",
        example: Example { from: "1/N*f*1", with: &[], given: &[], to: "1/N*f" },
        refuses: Example { from: "1/N*f", with: &[], given: &[], to: "no factor 1" },
        rewrite: Rewrite::Part(drop_ones),
    },
    Rule {
        name: "drop-zeros",
        says: "Adding 0 changes nothing, and 0 times anything is 0.",
        example: Example { from: "a + 0*b - 0", with: &[], given: &[], to: "a" },
        refuses: Example { from: "a + b", with: &[], given: &[], to: "no 0 here" },
        rewrite: Rewrite::Part(drop_zeros),
    },
    Rule {
        name: "calculate",
        says: "Here stand only numbers, and they can be worked out.",
        example: Example { from: "0.5*(1 - 0.5)", with: &[], given: &[], to: "0.25" },
        refuses: Example { from: "2*x", with: &[], given: &[], to: "x is not a number" },
        rewrite: Rewrite::Part(calculate),
    },
];

fn distribute(site: &Site) -> Result<Expr, String> {
    let factors = site.factors()?;
    let bracket = factors.iter().position(|factor| matches!(factor, Expr::Add(_)));
    let Some((place, Expr::Add(terms))) = bracket.map(|place| (place, &factors[place])) else {
        return Err("there is no bracket with a sum among the factors".into());
    };
    let multiplied = |term: &Expr| {
        let (size, is_negative) = match term {
            Expr::Neg(size) => (&**size, true),
            term => (term, false),
        };
        let mut factors = factors.to_vec();
        factors.splice(place..=place, size.factors().iter().cloned());
        let product = Expr::Mul(factors);
        if is_negative { product.negated() } else { product }
    };
    Ok(Expr::Add(terms.iter().map(multiplied).collect()))
}

fn factor_out(site: &Site) -> Result<Expr, String> {
    let factor = site.told("which factor")?;
    let terms = site.terms()?.iter().map(|term| match term {
        Expr::Neg(size) => without(size, factor).map(Expr::negated),
        term => without(term, factor),
    });
    Ok(Expr::Mul(vec![factor.clone(), Expr::Add(terms.collect::<Result<_, _>>()?)]))
}

fn without(term: &Expr, factor: &Expr) -> Result<Expr, String> {
    let mut factors = term.factors().to_vec();
    let place = factors.iter().position(|other| other == factor);
    let place = place.ok_or_else(|| format!("{} is not a factor of {}", factor.unicode(), term.unicode()))?;
    factors.remove(place);
    Ok(Expr::product_of(factors))
}

fn drop_brackets(site: &Site) -> Result<Expr, String> {
    let result = match site.part {
        Expr::Mul(factors) => Expr::Mul(factors.iter().flat_map(|f| f.factors().iter().cloned()).collect()),
        Expr::Add(terms) => Expr::Add(terms.iter().flat_map(opened).collect()),
        other => other.clone(),
    };
    if result == *site.part { Err("there are no brackets to drop".into()) } else { Ok(result) }
}

/// The terms of a bracket, each with the bracket's sign.
fn opened(term: &Expr) -> Vec<Expr> {
    match term {
        Expr::Add(terms) => terms.clone(),
        Expr::Neg(size) if matches!(**size, Expr::Add(_)) => size
            .terms()
            .iter()
            .map(|term| match term {
                Expr::Neg(size) => (**size).clone(),
                term => term.clone().negated(),
            })
            .collect(),
        term => vec![term.clone()],
    }
}

fn reorder(site: &Site) -> Result<Expr, String> {
    let wanted = site.told("the order that you want")?;
    let is_same = |ours: &[Expr], theirs: &[Expr]| {
        let mut rest = theirs.to_vec();
        ours.iter()
            .all(|piece| rest.iter().position(|other| other == piece).map(|at| rest.remove(at)).is_some())
            && rest.is_empty()
    };
    let fits = match (site.part, wanted) {
        (Expr::Add(ours), Expr::Add(theirs)) | (Expr::Mul(ours), Expr::Mul(theirs)) => is_same(ours, theirs),
        _ => false,
    };
    if fits {
        return Ok(wanted.clone());
    }
    Err(format!("{} are not the same pieces as {}", wanted.unicode(), site.part.unicode()))
}

fn add_and_subtract(site: &Site) -> Result<Expr, String> {
    let added = site.told("what is to be added and taken away")?;
    let mut terms = vec![added.clone()];
    terms.extend_from_slice(site.part.terms());
    terms.push(added.clone().negated());
    Ok(Expr::Add(terms))
}

fn opposite_terms(site: &Site) -> Result<Expr, String> {
    let terms = site.terms()?;
    let pair = terms.iter().enumerate().find_map(|(place, term)| {
        let opposite = term.clone().negated();
        Some([place, terms.iter().position(|other| *other == opposite)?])
    });
    let pair = pair.ok_or("no term stands here with both signs")?;
    let left = terms.iter().enumerate().filter(|(place, _)| !pair.contains(place));
    Ok(Expr::sum_of(left.map(|(_, term)| term.clone()).collect()))
}

fn difference_of_squares(site: &Site) -> Result<Expr, String> {
    let squared = |term: &Expr| match term {
        Expr::Pow(base, 2) => Some((**base).clone()),
        Expr::Mul(factors) if factors.len() == 2 && factors[0] == factors[1] => Some(factors[0].clone()),
        _ => None,
    };
    let found = match site.terms()? {
        [a, Expr::Neg(b)] => squared(a).zip(squared(b)),
        _ => None,
    };
    let (a, b) =
        found.ok_or_else(|| format!("{} is not the difference of two squares", site.part.unicode()))?;
    let minus = Expr::Add(vec![a.clone(), b.clone().negated()]);
    Ok(Expr::Mul(vec![minus, Expr::Add(vec![a, b])]))
}

fn drop_ones(site: &Site) -> Result<Expr, String> {
    let is_one = |factor: &Expr| factor.as_integer() == Some(1);
    let result = match site.part {
        Expr::Mul(factors) => {
            Expr::product_of(factors.iter().filter(|factor| !is_one(factor)).cloned().collect())
        }
        Expr::Div(over, under) if is_one(under) => (**over).clone(),
        Expr::Pow(base, 1) => (**base).clone(),
        other => other.clone(),
    };
    if result == *site.part { Err("there is no factor 1 here".into()) } else { Ok(result) }
}

fn drop_zeros(site: &Site) -> Result<Expr, String> {
    let result = match site.part {
        Expr::Add(terms) => Expr::sum_of(terms.iter().filter(|term| !zero(term)).cloned().collect()),
        other if zero(other) => Expr::integer(0),
        other => other.clone(),
    };
    if result == *site.part { Err("there is no 0 here that adds or multiplies".into()) } else { Ok(result) }
}

/// Whether a formula is 0, or has a factor 0.
fn zero(formula: &Expr) -> bool {
    match formula {
        Expr::Neg(size) => zero(size),
        Expr::Mul(factors) => factors.iter().any(zero),
        Expr::Div(over, _) => zero(over),
        Expr::Sum { body, .. } => zero(body),
        other => other.as_integer() == Some(0),
    }
}

fn calculate(site: &Site) -> Result<Expr, String> {
    use num_rational::BigRational;
    use num_traits::{Signed, Zero};
    fn value(formula: &Expr) -> Result<BigRational, String> {
        Ok(match formula {
            Expr::Num(number) => number.clone(),
            Expr::Neg(a) => -value(a)?,
            Expr::Add(terms) => {
                terms.iter().try_fold(BigRational::zero(), |sum, term| Ok::<_, String>(sum + value(term)?))?
            }
            Expr::Mul(factors) => {
                factors.iter().try_fold(BigRational::from_integer(1.into()), |product, f| {
                    Ok::<_, String>(product * value(f)?)
                })?
            }
            Expr::Div(a, b) => match value(b)? {
                under if under.is_zero() => return Err("here one would divide by 0".into()),
                under => value(a)? / under,
            },
            Expr::Pow(base, exponent) => match value(base)? {
                base if base.is_zero() && *exponent <= 0 => return Err("0 to this power has no value".into()),
                base => base.pow(*exponent),
            },
            Expr::Call(function, a) if function.name == "exp" && value(a)?.is_zero() => {
                BigRational::from_integer(1.into())
            }
            other => return Err(format!("{} is not a number that can be worked out", other.unicode())),
        })
    }
    let number = value(site.part)?;
    let size = |number: BigRational| Expr::Num(number);
    let whole = |part: &num_bigint::BigInt| size(BigRational::from_integer(part.clone()));
    let amount = number.abs();
    let mut rest = amount.denom().clone();
    for prime in [2u8, 5] {
        while (&rest % prime).is_zero() {
            rest /= prime;
        }
    }
    // A number without end, such as 1/3, stays a fraction.
    let written =
        if rest == 1.into() { size(amount) } else { whole(amount.numer()).over(whole(amount.denom())) };
    let result = if number.is_negative() { written.negated() } else { written };
    if result == *site.part { Err("this is worked out already".into()) } else { Ok(result) }
}
