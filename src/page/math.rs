//! Formulas as they are written, not as they are computed.
//!
//! A partial derivative is a [`Math::Fraction`] of two rows that begin with ∂; a weight is a name with
//! [`Math::Scripts`]. Brackets are there because somebody wrote them: renderers add none, except where they write
//! a fraction on one line.

use serde::Serialize;

use super::Look;

/// A formula, or a piece of one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Math {
    /// A name: `w`, `σ`, `MSE`, `out`. Names of one letter are set in italics where there are any.
    Name(String),
    /// A number, as it is to be printed. A minus sign in front may be written `-`.
    Number(String),
    /// A sign between or before two pieces.
    Operator(Operator),
    /// Words within a formula.
    Words(String),
    /// Pieces side by side.
    Row(Vec<Math>),
    /// One piece over another.
    Fraction(Box<Math>, Box<Math>),
    /// A piece with something small below, above or both at its right.
    Scripts {
        /// What carries the scripts.
        base: Box<Math>,
        /// The subscript.
        sub: Option<Box<Math>>,
        /// The superscript: a power or the number of an example.
        sup: Option<Box<Math>>,
    },
    /// A piece in brackets.
    Fenced(Fence, Box<Math>),
    /// Σ with its limits and what is summed.
    Sum {
        /// What counts: `e`.
        index: Box<Math>,
        /// Where it begins: `1`.
        from: Box<Math>,
        /// Where it ends: `E`.
        to: Box<Math>,
        /// What is added up.
        body: Box<Math>,
    },
    /// A piece with its value, or a word about it, underneath.
    Under(Box<Math>, Box<Math>),
    /// A piece of any width with a brace under it, and under that what the whole piece is called.
    Braced(Box<Math>, Box<Math>),
    /// A piece that looks different from its surroundings.
    Looking(Look, Box<Math>),
}

/// The signs of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// a + b
    Plus,
    /// a − b
    Minus,
    /// −a
    Negative,
    /// a · b
    Times,
    /// a = b
    Equals,
    /// a ≈ b
    Approximately,
    /// a ≠ b
    Differs,
    /// a, b
    Comma,
    /// ∂a
    Partial,
    /// a′
    Prime,
    /// a → b
    Becomes,
    /// …
    Dots,
    /// ?
    Unknown,
}

impl Operator {
    /// Whether it stands between two things that are something each by itself.
    pub fn joins(self) -> bool {
        match self {
            Operator::Plus
            | Operator::Minus
            | Operator::Times
            | Operator::Equals
            | Operator::Approximately
            | Operator::Differs
            | Operator::Becomes => true,
            Operator::Negative
            | Operator::Comma
            | Operator::Partial
            | Operator::Prime
            | Operator::Dots
            | Operator::Unknown => false,
        }
    }
}

/// The shape of a pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fence {
    /// ( )
    Round,
    /// [ ]
    Square,
}

impl Math {
    /// A name.
    pub fn name(text: impl Into<String>) -> Self {
        Math::Name(text.into())
    }

    /// A number, as it is to be printed.
    pub fn number(digits: impl Into<String>) -> Self {
        Math::Number(digits.into())
    }

    /// Pieces side by side.
    pub fn row(pieces: impl IntoIterator<Item = Math>) -> Self {
        Math::Row(pieces.into_iter().collect())
    }

    /// One piece over another.
    pub fn fraction(over: Math, under: Math) -> Self {
        Math::Fraction(Box::new(over), Box::new(under))
    }

    /// ∂`of` over ∂`by`.
    pub fn partial(of: Math, by: Math) -> Self {
        let d = || Operator::Partial.into();
        Math::fraction(Math::row([d(), of]), Math::row([d(), by]))
    }

    /// A piece in brackets.
    pub fn fenced(fence: Fence, inside: Math) -> Self {
        Math::Fenced(fence, Box::new(inside))
    }

    /// Σ over `index` from `from` to `to`.
    pub fn sum(index: Math, from: Math, to: Math, body: Math) -> Self {
        Math::Sum { index: Box::new(index), from: Box::new(from), to: Box::new(to), body: Box::new(body) }
    }

    /// The same piece with a subscript. What is already raised beside it stays there.
    #[must_use]
    pub fn with_sub(self, below: Math) -> Self {
        match self {
            Math::Scripts { base, sub: None, sup } => Math::Scripts { base, sub: Some(Box::new(below)), sup },
            base => Math::Scripts { base: Box::new(base), sub: Some(Box::new(below)), sup: None },
        }
    }

