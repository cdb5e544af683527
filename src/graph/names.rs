//! Symbols, written in a notation.
//!
//! A [`Symbol`] says what stands where in the series; [`Names`] finds out which of its indices is the layer, the
//! node or the example, letters included, and puts each where the notation has it.

use std::fmt;

use super::Shape;
use super::notation::Form;
use super::notation::NOTATIONS;
use super::notation::Notation;
use super::notation::Place;
use super::notation::Slot;
use crate::expr::Index;
use crate::expr::Symbol;

use Slot::{Bare, Comma, Round, Square, Word};

/// How names are written on a page: in a notation, for a network.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    course: Option<(&'static Notation, &'a Shape)>,
}

impl<'a> Names<'a> {
    /// As symbols are: in the series' notation, which needs no network to be read.
    pub const SERIES: Names<'static> = Names { course: None };

    /// In this notation. The network says which layer `h2_out` belongs to and what the cost is called.
    pub fn new(notation: &'static Notation, shape: &'a Shape) -> Self {
        Names { course: Some((notation, shape)) }
    }

    /// In the notation that was asked for, or else as in the series.
    pub fn of(notation: Option<&'static Notation>, shape: &'a Shape) -> Self {
        notation.map_or(Names::SERIES, |notation| Names::new(notation, shape))
    }

    /// Whether these are the names that lessons are written in.
    pub fn are_those_of_the_series(&self) -> bool {
        self.course.is_none_or(|(notation, _)| notation.name == NOTATIONS[0].name)
    }

    /// How to read the notation, and where the course's own values would be others. Nothing for the names as they
    /// are.
    pub fn note(&self) -> Option<String> {
        let (_, shape) = self.course?;
        self.note_for(shape)
    }

    /// The same where another cost is in force than that of the network.
    pub fn note_for(&self, shape: &Shape) -> Option<String> {
        let (notation, _) = self.course?;
        let how = format!("In the notation of {}: {}.", notation.whose, notation.says);
        Some(notation.note(shape).map_or(how.clone(), |values| format!("{how} {values}")))
    }

    /// A symbol as it is written. What is no quantity of the network, like the f and g of a substitution, is
    /// written as it stands.
    pub fn written(&self, symbol: &Symbol) -> Written {
        self.course
            .and_then(|(notation, shape)| {
                let reading = shape.reading(notation, symbol)?;
                Some(reading.written(symbol))
            })
            .unwrap_or_else(|| as_it_stands(symbol))
    }
}

/// A written name, sign by sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What carries the rest.
    pub letter: String,
    /// Its lower right.
    pub below: Vec<Slot<Index>>,
    /// Its upper right.
    pub above: Vec<Slot<Index>>,
    /// What follows on the line: the (2) of y(2).
    pub after: Vec<Slot<Index>>,
}

fn as_it_stands(symbol: &Symbol) -> Written {
    let (letter, side) = match symbol.base.split_once('_') {
        Some((letter, "in")) => (letter, Some("in")),
        Some((letter, "out")) => (letter, Some("out")),
        _ => (symbol.base.as_str(), None),
    };
    let side = side.into_iter().flat_map(|side| [Word(side), Comma]);
    let commas = if symbol.needs_no_commas() { Commas::BetweenLongIndices } else { Commas::Always };
    Written {
        letter: letter.to_owned(),
        below: separated(side.chain(symbol.sub.iter().copied().map(Bare)).collect(), commas),
        above: symbol.example.into_iter().map(Round).collect(),
        after: Vec::new(),
    }
}

/// A symbol understood: what it names, and which of its indices is which.
struct Reading<'a> {
    form: &'a Form,
    layer: Option<Index>,
    from: Option<Index>,
    node: Option<Index>,
    example: Option<Index>,
}

