//! BGP communities: preference and scope.

rules! {}
