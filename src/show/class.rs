//! A class at once: a line for each homework, and which mistakes were made at which edge of the tree diagram, how
//! often. The second table is what a lecturer wants on the next first slide.

use std::collections::BTreeMap;

use crate::diagnose::Diagnosis;
use crate::diagnose::Elsewhere;
use crate::diagnose::Explanation;
use crate::diagnose::Verdict;
use crate::diagnose::mistakes::Slot;
use crate::graph::Shape;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;

/// One homework of a class.
#[derive(Debug)]
pub struct Homework {
    /// The name of the file.
    pub file: String,
    /// The diagnosis with the network that it belongs to, or why there is none.
    pub outcome: Result<(Shape, Diagnosis), String>,
}

/// How often a mistake was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Where in the tree diagram.
    pub edge: &'static str,
    /// Which.
    pub id: &'static str,
    /// In how many files it is part of the likeliest explanation.
    pub files: usize,
}

/// The page of a class.
pub fn page(title: String, class: &[Homework]) -> Page {
    let mut blocks = vec![Block::Prose(vec![summary(class).into()]), Block::Table(files(class))];
    let counts = counts(class);
    if !counts.is_empty() {
        blocks.push(Block::Heading("Mistakes by edge of the tree diagram".into()));
        blocks.push(Block::Table(mistakes(&counts)));
    }
    Page { title, blocks }
}

impl Homework {
    /// The answer in one word.
    pub fn verdict(&self) -> &'static str {
        self.outcome.as_ref().map_or("not read", |(_, diagnosis)| diagnosis.verdict.name())
    }

    /// The first number that differs, by its name.
    pub fn first_difference(&self) -> Option<String> {
        let (shape, diagnosis) = self.outcome.as_ref().ok()?;
        let difference = diagnosis.first_difference.as_ref()?;
        Some(shape.symbol(difference.quantity).to_string())
    }

    /// What explains it, or what else is to be said, in one line.
    pub fn remark(&self) -> String {
        let (_, diagnosis) = match &self.outcome {
            Ok(outcome) => outcome,
            Err(message) => return message.clone(),
        };
        match (diagnosis.verdict, &diagnosis.elsewhere) {
            (Verdict::Correct, _) if diagnosis.numeric => "measured slopes".into(),
            (_, Some(Elsewhere::Cost(cost))) => format!("right for the cost {}", cost.name),
            (_, Some(Elsewhere::Layout(_))) => "right for the transposed layout".into(),
            (_, Some(Elsewhere::Rate(rate))) => format!("right as steps with the rate {rate}"),
            _ => {
                let names = diagnosis.explanations.iter().map(names).collect::<Vec<_>>().join(" or ");
                match diagnosis.cost {
                    Some(cost) => format!("{names}, for the cost {}", cost.name),
                    None => names,
                }
            }
        }
    }

    /// The edges of the likeliest explanation.
    pub fn edges(&self) -> Vec<&'static str> {
        self.likeliest()
            .into_iter()
            .flat_map(|one| one.parts.iter().map(|part| part.mistake.slot.edge()))
            .collect()
    }

    fn likeliest(&self) -> Option<&Explanation> {
        let (_, diagnosis) = self.outcome.as_ref().ok()?;
        let is_wrong = matches!(diagnosis.verdict, Verdict::Mistake | Verdict::Ambiguous);
        diagnosis.explanations.first().filter(|_| is_wrong)
    }
}

fn names(explanation: &Explanation) -> String {
    explanation.parts.iter().map(|part| part.mistake.id).collect::<Vec<_>>().join(" + ")
}

/// Every mistake that was made, from the cost downwards, the most frequent of an edge first.
pub fn counts(class: &[Homework]) -> Vec<Count> {
    let mut counted: BTreeMap<(Slot, &'static str), usize> = BTreeMap::new();
    for explanation in class.iter().filter_map(Homework::likeliest) {
        for part in &explanation.parts {
            *counted.entry((part.mistake.slot, part.mistake.id)).or_default() += 1;
        }
    }
    let mut counted: Vec<((Slot, &'static str), usize)> = counted.into_iter().collect();
    counted.sort_by_key(|&((slot, id), files)| (slot, std::cmp::Reverse(files), id));
    counted.into_iter().map(|((slot, id), files)| Count { edge: slot.edge(), id, files }).collect()
}

fn summary(class: &[Homework]) -> String {
    let count = |verdict: &str| class.iter().filter(|homework| homework.verdict() == verdict).count();
    let said = [
        ("correct", "right"),
        ("correct-elsewhere", "right for something else"),
        ("mistake", "explained by one mistake or a few"),
        ("ambiguous", "explained in more than one way"),
        ("unknown", "not explained"),
        ("not read", "could not be read"),
    ];
    let said = said.map(|(verdict, words)| (count(verdict), words));
    let said: Vec<String> = said
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    format!("{} files: {}.", class.len(), said.join(", "))
}

fn files(class: &[Homework]) -> Table {
    let row = |homework: &Homework| {
        let is_right = homework.verdict().starts_with("correct");
        let role = if is_right { Role::Agrees } else { Role::Differs };
        Row::new([
            Cell::from(homework.file.as_str()),
            Cell::from(homework.verdict()).looking(role.into()),
            Cell::from(homework.first_difference().unwrap_or_default()),
            Cell::from(homework.remark()),
        ])
    };
    Table {
        columns: vec![Column::Name, Column::Left, Column::Left, Column::Left],
        header: vec![["file", "verdict", "begins at", "what gives these numbers"].map(Cell::from).into()],
        rows: class.iter().map(row).collect(),
    }
}

fn mistakes(counts: &[Count]) -> Table {
    let mut last = "";
    let row = |count: &Count| {
        let edge = if count.edge == last { "" } else { count.edge };
        last = count.edge;
        Row::new([Cell::from(edge), Cell::from(count.id), Cell::from(count.files.to_string())])
    };
    Table {
        columns: vec![Column::Name, Column::Left, Column::Right],
        header: vec![["edge", "mistake", "files"].map(Cell::from).into()],
        rows: counts.iter().map(row).collect(),
    }
}
