//! The port or LAG that vifs run over: light, members, encryption, errors.

checks! {
    port_up
    lag_bundled
    light_levels
    macsec_secured
    port_errors
}
