//! `~/.ssh/config`, as far as it says how to reach a host: Host, HostName, User, Port,
//! IdentityFile, ProxyJump. As with OpenSSH, the first value that is found counts, identity files
//! add up, and what stands behind `Match` is not ours to judge and is left out.

use std::io;
use std::path::{Path, PathBuf};

use super::glob;

/// A file's sections, in order.
#[derive(Clone, Debug, Default)]
pub struct SshConfig {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    hosts: Vec<String>,
    values: Vec<(String, String)>,
}

/// What the file says about one host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub host_name: Option<String>,
    pub user: Option<String>,
    pub port: Option<u16>,
    pub identity_files: Vec<PathBuf>,
    /// In the order in which they are passed. `Some` and empty: `ProxyJump none`.
    pub jumps: Option<Vec<String>>,
}

impl SshConfig {
    /// The user's own file; nothing where there is none.
    pub fn of_user() -> io::Result<Self> {
        match std::env::home_dir() {
            Some(home) => Self::read(&home.join(".ssh/config")),
            None => Ok(Self::default()),
        }
    }

    pub fn read(file: &Path) -> io::Result<Self> {
        match std::fs::read(file) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    pub fn parse(text: &str) -> Self {
        let mut sections = vec![Section {
            hosts: vec!["*".to_owned()],
            values: Vec::new(),
        }];
        for line in text.lines() {
            let Some((key, value)) = pair(line) else {
                continue;
            };
            match key.as_str() {
                "host" => sections.push(Section {
                    hosts: words(&value),
                    values: Vec::new(),
                }),
                // No host has this section: its conditions are not looked into.
                "match" => sections.push(Section::default()),
                _ => {
                    if let Some(section) = sections.last_mut() {
                        section.values.push((key, value));
                    }
                }
            }
        }
        Self { sections }
    }

    /// What it says about a host, by the name that was asked for.
    pub fn of(&self, host: &str) -> Said {
        let mut said = Said::default();
        let of_host =
            |section: &&Section| glob::any(section.hosts.iter().map(String::as_str), host);
        for (key, value) in self
            .sections
            .iter()
            .filter(of_host)
            .flat_map(|section| &section.values)
        {
            let first = || words(value).into_iter().next();
            match key.as_str() {
                "hostname" if said.host_name.is_none() => {
                    said.host_name =
                        first().map(|name| name.replace("%h", host).replace("%%", "%"));
                }
                "user" if said.user.is_none() => said.user = first(),
                "port" if said.port.is_none() => {
                    said.port = first().and_then(|port| port.parse().ok());
                }
                "identityfile" => said
                    .identity_files
                    .extend(first().map(|file| path(&file, host))),
                "proxyjump" if said.jumps.is_none() => {
                    let hops = value.split(',').map(|hop| hop.trim().to_owned());
                    said.jumps = Some(
                        hops.filter(|hop| hop != "none" && !hop.is_empty())
                            .collect(),
                    );
                }
                _ => {}
            }
        }
        said
    }
}

/// `Key value`, `Key=value`, the key in lower case; nothing for comments and empty lines.
fn pair(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let end = line.find(|c: char| c.is_whitespace() || c == '=')?;
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let value = rest.strip_prefix('=').unwrap_or(rest).trim();
    Some((key.to_ascii_lowercase(), value.to_owned()))
}

/// Words with quotation marks around some.
fn words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = behind.trim_start();
    }
    words
}

fn path(text: &str, host: &str) -> PathBuf {
    let home = std::env::home_dir().unwrap_or_default();
    let text = text
        .replace("%d", &home.to_string_lossy())
        .replace("%h", host)
        .replace("%%", "%");
    crate::secret::located(Path::new(&text), &home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_counts_and_identity_files_add_up() {
        let config = SshConfig::parse(
            "# a comment\nHost lon-* !lon-9\n  HostName %h.example.net\n  User=\"netops\"\n  Port 2222\n  IdentityFile /k/one\nProxyJump a@b1:2200, b2\nMatch all\n  User nobody\nHost *\n  User other\n  IdentityFile \"/k/two words\"\n",
        );
        let said = config.of("lon-1");
        assert_eq!(said.host_name.as_deref(), Some("lon-1.example.net"));
        assert_eq!(said.user.as_deref(), Some("netops"));
        assert_eq!(said.port, Some(2222));
        assert_eq!(
            said.identity_files,
            [PathBuf::from("/k/one"), "/k/two words".into()]
        );
        assert_eq!(
            said.jumps,
            Some(vec!["a@b1:2200".to_owned(), "b2".to_owned()])
        );
        let other = config.of("lon-9");
        assert_eq!((other.user.as_deref(), other.port), (Some("other"), None));
        assert_eq!(
            SshConfig::parse("ProxyJump none").of("x").jumps,
            Some(Vec::new())
        );
    }
}
