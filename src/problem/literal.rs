//! The header of a `.npy` array: a Python dictionary with three keys.
//!
//! ```text
//! {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
//! ```

use super::npy::Element;
use super::npy::NpyError;
use super::npy::Order;
use crate::printable::printable;

/// The Python literal in a header, read from the left.
pub(super) struct Literal<'t> {
    rest: &'t str,
}

impl<'t> Literal<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Literal { rest: text }
    }

    /// `{'descr': …, 'fortran_order': …, 'shape': …, }` with the three keys in any order.
    pub(super) fn dictionary(mut self) -> Result<(Element, Order, Vec<usize>), NpyError> {
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
                Ok((element, order, shape))
            }
            _ => Err(self.fault()),
        }
    }

    fn element(&mut self) -> Result<Element, NpyError> {
        if self.rest.trim_start().starts_with('[') {
            return Err(NpyError::Element {
                what: "records with several fields (a structured array)".into(),
            });
        }
        Element::named(self.text()?)
    }

    fn order(&mut self) -> Result<Order, NpyError> {
        if self.accept("True") {
            return Ok(Order::Fortran);
        }
        self.demand("False").map(|()| Order::C)
    }

    fn shape(&mut self) -> Result<Vec<usize>, NpyError> {
        let mut shape = Vec::new();
        self.demand("(")?;
        while !self.accept(")") {
            self.rest = self.rest.trim_start();
            let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (side, rest) = self.rest.split_at(digits);
            if side.is_empty() || shape.len() == 32 {
                return Err(self.fault());
            }
            shape.push(side.parse().map_err(|_| NpyError::Overflow)?);
            // Python 2 wrote long integers as 3L.
            self.rest = rest.strip_prefix('L').unwrap_or(rest);
            if !self.accept(",") {
                self.demand(")")?;
                break;
            }
        }
        Ok(shape)
    }

    fn text(&mut self) -> Result<&'t str, NpyError> {
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

    fn demand(&mut self, word: &str) -> Result<(), NpyError> {
        if self.accept(word) { Ok(()) } else { Err(self.fault()) }
    }

    fn fault(&self) -> NpyError {
        let near = printable(self.rest.trim());
        NpyError::Header { near: if near.is_empty() { "its end".into() } else { format!("`{near}`") } }
    }
}
