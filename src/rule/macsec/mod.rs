//! MACsec on the port.

rules! {}
