//! From the text of a lesson to the lesson: everything named is looked up, every step is made.
//!
//! All faults of a file are gathered in one pass, each at its place in the text. What follows from an earlier fault is
//! not reported again.

mod question;
mod show;
mod slide;
mod tables;

use std::path::PathBuf;

use super::Course;
use super::Exchange;
use super::LABELS;
use super::Lesson;
use super::Slide;
use super::Source;
use super::Words;
use super::format::LessonText;
use super::format::SAMPLE;
use super::format::ShowText;
use super::stage::Stage;
use super::stage::Trouble;
use super::words::english;
use super::words::unknown_hole;
use crate::cost;
use crate::cost::COSTS;
use crate::cost::Cost;
use crate::derive::rule;
use crate::derive::rules;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem;
use crate::problem::Problem;
use crate::problem::ReadError;
use crate::problem::Step;
use crate::problem::TextFault;
use crate::problem::advice;
use crate::problem::advice_from;
use crate::problem::items;
use crate::problem::line;
use crate::problem::ron_fault_in;
use crate::problem::text_of_value;
use Step::Field;
use Step::Item;

/// How a lesson is to be read, where that is not as it was written.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Another weight of the same layer, as `w_223`.
    pub weight: Option<String>,
    /// Another problem of the same shape, with its name.
    pub problem: Option<(String, Problem)>,
    /// The folder beside the lesson, in which its problem may be.
    pub folder: Option<PathBuf>,
}

/// Something wrong in a lesson.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The slide, from 1, where it is in one.
    pub slide: Option<usize>,
    /// What is wrong, where, and what to do.
    pub error: ReadError,
    /// The check of an editor that has found it; nothing where the lesson is wrong.
    pub check: Option<&'static str>,
}

impl Fault {
    /// In no slide in particular.
    fn of_file(error: ReadError) -> Self {
        Fault { slide: None, error, check: None }
    }
}

/// A text may have so many bytes.
const LARGEST: usize = 1 << 20;

/// A lesson may have so many slides.
const MOST_SLIDES: usize = 500;

/// The cost is written out term by term, so it may have so many.
const MOST_TERMS: usize = 60;

/// A dot product is written out too.
const WIDEST: usize = 16;

impl Lesson {
    /// Reads a lesson and replays every step of it. `file` is what messages call it; its stem is the lesson's id.
    pub fn read(file: &str, text: &str, reading: &Reading) -> Result<Lesson, Vec<Fault>> {
        let only = |fault: TextFault| vec![Fault::of_file(fault.in_text(file, text))];
        if text.len() > LARGEST {
            let error = ReadError::of_file(
                file,
                format!("the file is larger than {LARGEST} bytes"),
                "split the lesson into several",
            );
            return Err(vec![Fault::of_file(error)]);
        }
        let written: LessonText = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(text)
            .map_err(|error| only(ron_fault_in(text, error, SAMPLE)))?;
        let mut reader = Reader::new(file, text, &written, reading)?;
        let slides = reader.slides(&written);
        reader.words(&written);
        reader.language(&written.language);
        reader.is_told_of_its_weight();
        reader.lesson(written, slides)
    }
}

/// A lesson on its way from text to slides.
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    stage: Stage,
    own_problem: String,
    problem_name: String,
    numbers: Source,
    written_for: Quantity,
    weight: Quantity,
    /// The weights and biases by which derivatives have been begun.
    derived: Vec<Quantity>,
    language: String,
    own_words: Vec<(String, String)>,
    faults: Vec<Fault>,
}

