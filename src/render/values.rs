//! The values a template may use. They are described here once: what a template can ask for, what
//! `vifctl explain templates` prints, and what must not be passed over come from the same lines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use minijinja::value::{Enumerator, Object, Value};

/// Something with wishes that templates must not pass over.
pub(super) trait Wishful {
    const WISHES: &'static [&'static str];

    /// The wishes that are stated and that no template has asked for.
    fn passed_over(&self) -> Vec<&'static str>;
}

/// Describe an object: its fields, and which of them are wishes. A fact may be passed over by a
/// template; a wish that the intent states must be used by some template of the pack, or the
/// platform cannot do it and rendering stops.
macro_rules! objects {
    ($($(#[doc = $about:literal])* $object:ident {
        facts { $($(#[doc = $fact_doc:literal])* $fact:ident,)* }
        wishes { $($(#[doc = $wish_doc:literal])* $wish:ident,)* }
    })*) => {
        $(
            $(#[doc = $about])*
            #[derive(Debug, Default)]
            pub struct $object {
                $($(#[doc = $fact_doc])* pub $fact: Value,)*
                $($(#[doc = $wish_doc])* pub $wish: Value,)*
                pub(super) used: AtomicU64,
            }

            impl Wishful for $object {
                const WISHES: &'static [&'static str] = &[$(stringify!($wish)),*];

                fn passed_over(&self) -> Vec<&'static str> {
                    let used = self.used.load(Ordering::Relaxed);
                    let wishes: &[(&'static str, &Value)] = &[$((stringify!($wish), &self.$wish)),*];
                    let left = wishes.iter().enumerate().filter(|(bit, (_, value))| value.is_true() && used & (1 << bit) == 0);
                    left.map(|(_, (wish, _))| *wish).collect()
                }
            }

            impl Object for $object {
                fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
                    match key.as_str()? {
                        $(stringify!($fact) => Some(self.$fact.clone()),)*
                        $(stringify!($wish) => {
                            let bit = Self::WISHES.iter().position(|wish| *wish == stringify!($wish))?;
                            self.used.fetch_or(1 << bit, Ordering::Relaxed);
                            Some(self.$wish.clone())
                        })*
                        _ => None,
                    }
                }

                fn enumerate(self: &Arc<Self>) -> Enumerator {
                    Enumerator::Str(&[$(stringify!($fact),)* $(stringify!($wish),)*])
                }
            }
        )*

        /// Name, description, and fields with their descriptions, of every object.
        pub(super) const DESCRIBED: &[(&str, &[&str], &[(&str, &[&str], bool)])] = &[$((
            stringify!($object),
            &[$($about),*],
            &[
                $((stringify!($fact), &[$($fact_doc),*], false),)*
                $((stringify!($wish), &[$($wish_doc),*], true),)*
            ],
        )),*];
    };
}

objects! {
    /// `router`: the router that the configuration is for.
    Router {
        facts {
            /// Its name in the intent.
            name,
            /// Your AS number on it: what `router bgp` takes.
            asn,
            /// Its loopback address, for a router id; none if the intent has none.
            loopback,
            /// Its software version; none if the intent does not say.
            software,
            /// The ports and LAGs that its vifs run over, also those that are not chosen this time.
            ports,
            /// Amazon's AS numbers of its vifs and of those that back them up: what comes with one
            /// of them in its path was learnt from AWS, on this router or on another one.
            amazon_asns,
        }
        wishes {}
    }

    /// One of `ports`: a physical port or a LAG that vifs run over.
    Port {
        facts {
            /// The name of its [connection].
            connection,
            /// AWS's id of the connection; none if the intent has none.
            id,
            /// The port, in the router's own words.
            name,
            /// The largest IP MTU of the vifs on it; a platform adds its own headers.
            mtu,
            /// The MTU to set on the port as it stands in the intent; none to work it out.
            fixed_mtu,
            /// Is it a switched trunk, whose vifs become switch interfaces (SVI)?
            switched,
            /// The bandwidth in Mbps; none if the intent does not say.
            mbps,
        }
        wishes {
            /// The member ports, if it is a LAG.
            members,
            /// The fewest members that may be up; none if it does not matter.
            minimum_links,
            /// MACsec: ckn, cak, cipher (`gcm-aes-256` or `gcm-aes-xpn-256`) and mode.
            macsec,
        }
    }

    /// `port.macsec`: MACsec with a static key.
    Macsec {
        facts {
            /// The name of the key: 64 hex digits.
            ckn,
            /// The key: a mark, which becomes the key on its way to the router.
            cak,
            /// `gcm-aes-256` or `gcm-aes-xpn-256`.
            cipher,
            /// `should_encrypt` or `must_encrypt`.
            mode,
        }
        wishes {}
    }

    /// One of `vifs`: a virtual interface on this router.
    Vif {
        facts {
            /// Its name in the intent.
            name,
            /// AWS's id; none if the intent has none.
            id,
            /// `private`, `transit` or `public`.
            kind,
            /// The tag on the port.
            vlan,
            /// The IP MTU of the sub-interface.
            mtu,
            /// The port it runs on: an object of `ports`.
            port,
            /// Your AS number.
            asn,
            /// Amazon's AS number.
            amazon_asn,
            /// BGP hold time in seconds.
            hold_time,
            /// BGP keepalive in seconds: a third of the hold time.
            keepalive,
            /// The route distinguisher of the VRF, to be made where the platform asks for one; none if
            /// the intent does not say, and then it is the owner's of the VRF.
            rd,
            /// The description to put on the router.
            description,
            /// The BGP sessions of the vif.
            peers,
            /// The session over IPv4; none if there is none.
            ipv4,
            /// The session over IPv6; none if there is none.
            ipv6,
            /// The redundancy group it is a leg of; none if it is in none.
            group,
        }
        wishes {
            /// The VRF; none for the global table.
            vrf,
            /// BFD timers: `interval` in milliseconds and `multiplier`; none if BFD is off.
            bfd,
            /// Communities to send with every prefix, such as `7224:7300`; an empty list for none.
            communities,
            /// How often to prepend your own AS number; 0 for not at all.
            prepend,
            /// The local preference of what AWS sends; none to leave it alone.
            local_preference,
            /// How many paths to use at once: 2 or more with active-active on one router, else none.
            paths,
            /// The bandwidth to shape to, in Mbps; none for no shaper.
            shape_mbps,
        }
    }

    /// `vif.bfd`: BFD timers.
    Bfd {
        facts {
            /// Milliseconds between packets.
            interval,
            /// Packets that may be lost.
            multiplier,
        }
        wishes {}
    }

    /// `vif.ipv4`, `vif.ipv6` or one of `vif.peers`: a BGP session.
    Peer {
        facts {
            /// `4` or `6`.
            family,
            /// Our address, bare.
            customer,
            /// The length of the subnet: 30.
            length,
            /// The same as a mask, dotted for IPv4: 255.255.255.252.
            mask,
            /// AWS's address, bare.
            amazon,
            /// Your AS number in this session.
            asn,
            /// Amazon's AS number.
            amazon_asn,
            /// The MD5 key: a mark, which becomes the key on its way to the router.
            key,
            /// The prefixes to let out, of this family: prefix objects.
            advertise,
            /// The prefixes to let in, of this family: prefix objects, each meant with what lies in
            /// it. An empty list on a public vif means whatever Amazon sends but a default route;
            /// elsewhere it means nothing.
            accept,
            /// The most prefixes to take.
            max_prefixes,
            /// Is the bound only for a warning (public vifs: their number grows without notice)?
            max_prefixes_warns,
        }
        wishes {}
    }

    /// One of `peer.advertise` or `peer.accept`, or `anchor.prefix`: a prefix.
    Prefix {
        facts {
            /// 10.20.0.0/16
            text,
            /// 10.20.0.0
            address,
            /// 16
            length,
            /// 255.255.0.0; for IPv6 the length.
            mask,
            /// 0.0.255.255; for IPv6 the length.
            wildcard,
            /// `4` or `6`.
            family,
            /// The longest length there is: 32 or 128.
            longest,
        }
        wishes {}
    }

    /// One of `anchors`: a prefix that has to be in the routing table to be advertised. In undo.j2
    /// only those stand that no vif needs any more.
    Anchor {
        facts {
            /// The prefix.
            prefix,
            /// The VRF; none for the global table.
            vrf,
            /// A number for platforms that know their entries by numbers: 1000000000 to 1999999999,
            /// far from those that people give, made from prefix and VRF and so the same every time.
            /// None if another anchor of the router would get the same one.
            number,
        }
        wishes {}
    }
}
