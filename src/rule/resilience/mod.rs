//! What is left when something breaks.

rules! { no_redundancy }
