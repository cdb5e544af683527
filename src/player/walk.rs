//! Where in a lesson the reader is, and where each step leads.
//!
//! ```text
//! slide 3               slide 4: a question              slide 5
//! words + thing 1  →  question  →  words + thing 1  →  …
//! words, both things ←──────────────────────────────────  going back lands on what is finished
//! ```
//!
//! A slide is a row of stops: its question, if it asks one, then its words with one more thing at every stop.

use crate::lesson::Lesson;
use crate::lesson::Pace;
use crate::show::slide;

/// What there is to walk through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    slides: Vec<Stops>,
}

/// The stops of one slide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stops {
    asks: bool,
    parts: usize,
    pace: Pace,
}

/// A stop on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The slide, from 0.
    pub slide: usize,
    /// What of it is seen.
    pub stop: Stop,
}

/// What of a slide is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Its question alone.
    Question,
    /// Its words and so many of the things that it shows.
    Parts(usize),
}

/// How closely the lesson is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// Every slide, thing by thing.
    EveryStep,
    /// Slides with main steps, each at once.
    MainSteps,
}

impl Way {
    /// The way through a lesson.
    pub fn new(lesson: &Lesson) -> Self {
        let stops = |slide: &crate::lesson::Slide| Stops {
            asks: slide.predict.is_some(),
            parts: slide::parts(slide),
            pace: slide.pace,
        };
        Way { slides: lesson.slides.iter().map(stops).collect() }
    }

    /// How many slides there are.
    pub fn slides(&self) -> usize {
        self.slides.len()
    }

    /// Where one arrives who comes from before.
    pub fn first(&self, slide: usize, tempo: Tempo) -> Place {
        let stop = match self.slides.get(slide) {
            Some(Stops { asks: true, .. }) => Stop::Question,
            _ => self.unasked(slide, tempo),
        };
        Place { slide, stop }
    }

    /// Where one arrives who comes from behind: all of it is there.
    pub fn finished(&self, slide: usize) -> Place {
        let parts = self.slides.get(slide).map_or(0, |stops| stops.parts);
        Place { slide, stop: Stop::Parts(parts) }
    }

    /// What comes after the question.
    fn unasked(&self, slide: usize, tempo: Tempo) -> Stop {
        let parts = self.slides.get(slide).map_or(0, |stops| stops.parts);
        Stop::Parts(match tempo {
            Tempo::EveryStep => parts.min(1),
            Tempo::MainSteps => parts,
        })
    }

    /// The next stop. Nothing at the end.
    pub fn forward(&self, from: Place, tempo: Tempo) -> Option<Place> {
        let parts = self.slides.get(from.slide)?.parts;
        match from.stop {
            Stop::Question => Some(Place { stop: self.unasked(from.slide, tempo), ..from }),
            Stop::Parts(seen) if seen < parts => Some(Place {
                stop: Stop::Parts(if tempo == Tempo::EveryStep { seen + 1 } else { parts }),
                ..from
            }),
            Stop::Parts(_) => self.next_slide(from.slide, tempo),
        }
    }

    /// The stop before. Nothing at the beginning.
    pub fn back(&self, from: Place, tempo: Tempo) -> Option<Place> {
        let first = self.unasked(from.slide, tempo);
        match (from.stop, first) {
            (Stop::Parts(seen), Stop::Parts(first)) if seen > first => {
                Some(Place { stop: Stop::Parts(seen - 1), ..from })
            }
            (Stop::Parts(_), _) if self.slides.get(from.slide)?.asks => {
                Some(Place { stop: Stop::Question, ..from })
            }
            _ => self.slide_before(from.slide, tempo),
        }
    }

    /// The beginning of the next slide.
    pub fn next_slide(&self, from: usize, tempo: Tempo) -> Option<Place> {
        let next = (from + 1..self.slides.len()).find(|&slide| self.is_on_way(slide, tempo))?;
        Some(self.first(next, tempo))
    }

    /// The finished slide before.
    pub fn slide_before(&self, from: usize, tempo: Tempo) -> Option<Place> {
        let before = (0..from).rev().find(|&slide| self.is_on_way(slide, tempo))?;
        Some(self.finished(before))
    }

    fn is_on_way(&self, slide: usize, tempo: Tempo) -> bool {
        tempo == Tempo::EveryStep || self.slides[slide].pace == Pace::Main
    }

    /// Whether the slide begins with a question.
    pub fn asks(&self, slide: usize) -> bool {
        self.slides.get(slide).is_some_and(|stops| stops.asks)
    }

    /// How many things the slide shows.
    pub fn parts(&self, slide: usize) -> usize {
        self.slides.get(slide).map_or(0, |stops| stops.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn stops(asks: bool, parts: usize, pace: Pace) -> Stops {
        Stops { asks, parts, pace }
    }

    fn way() -> Way {
        Way {
            slides: vec![
                stops(false, 0, Pace::Main),
                stops(false, 3, Pace::Main),
                stops(false, 1, Pace::Detail),
                stops(true, 2, Pace::Main),
            ],
        }
    }

    fn walked(tempo: Tempo, from: Place, step: impl Fn(&Way, Place, Tempo) -> Option<Place>) -> Vec<String> {
        let way = way();
        let all = std::iter::successors(Some(from), |&place| step(&way, place, tempo));
        all.map(|place| match place.stop {
            Stop::Question => format!("{}?", place.slide + 1),
            Stop::Parts(parts) => format!("{}.{parts}", place.slide + 1),
        })
        .collect()
    }

    #[test]
    fn forward_builds_up_and_back_takes_away() {
        let (begin, end) = (way().first(0, Tempo::EveryStep), way().finished(3));
        assert_eq!(
            walked(Tempo::EveryStep, begin, Way::forward),
            ["1.0", "2.1", "2.2", "2.3", "3.1", "4?", "4.1", "4.2"]
        );
        assert_eq!(
            walked(Tempo::EveryStep, end, Way::back),
            ["4.2", "4.1", "4?", "3.1", "2.3", "2.2", "2.1", "1.0"]
        );
    }

    #[test]
    fn main_steps_leave_details_out() {
        let (begin, end) = (way().first(0, Tempo::MainSteps), way().finished(3));
        assert_eq!(walked(Tempo::MainSteps, begin, Way::forward), ["1.0", "2.3", "4?", "4.2"]);
        assert_eq!(walked(Tempo::MainSteps, end, Way::back), ["4.2", "4?", "2.3", "1.0"]);
        // Who is on a detail when main steps are chosen leaves it in either direction.
        let detail = way().finished(2);
        assert_eq!(way().forward(detail, Tempo::MainSteps), Some(way().first(3, Tempo::MainSteps)));
        assert_eq!(way().back(detail, Tempo::MainSteps), Some(way().finished(1)));
    }

    #[test]
    fn whole_slides_can_be_passed() {
        assert_eq!(way().next_slide(1, Tempo::EveryStep), Some(way().first(2, Tempo::EveryStep)));
        assert_eq!(way().slide_before(3, Tempo::EveryStep), Some(way().finished(2)));
        assert_eq!(way().next_slide(3, Tempo::EveryStep), None);
        assert_eq!(way().slide_before(0, Tempo::EveryStep), None);
    }
}
