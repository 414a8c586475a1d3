//! `~/.ssh/config`, as far as it says how to reach a host: Host, HostName, User, Port,
//! IdentityFile, ProxyJump, and Include. As with OpenSSH, the first value that is found counts, identity
//! files add up, and what stands behind `Match` is not ours to judge and is left out.

use std::io;
use std::path::{Path, PathBuf};

use super::glob;

/// Files that include each other no deeper than OpenSSH lets them.
const DEEPEST: usize = 16;

/// A file's sections, in order.
#[derive(Clone, Debug, Default)]
pub struct SshConfig {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    /// Patterns; one of each list has to fit. A file that is included has those of where it is, too.
    hosts: Vec<Vec<String>>,
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
        let folder = file.parent().unwrap_or(Path::new(""));
        match std::fs::read(file) {
            Ok(bytes) => Self::parse(&String::from_utf8_lossy(&bytes), folder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// The text of a file in this folder.
    pub fn parse(text: &str, folder: &Path) -> io::Result<Self> {
        let mut config = Self::default();
        config.take(text, folder, &[], 0)?;
        Ok(config)
    }

    fn take(
        &mut self,
        text: &str,
        folder: &Path,
        within: &[Vec<String>],
        deep: usize,
    ) -> io::Result<()> {
        let mut section = Section {
            hosts: within.to_vec(),
            values: Vec::new(),
        };
        for (key, value) in text.lines().filter_map(pair) {
            let hosts = match key.as_str() {
                "host" => [within, &[words(&value)]].concat(),
                // No host fits no pattern: its conditions are not looked into.
                "match" => vec![Vec::new()],
                // What comes behind it in its section counts after it.
                "include" => section.hosts.clone(),
                _ => {
                    section.values.push((key, value));
                    continue;
                }
            };
            self.sections.push(std::mem::take(&mut section));
            section.hosts = hosts;
            if key == "include" {
                self.include(&value, folder, &section.hosts, deep + 1)?;
            }
        }
        self.sections.push(section);
        Ok(())
    }

    fn include(
        &mut self,
        value: &str,
        folder: &Path,
        within: &[Vec<String>],
        deep: usize,
    ) -> io::Result<()> {
        for pattern in words(value) {
            for file in fitting(&crate::secret::located(Path::new(&pattern), folder)) {
                let told = |why: &dyn std::fmt::Display| {
                    io::Error::other(format!("{} that it includes: {why}", file.display()))
                };
                if deep > DEEPEST {
                    return Err(told(&"files include each other without end"));
                }
                let bytes = std::fs::read(&file).map_err(|why| told(&why))?;
                self.take(&String::from_utf8_lossy(&bytes), folder, within, deep)?;
            }
        }
        Ok(())
    }

    /// What it says about a host, by the name that was asked for.
    pub fn of(&self, host: &str) -> Said {
        let mut said = Said::default();
        let fits = |list: &Vec<String>| glob::any(list.iter().map(String::as_str), host);
        let of_host = |section: &&Section| section.hosts.iter().all(fits);
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

/// The files that a path with `*` or `?` in its last part names, in order; a file that is not there is none.
fn fitting(path: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let name = name.to_string_lossy();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter(|entry| {
            let own = entry.file_name();
            let own = own.to_string_lossy();
            // A star is no hidden file, for a shell either.
            glob::matches(&name, &own) && (name.starts_with('.') || !own.starts_with('.'))
        })
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
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
        let parse = |text| SshConfig::parse(text, Path::new("")).expect("it includes nothing");
        let config = parse(
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
        assert_eq!(parse("ProxyJump none").of("x").jumps, Some(Vec::new()));
    }

    #[test]
    fn files_that_are_included_say_it_for_the_hosts_of_their_place() {
        let folder = std::env::temp_dir().join(format!("vifctl-include-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("d")).expect("a folder");
        let file = |name: &str, text: &str| std::fs::write(folder.join(name), text);
        file("d/one", "User a\nHost lon-2\n Port 22\n").expect("a file");
        file("d/two", "User b\nHost *\n Port 33\n").expect("a file");
        file("round", "Include round\n").expect("a file");
        let text = "Host lon-*\n Include d/* nowhere\n HostName x\nHost *\n User c\n";
        let config = SshConfig::parse(text, &folder).expect("it can be read");
        let round = SshConfig::parse("Include round", &folder);
        std::fs::remove_dir_all(&folder).expect("it was made above");
        let of = |host| {
            let said = config.of(host);
            (
                said.user.unwrap_or_default(),
                said.port,
                said.host_name.is_some(),
            )
        };
        assert_eq!(of("lon-1"), ("a".to_owned(), Some(33), true));
        assert_eq!(of("lon-2"), ("a".to_owned(), Some(22), true));
        assert_eq!(of("fra-1"), ("c".to_owned(), None, false));
        let why = round.expect_err("it has no end").to_string();
        assert!(why.contains("include each other"), "{why}");
    }
}
