//! What a reader sees, as data.
//!
//! A [`Page`] is built once and every renderer draws that same page: text for a terminal, LaTeX, pictures, words
//! to be spoken. Nothing here knows of networks or derivatives, and nothing here names a colour: a [`Role`] says
//! what a piece means, a [`Mark`] ties pieces together that belong together, and each renderer finds its own way
//! to show both, in colour *and* without.
//!
//! ```
//! use gradwalk::page::{Block, Column, Math, Operator, Page, Row, Table};
//! use gradwalk::render::{Renderer, Style, text::Text};
//!
//! let cost = || Math::name("MSE");
//! let weight = || Math::name("w").with_sub(Math::number("211"));
//! let table = Table {
//!     columns: vec![Column::Name, Column::Decimal],
//!     header: vec![vec!["weight".into(), Math::partial(cost(), weight()).into()]],
//!     rows: vec![Row::new([weight(), Math::number("0.0110339")])],
//! };
//! let page = Page { title: "A slope".into(), blocks: vec![Block::Table(table)] };
//! assert_eq!(Text.page(&page, &Style::default()), "\
//! A slope
//! ━━━━━━━
//!
//!             ∂MSE
//! weight      ─────
//!             ∂w₂₁₁
//! ──────  ─────────
//! w₂₁₁    0.0110339
//! ");
//! ```
//!
//! A new kind of block or formula is one variant; every renderer stops compiling until it can show it.

mod diagram;
mod difference;
mod math;
mod table;

use std::fmt;

use serde::Serialize;

pub use diagram::{Connection, Curve, Diagram, Layer, Link, Network, Node, Plot, Stroke, Tree};
pub use math::{Fence, Math, Operator};
pub use table::{Cell, Column, Frame, Grid, Row, Rule, Table};

/// One page: a title and what stands under it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The first line.
    pub title: String,
    /// What follows, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a page that has its own lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The name of what follows.
    Heading(String),
    /// A paragraph.
    Prose(Vec<Inline>),
    /// One formula on lines of its own.
    Equation(Math),
    /// Formulas under one another. The cells of each row are by turns the left and the right side of an
    /// alignment point, so that `[left, = right]` lines up the equals signs. [`Math::cells`] cuts a formula so
    /// that its factors and terms are lined up too.
    Aligned(Vec<Vec<Math>>),
    /// Rows and columns.
    Table(Table),
    /// A picture.
    Diagram(Diagram),
    /// Formulas in boxes.
    Grid(Grid),
    /// A short line that is set apart from the others and says what holds here: which cost is in force.
    Badge(Vec<Inline>),
    /// Two things to be compared. They stand under one another where there is no room for them side by side.
    Beside {
        /// What is known already.
        left: Vec<Block>,
        /// What is to be seen in its light.
        right: Vec<Block>,
    },
}

impl Page {
    /// All pictures, wherever on the page they stand, in reading order.
    pub fn diagrams(&self) -> Vec<&Diagram> {
        self.blocks.iter().flat_map(Block::diagrams).collect()
    }
}

impl Block {
    /// The pictures in this part of a page, in reading order.
    pub fn diagrams(&self) -> Vec<&Diagram> {
        match self {
            Block::Diagram(diagram) => vec![diagram],
            Block::Beside { left, right } => left.iter().chain(right).flat_map(Block::diagrams).collect(),
            Block::Heading(_)
            | Block::Prose(_)
            | Block::Equation(_)
            | Block::Aligned(_)
            | Block::Table(_)
            | Block::Grid(_)
            | Block::Badge(_) => Vec::new(),
        }
    }
}

/// A piece of a line of prose or of a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Something to type or that was printed: a command, a name in a file.
    Code(String),
    /// A formula within the line.
    Math(Math),
    /// Pieces that look different from their surroundings.
    Looking(Look, Vec<Inline>),
}

/// Why a piece looks different from its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// For what it means here.
    Role(Role),
    /// For what it belongs to.
    Mark(Mark),
    /// It looks like its surroundings, and is the part of this number that a reader may be asked for.
    Asked(u16),
}

/// What a piece means where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The only thing that this step changed.
    Changed,
    /// Does not depend on what is varied.
    Constant,
    /// There, but not what this is about.
    Dimmed,
    /// What to look at.
    Strong,
    /// Is as it should be.
    Agrees,
    /// Is not as it should be.
    Differs,
    /// What went wrong.
    Error,
}

/// Ties a factor, an edge of a tree and a number together: what carries marks that belong together lights up together.
///
/// A factor under a Σ stands for many edges of a tree, so a mark may leave open which of them it means: two marks belong
/// together if they have the same `id` and nothing that both of them know differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Mark {
    /// Which of the three colours and signs it has.
    pub strand: Strand,
    /// Which sort it is. Only equality counts.
    pub id: u32,
    /// Which one of its sort it is, as far as that is known.
    pub one: [Option<u32>; 3],
}

impl Mark {
    /// The mark of everything of its sort.
    pub fn of_all(strand: Strand, id: u32) -> Self {
        Mark { strand, id, one: [None; 3] }
    }
}

/// Its sort and what is known of it, for scripts to compare: `0.2..1` leaves the second of three open, `0` all.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.id)?;
        let known = self.one.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        self.one[..known].iter().try_for_each(|one| match one {
            Some(one) => write!(f, ".{one}"),
            None => write!(f, "."),
        })
    }
}

/// The three sorts of local derivative along a path. Each has one colour and one sign in every renderer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strand {
    /// The slope of the cost.
    Cost,
    /// The slope of an activation function.
    Activation,
    /// The slope of a dot product.
    DotProduct,
}

impl Strand {
    /// All three, from the root of a tree downwards.
    pub const ALL: [Strand; 3] = [Strand::Cost, Strand::Activation, Strand::DotProduct];

    /// Its name, for words and legends.
    pub fn name(self) -> &'static str {
        match self {
            Strand::Cost => "cost",
            Strand::Activation => "activation",
            Strand::DotProduct => "dot product",
        }
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Inline::Text(text.to_owned())
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Inline::Text(text)
    }
}

impl From<Math> for Inline {
    fn from(math: Math) -> Self {
        Inline::Math(math)
    }
}

impl From<Role> for Look {
    fn from(role: Role) -> Self {
        Look::Role(role)
    }
}

impl From<Mark> for Look {
    fn from(mark: Mark) -> Self {
        Look::Mark(mark)
    }
}
