//! Which way traffic takes.

rules! {}
