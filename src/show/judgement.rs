//! What is said about an answer: never only that it is wrong, but where it differs.

use crate::expr::Expr;
use crate::graph::Names;
use crate::lesson::answers::Difference;
use crate::lesson::answers::Judgement;
use crate::lesson::answers::Place;
use crate::lesson::answers::is_number;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Role;
use crate::show::formula::formula;
use crate::show::glossary::of_network;
use crate::show::number::six_digits;

/// The judgement of what was typed.
pub fn blocks(typed: &str, judgement: &Judgement, scene: &Scene, names: Names<'_>) -> Vec<Block> {
    let role = |role: Role, words: &str| Inline::Looking(Look::Role(role), vec![words.into()]);
    let mut runs = match judgement {
        Judgement::Right => vec![role(Role::Agrees, "Right.")],
        Judgement::Slip { says, .. } => vec![role(Role::Strong, "Not an answer yet: "), says.clone().into()],
        Judgement::Wrong(Difference { place: Place::Whole, .. }) if is_number(typed) => {
            vec![role(Role::Differs, "Not quite.")]
        }
        Judgement::Wrong(Difference { place, .. }) => {
            [vec![role(Role::Differs, "Not quite. ")], wheres(place, scene, names)].concat()
        }
        Judgement::Undecided(reason) => {
            vec!["Whether that is right could not be decided: ".into(), reason.clone().into()]
        }
    };
    if let Judgement::Wrong(Difference { values: Some(values), at_one, place, .. }) = judgement
        && !(is_number(typed) && matches!(place, Place::Sign | Place::Times(_)))
    {
        runs.extend(compared(typed, *values, at_one));
    }
    let mut blocks = vec![Block::Prose(runs)];
    if let Judgement::Wrong(Difference { mistake: Some(mistake), .. }) = judgement {
        blocks.push(Block::Prose(vec![mistake.clone().into()]));
    }
    if let Judgement::Slip { at: Some(at), .. } = judgement {
        blocks.extend(pointed_at(typed, at.clone()));
    }
    blocks
}

/// What is to be said about an answer of several to choose from. The first sentence of the reason is a hint.
pub fn not_chosen(letter: char, because: &[Block]) -> Vec<Block> {
    let not = Inline::Looking(Look::Role(Role::Differs), vec![format!("Not {letter}. ").into()]);
    vec![Block::Prose(std::iter::once(not).chain(hint(because)).collect())]
}

/// What may be said before the answer is.
pub fn hint(because: &[Block]) -> Vec<Inline> {
    let mut runs: Vec<Inline> = vec!["Think of this: ".into()];
    if let Some(Block::Prose(reason)) = because.first() {
        runs.extend(first_sentence(reason));
    }
    runs
}

/// Up to the first full stop that ends a sentence.
fn first_sentence(runs: &[Inline]) -> Vec<Inline> {
    let mut sentence = Vec::new();
    for run in runs {
        if let Inline::Text(text) = run {
            let ends = text
                .find(['.', ':'])
                .filter(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with(' '));
            if let Some(at) = ends {
                sentence.push(format!("{}.", &text[..at]).into());
                return sentence;
            }
        }
        sentence.push(run.clone());
    }
    sentence
}

fn wheres(place: &Place, scene: &Scene, names: Names<'_>) -> Vec<Inline> {
    let math = |part: &Expr| Inline::from(formula(part, names, &[]));
    match place {
        Place::Sign => vec!["The sign is the other way round.".into()],
        Place::Times(times) => vec!["It is ".into(), math(times), " times what it should be.".into()],
        Place::Part(part) => {
            let mut runs = vec!["All is right but ".into(), math(part)];
            runs.extend(meant(part, scene));
            runs.push(".".into());
            runs
        }
        Place::Range(limits) => {
            let [from, to] = &**limits;
            let words = "All is right but where the Σ begins or ends: yours runs from ";
            vec![words.into(), math(from), " to ".into(), math(to), ".".into()]
        }
        Place::TooMuch(part) => vec!["All is there, but this is too much: ".into(), math(part), ".".into()],
        Place::TooLittle(part) => {
            vec!["This much is right: ".into(), math(part), ". Something is missing.".into()]
        }
        Place::SignOf(term) => vec!["All is right but the sign of ".into(), math(term), ".".into()],
        Place::Several(None) => vec!["It differs in more than one place.".into()],
        Place::Several(Some(first)) => {
            let mut runs = vec!["It differs in more than one place, first in ".into(), math(first)];
            runs.extend(meant(first, scene));
            runs.push(".".into());
            runs
        }
        Place::Whole => vec!["This is another formula.".into()],
    }
}

