//! Questions as a learner meets them in a terminal.

use std::sync::Arc;

use gradwalk::lesson::{Answer, Predict};
use gradwalk::player::key::Key;
use gradwalk::player::state::State;
use gradwalk::show::slide::Numbers;

use crate::screens::{UNICODE, drawn, lessons, page, pressed};

/// The keys with which a question is answered.
fn answer(predict: &Predict) -> Vec<Key> {
    match &predict.answer {
        Answer::Formula { is, .. } => {
            let typed = is.to_string();
            [Key::Char('p')].into_iter().chain(typed.chars().map(Key::Char)).chain([Key::Enter]).collect()
        }
        Answer::Choice { right, .. } => ('a'..='z').nth(*right).map(Key::Char).into_iter().collect(),
    }
}

/// What an editor calls long is what has to be scrolled: no question of ours for which that is not allowed.
#[test]
fn an_answered_question_fits_the_screen() {
    for lesson in lessons() {
        for (place, slide) in lesson.slides.iter().enumerate() {
            for keys in slide.predict.iter().map(answer) {
                let mut state = State::new(Arc::clone(&lesson), place, Numbers::Shown);
                pressed(&mut state, (80, 24), &keys);
                let what = format!("{}, slide {}, {keys:?}", lesson.id, place + 1);
                assert!(state.answered().any(|answered| answered == place), "{what}");
                let (rows, marks) = page(&drawn(&mut state, (80, 24), UNICODE));
                let may_scroll = slide.allow.contains_key("long-slide");
                assert!(may_scroll || marks == [false; 2], "{what}\n{}", rows.join("\n"));
            }
        }
    }
}
