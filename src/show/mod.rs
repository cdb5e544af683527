//! What gradwalk knows, as pages.
//!
//! Here, and only here, numbers and symbols meet the display: every function takes a finished result and returns
//! a [`crate::page::Page`] or a part of one.

pub mod comparison;
pub mod gradient;
pub mod number;
pub mod paths;
pub mod symbol;
pub mod tree;
