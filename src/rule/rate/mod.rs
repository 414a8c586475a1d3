//! AWS's rate limiter per vif.

rules! {}
