//! What differs between lessons and their transcripts, told as mathematics, the gravest first.

use crate::lesson::transcript::class::CLASSES;
use crate::lesson::transcript::compare::Difference;
use crate::lesson::transcript::compare::worst;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Inline;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::printable::escaped;
use crate::show::number::six_digits;
use crate::show::verified::prose;

/// What differs in one lesson.
pub struct Reviewed {
    /// The lesson's id.
    pub lesson: String,
    /// All that is to be told.
    pub differences: Vec<Difference>,
    /// What kept a slide from being taken over on which something could have been: the gravest difference of each.
    pub in_the_way: Vec<Difference>,
}

/// The page of a review. Where it is of some `classes` only, `others` are the differences of the other ones.
pub fn page(reviewed: &[Reviewed], classes: &[&'static str], others: &[Difference]) -> Page {
    let all: Vec<Difference> = reviewed.iter().flat_map(|one| one.differences.clone()).collect();
    let mut blocks = vec![answer(&all, classes, others)];
    if !all.is_empty() {
        blocks.push(Block::Table(counts(&all)));
    }
    for one in reviewed {
        let waits = |grave: &Difference| {
            let (lesson, slide, class) = (&one.lesson, whole(&slide(grave)), grave.class.name);
            prose(format!("{lesson}, {slide} waits: it also has a difference of class {class}."))
        };
        blocks.extend(one.in_the_way.iter().map(waits));
    }
    for one in reviewed.iter().filter(|one| !one.differences.is_empty()) {
        blocks.push(Block::Heading(one.lesson.clone()));
        for class in CLASSES {
            let here: Vec<&Difference> =
                one.differences.iter().filter(|difference| difference.class.name == class.name).collect();
            for (place, difference) in here.iter().enumerate() {
                // A hundred drawings that changed alike are one line with an example.
                let alike = |other: &&&Difference| other.says == difference.says;
                match class.name {
                    "drawing" if here[..place].iter().any(|earlier| alike(&earlier)) => {}
                    "drawing" => {
                        let slides: Vec<String> =
                            here.iter().filter(alike).map(|other| slide(other)).collect();
                        blocks.extend(difference_of(&slides.join(", "), difference));
                    }
                    _ => blocks.extend(difference_of(&slide(difference), difference)),
                }
            }
        }
    }
    Page { title: "Lessons and their transcripts".into(), blocks }
}

fn answer(all: &[Difference], classes: &[&'static str], others: &[Difference]) -> Block {
    let count = if all.len() == 1 { "1 difference".into() } else { format!("{} differences", all.len()) };
    let listed = worst(all).map(|worst| format!("{count}, the gravest: {}", worst.says));
    let unlisted =
        worst(others).map(|worst| format!("{} of other classes, the gravest: {}", others.len(), worst.name));
    let answer = match (listed, unlisted) {
        (None, None) => return prose("Answer: yes, nothing differs."),
        (Some(listed), None) => format!("Answer: NO. {listed}."),
        (Some(listed), Some(unlisted)) => format!("Answer: NO. {listed}; not listed: {unlisted}."),
        (None, Some(unlisted)) => {
            format!("Answer: NO. Nothing of class {} differs; {unlisted}.", classes.join(" or "))
        }
    };
    Block::Prose(vec![Inline::Looking(Role::Strong.into(), vec![answer.into()])])
}

/// How many there are of each class.
fn counts(all: &[Difference]) -> Table {
    let row = |class: &crate::lesson::transcript::class::Class| {
        let count = all.iter().filter(|difference| difference.class.name == class.name).count();
        (count > 0).then(|| Row::new([Cell::from(class.name), count.to_string().into(), class.says.into()]))
    };
    Table {
        columns: vec![Column::Name, Column::Right, Column::Left],
        header: vec![["class", "", ""].map(Cell::from).into()],
        rows: CLASSES.iter().filter_map(row).collect(),
    }
}

/// Which slide: by the number that it has, and the one that it had where that is another.
fn slide(difference: &Difference) -> String {
    match (difference.was, difference.is) {
        (Some(was), Some(is)) if was != is => format!("{is} (was {was})"),
        (_, Some(is)) => is.to_string(),
        (Some(was), None) => format!("that was {was}"),
        (None, None) => String::new(),
    }
}

/// These slides, or the lesson where it is none of them.
fn whole(slides: &str) -> String {
    match slides {
        "" => "whole lesson".to_owned(),
        several if several.contains(", ") => format!("slides {several}"),
        one => format!("slide {one}"),
    }
}

fn difference_of(slides: &str, difference: &Difference) -> Vec<Block> {
    let strong = Inline::Looking(Role::Strong.into(), vec![whole(slides).into()]);
    let mut blocks = vec![Block::Prose(vec![strong, format!(": {}.", in_line(&difference.says)).into()])];
    let numbers = difference.numbers.unwrap_or_default();
    for (label, text, number) in
        [("was", &difference.before, numbers[0]), ("is", &difference.after, numbers[1])]
    {
        if text.is_empty() {
            continue;
        }
        let worth = number.map_or(String::new(), |number| format!(" ≈ {}", six_digits(number)));
        blocks.push(Block::Prose(vec![
            format!("    {label}: ").into(),
            Inline::Code(in_line(text)),
            worth.into(),
        ]));
    }
    blocks
}

/// All of a text in one line.
fn in_line(text: &str) -> String {
    escaped(&text.lines().collect::<Vec<_>>().join(" "))
}