    /// The same piece with a superscript. What is already lowered beside it stays there.
    #[must_use]
    pub fn with_sup(self, above: Math) -> Self {
        match self {
            Math::Scripts { base, sub, sup: None } => Math::Scripts { base, sub, sup: Some(Box::new(above)) },
            base => Math::Scripts { base: Box::new(base), sub: None, sup: Some(Box::new(above)) },
        }
    }

    /// The same piece with its value or a word underneath.
    #[must_use]
    pub fn under(self, note: Math) -> Self {
        Math::Under(Box::new(self), Box::new(note))
    }

    /// The same piece with a brace and a word underneath.
    #[must_use]
    pub fn braced(self, name: Math) -> Self {
        Math::Braced(Box::new(self), Box::new(name))
    }

    /// Whether brackets around it have to grow.
    pub fn is_tall(&self) -> bool {
        match self {
            Math::Fraction(..) | Math::Sum { .. } => true,
            Math::Row(pieces) => pieces.iter().any(Math::is_tall),
            Math::Scripts { base: piece, .. }
            | Math::Under(piece, _)
            | Math::Braced(piece, _)
            | Math::Fenced(_, piece)
            | Math::Looking(_, piece) => piece.is_tall(),
            Math::Name(_) | Math::Number(_) | Math::Operator(_) | Math::Words(_) => false,
        }
    }

    /// The formula alone, without looks and without what stands under its pieces.
    #[must_use]
    pub fn bare(&self) -> Self {
        self.replaced(&|piece| match piece {
            Math::Under(piece, _) | Math::Braced(piece, _) | Math::Looking(_, piece) => Some(piece.bare()),
            _ => None,
        })
    }

    /// The formula with other pieces in the place of those for which there is another one.
    #[must_use]
    pub fn replaced(&self, other: &dyn Fn(&Math) -> Option<Math>) -> Self {
        if let Some(other) = other(self) {
            return other;
        }
        let inside = |piece: &Math| Box::new(piece.replaced(other));
        match self {
            Math::Name(_) | Math::Number(_) | Math::Operator(_) | Math::Words(_) => self.clone(),
            Math::Row(pieces) => Math::Row(pieces.iter().map(|piece| piece.replaced(other)).collect()),
            Math::Fraction(over, under) => Math::Fraction(inside(over), inside(under)),
            Math::Scripts { base, sub, sup } => {
                let script = |script: &Option<Box<Math>>| script.as_deref().map(inside);
                Math::Scripts { base: inside(base), sub: script(sub), sup: script(sup) }
            }
            Math::Fenced(fence, piece) => Math::Fenced(*fence, inside(piece)),
            Math::Sum { index, from, to, body } => {
                Math::Sum { index: inside(index), from: inside(from), to: inside(to), body: inside(body) }
            }
            Math::Under(piece, note) => Math::Under(inside(piece), inside(note)),
            Math::Braced(piece, name) => Math::Braced(inside(piece), inside(name)),
            Math::Looking(look, piece) => Math::Looking(*look, inside(piece)),
        }
    }

    /// A formula cut before every =, +, − and · that stands in no brackets, as one row of [`Block::Aligned`]: rows
    /// with the same signs are lined up at each of them.
    ///
    /// [`Block::Aligned`]: super::Block::Aligned
    pub fn cells(&self) -> Vec<Math> {
        let mut pieces = Vec::new();
        self.flatten_into(&mut pieces);
        let cuts = |piece: &Math| matches!(piece, Math::Operator(operator) if operator.joins());
        let mut cells: Vec<Vec<Math>> = vec![Vec::new()];
        for piece in pieces {
            if cuts(&piece) {
                // What follows an alignment point is a right side, so a left side that is empty goes before it.
                if cells.len().is_multiple_of(2) {
                    cells.push(Vec::new());
                }
                cells.push(Vec::new());
            }
            cells.last_mut().into_iter().for_each(|cell| cell.push(piece.clone()));
        }
        cells.into_iter().map(Math::Row).collect()
    }

    /// The pieces of a row, those of rows within it among them.
    fn flatten_into(&self, pieces: &mut Vec<Math>) {
        match self {
            Math::Row(inner) => inner.iter().for_each(|piece| piece.flatten_into(pieces)),
            piece => pieces.push(piece.clone()),
        }
    }

    /// The same piece, looking like this.
    #[must_use]
    pub fn looking(self, look: impl Into<Look>) -> Self {
        Math::Looking(look.into(), Box::new(self))
    }
}

impl From<Operator> for Math {
    fn from(operator: Operator) -> Self {
        Math::Operator(operator)
    }
}
