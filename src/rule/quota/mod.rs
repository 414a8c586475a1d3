//! How many of what AWS takes.

rules! {}
