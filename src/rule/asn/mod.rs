//! AS numbers.

rules! {}
