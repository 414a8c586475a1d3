//! Direct Connect gateways and virtual private gateways.

rules! {}