impl<'t> Reader<'t> {
    fn new(
        file: &'t str,
        text: &'t str,
        written: &LessonText,
        reading: &Reading,
    ) -> Result<Self, Vec<Fault>> {
        let fault = |steps: &[Step], says: String, help: String| {
            vec![Fault::of_file(located(file, text, steps, says, help, None))]
        };
        let own = own_problem(written, reading).map_err(|(says, help, cause)| {
            let cause = cause.map(Fault::of_file);
            cause.into_iter().chain(fault(&[Field("problem")], says, help)).collect::<Vec<_>>()
        })?;
        let (problem_name, numbers, problem) = match &reading.problem {
            Some((name, other)) => {
                let (says, help) = match unfit(&own.shape(), &other.shape()) {
                    Some(reason) => (
                        format!("`{name}` does not fit this lesson: {reason}"),
                        format!("`gradwalk derive {name} --weight W` derives any weight of any problem"),
                    ),
                    None => (String::new(), String::new()),
                };
                if !says.is_empty() {
                    return Err(vec![Fault::of_file(ReadError::of_file(file, says, help))]);
                }
                (name.clone(), Source::Other, other.clone())
            }
            None => (written.problem.clone(), Source::Own, own),
        };
        if let Some(says) = too_large(&problem.shape()) {
            return Err(fault(&[Field("problem")], says, "choose a network that fits on paper".into()));
        }
        let problem = match &written.cost {
            Some(name) => named_cost(name)
                .and_then(|cost| problem.with_cost(cost).map_err(|error| (error.to_string(), error.help())))
                .map_err(|(says, help)| fault(&[Field("cost")], says, help))?,
            None => problem,
        };
        let shape = problem.shape();
        let parameter = |text: &str, steps: &[Step]| {
            shape.parameter(text).map_err(|error| {
                let help = "name a weight of the problem, as in w_211".to_owned();
                fault(steps, error.to_string(), help)
            })
        };
        let written_for = parameter(&written.weight, &[Field("weight")])?;
        let weight = match &reading.weight {
            Some(name) => parameter(name, &[Field("weight")])?,
            None => written_for,
        };
        let exchange = if weight == written_for {
            Exchange::default()
        } else {
            Exchange::new(&shape, written_for, weight).ok_or_else(|| {
                let name = |quantity| shape.symbol(quantity).to_string();
                let says = format!(
                    "{} is not in the layer of {}, which this lesson is about",
                    name(weight),
                    name(written_for)
                );
                let help = format!("`gradwalk derive {problem_name} --weight {}` derives it", name(weight));
                fault(&[Field("weight")], says, help)
            })?
        };
        let mut stage = Stage::new(problem, exchange, text).map_err(|error| {
            fault(&[Field("problem")], error.to_string(), "choose a problem whose numbers stay finite".into())
        })?;
        stage.expect(defined_in(written));
        let own_problem = written.problem.clone();
        Ok(Reader {
            file,
            text,
            stage,
            own_problem,
            problem_name,
            numbers,
            written_for,
            weight,
            derived: Vec::new(),
            language: written.language.clone(),
            own_words: written.own_words.clone(),
            faults: Vec::new(),
        })
    }

    /// Refuses a weight that the lesson is not told of: what it derives is derived by others.
    fn is_told_of_its_weight(&mut self) {
        if !self.faults.is_empty() || self.derived.is_empty() || self.derived.contains(&self.weight) {
            return;
        }
        let shape = &self.stage.scene().shape;
        let name = |quantity: Quantity| shape.symbol(quantity).to_string();
        let says = format!("no derivative by {} is begun in this lesson", name(self.weight));
        let help = format!("write the weight that it is told of: \"{}\"", name(self.derived[0]));
        self.say(None, &Trouble::new("weight", says, help));
    }

    /// Refuses a language that no reader of web pages and no screen reader knows.
    fn language(&mut self, language: &str) {
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
        };
        let (first, rest) = language.split_once('-').unwrap_or((language, "x"));
        let is_first =
            (2..=3).contains(&first.len()) && first.bytes().all(|letter| letter.is_ascii_alphabetic());
        if !is_first || !rest.split('-').all(is_part) {
            let says = format!("`{}` is no language", language.escape_debug());
            self.say(None, &Trouble::new("language", says, "write its short name: en, de, pt-BR"));
        }
    }

    fn slides(&mut self, written: &LessonText) -> Vec<Slide> {
        let count = written.slides.len();
        if count == 0 || count > MOST_SLIDES {
            let says = format!("there are {count} slides");
            let help = format!("a lesson has from 1 to {MOST_SLIDES}");
            self.say(None, &Trouble::new("slides", says, help));
            return Vec::new();
        }
        let begins = items(self.text, &[Field("slides")]);
        let line_of = |place: usize| begins.get(place).map_or(0, |&begin| line(self.text, begin));
        let slides = written.slides.iter().enumerate();
        slides.map(|(place, slide)| self.slide(place, line_of(place), slide)).collect()
    }

    /// Refuses words for rules and labels that do not exist.
    fn words(&mut self, written: &LessonText) {
        for name in written.rules.keys().filter(|name| rule(name).is_none()) {
            let help = advice_from(name, "`gradwalk rules`", rules().map(|rule| rule.name));
            self.say(None, &Trouble::new("rules", format!("there is no rule called `{name}`"), help));
        }
        for (name, words) in &written.labels {
            if !LABELS.iter().any(|(key, _)| key == name) {
                let help = advice(name, "the labels are", LABELS.iter().map(|(key, _)| *key));
                self.say(None, &Trouble::new("labels", format!("there is no label called `{name}`"), help));
            } else if let Some(hole) = unknown_hole(name, words) {
                let says = format!("nothing can be put in for {{{hole}}} in the label `{name}`");
                let help = format!("in English it is \"{}\"", english(name));
                self.say(None, &Trouble::new("labels", says, help));
            }
        }
    }

    fn lesson(self, written: LessonText, slides: Vec<Slide>) -> Result<Lesson, Vec<Fault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let id =
            std::path::Path::new(self.file).file_stem().and_then(|stem| stem.to_str()).unwrap_or(self.file);
        Ok(Lesson {
            id: id.to_owned(),
            title: written.title,
            language: written.language,
            course: written.course.map(|course| Course { name: course.name, part: course.part }),
            problem: self.stage.scene().problem.clone(),
            problem_name: self.problem_name,
            numbers: self.numbers,
            written_for: self.written_for,
            weight: self.weight,
            words: Words { rules: written.rules, labels: written.labels },
            slides,
        })
    }

    /// Notes a fault at the end of the trouble's way from a slide, or from the file.
    fn say(&mut self, slide: Option<usize>, trouble: &Trouble) {
        let Trouble::Fault { at, says, help, bytes } = trouble else { return };
        let from = slide.map_or(Vec::new(), |slide| vec![Field("slides"), Item(slide)]);
        let steps = [from, at.clone()].concat();
        let error = located(self.file, self.text, &steps, says.clone(), help.clone(), bytes.clone());
        self.faults.push(Fault { slide: slide.map(|slide| slide + 1), ..Fault::of_file(error) });
    }
}

