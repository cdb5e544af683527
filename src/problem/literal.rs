//! The header of a `.npy` array: a Python dictionary with three keys.
//!
//! ```text
//! {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
//! ```

use crate::printable::printable;

/// What the dictionary says.
#[derive(Debug)]
pub(super) struct Dictionary<'t> {
    /// `descr`: how one number is stored.
    pub(super) element: &'t str,
    /// `fortran_order`.
    pub(super) order: Order,
    pub(super) shape: Vec<usize>,
}

/// Which index moves fastest from number to number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The last one.
    C,
    /// The first one.
    Fortran,
}

/// Why a header is no such dictionary.
#[derive(Debug)]
pub(super) enum LiteralError {
    /// It cannot be read from these words on.
    Unreadable { near: String },
    /// `descr` is a list of fields.
    Records,
    /// A side of the shape is larger than any number.
    Overflow,
}

/// The Python literal in a header, read from the left.
pub(super) struct Literal<'t> {
    rest: &'t str,
}

impl<'t> Literal<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Literal { rest: text }
    }

    /// `{'descr': …, 'fortran_order': …, 'shape': …, }` with the three keys in any order.
    pub(super) fn dictionary(mut self) -> Result<Dictionary<'t>, LiteralError> {
        let (mut element, mut order, mut shape) = (None, None, None);
        self.demand("{")?;
        while !self.accept("}") {
            let key = self.text()?;
            self.demand(":")?;
            match key {
                "descr" if element.is_none() => element = Some(self.element()?),
                "fortran_order" if order.is_none() => order = Some(self.order()?),
                "shape" if shape.is_none() => shape = Some(self.shape()?),
                _ => return Err(self.fault()),
            }
            if !self.accept(",") {
                self.demand("}")?;
                break;
            }
        }
        match (element, order, shape) {
            (Some(element), Some(order), Some(shape)) if self.rest.trim().is_empty() => {
                Ok(Dictionary { element, order, shape })
            }
            _ => Err(self.fault()),
        }
    }

    fn element(&mut self) -> Result<&'t str, LiteralError> {
        if self.rest.trim_start().starts_with('[') { Err(LiteralError::Records) } else { self.text() }
    }

    fn order(&mut self) -> Result<Order, LiteralError> {
        if self.accept("True") {
            return Ok(Order::Fortran);
        }
        self.demand("False").map(|()| Order::C)
    }

    fn shape(&mut self) -> Result<Vec<usize>, LiteralError> {
        let mut shape = Vec::new();
        self.demand("(")?;
        while !self.accept(")") {
            self.rest = self.rest.trim_start();
            let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (side, rest) = self.rest.split_at(digits);
            if side.is_empty() || shape.len() == 32 {
                return Err(self.fault());
            }
            shape.push(side.parse().map_err(|_| LiteralError::Overflow)?);
            // Python 2 wrote long integers as 3L.
            self.rest = rest.strip_prefix('L').unwrap_or(rest);
            if !self.accept(",") {
                self.demand(")")?;
                break;
            }
        }
        Ok(shape)
    }

    fn text(&mut self) -> Result<&'t str, LiteralError> {
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'));
        let (text, rest) = quote.and_then(|quote| rest[1..].split_once(quote)).ok_or_else(|| self.fault())?;
        self.rest = rest;
        Ok(text)
    }

    fn accept(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn demand(&mut self, word: &str) -> Result<(), LiteralError> {
        if self.accept(word) { Ok(()) } else { Err(self.fault()) }
    }

    fn fault(&self) -> LiteralError {
        let near = printable(self.rest.trim());
        LiteralError::Unreadable {
            near: if near.is_empty() { "its end".into() } else { format!("`{near}`") },
        }
    }
}
