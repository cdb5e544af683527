//! Rules of fractions and powers.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "reciprocal-as-power",
        says: "One over something is that something to the power −1.",
        example: Example { from: "1/(1 + exp(-x))", with: &[], given: &[], to: "(1 + exp(-x))^(-1)" },
        refuses: Example { from: "a/b", with: &[], given: &[], to: "1 over something" },
        rewrite: Rewrite::Part(reciprocal_as_power),
    },
    Rule {
        name: "power-as-fraction",
        says: "A negative power stands under a fraction line as a positive one.",
        example: Example {
            from: "(1 + exp(-x))^(-2)*exp(-x)",
            with: &[],
            given: &[],
            to: "exp(-x)/(1 + exp(-x))^2",
        },
        refuses: Example { from: "x^2*y", with: &[], given: &[], to: "no negative power" },
        rewrite: Rewrite::Part(power_as_fraction),
    },
    Rule {
        name: "split-square",
        says: "A square under the fraction line is one factor for each of two fractions.",
        example: Example { from: "a/u^2", with: &[], given: &[], to: "1/u*(a/u)" },
        refuses: Example { from: "a/u", with: &[], given: &[], to: "a square under" },
        rewrite: Rewrite::Part(split_square),
    },
    Rule {
        name: "split-fraction",
        says: "A sum over something is each part of the sum over it.",
        example: Example {
            from: "(1 + exp(-x) - 1)/(1 + exp(-x))",
            with: &["1 + exp(-x)"],
            given: &[],
            to: "(1 + exp(-x))/(1 + exp(-x)) - 1/(1 + exp(-x))",
        },
        refuses: Example { from: "a*b/c", with: &[], given: &[], to: "no sum above" },
        rewrite: Rewrite::Part(split_fraction),
    },
    Rule {
        name: "common-denominator",
        says: "Two fractions come over one line: each numerator is multiplied by the other's denominator.",
        example: Example { from: "a/b - c/d", with: &[], given: &[], to: "(a*d - c*b)/(b*d)" },
        refuses: Example { from: "a/b - c", with: &[], given: &[], to: "not two fractions" },
        rewrite: Rewrite::Part(common_denominator),
    },
    Rule {
        name: "cancel",
        says: "A factor above and below the fraction line cancels.",
        example: Example { from: "2/(2*N)", with: &[], given: &[], to: "1/N" },
        refuses: Example { from: "a/(b + a)", with: &[], given: &[], to: "no common factor" },
        rewrite: Rewrite::Part(cancel),
    },
    Rule {
        name: "into-numerator",
        says: "Multiplying a fraction multiplies what stands above the line.",
        example: Example { from: "1/(2*N)*2*f", with: &["2"], given: &[], to: "2/(2*N)*f" },
        refuses: Example { from: "1/(2*N)*f", with: &["2"], given: &[], to: "2 is not a factor" },
        rewrite: Rewrite::Part(into_numerator),
    },
    Rule {
        name: "out-of-numerator",
        says: "A factor above the fraction line may stand beside the fraction.",
        example: Example { from: "a*b/u", with: &["b"], given: &[], to: "a/u*b" },
        refuses: Example { from: "a*b/u", with: &["c"], given: &[], to: "c is not a factor" },
        rewrite: Rewrite::Part(out_of_numerator),
    },
];

fn is_one(formula: &Expr) -> bool {
    formula.as_integer() == Some(1)
}

fn reciprocal_as_power(site: &Site) -> Result<Expr, String> {
    match site.fraction()? {
        (over, under) if is_one(over) => Ok(match under {
            Expr::Pow(base, exponent) => Expr::Pow(base.clone(), -exponent),
            under => Expr::Pow(Box::new(under.clone()), -1),
        }),
        _ => Err("this fraction is not 1 over something".into()),
    }
}

fn power_as_fraction(site: &Site) -> Result<Expr, String> {
    let (below, above): (Vec<&Expr>, Vec<&Expr>) =
        site.part.factors().iter().partition(|factor| matches!(factor, Expr::Pow(_, ..0)));
    if below.is_empty() {
        return Err("there is no negative power here".into());
    }
    let below = below.into_iter().filter_map(|factor| match factor {
        Expr::Pow(base, -1) => Some((**base).clone()),
        Expr::Pow(base, exponent) => Some(Expr::Pow(base.clone(), -exponent)),
        _ => None,
    });
    let above = Expr::product_of(above.into_iter().cloned().collect());
    Ok(above.over(Expr::product_of(below.collect())))
}

fn split_square(site: &Site) -> Result<Expr, String> {
    match site.fraction()? {
        (Expr::Mul(factors), Expr::Pow(base, 2)) if !site.with().is_empty() => {
            let (first, rest) =
                taken_out(factors, site.told("which factor goes over the first fraction line")?)?;
            Ok(Expr::Mul(vec![first.over((**base).clone()), rest.over((**base).clone())]))
        }
        (over, Expr::Pow(base, 2)) => {
            Ok(Expr::Mul(vec![Expr::integer(1).over((**base).clone()), over.clone().over((**base).clone())]))
        }
        _ => Err("there is not a square under this fraction line".into()),
    }
}

/// One of the factors, and the product of the others.
fn taken_out(factors: &[Expr], wanted: &Expr) -> Result<(Expr, Expr), String> {
    let mut rest = factors.to_vec();
    let place = rest.iter().position(|factor| factor == wanted);
    let place = place.ok_or_else(|| format!("{} is not a factor here", wanted.unicode()))?;
    let wanted = rest.remove(place);
    Ok((wanted, Expr::product_of(rest)))
}

