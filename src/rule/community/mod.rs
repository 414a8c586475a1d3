//! BGP communities: preference and scope.

rules! { idle_community }
