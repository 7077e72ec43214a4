//! Runs the fuzz targets on so many inputs, the same in every run: no nightly compiler, no network, no clock.
//!
//! `cargo run -p fuzz_targets -- --cases 2000` runs all; `query --case 17` one case of one target; `query --input <file>` a file;
//! `--write <file>` keeps the input of a case; `--trace` names every case before it runs, for failures that end the program;
//! `--seeds <folder>` writes what cargo-fuzz begins with.

use fuzz_targets::{Random, Target, seeds};
use std::error::Error;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Any number will do, but always the same.
const SEED: u64 = 0x6A7A;
/// Cases of each target when no number is given.
const CASES: u64 = 2_000;
/// What stands before every command that is told.
const RUN: &str = "cargo run -p fuzz_targets --";

struct Options {
    targets: Vec<Target>,
    cases: u64,
    case: Option<u64>,
    input: Option<PathBuf>,
    write: Option<PathBuf>,
    seeds: Option<PathBuf>,
    trace: bool,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
        let mut options = Options {
            targets: Target::ALL.to_vec(),
            cases: CASES,
            case: None,
            input: None,
            write: None,
            seeds: None,
            trace: false,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("`{word}` wants a value"));
            match word.as_str() {
                "--cases" => options.cases = value()?.parse()?,
                "--case" => options.case = Some(value()?.parse()?),
                "--input" => options.input = Some(value()?.into()),
                "--write" => options.write = Some(value()?.into()),
                "--seeds" => options.seeds = Some(value()?.into()),
                "--trace" => options.trace = true,
                name => options.targets = vec![named(name)?],
            }
        }
        Ok(options)
    }
}

fn named(name: &str) -> Result<Target, String> {
    let names = Target::ALL.map(Target::name).join(", ");
    Target::ALL
        .into_iter()
        .find(|target| target.name() == name)
        .ok_or_else(|| format!("`{name}` is not known, expected one of {names} or a flag"))
}

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz_targets: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs what is asked for; `false` when a target failed.
fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    if let Some(folder) = &options.seeds {
        return write_seeds(folder).map(|()| true);
    }
    let mut sound = true;
    for &target in &options.targets {
        sound &= match &options.input {
            Some(file) => run_file(target, file, options)?,
            None => run_target(target, options)?,
        };
    }
    Ok(sound)
}

/// What once failed first, then the cases; the first failure of a target ends it.
fn run_target(target: Target, options: &Options) -> Result<bool, Box<dyn Error>> {
    let cases = options.case.map_or(0..options.cases, |case| case..case + 1);
    let kept = if options.case.is_none() { seeds::found(target)? } else { Vec::new() };
    let beginnings = seeds::of(target);
    for (file, input) in &kept {
        if !judge(target, &told(file), input) {
            return Ok(false);
        }
    }
    for case in cases.clone() {
        if options.trace {
            eprintln!("{RUN} {} --case {case}", target.name());
        }
        let input = Random::of_case(SEED, case).input(target, &beginnings);
        if options.case.is_some() {
            keep(&input, options)?;
        }
        if !judge(target, &format!("--case {case}"), &input) {
            return Ok(false);
        }
    }
    println!("{}: {} inputs", target.name(), kept.len() as u64 + cases.end - cases.start);
    Ok(true)
}

fn run_file(target: Target, file: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
    let input = std::fs::read(file)?;
    keep(&input, options)?;
    Ok(judge(target, &told(file), &input))
}

/// Writes an input where it is wanted.
fn keep(input: &[u8], options: &Options) -> Result<(), Box<dyn Error>> {
    let Some(file) = &options.write else { return Ok(()) };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(file, input)?)
}

/// How an input is given that lies in a file.
fn told(file: &Path) -> String {
    format!("--input {}", file.display())
}

/// Whether a target holds on an input; if not, everything that is needed to see it again is told.
fn judge(target: Target, how: &str, input: &[u8]) -> bool {
    let held = panic::catch_unwind(|| target.run(input)).is_ok();
    if !held {
        let name = target.name();
        eprintln!("The target {name} failed, as the lines above say, on this input:");
        if let (Target::Query | Target::Analyzer, Ok(text)) = (target, std::str::from_utf8(input)) {
            eprintln!("  as text:  {text:?}");
        }
        let bytes: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("  as bytes: {bytes}");
        eprintln!("To see it again: {RUN} {name} {how}");
        eprintln!(
            "To keep it as a test: {RUN} {name} {how} --write fuzz/targets/found/{name}/<what it shows>"
        );
    }
    held
}

/// One file for each input that a target begins with, as cargo-fuzz reads them.
fn write_seeds(folder: &Path) -> Result<(), Box<dyn Error>> {
    for target in Target::ALL {
        let folder = folder.join(target.name());
        std::fs::create_dir_all(&folder)?;
        for (at, seed) in seeds::of(target).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{at:02}")), seed)?;
        }
    }
    Ok(())
}
