//! Rules of Σ.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "collect-sum",
        says: "Terms that differ only in one number become one Σ, in which that number runs.",
        example: Example {
            from: "a*x_1^(1) + a*x_1^(2)",
            with: &["sum(e, 1, 2, a*x_1^(e))"],
            given: &[],
            to: "sum(e, 1, 2, a*x_1^(e))",
        },
        refuses: Example {
            from: "a*x_1^(1) + b*x_1^(2)",
            with: &["sum(e, 1, 2, a*x_1^(e))"],
            given: &[],
            to: "is not the term",
        },
        rewrite: Rewrite::Part(collect_sum),
    },
    Rule {
        name: "write-out-sum",
        says: "A Σ is written out term by term.",
        example: Example { from: "sum(k, 1, 3, x_k)", with: &[], given: &[], to: "x_1 + x_2 + x_3" },
        refuses: Example { from: "sum(k, 1, M, x_k)", with: &[], given: &[], to: "how many terms" },
        rewrite: Rewrite::Part(write_out),
    },
    Rule {
        name: "factor-out-of-sum",
        says: "A factor that is the same in every term of a Σ is written once, in front of it.",
        example: Example {
            from: "sum(e, 1, E, 1/N*x_1^(e))",
            with: &["1/N"],
            given: &[],
            to: "1/N*sum(e, 1, E, x_1^(e))",
        },
        refuses: Example {
            from: "sum(e, 1, E, x_1^(e)*w)",
            with: &["x_1^(e)"],
            given: &[],
            to: "changes with e",
        },
        rewrite: Rewrite::Part(factor_out_of_sum),
    },
    Rule {
        name: "distribute-sum",
        says: "A Σ of sums is the sum of the Σs.",
        example: Example {
            from: "sum(k, 1, K, a_k - c_k)",
            with: &[],
            given: &[],
            to: "sum(k, 1, K, a_k) - sum(k, 1, K, c_k)",
        },
        refuses: Example { from: "sum(k, 1, K, a_k)", with: &[], given: &[], to: "no sum under the Σ" },
        rewrite: Rewrite::Part(distribute_sum),
    },
];

fn sigma<'a>(site: &Site<'a>) -> Result<(char, &'a Expr, &'a Expr, &'a Expr), String> {
    match site.part {
        Expr::Sum { index, from, to, body } => Ok((*index, from, to, body)),
        other => Err(format!("{} is not a Σ: point at one", other.unicode())),
    }
}

fn collect_sum(site: &Site) -> Result<Expr, String> {
    let general = site.told("the Σ that the terms become")?;
    let Expr::Sum { index, from, to, body } = general else {
        return Err(format!("{} is not a Σ", general.unicode()));
    };
    let run = site.givens.run(from, to).ok_or("this Σ does not say how many terms it has")?;
    // A Σ of one term may be one of a term that is a sum itself.
    let terms = if run.clone().count() == 1 { std::slice::from_ref(site.part) } else { site.part.terms() };
    if run.clone().count() != terms.len() {
        return Err(format!("there are {} terms here, and the Σ has {}", terms.len(), run.count()));
    }
    for (number, term) in run.zip(terms) {
        let member = body.with_letters(&[(*index, Index::At(number))].into());
        if member != *term {
            return Err(format!(
                "{} is not the term with {index} = {number}: {}",
                term.unicode(),
                member.unicode()
            ));
        }
    }
    Ok(general.clone())
}

fn write_out(site: &Site) -> Result<Expr, String> {
    const MOST: usize = 100;
    let (index, from, to, body) = sigma(site)?;
    let run = site.givens.run(from, to).ok_or("this Σ does not say how many terms it has")?;
    if run.clone().count() > MOST {
        return Err(format!("more than {MOST} terms are not written out"));
    }
    let member = |number| body.with_letters(&Letters::from([(index, Index::At(number))]));
    Ok(Expr::sum_of(run.map(member).collect()))
}

fn factor_out_of_sum(site: &Site) -> Result<Expr, String> {
    let (index, from, to, body) = sigma(site)?;
    let factor = site.told("which factor")?;
    if factor.free_letters().contains(&index) {
        return Err(format!("{} changes with {index}", factor.unicode()));
    }
    let mut factors = body.factors().to_vec();
    let place = factors.iter().position(|other| other == factor);
    let place = place.ok_or_else(|| format!("{} is not a factor under the Σ", factor.unicode()))?;
    factors.remove(place);
    let (from, to) = (Box::new(from.clone()), Box::new(to.clone()));
    let sum = Expr::Sum { index, from, to, body: Box::new(Expr::product_of(factors)) };
    Ok(Expr::Mul(vec![factor.clone(), sum]))
}

fn distribute_sum(site: &Site) -> Result<Expr, String> {
    let (index, from, to, body) = sigma(site)?;
    let Expr::Add(terms) = body else { return Err("there is no sum under the Σ".into()) };
    let over = |body: &Expr| Expr::Sum {
        index,
        from: Box::new(from.clone()),
        to: Box::new(to.clone()),
        body: Box::new(body.clone()),
    };
    let each = |term: &Expr| match term {
        Expr::Neg(size) => over(size).negated(),
        term => over(term),
    };
    Ok(Expr::Add(terms.iter().map(each).collect()))
}
