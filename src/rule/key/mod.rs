//! BGP keys and other secrets.

rules! {}
