//! BGP and BFD in a session.

rules! { no_bfd }
