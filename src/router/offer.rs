//! What a server offers, read from its first packet. libssh2 only says that there is nothing in
//! common; the packet is sent in clear, and tells what would have been.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::time::Duration;

use super::wire::Stream;

/// The lists of a key exchange, each in the server's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The name that it gives itself.
    pub version: String,
    pub exchange: Vec<String>,
    pub host_key: Vec<String>,
    pub cipher: Vec<String>,
    pub mac: Vec<String>,
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [&self.exchange, &self.host_key, &self.cipher, &self.mac];
        for (number, list) in lists.into_iter().enumerate() {
            let comma = if number == 0 { "" } else { "; " };
            write!(f, "{comma}{}", list.join(", "))?;
        }
        write!(f, " ({})", self.version)
    }
}

/// Say hello on a new connection and read what comes back.
pub(super) fn read(stream: &Stream, deadline: Duration) -> Option<Offer> {
    stream.set_timeout(deadline).ok()?;
    let mut writer = stream;
    writer.write_all(b"SSH-2.0-vifctl\r\n").ok()?;
    let mut reader = BufReader::new(stream.take(64 * 1024));
    let version = loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        if line.is_empty() {
            return None;
        }
        // A server may say other things first.
        if line.starts_with(b"SSH-") {
            break crate::diagnostic::quote(String::from_utf8_lossy(&line).trim());
        }
    };
    let mut length = [0; 5];
    reader.read_exact(&mut length).ok()?;
    let [a, b, c, d, _padding] = length;
    let mut packet = vec![
        0;
        u32::from_be_bytes([a, b, c, d])
            .min(35_000)
            .checked_sub(1)? as usize
    ];
    reader.read_exact(&mut packet).ok()?;
    parse(version, &packet)
}

/// The lists in a key exchange packet: RFC 4253, section 7.1.
fn parse(version: String, packet: &[u8]) -> Option<Offer> {
    let (20, mut rest) = (*packet.first()?, packet.get(17..)?) else {
        return None;
    };
    let mut lists = Vec::new();
    for _ in 0..6 {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let names = behind.get(..length)?;
        rest = behind.get(length..)?;
        let text = String::from_utf8_lossy(names);
        // Names are printable ASCII; anything else is not shown to a terminal.
        let names = text
            .split(',')
            .filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()));
        lists.push(names.map(str::to_owned).collect::<Vec<_>>());
    }
    let mut lists = lists.into_iter();
    let (exchange, host_key) = (lists.next()?, lists.next()?);
    let (_, cipher) = (lists.next()?, lists.next()?);
    let (_, mac) = (lists.next()?, lists.next()?);
    Some(Offer {
        version,
        // These are no algorithms but signs.
        exchange: exchange
            .into_iter()
            .filter(|name| !name.starts_with("kex-strict") && !name.starts_with("ext-info"))
            .collect(),
        host_key,
        cipher,
        mac,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_packet_is_no_offer_and_no_panic() {
        let mut packet = vec![20; 17];
        for list in [
            "a,b,kex-strict-s-v00@openssh.com",
            "ssh-rsa",
            "c1",
            "c2",
            "m1",
            "m2",
        ] {
            packet.extend((list.len() as u32).to_be_bytes());
            packet.extend(list.as_bytes());
        }
        let offer = parse("SSH-2.0-x".into(), &packet).expect("a whole packet");
        assert_eq!(offer.to_string(), "a, b; ssh-rsa; c2; m2 (SSH-2.0-x)");
        for end in 0..packet.len() {
            assert_eq!(parse(String::new(), &packet[..end]), None);
        }
    }
}
