//! A machine of its own inside of this one: the lab runs in namespaces for processes, mounts and
//! networks, with a `/run` and an `/etc/frr` that nobody else sees. When the first process in it ends,
//! however it ends, the kernel ends all the others and takes every interface down: nothing is left.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Set inside.
const INSIDE: &str = "VIFCTL_LAB_INSIDE";

/// The programs of the lab, and the Debian packages that have them.
const PROGRAMS: &[(&str, &str)] = &[
    ("/usr/lib/frr/bgpd", "frr"),
    ("/usr/bin/vtysh", "frr"),
    ("/usr/sbin/bird", "bird2"),
    ("/usr/sbin/birdc", "bird2"),
    ("/usr/sbin/sshd", "openssh-server"),
    ("/usr/bin/ssh-keygen", "openssh-client"),
    ("/usr/sbin/nft", "nftables"),
    ("/usr/sbin/ip", "iproute2"),
    ("/usr/bin/unshare", "util-linux"),
    ("/usr/bin/setpriv", "util-linux"),
];

pub fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Why there can be no lab here; none if there can.
pub fn obstacle() -> Option<String> {
    let uid = Command::new("id").arg("-u").output();
    if uid.map(|output| output.stdout).unwrap_or_default() != b"0\n" {
        return Some("it needs root, for network namespaces".to_owned());
    }
    let missing = || {
        PROGRAMS
            .iter()
            .filter(|(path, _)| !Path::new(path).exists())
    };
    if missing().next().is_some() {
        install(missing().map(|(_, package)| *package));
    }
    if let Some((path, package)) = missing().next() {
        return Some(format!("{path} is missing (apt-get install {package})"));
    }
    let try_out = "mount -t tmpfs lab /run && mkdir /run/netns && ip netns add lab && ip link add lab0 type veth peer name lab1 \
                   && ip link add lab2 type bridge";
    let output = apart(Command::new("sh").args(["-c", try_out]))
        .output()
        .expect("unshare was here a moment ago");
    let said = String::from_utf8_lossy(&output.stderr);
    (!output.status.success()).then(|| format!("this machine makes no namespaces: {}", said.trim()))
}

/// Debian's packages, where it is Debian. They are installed without a sight of `/run`, so that no
/// daemon of theirs is started.
fn install<'a>(packages: impl Iterator<Item = &'a str>) {
    let mut packages: Vec<&str> = packages.collect();
    packages.sort_unstable();
    packages.dedup();
    eprintln!("lab: installing {}", packages.join(" "));
    let script = "mount -t tmpfs lab /run && apt-get update -q && apt-get install -qy --no-install-recommends \"$@\"";
    let run = Command::new("unshare")
        .args(["--mount", "sh", "-c", script, "sh"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output();
    match run {
        Ok(output) if output.status.success() => {}
        Ok(output) => eprintln!("lab: {}", String::from_utf8_lossy(&output.stderr).trim()),
        Err(error) => eprintln!("lab: {error}"),
    }
}

/// The same command, in namespaces of its own, that ends when we do.
fn apart(command: &Command) -> Command {
    let mut outer = Command::new("setpriv");
    outer.args([
        "--pdeathsig",
        "KILL",
        "unshare",
        "--net",
        "--mount",
        "--pid",
        "--uts",
        "--fork",
    ]);
    outer
        .args(["--kill-child", "--mount-proc"])
        .arg(command.get_program())
        .args(command.get_args());
    outer
}

/// This program once more, inside. Comes back when it has ended.
pub fn enter(arguments: &[String]) -> ExitCode {
    let own = std::env::current_exe().expect("a running program has a path");
    let status = apart(Command::new(own).args(arguments))
        .env(INSIDE, "1")
        .status()
        .expect("unshare was here a moment ago");
    ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1))
}

/// This program once more, inside, left standing: its process id as seen from outside is the
/// returned child's child.
pub fn leave_standing(arguments: &[String], log: &Path) -> u32 {
    let own = std::env::current_exe().expect("a running program has a path");
    let log = fs::File::create(log).expect("a log can be written");
    let mut command = Command::new("unshare");
    command.args([
        "--net",
        "--mount",
        "--pid",
        "--uts",
        "--fork",
        "--kill-child",
        "--mount-proc",
    ]);
    command
        .arg(own)
        .args(arguments)
        .env(INSIDE, "1")
        .stdin(Stdio::null());
    command
        .stdout(log.try_clone().expect("a file can be had twice"))
        .stderr(log);
    command
        .process_group(0)
        .spawn()
        .expect("unshare was here a moment ago")
        .id()
}

/// What the machine inside needs before anything runs on it.
pub fn furnish() {
    let script = "mount -t tmpfs lab /run && mkdir -p /run/netns /run/uts /run/frr /run/sshd /run/bird /run/etc-frr \
                  && mount --bind /run/etc-frr /etc/frr && ip link set lo up";
    super::process::sh(script);
    person();
    super::door::keys();
}

/// A person who may use the routers, known in here only: a login shell is vtysh, as on a router that
/// is nothing else.
fn person() {
    let script = "for file in passwd group shadow; do cp -p /etc/$file /run/$file; done
        sed -i '/^netops:/d' /run/passwd /run/shadow
        echo 'netops:x:990:990::/run/netops:/bin/sh' >> /run/passwd
        echo 'netops:*:19000:0:99999:7:::' >> /run/shadow
        sed -i -E '/^(frr|frrvty):/{s/:$/:netops/;t;s/$/,netops/}' /run/group
        echo 'netops:x:990:' >> /run/group
        for file in passwd group shadow; do mount --bind /run/$file /etc/$file; done
        mkdir -p /run/netops/.ssh; chown -R netops:netops /run/netops; chmod 700 /run/netops /run/netops/.ssh";
    super::process::sh(script);
}
