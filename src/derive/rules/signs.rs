//! Rules of minus signs.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "product-of-signs",
        says: "Two minus signs in a product make a plus; one that is left stands in front.",
        example: Example {
            from: "-1*(1 + exp(-x))^(-2)*(-exp(-x))",
            with: &[],
            given: &[],
            to: "(1 + exp(-x))^(-2)*exp(-x)",
        },
        refuses: Example { from: "a*b", with: &[], given: &[], to: "no minus sign" },
        rewrite: Rewrite::Part(product_of_signs),
    },
    Rule {
        name: "move-sign",
        says: "In a product it does not matter which factor has the minus sign. A bracket takes it by turning every \
               sign inside.",
        example: Example {
            from: "-1/N*((y - o)/(o*(1 - o)))",
            with: &["(y - o)/(o*(1 - o))"],
            given: &[],
            to: "1/N*((o - y)/(o*(1 - o)))",
        },
        refuses: Example {
            from: "1/N*(y - o)",
            with: &["y - o"],
            given: &[],
            to: "no other factor has a minus sign",
        },
        rewrite: Rewrite::Part(move_sign),
    },
];

fn product_of_signs(site: &Site) -> Result<Expr, String> {
    let (inside, outside) = match site.part {
        Expr::Neg(inner) => (&**inner, 1),
        other => (other, 0),
    };
    let mut signs = outside;
    let mut unsigned = |factor: &Expr| match factor {
        Expr::Neg(size) => {
            signs += 1;
            (**size).clone()
        }
        factor => factor.clone(),
    };
    let size = match inside {
        Expr::Div(over, under) => unsigned(over).over(unsigned(under)),
        inside => {
            let had_signs = inside.factors().iter().any(|factor| matches!(factor, Expr::Neg(_)));
            let factors: Vec<Expr> = inside.factors().iter().map(&mut unsigned).collect();
            // A factor −1 was nothing but its sign.
            let is_bare_sign = |factor: &Expr| had_signs && factor.as_integer() == Some(1);
            Expr::product_of(factors.into_iter().filter(|factor| !is_bare_sign(factor)).collect())
        }
    };
    if signs == outside {
        return Err("there is no minus sign among the factors".into());
    }
    Ok(if signs % 2 == 1 { size.negated() } else { size })
}

fn move_sign(site: &Site) -> Result<Expr, String> {
    let taker = site.told("which factor is to have the minus sign")?;
    let mut factors = site.factors()?.to_vec();
    let Some(to) = factors.iter().position(|factor| factor == taker) else {
        return Err(format!("{} is not a factor here", taker.unicode()));
    };
    let mut others = factors.iter().enumerate().filter(|(place, _)| *place != to);
    let given = others.find_map(|(place, factor)| Some((place, without_sign(factor)?)));
    let (from, unsigned) = given.ok_or("no other factor has a minus sign to give away")?;
    factors[from] = unsigned;
    factors[to] = turned(taker);
    Ok(Expr::Mul(factors))
}

fn without_sign(factor: &Expr) -> Option<Expr> {
    match factor {
        Expr::Neg(size) => Some((**size).clone()),
        Expr::Div(over, under) => Some(without_sign(over)?.over((**under).clone())),
        _ => None,
    }
}

/// The formula with every sign turned; of a sum, what then has none comes first.
fn turned(formula: &Expr) -> Expr {
    match formula {
        Expr::Div(over, under) if matches!(**over, Expr::Add(_)) => turned(over).over((**under).clone()),
        Expr::Add(terms) => {
            let opposite = |term: &Expr| without_sign(term).unwrap_or_else(|| term.clone().negated());
            let (signed, plain) =
                terms.iter().map(opposite).partition::<Vec<Expr>, _>(|term| matches!(term, Expr::Neg(_)));
            Expr::Add([plain, signed].concat())
        }
        other => other.clone().negated(),
    }
}
