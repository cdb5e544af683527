use std::sync::Arc;

use super::*;
use crate::graph::Names;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::lesson::Slide;
use crate::page::Block;
use crate::player::hide::Step;
use crate::player::key::sequence;
use crate::player::page;
use crate::player::state::tests::after;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::text::Text;
use crate::show::formula::formula;
use crate::show::slide::Numbers;

#[test]
fn a_slip_is_told_apart_from_a_miss() {
    let said = |keys: &str| after(keys).said.expect("something is said");
    let judged = |keys: &str| match said(keys) {
        Said::Typed(_, judgement) => *judgement,
        other => panic!("{other:?}"),
    };
    assert!(matches!(judged("4⏎p1/4⏎"), Judgement::Right));
    assert!(matches!(judged("4⏎p1/3⏎"), Judgement::Wrong(_)));
    assert!(matches!(judged("4⏎p1/(⏎"), Judgement::Slip { .. }));
    assert_eq!(after("4⏎p1/(⏎⏎⏎").missed.len(), 0);
    assert_eq!(after("4⏎p1/3⏎").missed.len(), 1);
    // After two misses the answer is there, with what was said about the last one.
    assert!(matches!(judged("4⏎p1/3⏎5⏎"), Judgement::Wrong(_)));
    assert_eq!(after("4⏎p1/3⏎5⏎→").said, None);
}

/// Whoever writes a sum out needs room for it, and is told where there is none.
#[test]
fn an_answer_may_be_long() {
    let mut state = after("4⏎p");
    for _ in 0..LONGEST {
        state.press(Key::Char('²'));
        assert_eq!(state.message, None);
    }
    state.press(Key::Char('1'));
    assert!(state.message.is_some_and(|message| message.contains("at most 4000")));
    let written = state.prompt.map_or(0, |prompt| prompt.text.chars().count());
    assert_eq!(written, LONGEST);
}

/// Several formulas stand on a slide, and what is asked for is told by its name.
#[test]
fn a_value_is_asked_for_by_the_left_side() {
    let lesson = Arc::new(Lesson::built_in("output-weights").expect("it is embedded"));
    let shows =
        |slide: &Slide| slide.lines().filter(|line| line.equation.left.to_string().contains("w_2")).count();
    let place =
        lesson.slides.iter().rposition(|slide| shows(slide) > 2).expect("one slide for several weights");
    let mut state = State::new(Arc::clone(&lesson), place, Numbers::Results);
    sequence("⇟←p").for_each(|key| {
        state.press(key);
    });
    let mut asked = Vec::new();
    for _ in 0..40 {
        if let Some(Hidden { what: What::Value(_), step: Step::OfSlide(shown), .. }) = &state.hidden {
            let Shown::Line(line) = &lesson.slides[place].shown[*shown] else { panic!("a formula") };
            let left = Block::Prose(vec![formula(&line.equation.left, Names::SERIES, &[]).into()]);
            let [left, said] = [left, page::prediction(&state, Names::SERIES).remove(0)]
                .map(|block| Text.blocks(&[block], &Style::default()));
            assert_eq!(said.trim(), format!("What is {} worth?", left.trim()));
            asked.push(said);
        }
        state.press(Key::Tab);
    }
    asked.sort();
    asked.dedup();
    assert!(asked.len() > 2, "{asked:?}");
}

/// Whoever has missed it twice sees how it comes about: the rule and the formula with its numbers.
#[test]
fn after_two_misses_the_worked_step_is_shown() {
    let said = |keys: &str| {
        let state = after(keys);
        let blocks = page::prediction(&state, Names::SERIES);
        Text.blocks(&blocks, &Style::default())
    };
    for keys in ["→→→p7⏎7⏎", "→→→p⏎"] {
        let said = said(keys);
        assert!(said.contains("opposite-element") && said.contains("∂w₂₁₁"), "{keys}: {said}");
    }
    for keys in ["→→→p7⏎", "→→→p0.8031⏎"] {
        assert!(!said(keys).contains("opposite-element"), "{keys}");
    }
    // Each number at an edge of the tree is a local derivative.
    for (number, step) in ["∂oₒᵤₜ,₁⁽¹⁾", "∂oᵢₙ,₁⁽¹⁾"].into_iter().enumerate() {
        let said = said(&format!("3⏎p{}7⏎7⏎", "⇥".repeat(number + 1)));
        assert!(said.contains(step) && said.contains('='), "{step}: {said}");
    }
}