/// What a single name stands for, for whoever has taken it for another.
fn meant(part: &Expr, scene: &Scene) -> Option<Inline> {
    let Expr::Sym(name) = part else { return None };
    Some(format!(": that is {}", of_network(&scene.shape, name)?).into())
}

/// What it is worth and what it should be worth. Of a number only in which direction it is off: more would be the
/// answer.
fn compared(typed: &str, [ours, right]: [f64; 2], at_one: &[char]) -> Vec<Inline> {
    let number = |value: f64| Inline::from(Math::number(six_digits(value)));
    if is_number(typed) {
        let size = if ours > right { "large" } else { "small" };
        return vec![format!(" It is too {size}.").into()];
    }
    let ones: Vec<String> = at_one.iter().map(|letter| format!("{letter} = 1")).collect();
    let put = if ones.is_empty() { String::new() } else { format!(" with {}", ones.join(" and ")) };
    vec![
        format!(" In numbers{put} it is ").into(),
        number(ours),
        ", where ".into(),
        number(right),
        " is asked for.".into(),
    ]
}

/// What was typed, with the place that cannot be read in brackets.
fn pointed_at(typed: &str, at: std::ops::Range<usize>) -> Option<Block> {
    let (before, rest) = (typed.get(..at.start)?, typed.get(at.start..)?);
    let meant = typed.get(at.clone())?;
    let after = rest.get(meant.len()..)?;
    let meant = if meant.is_empty() { "…" } else { meant };
    let mark = Inline::Looking(Look::Role(Role::Changed), vec![meant.into()]);
    Some(Block::Prose(vec![before.into(), mark, after.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Renderer;
    use crate::render::Style;
    use crate::render::text::Text;

    fn said(typed: &str, judgement: &Judgement) -> String {
        let lesson = crate::lesson::Lesson::built_in("output-weights").expect("it is embedded");
        let scene = &lesson.slides[0].scene;
        Text.blocks(&blocks(typed, judgement, scene, Names::SERIES), &Style::default())
    }

    #[test]
    fn nothing_is_only_wrong() {
        let wrong =
            |place, values| Judgement::Wrong(Difference { place, values, at_one: vec!['e'], mistake: None });
        let part = "h_out_2^(e)".parse().expect("a name");
        for (typed, judgement, expected) in [
            (
                "f*h",
                wrong(Place::Part(part), None),
                "All is right but hₒᵤₜ,₂⁽ᵉ⁾: that is what comes out of hidden node",
            ),
            ("-f", wrong(Place::Sign, Some([-1.0, 1.0])), "In numbers with e = 1 it is −1"),
            (
                "f*h",
                wrong(Place::Several(Some("h_out_2^(e)".parse().expect("a name"))), None),
                "more than one place, first in hₒᵤₜ,₂⁽ᵉ⁾: that is what",
            ),
            ("f - h", wrong(Place::SignOf("f*h".parse().expect("a product")), None), "but the sign of f·h."),
            ("7", wrong(Place::Whole, Some([7.0, 6.0])), "too large"),
            (
                "0.01",
                wrong(Place::Sign, Some([0.01, -0.01])),
                "✗ Not quite. The sign is the other way round.\n",
            ),
            (
                "f",
                wrong(Place::Range(Box::new([Expr::integer(1), Expr::integer(3)])), None),
                "Σ begins or ends: yours runs from 1 to",
            ),
            ("2*", Judgement::Slip { at: Some(1..2), says: "a factor is missing".into() }, "2[*]"),
            ("2(", Judgement::Slip { at: Some(2..2), says: "it ends".into() }, "2([…]"),
            ("x", Judgement::Right, "Right."),
        ] {
            let said = said(typed, &judgement);
            assert!(said.contains(expected), "{typed}: {said}");
        }
    }

    #[test]
    fn a_hint_is_the_first_sentence_of_the_reason() {
        let reason = vec![
            "A term moves only if ".into(),
            Math::name("o").into(),
            " stands in it. The others do not.".into(),
        ];
        let said = Text.blocks(&not_chosen('b', &[Block::Prose(reason)]), &Style::default());
        assert_eq!(said, "✗ Not b. Think of this: A term moves only if o stands in it.\n");
    }
}
