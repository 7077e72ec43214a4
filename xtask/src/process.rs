//! Running programs: what and why are printed before, the elapsed time after,
//! and the end of the output when one fails.

use crate::{
    failure::{Failure, Result},
    files,
};
use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// How often a long step says that it is still alive.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How many lines of a failed program's output are worth reading.
const TAIL: usize = 40;

/// One program run with its reason.
pub(crate) struct Step<'a> {
    what: &'a str,
    why: &'a str,
    command: Command,
    limit: Option<Duration>,
    live: bool,
    remedy: &'a str,
}

/// How a program ended.
pub(crate) struct Outcome {
    /// Whether the program reported success.
    pub(crate) success: bool,
    /// Both output streams, line by line as they came.
    pub(crate) output: String,
    /// The standard output alone.
    pub(crate) printed: String,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

/// One line of output and the stream it came on.
struct Line {
    text: String,
    printed: bool,
}

/// A command in the checkout, without what `cargo run` adds to the environment:
/// a second compiler must not see the first one's libraries.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(files::root()).stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let added = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if added
            || [
                "CARGO",
                "CARGO_BIN_NAME",
                "CARGO_CRATE_NAME",
                "LD_LIBRARY_PATH",
                "RUST_RECURSION_COUNT",
            ]
            .contains(&&*name)
        {
            command.env_remove(&*name);
        }
    }
    command
}

/// The native `cargo` that started this program.
pub(crate) fn cargo() -> Command {
    let mut cargo = command("cargo");
    // A colourless output can be counted and logged.
    cargo.env("CARGO_TERM_COLOR", "never");
    cargo
}

impl<'a> Step<'a> {
    /// A step that runs `command`; `what` and `why` are shown before it starts.
    pub(crate) fn new(what: &'a str, why: &'a str, command: Command) -> Self {
        Self {
            what,
            why,
            command,
            limit: None,
            live: false,
            remedy: "Read the lines above: they are the program's own words.",
        }
    }

    /// Stops the program after this time and counts that as failure.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Shows the output as it comes.
    pub(crate) fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// What to say to someone whose run fails.
    pub(crate) fn remedy(mut self, remedy: &'a str) -> Self {
        self.remedy = remedy;
        self
    }

    /// Runs the program; failure shows the end of its output.
    pub(crate) fn run(self) -> Result<Outcome> {
        let (what, remedy, live) = (self.what.to_owned(), self.remedy.to_owned(), self.live);
        let outcome = self.attempt()?;
        if outcome.success {
            return Ok(outcome);
        }
        if !live {
            eprintln!("{}", indent(&tail(&outcome.output, TAIL)));
        }
        Err(Failure::new(
            format!("{what} failed after {}.", seconds(outcome.elapsed)),
            mend(&outcome.output, &remedy),
        ))
    }

    /// Runs the program; an unsuccessful end is an outcome, not an error.
    pub(crate) fn attempt(mut self) -> Result<Outcome> {
        println!("• {} ({})", self.what, self.why);
        let started = Instant::now();
        let mut child = self.spawn()?;
        let lines = read_lines(&mut child);
        let (output, printed) = self.follow(&mut child, &lines, started);
        let success = child.wait().is_ok_and(|status| status.success());
        let elapsed = started.elapsed();
        println!(
            "  {} in {}",
            if success { "done" } else { "ended without success" },
            seconds(elapsed)
        );
        Ok(Outcome { success, output, printed, elapsed })
    }

