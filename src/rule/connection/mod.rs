//! The physical connection, its speed and its LOA.

rules! {}
