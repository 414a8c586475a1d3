//! Does it hold, and if not, why?

pub mod witness;
