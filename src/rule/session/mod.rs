//! BGP and BFD in a session.

rules! {
    bfd_timers hold_time_low hold_time_range hold_time_without_effect no_bfd nothing_advertised
}
