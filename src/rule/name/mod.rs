//! Names and ids of things.

rules! {}
