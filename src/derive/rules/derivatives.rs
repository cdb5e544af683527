//! Rules for the derivative of what is written out.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Symbol;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "variable",
        says: "As x grows by a little, x grows by just as much: the derivative of x by x is 1.",
        example: Example { from: "d(x)/d(x)", with: &[], given: &[], to: "1" },
        refuses: Example { from: "d(x^2)/d(x)", with: &[], given: &[], to: "not the variable itself" },
        rewrite: Rewrite::Part(variable),
    },
    Rule {
        name: "constant",
        says: "What does not depend on the variable does not change with it: its derivative is 0.",
        example: Example { from: "d(3*y^2)/d(x)", with: &[], given: &[], to: "0" },
        refuses: Example { from: "d(3*x)/d(x)", with: &[], given: &[], to: "depends on x" },
        rewrite: Rewrite::Part(constant),
    },
    Rule {
        name: "constant-terms-vanish",
        says: "Terms that do not depend on the variable have the derivative 0 and drop out.",
        example: Example { from: "d(x^2 + y^2 - 1)/d(x)", with: &[], given: &[], to: "d(x^2)/d(x)" },
        refuses: Example { from: "d(x + x^2)/d(x)", with: &[], given: &[], to: "every term depends on x" },
        rewrite: Rewrite::Part(constant_terms),
    },
    Rule {
        name: "sum-rule",
        says: "The derivative of a sum is the sum of the derivatives.",
        example: Example { from: "d(x - x^2)/d(x)", with: &[], given: &[], to: "d(x)/d(x) - d(x^2)/d(x)" },
        refuses: Example { from: "d(x*y)/d(x)", with: &[], given: &[], to: "not a sum" },
        rewrite: Rewrite::Part(sum_rule),
    },
    Rule {
        name: "constant-multiple",
        says: "A factor that does not depend on the variable stays in front of the derivative.",
        example: Example { from: "d(1/N*f^2)/d(f)", with: &[], given: &[], to: "1/N*d(f^2)/d(f)" },
        refuses: Example { from: "d(x*exp(x))/d(x)", with: &[], given: &[], to: "every factor depends on x" },
        rewrite: Rewrite::Part(constant_multiple),
    },
    Rule {
        name: "power-rule",
        says: "The exponent comes down in front, and one less of it stays above.",
        example: Example { from: "d(x^3)/d(x)", with: &[], given: &[], to: "3*x^2" },
        refuses: Example { from: "d((1 + x)^3)/d(x)", with: &[], given: &[], to: "chain-rule-outer" },
        rewrite: Rewrite::Part(power_rule),
    },
    Rule {
        name: "known-derivative",
        says: "The derivative of this function is known, and it is put in.",
        example: Example { from: "d(exp(x))/d(x)", with: &[], given: &[], to: "exp(x)" },
        refuses: Example { from: "d(exp(2*x))/d(x)", with: &[], given: &[], to: "chain-rule-outer" },
        rewrite: Rewrite::Part(known_derivative),
    },
    Rule {
        name: "product-rule",
        says: "Each factor in turn is differentiated while the others stay, and all that is added up.",
        example: Example {
            from: "d(x*exp(x))/d(x)",
            with: &[],
            given: &[],
            to: "d(x)/d(x)*exp(x) + x*d(exp(x))/d(x)",
        },
        refuses: Example { from: "d(x + 1)/d(x)", with: &[], given: &[], to: "not a product" },
        rewrite: Rewrite::Part(product_rule),
    },
    Rule {
        name: "quotient-rule",
        says: "Numerator's derivative times denominator, minus numerator times denominator's derivative, over the \
               denominator squared.",
        example: Example {
            from: "d(x/exp(x))/d(x)",
            with: &[],
            given: &[],
            to: "(d(x)/d(x)*exp(x) - x*d(exp(x))/d(x))/exp(x)^2",
        },
        refuses: Example { from: "d(x*2)/d(x)", with: &[], given: &[], to: "not a fraction" },
        rewrite: Rewrite::Part(quotient_rule),
    },
    Rule {
        name: "opposite-element",
        says: "In a dot product, the derivative by one number is the number that it is multiplied by: the opposite, \
               corresponding element.",
        example: Example {
            from: "d(h_out_1^(1)*w_211 + h_out_2^(1)*w_221)/d(w_211)",
            with: &[],
            given: &[],
            to: "h_out_1^(1)",
        },
        refuses: Example { from: "d(x^2 + y)/d(x)", with: &[], given: &[], to: "multiplied by" },
        rewrite: Rewrite::Part(opposite_element),
    },
    Rule {
        name: "pick-term",
        says: "Of all the terms of the Σ only this one depends on the variable; the others have the derivative 0.",
        example: Example {
            from: "d(sum(f, 1, 3, x_f*v_f))/d(v_2)",
            with: &["2"],
            given: &[],
            to: "d(x_2*v_2)/d(v_2)",
        },
        refuses: Example {
            from: "d(sum(f, 1, 3, x_f*v_f))/d(v_2)",
            with: &["1"],
            given: &[],
            to: "does not depend on v_2",
        },
        rewrite: Rewrite::Part(pick_term),
    },
    Rule {
        name: "same-or-other",
        says: "A number changes with itself and with no other: the derivative is 1 where the two indices are the same \
               and 0 where they are not, which is written δ.",
        example: Example { from: "d(z_k)/d(z_n)", with: &[], given: &[], to: "delta_kn" },
        refuses: Example {
            from: "d(z_k^2)/d(z_n)",
            with: &[],
            given: &[],
            to: "two names that differ in one index",
        },
        rewrite: Rewrite::Part(same_or_other),
    },
];

