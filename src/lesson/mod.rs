//! Where symbols and numbers meet.

pub mod agree;
