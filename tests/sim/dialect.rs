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
    /// Lines that the device is thought to print and the pack does not read.
    pub unread: &'static [&'static str],
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
    NXOS,
    ASA,
    EOS,
    FRR,
    JUNOS,
    VYOS,
    PANOS,
    SRL,
    SROS,
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
    unread: &[],
    user: "vifctl",
};

const NXOS: Dialect = Dialect {
    kind: "cisco_nxos",
    prompt: r"(?m)^edge(\([\w-]+\))?# \z",
    setup: &["terminal length 0", "terminal width 511"],
    enter: &["configure terminal"],
    commit: None,
    leave: &["end"],
    refused: r"(?m)\^$|^%|already running|^ERROR|^Error|Invalid",
    unknown: ("neighbour 192.0.2.9", "% Invalid command at '^' marker."),
    arm: None,
    save: Some(("copy running-config startup-config", "Copy complete.")),
    summary: "show bgp ipv4 unicast summary",
    shows: &[
        "show bgp ipv4 unicast summary",
        "show bgp ipv4 unicast summary vrf all",
        "show bgp ipv4 unicast neighbors",
        "show bgp ipv4 unicast neighbors 169.254.96.1 advertised-routes",
        "show bgp ipv4 unicast neighbors 169.254.96.1 routes",
        "show interface",
        "show ip interface brief",
        "show ip arp",
        "show bfd neighbors",
        "show ip route",
        "show version",
        "ping 169.254.96.1",
    ],
    unread: &[],
    user: "vifctl",
};

const ASA: Dialect = Dialect {
    kind: "cisco_asa",
    prompt: r"(?m)^edge(\([\w-]+\))?# \z",
    setup: &["terminal pager 0"],
    enter: &["configure terminal"],
    commit: None,
    leave: &["end"],
    refused: r"(?m)^ERROR|already running",
    unknown: (
        "neighbour 192.0.2.9",
        "ERROR: % Invalid input detected at '^' marker.",
    ),
    arm: None,
    save: Some(("write memory", "[OK]")),
    summary: "show bgp summary",
    shows: &[
        "show bgp summary",
        "show bgp neighbors",
        "show bgp neighbors 169.254.96.1 advertised-routes",
        "show bgp neighbors 169.254.96.1 routes",
        "show interface",
        "show interface ip brief",
        "show arp",
        "show bfd neighbors",
        "show route",
        "show version",
        "ping 169.254.96.1",
    ],
    unread: &[],
    user: "vifctl",
};

const EOS: Dialect = Dialect {
    kind: "arista_eos",
    prompt: r"(?m)^edge(\([\w.-]+\))?#\z",
    setup: &["terminal length 0", "terminal width 500"],
    enter: &["configure"],
    commit: None,
    leave: &["end"],
    refused: r"(?m)^% ",
    unknown: ("neighbour 192.0.2.9", "% Invalid input"),
    arm: Some(Arm {
        enter: &["configure session vifctl-7f3a"],
        commit: &["commit timer 00:05:00"],
        confirm: &["configure session vifctl-7f3a commit"],
    }),
    save: Some(("write memory", "Copy completed successfully.")),
    summary: "show ip bgp summary",
    shows: &[
        "show ip bgp summary",
        "show ip bgp summary vrf all",
        "show ip bgp neighbors",
        "show ip bgp neighbors 169.254.96.1 advertised-routes",
        "show ip bgp neighbors 169.254.96.1 routes",
        "show interfaces",
        "show interfaces description",
        "show ip interface brief",
        "show ip arp",
        "show bfd peers",
        "show ip route",
        "show version",
        "ping 169.254.96.1",
    ],
    unread: &["Source Codes:"],
    user: "vifctl",
};

const FRR: Dialect = Dialect {
    kind: "frr",
    prompt: r"(?m)^edge(\([\w-]+\))?# \z",
    setup: &[],
    enter: &["configure terminal"],
    commit: None,
    leave: &["end"],
    refused: r"(?m)^% |already running",
    unknown: (
        "neighbour 192.0.2.9",
        "% Unknown command: neighbour 192.0.2.9",
    ),
    arm: None,
    save: Some(("write memory", "[OK]")),
    summary: "show bgp ipv4 unicast summary",
    shows: &[
        "show bgp ipv4 unicast summary",
        "show bgp summary",
        "show bgp neighbors",
        "show bgp ipv4 unicast neighbors 169.254.96.1 advertised-routes",
        "show bgp ipv4 unicast neighbors 169.254.96.1 routes",
        "show interface",
        "show interface brief",
        "show bfd peers",
        "show ip route",
        "show version",
    ],
    unread: &[],
    user: "vifctl",
};

