//! Link aggregation.

rules! {}
