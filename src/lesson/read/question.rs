//! The question of a slide: what is asked, what answers it, and why.

use super::Field;
use super::Item;
use super::Reader;
use crate::lesson::Answer;
use crate::lesson::Choice;
use crate::lesson::Predict;
use crate::lesson::Source;
use crate::lesson::answers::half_of_last_digit;
use crate::lesson::fingerprint::fingerprint;
use crate::lesson::format::PredictText;
use crate::lesson::prose;
use crate::lesson::prose::ProseFault;
use crate::lesson::stage::Trouble;

impl Reader<'_> {
    pub(super) fn predict(&mut self, place: usize, written: &PredictText) -> Option<Predict> {
        let asks = self.prose(place, &["predict", "asks"], &written.asks);
        let because = match written.because.trim() {
            "" => Vec::new(),
            _ => self.prose(place, &["predict", "because"], &written.because),
        };
        if written.why_not.len() > written.choices.len().saturating_sub(1) {
            let at = vec![Field("predict"), Field("why_not")];
            let help = "write one for each choice but the first, which is the right one";
            self.say(Some(place), &Trouble::at(at, "there are more reasons than wrong choices", help));
        }
        let answer = match (&written.answer, written.choices.as_slice()) {
            (Some(answer), []) => self.formula(written.of.as_deref(), answer),
            (None, [_, _, ..]) => self.choice(written),
            (answer, choices) => {
                let says = match (answer, choices) {
                    (Some(_), _) => "a question has an answer or choices, and not both",
                    (None, []) => "this question has neither an answer nor choices",
                    (None, _) => "with one choice there is nothing to choose",
                };
                let help = "write of: \"N\", answer: \"6\" for a formula or number, or choices: [\"the right one\", \"another\"]";
                Err(Trouble::new("predict", says, help))
            }
        };
        answer.map_err(|trouble| self.say(Some(place), &trouble)).ok().map(|answer| Predict {
            asks,
            answer,
            because,
        })
    }

    /// An answer is checked as every formula is: it has to equal what is asked for, in symbols or, rounded as it is
    /// written, on the lesson's own data.
    fn formula(&self, of: Option<&str>, answer: &str) -> Result<Answer, Trouble> {
        let read = |field: &'static str, text: &str| {
            self.stage.formula(text).map_err(|fault| {
                let at = vec![Field("predict"), Field(field)];
                Trouble::Fault { at, says: fault.says, help: fault.help, bytes: fault.at }
            })
        };
        let of = of.ok_or_else(|| {
            let help = "say what is asked for, so that the answer can be checked: of: \"N\", answer: \"6\"";
            Trouble::new("predict", "the field `of` is missing", help)
        })?;
        let (of, is) = (read("of", of)?, read("answer", answer)?);
        let refused = match self.stage.holds(&of, &is) {
            Ok(()) => return Ok(Answer::Formula { of, is }),
            Err(says) => says,
        };
        let scene = self.stage.scene();
        let rounded = scene.value(&of).zip(scene.value(&is)).is_some_and(|(exact, written)| {
            (exact - written).abs() <= half_of_last_digit(answer).unwrap_or(0.0)
        });
        match (rounded, self.numbers) {
            (true, _) => Ok(Answer::Formula { of, is }),
            // A number that was written for other data is no answer here; what it stands for is.
            (false, Source::Other) => Ok(Answer::Formula { is: of.clone(), of }),
            (false, Source::Own) => {
                Err(Trouble::at(vec![Field("predict"), Field("answer")], refused, "write what is right"))
            }
        }
    }

    /// The right one comes first in the file and is shown at a place that depends on the question alone, so that a slide
    /// put in front of this one changes nothing here.
    fn choice(&self, written: &PredictText) -> Result<Answer, Trouble> {
        let line = |field: &'static str, item: usize, text: &str| {
            prose::line(text, &self.stage).map_err(|ProseFault { at: bytes, says, help }| {
                let at = vec![Field("predict"), Field(field), Item(item)];
                Trouble::Fault { at, says, help, bytes: Some(bytes) }
            })
        };
        let same = |one: &String, other: &String| one.split_whitespace().eq(other.split_whitespace());
        let mut choices = Vec::new();
        for (item, choice) in written.choices.iter().enumerate() {
            if written.choices[..item].iter().any(|other| same(other, choice)) {
                let at = vec![Field("predict"), Field("choices"), Item(item)];
                let help = "write something else, or leave one of the two out";
                return Err(Trouble::at(at, "this choice is there already", help));
            }
            let reason = item.checked_sub(1).and_then(|wrong| Some((wrong, written.why_not.get(wrong)?)));
            choices.push(Choice {
                says: line("choices", item, choice)?,
                why_not: match reason {
                    Some((wrong, reason)) => line("why_not", wrong, reason)?,
                    None => Vec::new(),
                },
            });
        }
        let right = place_of_right(&written.asks, choices.len());
        choices.rotate_right(right);
        Ok(Answer::Choice { choices, right })
    }
}

/// Where among so many choices the right one stands. How the lines of the question are broken does not matter.
fn place_of_right(asks: &str, choices: usize) -> usize {
    let words = asks.split_whitespace().collect::<Vec<_>>().join(" ");
    // The remainder is less than a count of choices.
    usize::try_from(fingerprint(&words) % choices as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_choice_stands_at_any_place_and_at_one_for_each_question() {
        for count in 2..=4 {
            let places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
                .map(|number| place_of_right(&format!("Is it {number}?"), count));
            assert!((0..count).all(|place| places.contains(&place)), "{places:?}");
        }
        assert_eq!(place_of_right("Which\n   edge?", 3), place_of_right("Which edge?", 3));
    }
}
