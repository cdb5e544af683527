//! The checker of derivations, checked: every claim of the good derivations with one thing changed must be refused.
//!
//! What is changed is a sign, an index, an exponent, a factor, a number or a letter. A mutant that is accepted must
//! be shown to be the same formula by expanding both into polynomials, which shares nothing with the checker.

mod expansion;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::derive::text::check;
use gradwalk::derive::text::written;
use gradwalk::derive::weight::WeightDerivation;
use gradwalk::expr::Expr;
use gradwalk::expr::FUNCTIONS;
use gradwalk::expr::Focus;
use gradwalk::expr::Index;
use gradwalk::expr::Symbol;
use gradwalk::graph::Shape;
use gradwalk::problem::Problem;

fn problem(name: &str) -> Result<Shape, String> {
    Problem::built_in(name).map(|problem| problem.shape()).ok_or_else(|| format!("there is no {name}"))
}

/// Other indices in the place of this one.
fn other_indices(index: Index) -> Vec<Index> {
    match index {
        Index::At(1) => vec![Index::At(2)],
        Index::At(n) => vec![Index::At(n - 1), Index::At(n + 1)],
        Index::Letter('f') => vec![Index::Letter('n')],
        Index::Letter('n') => vec![Index::Letter('f')],
        Index::Letter(_) => vec![Index::At(1)],
    }
}

/// The name with one index or its base changed.
fn other_names(name: &Symbol) -> Vec<Symbol> {
    let mut others = Vec::new();
    for (place, &index) in name.sub.iter().enumerate() {
        for other in other_indices(index) {
            let mut sub = name.sub.clone();
            sub[place] = other;
            others.push(Symbol { sub, ..name.clone() });
        }
    }
    for other in name.example.map(other_indices).unwrap_or_default() {
        others.push(Symbol { example: Some(other), ..name.clone() });
    }
    let bases: &[&str] = match name.base.as_str() {
        "o_out" => &["o_in", "h_out", "y"],
        "h_out" => &["h_in", "o_out"],
        "h_in" => &["h_out"],
        "y" | "o_in" => &["o_out"],
        "N" => &["E", "K"],
        "f" => &["g"],
        "w" | "E" | "K" => &[],
        _ => &["q"],
    };
    others.extend(bases.iter().map(|&base| Symbol { base: base.into(), ..name.clone() }));
    others
}

/// What can stand in the place of this part after one change.
fn changes(part: &Expr) -> Vec<Expr> {
    let mut changed = vec![part.clone().negated()];
    match part {
        Expr::Num(_) => {
            let number = part.clone();
            changed.push(Expr::Add(vec![number.clone(), Expr::integer(1)]));
            changed.push(Expr::Mul(vec![Expr::integer(2), number]));
        }
        Expr::Sym(name) => changed.extend(other_names(name).into_iter().map(Expr::Sym)),
        Expr::Neg(inner) => changed.push((**inner).clone()),
        Expr::Add(parts) | Expr::Mul(parts) => {
            for left_out in 0..parts.len() {
                let mut fewer = parts.clone();
                fewer.remove(left_out);
                changed.push(match part {
                    Expr::Add(_) => Expr::sum_of(fewer),
                    _ => Expr::product_of(fewer),
                });
            }
            changed.push(match part {
                Expr::Add(_) => Expr::Mul(parts.clone()),
                _ => Expr::Add(parts.clone()),
            });
        }
        Expr::Div(over, under) => {
            changed.push((**under).clone().over((**over).clone()));
            changed.push((**over).clone());
        }
        Expr::Pow(base, n) => {
            let powers = [n + 1, n - 1, -n].into_iter().filter(|power| power != n);
            changed.extend(powers.map(|power| Expr::Pow(base.clone(), power)));
        }
        Expr::Call(function, of) => {
            let others = FUNCTIONS.iter().filter(|other| *other != *function);
            changed.extend(others.map(|other| Expr::Call(other, of.clone())));
        }
        Expr::Sum { index, from, to, body } => {
            let sum = |from: &Expr, to: &Expr| Expr::Sum {
                index: *index,
                from: Box::new(from.clone()),
                to: Box::new(to.clone()),
                body: body.clone(),
            };
            changed.push(sum(&Expr::integer(2), to));
            changed.push(sum(from, &Expr::integer(1)));
            changed.push((**body).clone());
        }
        Expr::Partial { of, by } => {
            let others = other_names(by).into_iter();
            changed.extend(others.map(|by| Expr::Partial { of: of.clone(), by }));
        }
    }
    changed
}

fn mutants(formula: &Expr) -> Vec<(Focus, Expr)> {
    let mut places = vec![Focus::whole()];
    let mut all = BTreeSet::new();
    let mut mutants = Vec::new();
    while let Some(place) = places.pop() {
        let part = formula.at(&place).expect("a place");
        places.extend((0..part.parts().count()).map(|down| place.down(down)));
        for change in changes(part) {
            let mutant = formula.with(&place, change).expect("a place");
            if mutant != *formula && all.insert(mutant.to_string()) {
                mutants.push((place.clone(), mutant));
            }
        }
    }
    mutants
}

#[derive(Default)]
struct Tally {
    made: usize,
    refused: usize,
    undecided: usize,
    explained: usize,
    survivors: Vec<String>,
}

