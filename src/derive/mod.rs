//! Derivations whose every step is checked.
pub mod givens;
pub mod verify;
