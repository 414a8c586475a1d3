//! Connections and vifs that a partner or another account owns.

rules! {}
