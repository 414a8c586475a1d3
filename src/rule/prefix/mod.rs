//! How many prefixes AWS takes, and which ones are let out and in.

rules! {}
