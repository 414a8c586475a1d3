//! What a BGP notification says, in any router's words: the protocol has few of them.

use std::sync::LazyLock;

use regex::Regex;

/// The notifications that name a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notification {
    BadPeerAs,
    HoldTimer,
    PrefixLimit,
    AdminShutdown,
    Capability,
    HoldTime,
    NotConfigured,
}

/// Who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Sent,
    Received,
}

/// Words, and numbers of error and subcode, in the forms that routers print.
static WORDS: LazyLock<Vec<(Notification, Regex)>> = LazyLock::new(|| {
    let all = [
        (
            Notification::BadPeerAs,
            r"wrong AS|bad peer AS|bad remote[- ]AS|errorcode=2, suberrorcode=2\b|\b2/2\b|\b0202\b|code 2 .*subcode 2\b",
        ),
        (
            Notification::PrefixLimit,
            r"max(imum)?[ -]*(number of )?prefix|prefix[ -]?(count|limit|es)? ?(exceeded|overflow|reached)|errorcode=6, suberrorcode=1\b|\b6/1\b|\b0601\b|code 6 .*subcode 1\b|PfxCt",
        ),
        (
            Notification::AdminShutdown,
            r"admin(istrative(ly)?)?[. -]*(shut ?down|shut)|peer shutdown|\b6/2\b|\b0602\b|code 6 .*subcode 2\b",
        ),
        (
            Notification::HoldTimer,
            r"hold ?-?(timer?|time) ?(expired|expiry|timeout)|\b4/0\b|\b0400\b|code 4\b",
        ),
        (
            Notification::Capability,
            r"unsupported capab|\b2/7\b|\b0207\b|code 2 .*subcode 7\b",
        ),
        (
            Notification::HoldTime,
            r"unacceptable hold|\b2/6\b|\b0206\b|code 2 .*subcode 6\b",
        ),
        (
            Notification::NotConfigured,
            r"(peer|connection) (rejected|de-?configured)|\b6/[35]\b|\b060[35]\b|code 6 .*subcode [35]\b",
        ),
    ];
    let ready = |(notification, words): (Notification, &str)| {
        let pattern = Regex::new(&format!("(?i){words}"));
        (
            notification,
            pattern.expect("a pattern of the program, read by its test"),
        )
    };
    all.into_iter().map(ready).collect()
});

/// The notification that a text tells of.
pub(super) fn of(text: &str) -> Option<Notification> {
    WORDS
        .iter()
        .find(|(_, words)| words.is_match(text))
        .map(|(notification, _)| *notification)
}

/// Who sent it, where the text says.
pub(super) fn way(text: &str) -> Option<Way> {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match (
        says(&["received", "rcvd", "from peer", "by peer"]),
        says(&["sent"]),
    ) {
        (true, false) => Some(Way::Received),
        (false, true) => Some(Way::Sent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_known_in_every_platforms_words() {
        let told = [
            (
                "%BGP-3-NOTIFICATION: received from neighbor 169.254.96.1 2/2 (peer in wrong AS) 2 bytes FC00",
                Notification::BadPeerAs,
            ),
            ("OPEN Message Error/Bad Peer AS", Notification::BadPeerAs),
            (
                "Cease/Maximum Number of Prefixes Reached",
                Notification::PrefixLimit,
            ),
            (
                "due to BGP Notification sent, hold time expired",
                Notification::HoldTimer,
            ),
            ("Hold Timer Expired", Notification::HoldTimer),
            ("Cease/Administrative Shutdown", Notification::AdminShutdown),
            (
                "OPEN Message Error/Unsupported Capability",
                Notification::Capability,
            ),
        ];
        for (text, notification) in told {
            assert_eq!(of(text), Some(notification), "{text}");
        }
        assert_eq!(of("00:12:34, due to User reset"), None);
        assert_eq!(
            way("BGP Notification received of session 1"),
            Some(Way::Received)
        );
        assert_eq!(way("sent notification: 2/2"), Some(Way::Sent));
        assert_eq!(way("Peer closed the session"), None);
    }
}
