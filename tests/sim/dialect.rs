//! How to talk to each platform, from its documentation and not from its pack.

pub struct Dialect {
    pub kind: &'static str,
    pub prompt: &'static str,
    /// Before anything else.
    pub setup: &'static [&'static str],
    pub enter: &'static [&'static str],
    /// What makes it so, where lines do not act at once; and what says that it did.
    pub commit: Option<(&'static str, &'static str)>,
    pub leave: &'static [&'static str],
    /// Words by which the device refuses a line or a commit.
    pub refused: &'static str,
    /// A line that nobody knows, and the words for it.
    pub unknown: (&'static str, &'static str),
    /// Lines that arm a timer of some minutes around a change, and those that confirm it.
    pub arm: Option<Arm>,
    pub save: Option<(&'static str, &'static str)>,
    /// A command that shows BGP's sessions.
    pub summary: &'static str,
    /// Commands whose answers the pack must be able to read, after a virtual interface is up.
    pub shows: &'static [&'static str],
    /// The way a login name is written, if not as it is.
    pub user: &'static str,
}

pub struct Arm {
    /// Lines instead of `enter` and `commit` that start a change with a timer.
    pub enter: &'static [&'static str],
    pub commit: &'static [&'static str],
    pub confirm: &'static [&'static str],
}

pub const DIALECTS: &[Dialect] = &[
    IOS,
    Dialect {
        kind: "cisco_xe",
        ..IOS
    },
];

const IOS: Dialect = Dialect {
    kind: "cisco_ios",
    prompt: r"(?m)^edge(\([\w-]+\))?#\z",
    setup: &["terminal length 0", "terminal width 0"],
    enter: &["configure terminal"],
    commit: None,
    leave: &["end"],
    refused: r"(?m)^\s*% ?(Invalid|Incomplete|Ambiguous|Specify|VRF)|already running|Bad mask|overlaps",
    unknown: (
        "neighbour 192.0.2.9 remote-as 1",
        "% Invalid input detected at '^' marker.",
    ),
    arm: Some(Arm {
        enter: &["configure terminal revert timer 5"],
        commit: &[],
        confirm: &["configure confirm"],
    }),
    save: Some(("write memory", "[OK]")),
    summary: "show ip bgp summary",
    shows: &[
        "show ip bgp summary",
        "show ip bgp neighbors",
        "show ip bgp neighbors 169.254.96.1 advertised-routes",
        "show ip bgp neighbors 169.254.96.1 routes",
        "show interfaces",
        "show ip interface brief",
        "show interfaces description",
        "show ip arp",
        "show bfd neighbors",
        "show ip route",
        "show version",
        "ping 169.254.96.1",
    ],
    user: "vifctl",
};
