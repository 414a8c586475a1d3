//! BFD and the BGP session itself.

checks! {
    bfd_up
    bfd_interval
    bgp_established
    bgp_exchanges
    bgp_remote_as
    bgp_local_as
    bgp_key
    bgp_hold_time
    bgp_settled
    bgp_stable
}
