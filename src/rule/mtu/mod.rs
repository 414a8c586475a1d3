//! The MTU of a vif, and room for it on the port.

rules! {}