fn variable(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    if *of == Expr::Sym(by.clone()) {
        return Ok(Expr::integer(1));
    }
    Err(format!("{} is not the variable itself, which is {by}", of.unicode()))
}

fn constant(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    if site.givens.depends(of, by) {
        return Err(format!("{} depends on {by}", of.unicode()));
    }
    Ok(Expr::integer(0))
}

fn constant_terms(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Add(terms) = of else { return Err(format!("{} is not a sum of terms", of.unicode())) };
    let stay: Vec<Expr> = terms.iter().filter(|term| site.givens.depends(term, by)).cloned().collect();
    match stay.len() {
        0 => Err(format!("no term depends on {by}: the rule for it is `constant`")),
        count if count == terms.len() => Err(format!("every term depends on {by}, so none drops out")),
        _ => Ok(Expr::partial(Expr::sum_of(stay), by.clone())),
    }
}

fn sum_rule(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let derivative = |term: &Expr| match term {
        Expr::Neg(size) => Expr::partial((**size).clone(), by.clone()).negated(),
        term => Expr::partial(term.clone(), by.clone()),
    };
    match of {
        Expr::Add(terms) => Ok(Expr::Add(terms.iter().map(derivative).collect())),
        Expr::Sum { index, .. } if by.letters().any(|letter| letter == *index) => Err(format!(
            "the letter {index} counts inside the Σ and stands in {by} as well: rename one of them"
        )),
        Expr::Sum { .. } => {
            let mut place = 0;
            Ok(of.map_parts(&mut |part| {
                place += 1;
                if place == 1 { derivative(part) } else { part.clone() }
            }))
        }
        _ => Err(format!("{} is not a sum", of.unicode())),
    }
}

fn constant_multiple(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let derivative = |of: &Expr| Expr::partial(of.clone(), by.clone());
    match of {
        Expr::Neg(inner) => Ok(derivative(inner).negated()),
        Expr::Div(over, under) if !site.givens.depends(under, by) => {
            Ok(derivative(over).over((**under).clone()))
        }
        Expr::Mul(factors) => {
            let (moving, mut still): (Vec<Expr>, Vec<Expr>) =
                factors.iter().cloned().partition(|factor| site.givens.depends(factor, by));
            if still.is_empty() || moving.is_empty() {
                let every = if still.is_empty() { "every" } else { "no" };
                return Err(format!("{every} factor depends on {by}"));
            }
            still.push(Expr::partial(Expr::product_of(moving), by.clone()));
            Ok(Expr::Mul(still))
        }
        _ => Err(format!("{} is not a product", of.unicode())),
    }
}