/// A message about the value at the end of a way through the file, or about what holds it where it is missing; about some
/// bytes of it, where it is a text.
pub(crate) fn located(
    file: &str,
    text: &str,
    steps: &[Step],
    says: String,
    help: String,
    bytes: Option<std::ops::Range<usize>>,
) -> ReadError {
    let span = (0..=steps.len()).rev().find_map(|length| text_of_value(text, &steps[..length]));
    let span = span.unwrap_or(0..0);
    let inner = bytes.map(|bytes| {
        let quote = text[span.clone()].find('"').map_or(0, |quote| quote + 1);
        let raw = !text[span.clone()].contains('\\');
        // In a text with escapes, bytes of the text are not bytes of the file.
        let end = span.start + quote + bytes.end;
        if raw && end <= span.end { span.start + quote + bytes.start..end } else { span.clone() }
    });
    TextFault { span: inner.unwrap_or(span), says, mark: "", help }.in_text(file, text)
}

/// What to say where a lesson names its problem, what to do, and what is wrong in the file of the problem.
type NoProblem = (String, String, Option<ReadError>);

/// The problem that a lesson was written with.
fn own_problem(written: &LessonText, reading: &Reading) -> Result<Problem, NoProblem> {
    if let Some(problem) = Problem::built_in(&written.problem) {
        return Ok(problem);
    }
    let path = reading.folder.clone().unwrap_or_default().join(&written.problem);
    match problem::find(&path, &problem::Reading::default()) {
        Ok(read) => Ok(read.problem),
        Err(error) if path.exists() => {
            let says = format!("the problem `{}` of this lesson cannot be read", written.problem);
            Err((says, "mend that file first, or name another problem".into(), Some(error)))
        }
        Err(_) => {
            let help = advice(&written.problem, "the built-in problems are", problem::built_in_names());
            Err((format!("there is no problem called `{}`", written.problem), help, None))
        }
    }
}

/// The names that a lesson defines on any of its slides.
fn defined_in(written: &LessonText) -> Vec<Symbol> {
    let shows = written.slides.iter().flat_map(|slide| &slide.shows);
    let names =
        shows.filter_map(|show| if let ShowText::Define { name, .. } = show { Some(name) } else { None });
    names.filter_map(|name| name.parse().ok()).collect()
}

fn named_cost(name: &str) -> Result<&'static Cost, (String, String)> {
    cost::named(name).ok_or_else(|| {
        let help = advice(name, "the costs are", COSTS.iter().map(|cost| cost.name));
        (format!("there is no cost called `{name}`"), help)
    })
}

/// Why another problem's numbers cannot stand in a lesson.
fn unfit(own: &Shape, other: &Shape) -> Option<String> {
    let names = |shape: &Shape| shape.activations.iter().map(|one| one.name).collect::<Vec<_>>().join(", ");
    let widths = |shape: &Shape| shape.widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    if own.widths != other.widths {
        return Some(format!("its network is {}, and the lesson's {}", widths(other), widths(own)));
    }
    if names(own) != names(other) {
        return Some(format!("its activations are {}, and the lesson's {}", names(other), names(own)));
    }
    if own.biases != other.biases {
        return Some("it and the lesson do not have biases in the same layers".into());
    }
    if own.examples != other.examples {
        let examples = if other.examples == 1 { "example" } else { "examples" };
        return Some(format!("it has {} {examples}, and the lesson {}", other.examples, own.examples));
    }
    (own.cost.name != other.cost.name)
        .then(|| format!("its cost is {}, and the lesson's {}", other.cost.name, own.cost.name))
}

/// Why a problem cannot be written out term by term.
fn too_large(shape: &Shape) -> Option<String> {
    let terms = shape.examples.saturating_mul(shape.outputs());
    if terms > MOST_TERMS {
        return Some(format!(
            "the cost of this problem has {terms} terms, and a slide has room for {MOST_TERMS}"
        ));
    }
    let widest = shape.widths.iter().max().copied().unwrap_or(0);
    (widest > WIDEST)
        .then(|| format!("a layer of this problem has {widest} nodes, and a slide has room for {WIDEST}"))
}
