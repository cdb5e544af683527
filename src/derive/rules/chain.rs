//! The chain rule in its three forms: one function inside another, one path, many paths.

use super::derivatives::lowered;
use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;
use crate::expr::Symbol;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "chain-rule-outer",
        says: "The derivative of the outer function, with the inner one left inside, times the derivative of the \
               inner one.",
        example: Example {
            from: "d((1 + exp(-x))^(-1))/d(x)",
            with: &[],
            given: &[],
            to: "-1*(1 + exp(-x))^(-2)*d(1 + exp(-x))/d(x)",
        },
        refuses: Example { from: "d(x + 1)/d(x)", with: &[], given: &[], to: "a power or a function" },
        rewrite: Rewrite::Part(outer),
    },
    Rule {
        name: "chain-rule",
        says: "Along one path: multiply the local derivatives from step to step.",
        example: Example {
            from: "d(g)/d(x)",
            with: &["f"],
            given: &["g = 1/N*f^2", "f = x - y"],
            to: "d(g)/d(f)*d(f)/d(x)",
        },
        refuses: Example {
            from: "d(g)/d(x)",
            with: &["f"],
            given: &["g = x*f", "f = x - y"],
            to: "not the same",
        },
        rewrite: Rewrite::Part(one_path),
    },
    Rule {
        name: "chain-rule-paths",
        says: "Multiply the local derivatives along each path of the tree diagram, then add up the paths.",
        example: Example {
            from: "d(c)/d(w)",
            with: &["o_1*i_1", "o_2*i_2"],
            given: &["c = o_1^2 + o_2^2", "o_1 = sigma(i_1)", "o_2 = tanh(i_2)", "i_1 = w*x", "i_2 = w*y"],
            to: "d(c)/d(o_1)*d(o_1)/d(i_1)*d(i_1)/d(w) + d(c)/d(o_2)*d(o_2)/d(i_2)*d(i_2)/d(w)",
        },
        refuses: Example {
            from: "d(c)/d(w)",
            with: &["o_1"],
            given: &["c = o_1^2 + o_2^2", "o_1 = w*x", "o_2 = w*y"],
            to: "not the same",
        },
        rewrite: Rewrite::Part(many_paths),
    },
];

fn outer(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    let (outer, inner) = match of {
        Expr::Pow(base, exponent) => {
            let outer = vec![Expr::integer(i64::from(*exponent)), lowered(base, *exponent)];
            (outer, base)
        }
        Expr::Call(function, argument) => {
            let slope = function.slope_at(argument).ok_or("no derivative of this function is known")?;
            (slope.factors().to_vec(), argument)
        }
        _ => return Err(format!("{} is not a power or a function of something", of.unicode())),
    };
    let inner = Expr::partial((**inner).clone(), by.clone());
    Ok(Expr::product_of([outer, vec![inner]].concat()))
}

fn one_path(site: &Site) -> Result<Expr, String> {
    if site.with().len() != 1 {
        return Err("say what lies between: one name, or several multiplied in their order".into());
    }
    many_paths(site)
}

fn many_paths(site: &Site) -> Result<Expr, String> {
    let (of, by) = site.derivative()?;
    if site.with().is_empty() {
        return Err("say the paths: each the names on it, multiplied from the cost downwards".into());
    }
    let paths = site.with().iter().map(|path| along(of, path.factors(), by).map(Expr::product_of));
    Ok(Expr::sum_of(paths.collect::<Result<_, _>>()?))
}

/// The local derivatives along a path from `top` through these names to `end`. A Σ on the way stands for all its
/// paths to the name that follows it.
fn along(top: &Expr, names: &[Expr], end: &Symbol) -> Result<Vec<Expr>, String> {
    let mut factors = Vec::new();
    let mut above = top.clone();
    let mut is_joined = false;
    for (place, name) in names.iter().enumerate() {
        match name {
            Expr::Sym(name) => {
                if !std::mem::take(&mut is_joined) {
                    factors.push(Expr::partial(above, name.clone()));
                }
                above = name.clone().into();
            }
            Expr::Sum { index, from, to, body } => {
                let next = match names.get(place + 1) {
                    None => end,
                    Some(Expr::Sym(next)) => next,
                    Some(_) => return Err("after a Σ of paths comes the name at which they meet".into()),
                };
                let body = Expr::product_of(along(&above, body.factors(), next)?);
                let (from, to, body) = (from.clone(), to.clone(), Box::new(body));
                factors.push(Expr::Sum { index: *index, from, to, body });
                is_joined = true;
            }
            other => return Err(format!("{} is no name: a path goes from name to name", other.unicode())),
        }
    }
    if !is_joined {
        factors.push(Expr::partial(above, end.clone()));
    }
    Ok(factors)
}
