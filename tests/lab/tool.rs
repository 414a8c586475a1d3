//! vifctl as a user runs it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

use crate::customer::Customer;
use crate::process::both;

/// A folder with an intent, and the keys in the environment.
pub struct Desk {
    pub folder: PathBuf,
    pub keys: Vec<(String, String)>,
}

impl Desk {
    pub fn new(name: &str, intent: &str) -> Self {
        let folder = PathBuf::from("/run/desk").join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let pair = |name: &str, key: &str| (name.to_owned(), key.to_owned());
        let keys = vec![
            pair("LAB_KEY", "lab-key-four"),
            pair("LAB_KEY_V6", "lab-key-six"),
        ];
        let desk = Self { folder, keys };
        desk.wants(intent);
        desk
    }

    /// What is wanted from now on.
    pub fn wants(&self, intent: &str) {
        fs::write(self.folder.join("vifctl.toml"), intent).expect("an intent can be written");
    }

    pub fn intent(&self) -> String {
        fs::read_to_string(self.folder.join("vifctl.toml")).expect("there is an intent")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vifctl"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env_clear();
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &self.folder);
        command.envs(self.keys.iter().map(|(name, key)| (name, key)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("vifctl runs")
    }

    /// What it prints when all is good.
    pub fn good(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "vifctl {}:\n{}",
            arguments.join(" "),
            both(&output)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The configuration of a router, and what takes it back.
    pub fn rendered(&self, router: &str) -> (PathBuf, PathBuf) {
        self.good(&["render", "--out", "out"]);
        let file = |end: &str| self.folder.join("out").join(format!("{router}.{end}"));
        (file("cfg"), file("undo.cfg"))
    }

    /// What verify says of routers, of which each was asked what it wants asked.
    pub fn verdict(&self, routers: &[&Customer], more: &[&str]) -> Verdict {
        let captures = self.folder.join("captures");
        fs::create_dir_all(&captures).expect("a folder can be made");
        for router in routers {
            let name = &router.name;
            let wanted = self.good(&["verify", "--list-commands", "--router", name]);
            let mut session = String::new();
            for command in wanted
                .lines()
                .filter(|line| !line.starts_with('!') && !line.is_empty())
            {
                session += &format!(
                    "{name}# {command}\n{}\n",
                    both(&router.says(command)).trim_end()
                );
            }
            fs::write(captures.join(format!("{name}.log")), session)
                .expect("a capture can be written");
        }
        let names: Vec<&str> = routers
            .iter()
            .flat_map(|router| ["--router", router.name.as_str()])
            .collect();
        self.verify(&[&["--captures", "captures"], names.as_slice(), more].concat())
    }

    pub fn verify(&self, more: &[&str]) -> Verdict {
        let output = self.run(&[&["verify", "--format", "json", "--settled", "2"], more].concat());
        let json = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", both(&output)));
        Verdict {
            json,
            code: output.status.code().unwrap_or(-1),
        }
    }
}

/// What verify says.
pub struct Verdict {
    pub json: Json,
    pub code: i32,
}

impl Verdict {
    /// The checks of a status, in words.
    pub fn checks(&self, status: &str) -> Vec<String> {
        let all = self.json["checks"].as_array().into_iter().flatten();
        let word = |value: &Json| value.as_str().map_or(value.to_string(), str::to_owned);
        all.filter(|check| check["status"] == *status)
            .map(|check| {
                let [peer, name] = ["peer", "check"].map(|key| check[key].as_str().unwrap_or(""));
                format!(
                    "{name} {peer} expected {} observed {} {}",
                    word(&check["expected"]),
                    word(&check["observed"]),
                    word(&check["reason"])
                )
            })
            .collect()
    }

    /// The causes, the first first, each with its confidence.
    pub fn causes(&self) -> Vec<(String, String)> {
        let all = self.json["diagnoses"].as_array().into_iter().flatten();
        let text = |value: &Json| value.as_str().unwrap_or("").to_owned();
        all.map(|one| (text(&one["cause"]), text(&one["confidence"])))
            .collect()
    }
}
