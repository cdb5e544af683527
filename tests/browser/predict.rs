//! Predict, then see: typed answers are judged in the page as the library judges them.

use gradwalk::expr::Expr;
use gradwalk::lesson::Answer;
use gradwalk::lesson::answers::Judgement;
use gradwalk::lesson::answers::judge_answer;
use gradwalk::lesson::hide;
use gradwalk::lesson::hide::What;
use libtest_mimic::Failed;
use serde_json::json;

use crate::Test;
use crate::demand;
use crate::session::RIGHT;
use crate::session::Session;
use crate::site;
use crate::site::WIDE;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    (
        "typed_answers_are_judged_as_the_library_judges_them",
        typed_answers_are_judged_as_the_library_judges_them,
    ),
    ("a_wrong_answer_is_told_where_it_differs", a_wrong_answer_is_told_where_it_differs),
    ("after_two_misses_the_answer_is_shown", after_two_misses_the_answer_is_shown),
    ("the_same_miss_counts_once", the_same_miss_counts_once),
    ("every_part_of_a_formula_can_be_hidden", every_part_of_a_formula_can_be_hidden),
    ("tab_leaves_the_field", tab_leaves_the_field),
    ("a_second_wrong_choice_is_called_wrong", a_second_wrong_choice_is_called_wrong),
    ("a_value_is_judged_to_the_digits_that_were_typed", a_value_is_judged_to_the_digits_that_were_typed),
];

/// Types an answer into the place for it, and returns what is said.
pub(crate) fn answer(session: &Session, typed: &str) -> Result<String, Failed> {
    session.text(&format!(
        "const slide = document.querySelector('.slide.now');
         const seen = (selector) => [...slide.querySelectorAll(selector)].find((one) => one.getClientRects().length);
         const form = seen('.prompt');
         form.querySelector('input').value = {};
         form.requestSubmit();
         if (slide.matches('.answered')) return document.querySelector('.note').textContent;
         return seen('.said').textContent",
        json!(typed)
    ))
}

/// What an answer is, by how the page begins to speak of it.
fn kind(said: &str) -> &'static str {
    match said {
        said if said.starts_with("Right.") => "right",
        said if said.starts_with("Not an answer yet") => "slip",
        said if said.contains("Not quite") => "wrong",
        _ => "nothing",
    }
}

fn typed_answers_are_judged_as_the_library_judges_them() -> Result<(), Failed> {
    let mut judged = 0;
    for id in ["output-weights", "hidden-weights", "matrices"] {
        let lesson = built_in(id)?;
        let session = site::open(id, "#1", WIDE)?;
        for (place, slide) in lesson.slides.iter().enumerate() {
            let Some(Answer::Formula { of, is }) = slide.predict.as_ref().map(|predict| &predict.answer)
            else {
                continue;
            };
            let is_text = is.to_string();
            let typed = [
                is_text.clone(),
                format!("({is_text})*2/2"),
                format!("2*({is_text})"),
                format!("-({is_text})"),
                is_text.replace("_2", "_1"),
                is_text.replacen('1', "2", 1),
                is_text.replace("h_out", "h_otu"),
                format!("{is_text} +"),
                format!("({is_text}"),
                of.to_string(),
                "7".into(),
                "sum(e, 1, E, y_1^(e))".into(),
            ];
            for typed in typed {
                session.follow("'#1'")?;
                session.follow(&format!("'#{}'", place + 1))?;
                session.press(&["p"])?;
                let said = answer(&session, &typed)?;
                let expected = match judge_answer(&typed, of, is, &slide.scene) {
                    Judgement::Right => "right",
                    Judgement::Slip { .. } => "slip",
                    Judgement::Wrong(_) => "wrong",
                    Judgement::Undecided(_) => continue,
                };
                demand(kind(&said) == expected, || {
                    format!("{id}, slide {}, `{typed}`: {expected}, but the page says {said:?}", place + 1)
                })?;
                session.press(&["\u{e00c}"])?;
                judged += 1;
            }
        }
        site::demand_quiet(&session)?;
    }
    demand(judged > 50, || format!("only {judged} answers were judged"))
}

/// The slide of `output-weights` that asks for the formula of another weight.
fn formula_slide() -> Result<(usize, String), Failed> {
    let lesson = built_in("output-weights")?;
    let slides = lesson.slides.iter().enumerate();
    let found = slides.filter_map(|(place, slide)| match &slide.predict.as_ref()?.answer {
        Answer::Formula { is, .. } if is.to_string().contains("sum(") => Some((place + 1, is.to_string())),
        _ => None,
    });
    Ok(found.clone().next().ok_or("a slide asks for a sum")?)
}

