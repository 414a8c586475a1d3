//! Saying what happens, and running commands as a user would.

use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result, bail};

use super::stage::Stage;
use crate::diagnostic::{WIDTH, wrap};

const COMMAND: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
/// What a command came to stands at the end of what it says.
const LAST: usize = 6;
/// No command of the demo takes as long.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Act {
    quiet: bool,
    /// Somebody pressed Ctrl-C: commands hear it too, and the play ends with the one that runs.
    stop: Arc<AtomicBool>,
    well: bool,
}

impl Act {
    pub(super) fn new(quiet: bool, stop: Arc<AtomicBool>) -> Self {
        Self {
            quiet,
            stop,
            well: true,
        }
    }

    pub(super) fn went_well(&self) -> bool {
        self.well
    }

    /// A paragraph of narration, as a remark is in a shell.
    pub(super) fn says(&self, text: &str) {
        if !self.quiet {
            let lines = wrap(text, "# ", "# ", WIDTH);
            anstream::println!("\n{lines}");
        }
    }

    /// A table of the intent.
    pub(super) fn shows(&self, stage: &Stage, table: &str) {
        if self.quiet {
            return;
        }
        let wanted = format!("[{table}]");
        let lines = stage.intent().lines().skip_while(|line| *line != wanted);
        for line in lines.take_while(|line| !line.is_empty()) {
            anstream::println!("{line}");
        }
    }

    /// A command, its output as far as so many lines, and how it should end.
    pub(super) fn types(
        &mut self,
        stage: &Stage,
        words: &[&str],
        wanted: i32,
        most: usize,
    ) -> Result<()> {
        self.prompt(words);
        let output = finished(spawn(stage, words)?)?;
        self.print(&output, most);
        self.go_on()?;
        let code = output.status.code();
        if code != Some(wanted) {
            self.well = false;
            self.says(&format!("This should have ended with exit code {wanted}, and ended with {code:?}: a fault of vifctl."));
        }
        Ok(())
    }

    /// A command that is killed when the router waits for the confirmation.
    pub(super) fn dies(&mut self, stage: &Stage, words: &[&str]) -> Result<()> {
        self.prompt(words);
        let mut child = spawn(stage, words)?;
        let began = Instant::now();
        while !stage.pending("lon-1")? {
            self.go_on()?;
            if child.try_wait()?.is_some() || began.elapsed() > PATIENCE {
                self.well = false;
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        child.kill().context("the push could not be killed")?;
        child.wait().context("the push could not be waited for")?;
        if !self.quiet {
            anstream::println!("Killed");
        }
        Ok(())
    }

    fn go_on(&self) -> Result<()> {
        match self.stop.load(Ordering::SeqCst) {
            true => bail!("interrupted"),
            false => Ok(()),
        }
    }

    /// Something that has to be true.
    pub(super) fn claims(&mut self, what: &str, is: bool) {
        self.well &= is;
        if !self.quiet {
            let (style, word) = if is {
                (GOOD, "so it is")
            } else {
                (BAD, "NOT SO")
            };
            anstream::println!("{style}# {word}: {what}{style:#}");
        }
    }

    fn prompt(&self, words: &[&str]) {
        if !self.quiet {
            anstream::println!("\n{COMMAND}$ vifctl {}{COMMAND:#}", words.join(" "));
        }
    }

    fn print(&self, output: &Output, most: usize) {
        if self.quiet {
            return;
        }
        let text = [output.stderr.as_slice(), output.stdout.as_slice()].concat();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        let left_out = lines.len().saturating_sub(most);
        for (number, line) in lines.iter().enumerate() {
            let first = number + LAST < most;
            let last = number + LAST >= lines.len();
            if left_out == 0 || first || last {
                anstream::println!("{line}");
            } else if number + LAST == most {
                anstream::println!("... {left_out} more lines");
            }
        }
    }
}

/// This very program, in the folder of the stage.
fn spawn(stage: &Stage, words: &[&str]) -> Result<Child> {
    let program = std::env::current_exe().context("the program cannot find itself")?;
    let mut command = Command::new(program);
    let color = match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => "never",
        _ => "always",
    };
    command
        .args(["--color", color])
        .args(words)
        .current_dir(stage.folder())
        .env("XDG_STATE_HOME", stage.folder().join("state"))
        .env("HOME", stage.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().context("the program cannot run itself")
}

/// What a command said, unless it says it for ever.
fn finished(mut child: Child) -> Result<Output> {
    let drained = |stream: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                // What could not be read is not shown.
                let _ = stream.read_to_end(&mut bytes);
            }
            bytes
        })
    };
    let stdout = drained(child.stdout.take().map(|stream| Box::new(stream) as _));
    let stderr = drained(child.stderr.take().map(|stream| Box::new(stream) as _));
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!(
                "a command of the demo took longer than {} seconds",
                PATIENCE.as_secs()
            );
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let (stdout, stderr) = (
        stdout.join().unwrap_or_default(),
        stderr.join().unwrap_or_default(),
    );
    Ok(Output {
        status,
        stdout,
        stderr,
    })
}