const JUNOS: Dialect = Dialect {
    kind: "juniper_junos",
    prompt: r"(?m)^vifctl@edge[>#] \z",
    setup: &[
        "set cli screen-length 0",
        "set cli screen-width 1024",
        "set cli complete-on-space off",
    ],
    enter: &["configure exclusive"],
    commit: Some(("commit", "commit complete")),
    leave: &["exit configuration-mode"],
    refused: r"(?m)^error|syntax error|unknown command|missing argument|invalid",
    unknown: ("set protocols bgpp group DX", "syntax error."),
    arm: Some(Arm {
        enter: &["configure exclusive"],
        commit: &["commit confirmed 5 comment vifctl"],
        confirm: &["commit check"],
    }),
    save: None,
    summary: "show bgp summary",
    shows: &[
        "show bgp summary",
        "show bgp neighbor",
        "show route advertising-protocol bgp 169.254.96.1",
        "show route receive-protocol bgp 169.254.96.1",
        "show route",
        "show interfaces terse",
        "show interfaces",
        "show interfaces descriptions",
        "show arp no-resolve",
        "show bfd session",
        "show version",
        "ping 169.254.96.1 count 5",
    ],
    unread: &[],
    user: "vifctl",
};

const VYOS: Dialect = Dialect {
    kind: "vyos",
    prompt: r"(?m)^vifctl@edge(:~\$|#) \z",
    setup: &["set terminal length 0", "set terminal width 512"],
    enter: &["configure"],
    commit: Some(("commit", "")),
    leave: &["exit"],
    refused: r"not valid|failed|Invalid|Ambiguous|Incomplete|requires a value|Cannot exit|No configuration changes",
    unknown: (
        "set protocols bgpp",
        "Configuration path: [protocols bgpp] is not valid",
    ),
    arm: Some(Arm {
        enter: &["configure"],
        commit: &["commit-confirm 5", "y"],
        confirm: &["confirm"],
    }),
    save: None,
    summary: "show bgp ipv4 unicast summary",
    shows: &[
        "show bgp ipv4 unicast summary",
        "show bgp neighbors",
        "show bgp ipv4 unicast neighbors 169.254.96.1 advertised-routes",
        "show bgp ipv4 unicast neighbors 169.254.96.1 routes",
        "show interfaces",
        "show arp",
        "show bfd peers",
        "show ip route",
        "show version",
        "ping 169.254.96.1 count 5",
    ],
    unread: &[],
    user: "vifctl",
};

const PANOS: Dialect = Dialect {
    kind: "paloalto_panos",
    prompt: r"(?m)^vifctl@edge[>#] \z",
    setup: &[
        "set cli scripting-mode on",
        "set cli pager off",
        "set cli terminal width 500",
    ],
    enter: &["configure"],
    commit: Some(("commit", "Configuration committed successfully")),
    leave: &["exit"],
    refused: r"Invalid syntax|Unknown command|Server error|Validation Error|Commit failed",
    unknown: ("set deviceconfig foo", "Invalid syntax."),
    arm: None,
    save: None,
    summary: "show routing protocol bgp summary",
    shows: &[
        "show routing protocol bgp summary",
        "show routing protocol bgp peer",
        "show routing protocol bgp rib-out",
        "show routing protocol bgp loc-rib",
        "show routing route",
        "show interface all",
        "show arp all",
        "show routing bfd summary",
        "show system info",
        "ping host 169.254.96.1",
    ],
    unread: &[],
    user: "vifctl",
};

const SRL: Dialect = Dialect {
    kind: "nokia_srl",
    prompt: r"(?m)^A:edge# \z",
    setup: &[
        "environment cli-engine type basic",
        "environment complete-on-space false",
    ],
    enter: &["enter candidate private", "discard stay"],
    commit: Some((
        "commit stay",
        "All changes have been committed. Starting new transaction.",
    )),
    leave: &["discard now"],
    refused: r"(?m)^(Error|Parsing error)",
    unknown: (
        "set / network-instance default protocols bgpp",
        "Parsing error: Unknown token 'bgpp'.",
    ),
    arm: Some(Arm {
        enter: &["enter candidate private"],
        commit: &["commit confirmed timeout 300"],
        confirm: &["/tools system configuration confirmed-accept"],
    }),
    save: Some(("save startup", "Saved current running configuration")),
    summary: "show network-instance default protocols bgp neighbor",
    shows: &[
        "show network-instance default protocols bgp neighbor",
        "show network-instance default route-table ipv4-unicast summary",
        "show arpnd arp-entries",
        "show version",
        "ping 169.254.96.1 network-instance default -c 5",
    ],
    unread: &[],
    user: "vifctl",
};

const SROS: Dialect = Dialect {
    kind: "nokia_sros",
    prompt: r"(?m)^A:vifctl@edge# \z",
    setup: &["environment more false", "environment console width 512"],
    enter: &["edit-config private"],
    commit: Some(("commit", "")),
    leave: &["quit-config"],
    refused: r"(?m)^(MINOR|MAJOR|CRITICAL)",
    unknown: (
        "/configure router \"Base\" tt",
        "MINOR: MGMT_CORE #2201: Unknown element - 'tt'",
    ),
    arm: Some(Arm {
        enter: &["edit-config private"],
        commit: &["commit confirmed 5"],
        confirm: &["commit confirmed accept"],
    }),
    save: Some(("admin save", "Completed.")),
    summary: "show router bgp summary",
    shows: &[
        "show router bgp summary",
        "show router bgp neighbor",
        "show router interface",
        "show router arp",
        "show router bfd session",
        "show router route-table",
        "show router bgp neighbor 169.254.96.1 advertised-routes",
        "show router bgp neighbor 169.254.96.1 received-routes",
        "show port",
        "show version",
        "ping 169.254.96.1",
    ],
    unread: &[],
    user: "vifctl",
};