fn a_wrong_answer_is_told_where_it_differs() -> Result<(), Failed> {
    let (number, right) = formula_slide()?;
    for (from, to, told) in [
        ("h_out_1", "h_out_2", "All is right but h_out_2^(e)."),
        ("1/N*", "", "It is N times what it should be."),
        ("1/N*", "2/N*", "It is 2 times what it should be."),
        ("e, 1, E", "e, 1, N", "yours lets e run from 1 to N."),
        ("*h_out_1^(e)", "", "Something is missing."),
        ("*h_out_1^(e)", "*h_out_1^(e)*w_212", "this is too much: w_212."),
        ("o_out_2^(e) - y_2^(e)", "y_2^(e) - o_out_2^(e)", "The sign is the other way round."),
        ("h_out_1", "h_otu_1", "Did you mean h_out?"),
    ] {
        let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
        let typed = right.replace(from, to);
        demand(typed != right, || format!("{from} is not in {right}"))?;
        let said = answer(&session, &typed)?;
        demand(said.contains(told), || format!("{typed}: {said}"))?;
    }
    Ok(())
}

/// Whoever gives the same answer twice, typed or chosen, has learned no more of it.
fn the_same_miss_counts_once() -> Result<(), Failed> {
    let (number, _) = formula_slide()?;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    let shown = |session: &Session| session.is_displayed(".slide.now > .answer");
    for (typed, is_shown) in [("2/N", false), ("2 / N", false), ("w_211", true)] {
        answer(&session, typed)?;
        demand(shown(&session)? == is_shown, || format!("after {typed} the answer is shown: {}", !is_shown))?;
    }
    let (number, wrong) = choices()?;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    for (letter, is_shown) in [(wrong[0], false), (wrong[0], false), (wrong[1], true)] {
        session.press(&[letter])?;
        demand(shown(&session)? == is_shown, || {
            format!("after {letter} the answer is shown: {}", !is_shown)
        })?;
    }
    site::demand_quiet(&session)
}

fn after_two_misses_the_answer_is_shown() -> Result<(), Failed> {
    let (number, _) = formula_slide()?;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    let shown = || session.is_displayed(".slide.now > .answer");
    for (typed, is_shown) in [("1/N", false), ("2*", false), ("w_211", true)] {
        answer(&session, typed)?;
        demand(shown()? == is_shown, || format!("after {typed} the answer is shown: {}", !is_shown))?;
    }
    // Once more, and past it: nobody has to answer.
    session.press(&["p"])?;
    demand(!shown()?, || "p asks again".into())?;
    session.press(&["\u{e00c}", RIGHT])?;
    demand(shown()?, || "a step shows the answer".into())?;
    site::demand_quiet(&session)
}

fn every_part_of_a_formula_can_be_hidden() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let session = site::open("output-weights", "#1", WIDE)?;
    let mut hidden = 0;
    for (place, slide) in lesson.slides.iter().enumerate().step_by(2) {
        let parts =
            slide.lines().flat_map(|line| hide::targets(slide, line)).filter_map(|target| {
                match target.what {
                    What::Part(part) => Some(part),
                    What::Value(_) => None,
                }
            });
        let is_worked_out = |part: &Expr| !part.any(&mut |inner| matches!(inner, Expr::Partial { .. }));
        let expected: Vec<String> = parts.filter(is_worked_out).map(|part| part.to_string()).collect();
        session.follow(&format!("'#{}&part=99'", place + 1))?;
        session.press(&["p"])?;
        // Every part in turn: what was there is right, and nothing of it is seen or spoken meanwhile.
        let told = session.script(
            "const slide = document.querySelector('.slide.now');
             const asked = [...slide.querySelectorAll('.asked li')];
             const told = [];
             for (let at = 0; at < asked.length && slide.querySelector('.thing .prompt'); at += 1) {
                const thing = slide.querySelector('.thing .prompt').parentElement;
                const spoken = thing.querySelector(':scope > :is(.formula, math)').getAttribute('aria-label');
                const marks = [...thing.querySelectorAll('.question-mark')].filter((mark) => mark.getClientRects().length);
                const covered = [...thing.querySelectorAll('math .hidden')].every((part) => part.getClientRects().length === 0);
                told.push([thing.querySelectorAll('.asked li')[marks[0]?.dataset.number]?.textContent,
                    spoken.includes('question mark') && marks.length === 1 && covered]);
                [...thing.querySelectorAll('.prompt button')].at(-1).click();
             }
             return told",
        )?;
        let told: Vec<(Option<String>, bool)> = serde_json::from_value(told)?;
        for (part, is_hidden) in &told {
            demand(*is_hidden, || format!("slide {}: {part:?} is seen or heard", place + 1))?;
        }
        for part in &expected {
            let is_asked = told.iter().any(|(asked, _)| asked.as_ref() == Some(part));
            demand(is_asked, || format!("slide {}: {part} is never hidden, but {told:?}", place + 1))?;
        }
        hidden += expected.len();
        session.press(&["\u{e00c}"])?;
    }
    demand(hidden > 50, || format!("only {hidden} parts were hidden"))?;
    site::demand_quiet(&session)
}

