//! AWS's rate limiter per vif.

rules! { rate_limit_bandwidth rate_limit_hosted rate_limit_step rate_limited_vifs }