fn out_of_numerator(site: &Site) -> Result<Expr, String> {
    let (over, under) = site.fraction()?;
    let (factor, rest) = taken_out(over.factors(), site.told("which factor leaves the numerator")?)?;
    Ok(Expr::Mul(vec![rest.over(under.clone()), factor]))
}

fn split_fraction(site: &Site) -> Result<Expr, String> {
    let (over, under) = site.fraction()?;
    let Expr::Add(terms) = over else { return Err("there is no sum above the fraction line".into()) };
    let first = match site.with() {
        [] => 1,
        [first] if first.terms().len() < terms.len() && terms.starts_with(first.terms()) => {
            first.terms().len()
        }
        _ => return Err(format!("say which part of {} comes first", over.unicode())),
    };
    let parts = [&[Expr::sum_of(terms[..first].to_vec())], &terms[first..]].concat();
    let divided = |part: &Expr| match part {
        Expr::Neg(size) => (**size).clone().over(under.clone()).negated(),
        part => part.clone().over(under.clone()),
    };
    Ok(Expr::Add(parts.iter().map(divided).collect()))
}

fn common_denominator(site: &Site) -> Result<Expr, String> {
    let part = |term: &Expr| match term {
        Expr::Div(over, under) => Some(((**over).clone(), (**under).clone(), 1)),
        Expr::Neg(size) => match &**size {
            Expr::Div(over, under) => Some(((**over).clone(), (**under).clone(), -1)),
            _ => None,
        },
        _ => None,
    };
    let parts: Option<Vec<(Expr, Expr, i64)>> = site.terms()?.iter().map(part).collect();
    let Some([(a, b, first), (c, d, second)]) = parts.as_deref() else {
        return Err(format!("{} is not two fractions", site.part.unicode()));
    };
    let signed = |product: Expr, sign: i64| if sign < 0 { product.negated() } else { product };
    let times = |a: &Expr, b: &Expr| Expr::Mul([a.factors(), b.factors()].concat());
    Ok(Expr::Add(vec![signed(times(a, d), *first), signed(times(c, b), *second)]).over(times(b, d)))
}

/// A factor as a base and how often it is multiplied.
fn as_power(factor: &Expr) -> (Expr, i32) {
    match factor {
        Expr::Pow(base, exponent @ 1..) => ((**base).clone(), *exponent),
        factor => (factor.clone(), 1),
    }
}

fn from_power((base, exponent): (Expr, i32)) -> Option<Expr> {
    match exponent {
        0 => None,
        1 => Some(base),
        _ => Some(Expr::Pow(Box::new(base), exponent)),
    }
}

fn cancel(site: &Site) -> Result<Expr, String> {
    let (over, under) = site.fraction()?;
    if over == under {
        return Ok(Expr::integer(1));
    }
    let mut above: Vec<(Expr, i32)> = over.factors().iter().map(as_power).collect();
    let mut below: Vec<(Expr, i32)> = under.factors().iter().map(as_power).collect();
    let mut cancelled = 0;
    for (base, exponent) in &mut above {
        if let Some((_, same)) = below.iter_mut().find(|(other, _)| other == base && !is_one(other)) {
            let common = (*exponent).min(*same);
            *exponent -= common;
            *same -= common;
            cancelled += common;
        }
    }
    if cancelled == 0 {
        return Err("above and below the fraction line there is no common factor".into());
    }
    let rest = |factors: Vec<(Expr, i32)>| {
        let left: Vec<Expr> = factors.into_iter().filter_map(from_power).collect();
        let without_ones: Vec<Expr> = left.iter().filter(|factor| !is_one(factor)).cloned().collect();
        Expr::product_of(without_ones)
    };
    let (above, below) = (rest(above), rest(below));
    Ok(if is_one(&below) { above } else { above.over(below) })
}

fn into_numerator(site: &Site) -> Result<Expr, String> {
    let is_fraction = |factor: &&Expr| match factor {
        Expr::Neg(size) => matches!(**size, Expr::Div(..)),
        factor => matches!(factor, Expr::Div(..)),
    };
    let (taken, fraction) = match site.with() {
        [taken] => (taken, site.factors()?.iter().find(is_fraction)),
        [taken, fraction] => (taken, site.factors()?.iter().find(|factor| *factor == fraction)),
        _ => return Err("say which factor goes above the line".into()),
    };
    let (factor, rest) = taken_out(site.factors()?, taken)?;
    let larger = |over: &Expr, under: &Expr| {
        let over = if is_one(over) {
            factor.clone()
        } else {
            Expr::Mul([over.factors(), std::slice::from_ref(&factor)].concat())
        };
        over.over(under.clone())
    };
    let larger = fraction.and_then(|fraction| match fraction {
        Expr::Div(over, under) => Some((fraction, larger(over, under))),
        Expr::Neg(size) => match &**size {
            Expr::Div(over, under) => Some((fraction, larger(over, under).negated())),
            _ => None,
        },
        _ => None,
    });
    let Some((fraction, larger)) = larger else {
        return Err("there is no such fraction among the factors".into());
    };
    let mut larger = Some(larger);
    let exchange = |other: &Expr| match larger.take_if(|_| other == fraction) {
        Some(larger) => larger,
        None => other.clone(),
    };
    Ok(Expr::product_of(rest.factors().iter().map(exchange).collect()))
}