    fn spawn(&mut self) -> Result<Child> {
        let program = self.command.get_program().to_string_lossy().into_owned();
        #[cfg(unix)]
        if self.limit.is_some() {
            // A group of its own can be stopped together with its children.
            std::os::unix::process::CommandExt::process_group(&mut self.command, 0);
        }
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| {
            Failure::new(
                format!("Could not start `{program}`: {error}."),
                format!("Install `{program}` or put it on PATH, then run this command again."),
            )
        })
    }

    /// Collects the output until it ends, printing signs of life.
    fn follow(
        &self,
        child: &mut Child,
        lines: &mpsc::Receiver<Line>,
        started: Instant,
    ) -> (String, String) {
        let (mut output, mut printed) = (String::new(), String::new());
        let mut spoke = Instant::now();
        loop {
            match lines.recv_timeout(Duration::from_millis(500)) {
                Ok(line) => {
                    if self.live {
                        println!("  {}", line.text);
                        spoke = Instant::now();
                    }
                    output.push_str(&line.text);
                    output.push('\n');
                    if line.printed {
                        printed.push_str(&line.text);
                        printed.push('\n');
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return (output, printed),
            }
            if spoke.elapsed() > HEARTBEAT {
                let last: String =
                    output.lines().last().unwrap_or_default().trim().chars().take(70).collect();
                println!("  … {} so far: {last}", seconds(started.elapsed()));
                spoke = Instant::now();
            }
            if self.limit.is_some_and(|limit| started.elapsed() > limit) {
                stop(child);
                output.push_str("stopped: it took longer than allowed\n");
                return (output, printed);
            }
        }
    }
}

/// Stops a program that was started in a group of its own.
fn stop(child: &mut Child) {
    let group = format!("-{}", child.id());
    let stopped = Command::new("kill")
        .args(["-KILL", "--", &group])
        .status()
        .is_ok_and(|status| status.success());
    if !stopped {
        // Where there is no `kill`, at least the program itself ends.
        child.kill().ok();
    }
}

/// Reads both streams of a program as lines, in the order in which they come.
fn read_lines(child: &mut Child) -> mpsc::Receiver<Line> {
    let (sender, receiver) = mpsc::channel();
    let printed =
        child.stdout.take().map(|stream| (Box::new(stream) as Box<dyn Read + Send>, true));
    let told = child.stderr.take().map(|stream| (Box::new(stream) as Box<dyn Read + Send>, false));
    for (stream, printed) in printed.into_iter().chain(told) {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(std::result::Result::ok) {
                let text = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
                if sender.send(Line { text, printed }).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

/// The standard output of a quick question to a program; nothing when it cannot answer.
pub(crate) fn ask(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where on PATH a program lies.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    find_in(program, env::split_paths(&env::var_os("PATH")?))
}

/// Where in these folders a program lies.
pub(crate) fn find_in(
    program: &str,
    folders: impl IntoIterator<Item = PathBuf>,
) -> Option<PathBuf> {
    folders
        .into_iter()
        .flat_map(|folder| [folder.join(program), folder.join(format!("{program}.exe"))])
        .find(|path| path.is_file())
}

/// PATH with these folders before all others.
pub(crate) fn path_with<'a>(
    folders: impl IntoIterator<Item = &'a Path>,
) -> Result<std::ffi::OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().map(Path::to_path_buf).chain(env::split_paths(&old));
    env::join_paths(all).map_err(|error| {
        Failure::new(
            format!("PATH cannot be extended: {error}."),
            "Take folders whose names hold `:` or quotes out of PATH.",
        )
    })
}

/// The last `count` lines.
pub(crate) fn tail(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  | {line}\n")).collect()
}

/// A duration as people say it.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// The remedy that the output itself suggests, or else the step's own.
fn mend(output: &str, otherwise: &str) -> String {
    const SIGNS: [(&str, &str); 9] = [
        (
            "No space left on device",
            "The disk is full: free some space (`cargo xtask clean` gives back what the build took) and run the command again.",
        ),
        (
            "Could not resolve host",
            "There is no network, or a proxy is needed: connect and run again. A machine that was set up once needs no network afterwards.",
        ),
        (
            "Temporary failure in name resolution",
            "There is no network, or a proxy is needed: connect and run again. A machine that was set up once needs no network afterwards.",
        ),
        (
            "Temporary failure resolving",
            "There is no network, or a proxy is needed: connect and run again. A machine that was set up once needs no network afterwards.",
        ),
        (
            "failed to download",
            "The package registry could not be reached: check the network or proxy and run again. A machine that was set up once needs no network afterwards.",
        ),
        (
            "ENOTFOUND",
            "The package registry of Node could not be reached: check the network or proxy (`npm config get registry`) and run again.",
        ),
        (
            "Could not get lock",
            "Another package manager is at work: let it end, then run the command again.",
        ),
        (
            "Permission denied",
            "This step may not write where it has to: check who owns the folder that is named above, or run as a user who may.",
        ),
        (
            "linker `cc` not found",
            "A C compiler is missing: install one (`apt-get install build-essential`, or `xcode-select --install` on macOS).",
        ),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| output.contains(sign))
        .map_or(otherwise, |(_, mend)| mend)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Step, command, mend, seconds, tail};
    use std::time::Duration;

    #[test]
    fn the_tail_of_a_short_text_is_the_text() {
        assert_eq!(tail("a\nb", 5), "a\nb");
        assert_eq!(tail("a\nb\nc", 2), "b\nc");
    }

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(seconds(Duration::from_millis(1500)), "1.5 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn the_output_decides_the_remedy() {
        assert!(mend("ld: No space left on device", "x").contains("disk is full"));
        assert_eq!(mend("something else", "x"), "x");
    }

    #[test]
    fn a_program_that_takes_too_long_is_stopped() {
        let mut sleep = command("sleep");
        sleep.arg("30");
        let outcome = Step::new("Sleep", "a test", sleep)
            .limit(Duration::from_millis(200))
            .attempt()
            .unwrap();
        assert!(!outcome.success && outcome.elapsed < Duration::from_secs(10));
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure =
            Step::new("Run", "a test", command("no-such-program-here")).run().err().unwrap();
        assert!(failure.to_string().contains("no-such-program-here"), "{failure}");
    }
}