/// The mutants of every claim of a text, under what the lines before the claim define: all, or one of so many.
fn tally(text: &str, one_of: usize) -> Tally {
    let report = check(text, &problem).expect("readable");
    assert!(report.holds());
    let lines: Vec<&str> = text.lines().collect();
    let mut tally = Tally::default();
    for claim in &report.checked {
        let before = lines[..claim.line - 1].iter();
        let given: Vec<&str> =
            before.filter(|line| line.starts_with("let ") || line.starts_with("problem ")).copied().collect();
        let given = given.join("\n");
        for (place, mutant) in mutants(&claim.right).into_iter().skip(claim.line % one_of).step_by(one_of) {
            tally.made += 1;
            let written = format!("{} = {mutant}", claim.left);
            match check(&format!("{given}\n{written}\n"), &problem) {
                Ok(report) if report.holds() => {
                    if expansion::shown_equal(&claim.right, &mutant, &place, &given) {
                        tally.explained += 1;
                    } else {
                        tally.survivors.push(format!("line {}: {written}", claim.line));
                    }
                }
                Ok(report) => {
                    let verdict = report.failure().map(|claim| claim.verdict.clone());
                    tally.undecided +=
                        usize::from(matches!(verdict, Some(gradwalk::derive::verify::Verdict::Unknown(_))));
                    tally.refused += 1;
                }
                Err(_) => tally.refused += 1,
            }
        }
    }
    tally
}

/// The engine's own derivation of one weight, as a text.
fn own(shape: &Shape, weight: &str) -> String {
    let weight = shape.parameter(weight).expect("a weight");
    written(&WeightDerivation::new(shape, weight, shape.examples.min(2)).expect("derived"))
}

#[test]
fn the_engines_own_derivations_are_accepted_and_their_mutants_refused() {
    let iris = Problem::built_in("iris-2").expect("built in").shape();
    let small = |activations: [&str; 2], cost: &str| Shape {
        widths: vec![2, 2, 2],
        activations: activations.map(|name| activation::named(name).expect("in the table")).to_vec(),
        biases: vec![true, true],
        examples: 2,
        cost: cost::named(cost).expect("in the table"),
    };
    let softmax = small(["tanh", "softmax"], "categorical-cross-entropy");
    let relu = small(["relu", "relu"], "half-mse");
    let leaky = small(["leaky-relu", "leaky-relu"], "half-mse");
    // Of more than four nodes only some are looked at.
    let wide = Shape { widths: vec![2, 6, 5], ..small(["sigmoid", "sigmoid"], "half-mse") };
    let wide_softmax = Shape { widths: vec![3, 5, 7], ..softmax.clone() };
    let derivations = [
        ("an output weight", &iris, "w_211", 23),
        ("a hidden weight", &iris, "w_112", 41),
        ("softmax, an output weight", &softmax, "w_212", 31),
        ("softmax, a hidden bias", &softmax, "b_11", 31),
        ("relu, an output weight", &relu, "w_212", 17),
        ("relu, a hidden weight", &relu, "w_112", 29),
        ("leaky relu, an output weight", &leaky, "w_212", 17),
        ("leaky relu, a hidden bias", &leaky, "b_11", 29),
        ("wide layers, an output weight", &wide, "w_253", 23),
        ("wide layers, a hidden weight", &wide, "w_126", 41),
        ("wide layers with softmax, a hidden weight", &wide_softmax, "w_135", 41),
    ];
    for (_, shape, weight, _) in derivations {
        let text = own(shape, weight);
        let report = check(&text, &|_| Err("no problem is named".into())).expect("it can be read");
        assert!(report.holds(), "{weight}: {:?}\n{text}", report.failure());
    }
    // All mutants take minutes; of each derivation some hundred are made.
    let all = std::env::var_os("GRADWALK_ALL_MUTANTS").is_some();
    let mut survivors = Vec::new();
    for (what, shape, weight, one_of) in derivations {
        let tally = tally(&own(shape, weight), if all { 1 } else { one_of });
        println!(
            "{what}: {} mutants, {} refused (of these {} because they cannot be decided), {} are the same formula",
            tally.made, tally.refused, tally.undecided, tally.explained,
        );
        assert!(tally.made > 100, "{what}: only {}", tally.made);
        survivors.extend(tally.survivors.into_iter().map(|survivor| format!("{what}, {survivor}")));
    }
    assert!(survivors.is_empty(), "accepted, and not shown to be the same:\n{}", survivors.join("\n"));
}

#[test]
fn every_mutant_is_refused_or_is_the_same_formula() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/derivations");
    let mut survivors = Vec::new();
    for name in ["sigmoid", "cost", "weight", "hidden"] {
        let text = fs::read_to_string(folder.join(name).with_extension("txt")).expect("readable");
        let tally = tally(&text, 1);
        println!(
            "{name}: {} mutants, {} refused (of these {} because they cannot be decided), {} are the same formula",
            tally.made, tally.refused, tally.undecided, tally.explained
        );
        assert!(tally.made > 100, "{name}: only {}", tally.made);
        survivors.extend(tally.survivors.into_iter().map(|survivor| format!("{name}.txt, {survivor}")));
    }
    assert!(survivors.is_empty(), "accepted, and not shown to be the same:\n{}", survivors.join("\n"));
}
