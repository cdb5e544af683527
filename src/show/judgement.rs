//! What is said about an answer: never only that it is wrong, but where it differs.

use crate::expr::Expr;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::lesson::Predict;
use crate::lesson::answers::Asked;
use crate::lesson::answers::Difference;
use crate::lesson::answers::Instead;
use crate::lesson::answers::Judgement;
use crate::lesson::answers::Place;
use crate::lesson::answers::is_number;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;
use crate::show::formula::formula;
use crate::show::glossary::of_network;
use crate::show::number::six_digits;
use crate::show::slide;

/// The judgement of what was typed.
pub fn blocks(typed: &str, judgement: &Judgement, scene: &Scene, names: Names<'_>) -> Vec<Block> {
    let role = |role: Role, words: &str| Inline::Looking(Look::Role(role), vec![words.into()]);
    // Sign and factor of a number say more than its direction, and any other place of it all that is asked for.
    let says_it_all = |place: &Place| matches!(place, Place::Sign | Place::Times(_));
    let mut runs = match judgement {
        Judgement::Right => vec![role(Role::Agrees, "Right.")],
        Judgement::Slip { says, .. } => vec![role(Role::Strong, "Not an answer yet: "), says.clone().into()],
        Judgement::Wrong(Difference { place, asked, .. })
            if !says_it_all(place)
                && (*asked == Asked::Number || is_number(typed) && *place == Place::Whole) =>
        {
            vec![role(Role::Differs, "Not quite.")]
        }
        Judgement::Wrong(Difference { place, .. }) => {
            [vec![role(Role::Differs, "Not quite. ")], wheres(place, scene, names)].concat()
        }
        Judgement::Undecided(reason) => {
            vec!["Whether that is right could not be decided: ".into(), reason.clone().into()]
        }
    };
    if let Judgement::Wrong(Difference { values: Some(values), with, place, asked, .. }) = judgement {
        match (is_number(typed), asked) {
            (true, _) | (_, Asked::Number) if says_it_all(place) => {}
            // Where it depends on names what is right, a number is neither too large nor too small.
            (true, _) if with.is_empty() => runs.push(format!(" It is too {}.", direction(*values)).into()),
            (false, Asked::Number) => runs.extend(off(*values)),
            _ => runs.extend(compared(*values, with, names)),
        }
    }
    let mut blocks = vec![Block::Prose(runs)];
    if let Judgement::Wrong(Difference { instead: Some(instead), .. }) = judgement {
        blocks.push(Block::Prose(match instead {
            Instead::Slope(slope) => vec!["That is ".into(), formula(slope, names, &[]).into(), ".".into()],
            Instead::Mistake(sentence) => vec![sentence.clone().into()],
        }));
    }
    if let Judgement::Slip { at: Some(at), .. } = judgement {
        blocks.extend(pointed_at(typed, at.clone()));
    }
    blocks
}

/// What is to be said about an answer of several to choose from, counted from 0, that is not the right one.
pub fn not_chosen(choice: usize, predict: &Predict, names: Names<'_>) -> Vec<Block> {
    let letter = ('a'..='z').nth(choice).unwrap_or('?');
    let not = Inline::Looking(Look::Role(Role::Differs), vec![format!("Not {letter}. ").into()]);
    vec![Block::Prose(std::iter::once(not).chain(slide::why_not(predict, choice, names)).collect())]
}

