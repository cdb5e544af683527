//! Rules of minus signs.

use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;

pub(super) const TABLE: &[Rule] = &[Rule {
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
}];

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