fn power_rule(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Pow(base, exponent) = of else { return Err(format!("{} is not a power", of.unicode())) };
    if **base != Expr::Sym(by.clone()) {
        return Err(format!("what is raised is not {by} itself: take `chain-rule-outer`"));
    }
    Ok(Expr::product_of(vec![Expr::integer(i64::from(*exponent)), lowered(base, *exponent)]))
}

/// The base to the exponent that the power rule leaves above.
pub(super) fn lowered(base: &Expr, exponent: i32) -> Expr {
    match exponent - 1 {
        1 => base.clone(),
        less => Expr::Pow(Box::new(base.clone()), less),
    }
}

fn known_derivative(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Call(function, argument) = of else {
        return Err(format!("{} is not a function of one number", of.unicode()));
    };
    if **argument != Expr::Sym(by.clone()) {
        return Err(format!("the argument is not {by} itself: take `chain-rule-outer`"));
    }
    function.slope_at(argument).ok_or_else(|| format!("no derivative of {} is known", function.name))
}

fn product_rule(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Mul(factors) = of else { return Err(format!("{} is not a product", of.unicode())) };
    let differentiated = |at: usize| {
        let mut factors = factors.clone();
        factors[at] = Expr::partial(factors[at].clone(), by.clone());
        Expr::Mul(factors)
    };
    Ok(Expr::Add((0..factors.len()).map(differentiated).collect()))
}

fn quotient_rule(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Div(over, under) = of else { return Err(format!("{} is not a fraction", of.unicode())) };
    let derivative = |of: &Expr| Expr::partial(of.clone(), by.clone());
    let first = Expr::Mul(vec![derivative(over), (**under).clone()]);
    let second = Expr::Mul(vec![(**over).clone(), derivative(under)]);
    Ok(Expr::Add(vec![first, second.negated()]).over(Expr::Pow(under.clone(), 2)))
}

fn opposite_element(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let variable = Expr::Sym(by.clone());
    let moving: Vec<&Expr> = of.terms().iter().filter(|term| site.givens.depends(term, by)).collect();
    let [term] = moving.as_slice() else {
        return Err(format!("{by} has to stand in one term and no other"));
    };
    let mut others = term.factors().to_vec();
    let place = others.iter().position(|factor| *factor == variable);
    place.map(|place| others.remove(place));
    if place.is_none() || others.iter().any(|factor| site.givens.depends(factor, by)) {
        return Err(format!("{} is not {by} multiplied by what does not depend on it", term.unicode()));
    }
    if others.is_empty() {
        return Err(format!("{by} is multiplied by nothing here: take `variable`"));
    }
    Ok(Expr::product_of(others))
}

fn pick_term(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let Expr::Sum { index, body, .. } = of else { return Err(format!("{} is not a Σ", of.unicode())) };
    let picked = match site.told("which term of the Σ depends on the variable")? {
        Expr::Sym(Symbol { base, sub, example: None }) if sub.is_empty() => {
            let mut letters = base.chars();
            letters.next().filter(|_| letters.next().is_none()).map(Index::Letter)
        }
        number => number.as_integer().and_then(|number| usize::try_from(number).ok()).map(Index::At),
    };
    let picked = picked.ok_or("say which term of the Σ: a number or a letter")?;
    let term = body.with_letters(&[(*index, picked)].into());
    if !site.givens.depends(&term, by) {
        return Err(format!("the term with {index} = {picked} does not depend on {by}: say which term does"));
    }
    Ok(Expr::partial(term, by.clone()))
}

fn same_or_other(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    if let Expr::Sym(name) = of {
        let differing: Vec<(Index, Index)> =
            name.indices().zip(by.indices()).filter(|(ours, theirs)| ours != theirs).collect();
        let alike = name.base == by.base && name.sub.len() == by.sub.len() && name.example == by.example;
        if let ([(ours, theirs)], true) = (differing.as_slice(), alike) {
            return Ok(Symbol::new("delta").below([*ours, *theirs]).into());
        }
    }
    Err(format!("{} and {by} are not two names that differ in one index", of.unicode()))
}