/// What may be said before the answer is: the first sentence of its reason, or what is asked where there is none.
pub(super) fn hint(predict: &Predict, names: Names<'_>) -> Vec<Inline> {
    let [because, asks] =
        [&predict.because, &predict.asks].map(|paragraphs| slide::paragraphs(paragraphs, names));
    let (begin, hint) = match (because.first(), asks.last()) {
        (Some(Block::Prose(reason)), _) => ("Think of this: ", first_sentence(reason)),
        (_, Some(Block::Prose(question))) => ("Look once more at what is asked: ", question.clone()),
        _ => return Vec::new(),
    };
    std::iter::once(begin.into()).chain(hint).collect()
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
        Place::Range(letter, limits) => {
            let [from, to] = &**limits;
            let words = "All is right but what the Σ runs over: yours lets ";
            let letter = math(&Symbol::new(letter.to_string()).into());
            vec![words.into(), letter, " run from ".into(), math(from), " to ".into(), math(to), ".".into()]
        }
        Place::NoSum(letter, body) => {
            let letter = math(&Symbol::new(letter.to_string()).into());
            vec![
                "All is right, but the Σ over ".into(),
                letter,
                " is missing before ".into(),
                math(body),
                ".".into(),
            ]
        }
        Place::NoSumNor(letter, body) => {
            let letter = math(&Symbol::new(letter.to_string()).into());
            let words = [
                "This much is right: ",
                ". The Σ over ",
                " is missing before it, and something else is too.",
            ];
            let [begin, middle, end] = words.map(Inline::from);
            vec![begin, math(body), middle, letter, end]
        }
        Place::TooMuch(part) => vec!["All is there, but this is too much: ".into(), math(part), ".".into()],
        Place::TooLittle(part) => {
            vec!["This much is right: ".into(), math(part), ". Something is missing.".into()]
        }
        Place::SignOf(term) => vec!["All is right but the sign of ".into(), math(term), ".".into()],
        Place::PartOf(part_and_term) => {
            let [part, term] = &**part_and_term;
            vec!["All is right but ".into(), math(part), " in the term ".into(), math(term), ".".into()]
        }
        Place::TooLittleIn(term) => {
            vec!["All is right but the term ".into(), math(term), ", in which something is missing.".into()]
        }
        Place::Multiplied => vec!["The terms are right, but they are to be added, not multiplied.".into()],
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

fn direction([ours, right]: [f64; 2]) -> &'static str {
    if ours > right { "large" } else { "small" }
}

/// What a formula is worth where a number is asked for, and in which direction it is off: more would be the answer.
fn off(values: [f64; 2]) -> [Inline; 3] {
    let number = Math::number(six_digits(values[0])).into();
    [" In numbers it is ".into(), number, format!(", which is too {}.", direction(values)).into()]
}

/// More names than this are not told with their numbers.
const MOST_NAMES: usize = 3;

