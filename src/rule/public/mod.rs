//! Public vifs.

rules! {}
