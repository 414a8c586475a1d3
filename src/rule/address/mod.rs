//! Peer addresses and the subnets they lie in.

rules! {}
