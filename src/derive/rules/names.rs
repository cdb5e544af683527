//! Rules that put one way of writing in the place of another: definitions, substitutions, indices.

use crate::derive::rule::Equation;
use crate::derive::rule::Example;
use crate::derive::rule::Rewrite;
use crate::derive::rule::Rule;
use crate::derive::rule::Site;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

pub(super) const TABLE: &[Rule] = &[
    Rule {
        name: "definition",
        says: "A name is replaced by what it stands for.",
        example: Example { from: "sigma(x)", with: &[], given: &[], to: "1/(1 + exp(-x))" },
        refuses: Example { from: "q", with: &[], given: &[], to: "q has no definition" },
        rewrite: Rewrite::Part(definition),
    },
    Rule {
        name: "recognise",
        says: "This is a definition that we have met, and its name says it shorter.",
        example: Example {
            from: "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))",
            with: &["sigma(x)"],
            given: &[],
            to: "sigma(x)*(1 - sigma(x))",
        },
        refuses: Example {
            from: "1/(1 + exp(x))",
            with: &["sigma(x)"],
            given: &[],
            to: "does not stand here",
        },
        rewrite: Rewrite::Part(recognise),
    },
    Rule {
        name: "inner-outer",
        says: "A function of something is split in two: the inner part gets a name, and the outer part is written \
               with that name.",
        example: Example { from: "1/N*(o - y)^2", with: &["f"], given: &["f = o - y"], to: "1/N*f^2" },
        refuses: Example {
            from: "1/N*(o - y)^2",
            with: &["f"],
            given: &["f = o + y"],
            to: "does not stand here",
        },
        rewrite: Rewrite::Part(inner_outer),
    },
    Rule {
        name: "substitute",
        says: "What was found before is put in.",
        example: Example {
            from: "d(g)/d(f)*d(f)/d(o)",
            with: &["d(f)/d(o)", "1"],
            given: &["g = f^2", "f = o - y"],
            to: "d(g)/d(f)*1",
        },
        refuses: Example {
            from: "d(g)/d(f)*d(f)/d(o)",
            with: &["d(f)/d(o)", "-1"],
            given: &["g = f^2", "f = o - y"],
            to: "not the same",
        },
        rewrite: Rewrite::Exchange(substitute),
    },
    Rule {
        name: "back-substitution",
        says: "The name that was given to the inner part is replaced by that part again.",
        example: Example { from: "1/N*f", with: &["f"], given: &["f = o - y"], to: "1/N*(o - y)" },
        refuses: Example { from: "1/N*g", with: &["f"], given: &["f = o - y"], to: "does not stand here" },
        rewrite: Rewrite::Part(back_substitution),
    },
    Rule {
        name: "put-in-index",
        says: "What holds for every index holds for this one.",
        example: Example {
            from: "d(o_in_n^(e))/d(w_2fn) = h_out_f^(e)",
            with: &["f", "2", "n", "3"],
            given: &["o_in_n^(e) = sum(f, 1, 3, h_out_f^(e)*w_2fn)"],
            to: "d(o_in_3^(e))/d(w_223) = h_out_2^(e)",
        },
        refuses: Example {
            from: "d(x_n)/d(x_n) = 1",
            with: &["k", "2"],
            given: &[],
            to: "the letter k does not stand",
        },
        rewrite: Rewrite::Equation(put_in_index),
    },
];

fn definition(site: &Site) -> Result<Expr, String> {
    let found = match site.part {
        Expr::Sym(symbol) => site.givens.definition_of(symbol),
        Expr::Call(function, argument) => function.unfolded(argument),
        _ => None,
    };
    found.ok_or_else(|| format!("{} has no definition", site.part.unicode()))
}

/// What the name or function stands for.
fn meaning(site: &Site, name: &Expr) -> Result<Expr, String> {
    definition(&Site::new(name, &[], site.givens))
}

fn recognise(site: &Site) -> Result<Expr, String> {
    let name = site.told("which name is to be recognised")?;
    exchanged(site.part, &meaning(site, name)?, name)
}

fn inner_outer(site: &Site) -> Result<Expr, String> {
    let name = site.told("which name the inner part gets")?;
    let inner = meaning(site, name)?;
    if !matches!(name, Expr::Sym(_)) {
        return Err(format!("{} is no name: take `recognise`", name.unicode()));
    }
    if *site.part == inner {
        return Err(format!(
            "{} is all there is, and nothing would be left outside: take `recognise`",
            inner.unicode()
        ));
    }
    exchanged(site.part, &inner, name)
}

fn back_substitution(site: &Site) -> Result<Expr, String> {
    let name = site.told("which name is to be replaced")?;
    exchanged(site.part, name, &meaning(site, name)?)
}

fn substitute(site: &Site) -> Result<(Expr, Expr), String> {
    match site.with() {
        [old, new] => Ok((old.clone(), new.clone())),
        _ => Err("say what is to be replaced and by what".into()),
    }
}

/// The formula with every `old` in it replaced.
pub(in crate::derive) fn exchanged(formula: &Expr, old: &Expr, new: &Expr) -> Result<Expr, String> {
    fn exchange(formula: &Expr, old: &Expr, new: &Expr) -> Expr {
        if formula == old { new.clone() } else { formula.map_parts(&mut |part| exchange(part, old, new)) }
    }
    let result = exchange(formula, old, new);
    if result == *formula {
        return Err(format!("{} does not stand here", old.unicode()));
    }
    Ok(result)
}

fn put_in_index(equation: &Equation, site: &Site) -> Result<Equation, String> {
    if site.with().is_empty() || site.with().len() % 2 == 1 {
        return Err("say each letter and then its number".into());
    }
    let mut letters = Letters::new();
    let mut told = site.with().iter();
    while let (Some(letter), Some(number)) = (told.next(), told.next()) {
        let (Expr::Sym(Symbol { base, .. }), Some(number)) = (letter, number.as_integer()) else {
            return Err("say each letter and then its number".into());
        };
        let letter = base.chars().next().filter(|_| base.chars().count() == 1);
        let number = usize::try_from(number).ok().filter(|&number| number > 0);
        let (Some(letter), Some(number)) = (letter, number) else {
            return Err("say each letter and then its number, from 1 up".into());
        };
        if !equation.left.free_letters().contains(&letter) && !equation.right.free_letters().contains(&letter)
        {
            return Err(format!("the letter {letter} does not stand in {equation}"));
        }
        letters.insert(letter, Index::At(number));
    }
    Ok(Equation { left: equation.left.with_letters(&letters), right: equation.right.with_letters(&letters) })
}
