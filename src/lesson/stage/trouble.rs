//! What can be wrong with something that a slide shows, and where.

use std::ops::Range;

use crate::problem::Step;

/// Why a slide cannot show what it should.
#[derive(Debug)]
pub(in crate::lesson) enum Trouble {
    /// Something is wrong.
    Fault {
        /// The way to it from the item of the slide.
        at: Vec<Step>,
        /// What is wrong.
        says: String,
        /// What to do.
        help: String,
        /// Which bytes of the text there, where it is not all of it.
        bytes: Option<Range<usize>>,
    },
    /// Something earlier was wrong, and has been said.
    Earlier,
}

impl Trouble {
    pub(in crate::lesson) fn new(
        field: &'static str,
        says: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Trouble::at(vec![Step::Field(field)], says, help)
    }

    pub(in crate::lesson) fn at(at: Vec<Step>, says: impl Into<String>, help: impl Into<String>) -> Self {
        Trouble::Fault { at, says: says.into(), help: help.into(), bytes: None }
    }
}

/// What is wrong with a formula.
pub(in crate::lesson) struct FormulaFault {
    /// The bytes to point at, where it is not the whole.
    pub(in crate::lesson) at: Option<Range<usize>>,
    pub(in crate::lesson) says: String,
    pub(in crate::lesson) help: String,
}

/// Trouble with something that is done again, at the place where that was asked for.
pub(super) fn retold(trouble: Trouble, field: &'static str, item: usize) -> Trouble {
    match trouble {
        Trouble::Fault { says, help, .. } => {
            Trouble::at(vec![Step::Field(field), Step::Item(item)], says, help)
        }
        earlier @ Trouble::Earlier => earlier,
    }
}