fn a_value_is_judged_to_the_digits_that_were_typed() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    // One part after another is hidden, the value last.
    let found = lesson.slides.iter().enumerate().find_map(|(place, slide)| {
        let targets = hide::targets(slide, slide.lines().last()?);
        let (last, parts) = targets.split_last()?;
        let is_worked_out = |target: &hide::Target| match &target.what {
            What::Part(part) => !part.any(&mut |inner| matches!(inner, Expr::Partial { .. })),
            What::Value(_) => false,
        };
        match last.what {
            What::Value(value) if !parts.is_empty() && parts.iter().all(is_worked_out) => {
                Some((place + 1, parts.len(), value))
            }
            _ => None,
        }
    });
    let (number, before, value) = found.ok_or("a formula is worth something")?;
    judged_values(number, before, value)
}

/// Hides another part in the place of the one that is hidden.
pub(crate) const ANOTHER: &str = "[...document.querySelectorAll('.slide.now .prompt button')].find((button) => button.textContent === 'Hide another').click()";

fn judged_values(number: usize, before: usize, value: f64) -> Result<(), Failed> {
    for (typed, expected) in [
        (format!("{value:.3}"), "right"),
        (format!("{value:.6}"), "right"),
        (format!("{:.6}", value + 0.001), "wrong"),
        (format!("{:.6}", -value), "wrong"),
        ("0.0".into(), "wrong"),
        ("0..1".into(), "slip"),
        ("1/0".into(), "slip"),
    ] {
        let session = site::open("output-weights", &format!("#{number}&part=99"), WIDE)?;
        session.press(&["p"])?;
        for _ in 0..before {
            session.script(ANOTHER)?;
        }
        let said = answer(&session, &typed)?;
        demand(kind(&said) == expected, || format!("slide {number}, {typed} for {value}: {said:?}"))?;
    }
    Ok(())
}

fn tab_leaves_the_field() -> Result<(), Failed> {
    let session = site::open("output-weights", "#84&part=99", WIDE)?;
    session.press(&["p"])?;
    let focus = "return document.activeElement.textContent || document.activeElement.localName";
    let before = session.text(focus)?;
    session.press(&["\u{e004}"])?;
    let after = session.text(focus)?;
    demand(before == "input" && after == "Check", || format!("from {before} Tab leads to {after}"))?;
    site::demand_quiet(&session)
}

/// A slide with three choices or more, and the letters of those that are not right.
fn choices() -> Result<(usize, Vec<&'static str>), Failed> {
    let lesson = built_in("output-weights")?;
    let asks =
        lesson.slides.iter().enumerate().find_map(|(place, slide)| match &slide.predict.as_ref()?.answer {
            Answer::Choice { right, choices } if choices.len() > 2 => Some((place + 1, *right)),
            _ => None,
        });
    let (number, right) = asks.ok_or("a slide has three choices")?;
    let letters = ["a", "b", "c"].into_iter().enumerate();
    Ok((number, letters.filter(|(at, _)| *at != right).map(|(_, letter)| letter).collect()))
}

fn a_second_wrong_choice_is_called_wrong() -> Result<(), Failed> {
    let (number, wrong) = choices()?;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    session.press(&wrong[..2])?;
    let said = session.text("return document.querySelector('.note.shown')?.textContent ?? ''")?;
    demand(said == format!("Not {}: here is the answer.", wrong[1]), || said.clone())?;
    site::demand_quiet(&session)
}