impl Shape {
    /// What a symbol names here. Unlike [`Shape::quantity`] it takes letters, and nodes that do not exist.
    fn reading<'n>(&self, notation: &'n Notation, symbol: &Symbol) -> Option<Reading<'n>> {
        let after_inputs = |layers: usize| Index::At(layers.saturating_add(notation.input_layer));
        let counted = |layer: Index| match layer {
            Index::At(number) => after_inputs(number),
            letter @ Index::Letter(_) => letter,
        };
        let (form, layer, from, node) = match (symbol.base.as_str(), symbol.sub.as_slice()) {
            (base, []) if base == self.cost.symbol => (&notation.cost, None, None, None),
            ("w", &[layer, from, node]) => (&notation.weight, Some(counted(layer)), Some(from), Some(node)),
            ("b", &[layer, node]) => (&notation.bias, Some(counted(layer)), None, Some(node)),
            ("x", &[node]) => (&notation.input, Some(after_inputs(0)), None, Some(node)),
            ("y", &[node]) => (&notation.label, Some(after_inputs(self.layers())), None, Some(node)),
            (base, &[node]) => {
                let (letter, side) = base.split_once('_')?;
                let layer = (0..self.layers()).find(|&layer| self.layer_letter(layer) == letter)?;
                let form = match side {
                    "in" => &notation.pre_activation,
                    "out" => &notation.activation,
                    _ => return None,
                };
                (form, Some(after_inputs(layer + 1)), None, Some(node))
            }
            _ => return None,
        };
        Some(Reading { form, layer, from, node, example: symbol.example })
    }
}

impl Reading<'_> {
    fn written(&self, symbol: &Symbol) -> Written {
        let own = symbol.base.split('_').next().unwrap_or_default();
        Written {
            letter: self.form.letter(own),
            below: self.filled(self.form.below),
            above: self.filled(self.form.above),
            after: self.filled(self.form.after),
        }
    }

    fn index(&self, place: Place) -> Option<Index> {
        match place {
            Place::Layer => self.layer,
            Place::From => self.from,
            Place::Node => self.node,
            Place::Example => self.example,
        }
    }

    fn filled(&self, slots: &[Slot<Place>]) -> Vec<Slot<Index>> {
        let fill = |slot: &Slot<Place>| match *slot {
            Bare(place) => self.index(place).map(Bare),
            Round(place) => self.index(place).map(Round),
            Square(place) => self.index(place).map(Square),
            Word(word) => Some(Word(word)),
            Comma => Some(Comma),
        };
        separated(slots.iter().filter_map(fill).collect(), Commas::BetweenLongIndices)
    }
}

/// When bare indices stand apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commas {
    Always,
    /// As soon as one has two digits.
    BetweenLongIndices,
}

/// The same signs with commas between bare indices, and with none at an end.
fn separated(signs: Vec<Slot<Index>>, commas: Commas) -> Vec<Slot<Index>> {
    let apart = commas == Commas::Always || signs.iter().any(|sign| matches!(sign, Bare(Index::At(10..))));
    let mut all: Vec<Slot<Index>> = Vec::new();
    for sign in signs {
        match (all.last(), sign) {
            (None, Comma) => continue,
            (Some(Bare(_)), Bare(_)) if apart => all.push(Comma),
            _ => {}
        }
        all.push(sign);
    }
    all.pop_if(|sign| *sign == Comma);
    all
}

impl fmt::Display for Slot<Index> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bare(index) => write!(f, "{index}"),
            Round(index) => write!(f, "({index})"),
            Square(index) => write!(f, "[{index}]"),
            Word(word) => f.write_str(word),
            Comma => f.write_str(","),
        }
    }
}

impl fmt::Display for Written {
    /// On one line, what stands below first: `o_out_1^(2)`, `a_1^(2,3)`, `a_1^[2](2)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letter)?;
        for (place, sign) in self.below.iter().enumerate() {
            let after_word = place > 0 && matches!(self.below[place - 1], Word(_));
            match sign {
                Comma if after_word => f.write_str("_")?,
                sign => write!(f, "{}{sign}", if place == 0 { "_" } else { "" })?,
            }
        }
        let above: String = self.above.iter().map(ToString::to_string).collect();
        match self.above.as_slice() {
            [] => {}
            signs if signs.contains(&Comma) => write!(f, "^({above})")?,
            _ => write!(f, "^{above}")?,
        }
        self.after.iter().try_for_each(|sign| write!(f, "{sign}"))
    }
}