/// What it is worth and what it should be worth.
fn compared([ours, right]: [f64; 2], with: &[(Symbol, f64)], names: Names<'_>) -> Vec<Inline> {
    let number = |value: f64| Math::number(six_digits(value));
    let mut runs: Vec<Inline> = vec![" In numbers".into()];
    if with.len() > MOST_NAMES {
        runs = vec![" With some numbers".into()];
    } else {
        for (place, (name, value)) in with.iter().enumerate() {
            let is = [formula(&name.clone().into(), names, &[]), Operator::Equals.into(), number(*value)];
            runs.extend([if place == 0 { " with " } else { " and " }.into(), Math::row(is).into()]);
        }
    }
    let is = [" it is ".into(), number(ours).into(), ", where ".into(), number(right).into()];
    runs.into_iter().chain(is).chain([" is asked for.".into()]).collect()
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
    use crate::lesson::Answer;
    use crate::lesson::prose::Run;
    use crate::render::Renderer;
    use crate::render::Style;
    use crate::render::text::Text;

    fn said(typed: &str, judgement: &Judgement) -> String {
        let lesson = crate::lesson::Lesson::built_in("output-weights").expect("it is embedded");
        let scene = &lesson.slides[0].scene;
        Text.blocks(&blocks(typed, judgement, scene, Names::SERIES), &Style::default())
    }

    fn wrong_where(asked: Asked, place: Place, values: Option<[f64; 2]>) -> Judgement {
        let with = if asked == Asked::Number { Vec::new() } else { vec![(Symbol::new('e'), 1.0)] };
        Judgement::Wrong(Difference { place, asked, values, with, instead: None })
    }

    /// Whoever is asked for a number is not told it with a formula that misses it.
    #[test]
    fn a_number_that_is_asked_for_is_not_told() {
        for (typed, place, expected) in [
            ("E", Place::Whole, "✗ Not quite. In numbers it is 2, which is too small.\n"),
            ("2", Place::Whole, "✗ Not quite. It is too small.\n"),
            (
                "2/N",
                Place::TooMuch("1/N".parse().expect("a formula")),
                "✗ Not quite. In numbers it is 2, which is too small.\n",
            ),
            ("-N", Place::Sign, "✗ Not quite. The sign is the other way round.\n"),
        ] {
            let judgement = wrong_where(Asked::Number, place, Some([2.0, 6.0]));
            assert_eq!(said(typed, &judgement), expected);
        }
    }

    #[test]
    fn nothing_is_only_wrong() {
        let wrong = |place, values| wrong_where(Asked::Formula, place, values);
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
            (
                "7",
                wrong(Place::Whole, Some([7.0, 6.0])),
                "✗ Not quite. In numbers with e = 1 it is 7, where 6 is",
            ),
            (
                "f",
                wrong(Place::PartOf(Box::new(["h", "f*h"].map(|part| part.parse().expect(part)))), None),
                "All is right but h in the term f·h.",
            ),
            (
                "f",
                wrong(Place::TooLittleIn("f*h".parse().expect("a product")), None),
                "All is right but the term f·h, in which something is missing.",
            ),
            ("f*h", wrong(Place::Multiplied, None), "they are to be added, not multiplied."),
            (
                "0.01",
                wrong(Place::Sign, Some([0.01, -0.01])),
                "✗ Not quite. The sign is the other way round.\n",
            ),
            (
                "f",
                wrong(Place::Range('n', Box::new([Expr::integer(1), Expr::integer(3)])), None),
                "what the Σ runs over: yours lets n run from 1",
            ),
            (
                "f",
                wrong(Place::NoSum('e', "f*h".parse().expect("a product")), None),
                "All is right, but the Σ over e is missing before f·h.",
            ),
            (
                "f",
                wrong(Place::NoSumNor('e', "f*h".parse().expect("a product")), None),
                "This much is right: f·h. The Σ over e is missing before it",
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
    fn what_has_no_number_is_told_with_the_one_put_in() {
        let told = |with: &[(&str, f64)]| {
            let with = with.iter().map(|(name, value)| (name.parse().expect(name), *value)).collect();
            let (place, values) = (Place::Whole, Some([0.5, 0.25]));
            said(
                "0.5",
                &Judgement::Wrong(Difference { place, asked: Asked::Formula, values, with, instead: None }),
            )
        };
        let four = [("a", 1.0), ("b", 1.0), ("c", 1.0), ("x", 0.3)];
        assert_eq!(
            told(&four[3..]),
            "✗ Not quite. In numbers with x = 0.3 it is 0.5, where 0.25 is asked for.\n"
        );
        assert_eq!(told(&four), "✗ Not quite. With some numbers it is 0.5, where 0.25 is asked for.\n");
        assert_eq!(told(&[]), "✗ Not quite. It is too large.\n");
    }

    /// Nobody is told only that it is not this one.
    #[test]
    fn a_choice_that_is_not_right_is_told_why() {
        const LESSON: &str = r#"(format: 1, title: "A choice", problem: "iris-2", weight: "w_211", slides: [(
            goal: "Choose",
            says: "So it is.",
            predict: (
                asks: "One moves. Which?",
                choices: ["$o_out_1^(1)$", "$y_1^(1)$", "neither"],
                why_not: ["It is a *label*: nothing moves $y_1^(1)$."],
                because: "A term moves only if $o_out_1^(1)$ stands in it. The others do not.",
            ),
        )])"#;
        let told = |text: &str| {
            let reading = crate::lesson::Reading::default();
            let lesson = crate::lesson::Lesson::read("choice.ron", text, &reading).expect("it verifies");
            let predict = lesson.slides[0].predict.clone().expect("it asks");
            let Answer::Choice { choices, .. } = &predict.answer else { panic!("{predict:?}") };
            let words = |place: usize| {
                let text = Text.blocks(&not_chosen(place, &predict, Names::SERIES), &Style::default());
                text.split_once(". ").expect("a letter and a reason").1.trim().replace('\n', " ")
            };
            let place = |says: &dyn Fn(&[Run]) -> bool| {
                choices.iter().position(|choice| says(&choice.says)).expect("it is one of them")
            };
            let neither = |says: &[Run]| matches!(says, [Run::Text(text)] if text == "neither");
            let label = |says: &[Run]| matches!(says, [Run::Formula(of)] if of.to_string() == "y_1^(1)");
            [place(&label), place(&neither)].map(words)
        };
        let [label, neither] = told(LESSON);
        assert_eq!(label, "It is a label: nothing moves y₁⁽¹⁾.");
        assert_eq!(neither, "Think of this: A term moves only if oₒᵤₜ,₁⁽¹⁾ stands in it.");
        let begin = LESSON.find("because").expect("a reason");
        let end = begin + LESSON[begin..].find('\n').expect("a line");
        let [_, neither] = told(&format!("{}{}", &LESSON[..begin], &LESSON[end..]));
        assert_eq!(neither, "Look once more at what is asked: One moves. Which?");
    }
}
