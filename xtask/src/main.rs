//! `cargo xtask`: everything that is done to this project, in one language, the same on every machine.
//!
//! Each module has one purpose. What needs a decision is a pure function with a test;
//! what touches the machine says what it does, why, and how long it took.

mod bench;
mod boundaries;
mod check;
mod failure;
mod files;
mod html;
mod options;
mod platform;
mod process;
mod serve;
mod single_file;
mod site;
mod sizes;
mod static_index;
mod styles;
mod tally;
mod test;
mod tools;
mod trunk;
mod wasm;

use failure::{Failure, Result};
use options::Options;
use process::{Step, cargo, seconds};
use serve::Server;
use std::{
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};
use tally::Tally;
use trunk::Workshop;

const HELP: &str = "\
The Digital Governance Atlas, from source to page.

  cargo xtask serve    set up what is missing, build, serve on this machine and print the address
                       --open  show it in a browser        --port <n>  instead of 8080
                       --watch  build after every change   --no-build  serve what is there
  cargo xtask test     set up what is missing, then run every test; the last line counts them
                       --only <text>  of the browser tests, those whose name holds the text
  cargo xtask build    set up what is missing and build dist/ and dist/governance-atlas.html
  cargo xtask check    form, lints, boundaries, dataset, generated tables, fuzz targets, sizes (of the site built last)
                       --record-sizes  only weigh, and take that as the new measure
  cargo xtask data     check | fmt | report | schema: the dataset by its own rules
  cargo xtask bench    measure the crates
  cargo xtask bench search  this engine beside its peers in one browser page, on the atlas's judged queries
                       --corpus <folder>  also on docs.jsonl and queries.jsonl there (repeatable)
                       --peers <a,b>  only engines whose name holds one of these     --questions <n>  of each kind (300)
                       --bound <seconds>  after which a peer is cut off (60)         --out <file>  for the tables
  cargo xtask bench own-data  how data of one's own loads in the page that was built last, and whether the page answers meanwhile
                       --baseline <folder>  beside another built site   --rows <n,m>  so many documents
                       --where page  as where workers are refused       --slower <n>  as on a machine that slow for the page
                       --corpus <file>  JSON lines instead of generated documents     --runs <n>     --edition one-file | web
  cargo xtask setup    only set up: the compiler for the browser and the build tools
                       --all  browsers, fonts and the tests' library too
  cargo xtask clean    remove dist/ and what was compiled for the page
                       --all  the build tools in the user's cache too

Every command takes --help, and --offline to use no network.
The build tools live in ~/.cache/governance-atlas; GOVERNANCE_ATLAS_TOOLS names another folder.";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "--help".to_owned());
    match Options::read(words).and_then(|options| run(&command, &options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command; `false` is a failure that was told already.
fn run(command: &str, options: &Options) -> Result<bool> {
    if options.help || ["--help", "-h", "help"].contains(&command) {
        println!("{HELP}");
        return Ok(true);
    }
    let started = Instant::now();
    match command {
        "serve" => serve(options).map(|()| true),
        "build" => build(options, started).map(|()| true),
        "test" => test::run(options).or_else(report).map(close),
        "check" => check::run(options).map(close),
        "data" => data(options),
        "bench" => bench::run(options).map(|()| true),
        "setup" => set_up(options, started).map(|()| true),
        "clean" => clean(options).map(|()| true),
        _ => Err(Failure::new(
            format!("There is no command `{command}`."),
            "Run `cargo xtask --help` for the list.",
        )),
    }
}

/// A run of tests that could not begin is a failed one: its last line must say so too.
fn report(failure: Failure) -> Result<Tally> {
    eprintln!("\n{failure}");
    Ok(Tally::one(false))
}

/// The very last line of a run that counts.
fn close(sum: Tally) -> bool {
    println!("{sum}");
    sum.failed == 0
}

fn build(options: &Options, started: Instant) -> Result<()> {
    Workshop::ensure(options.offline)?.build()?;
    println!(
        "Built in {}:\n  {}\n  {}",
        seconds(started.elapsed()),
        site::dist().join("index.html").display(),
        site::dist().join(site::ONE_FILE).display()
    );
    Ok(())
}

fn serve(options: &Options) -> Result<()> {
    let workshop = if options.no_build { None } else { Some(Workshop::ensure(options.offline)?) };
    match &workshop {
        Some(workshop) => workshop.build()?,
        None => sizes::require_site()?,
    }
    let server = Server::bind(&site::dist(), options.port)?;
    let address = format!("http://127.0.0.1:{}/", server.port());
    if options.port != 0 && server.port() != options.port {
        println!("Port {} is taken, so this is the next free one.", options.port);
    }
    println!(
        "\nThe atlas is served at   {address}\nAs one file it lies at   {}\nCtrl+C ends it.",
        site::dist().join(site::ONE_FILE).display()
    );
    if options.open {
        platform::open_in_browser(&address)?;
    }
    match workshop.filter(|_| options.watch) {
        Some(workshop) => {
            thread::spawn(move || server.run());
            rebuild_on_change(&workshop)
        }
        None => {
            server.run();
            Ok(())
        }
    }
}

/// Builds after every change, for as long as the program runs.
fn rebuild_on_change(workshop: &Workshop) -> ! {
    let mut built = serve::newest_change();
    loop {
        thread::sleep(Duration::from_secs(1));
        let newest = serve::newest_change();
        if newest == built {
            continue;
        }
        built = newest;
        match workshop.build() {
            Ok(()) => println!("Built: reload the page."),
            // The next change may mend it: the old page is served until then.
            Err(failure) => eprintln!("{failure}"),
        }
    }
}

fn set_up(options: &Options, started: Instant) -> Result<()> {
    let workshop =
        if options.all { test::set_up(options)? } else { Workshop::ensure(options.offline)? };
    let way = match workshop.compiler {
        wasm::Compiler::Own => "your own compiler",
        wasm::Compiler::System { .. } => "the distribution's compiler",
    };
    println!(
        "Everything is there; the page is compiled with {way}. This took {}.",
        seconds(started.elapsed())
    );
    Ok(())
}

/// Passes the words on to the dataset's own program.
fn data(options: &Options) -> Result<bool> {
    let words: Vec<&str> = if options.rest.is_empty() {
        vec!["check"]
    } else {
        options.rest.iter().map(String::as_str).collect()
    };
    let mut program = cargo();
    program
        .args(["run", "--quiet", "--package", "catalog_build"])
        .args(options.offline.then_some("--offline"))
        .arg("--")
        .args(words);
    let outcome = Step::new("Look at the dataset", "people edit it, its rules check it", program)
        .live()
        .attempt()?;
    Ok(outcome.success)
}

fn clean(options: &Options) -> Result<()> {
    let mut folders = vec![
        site::dist(),
        wasm::target_folder(),
        files::root().join("target/clippy-wasm"),
        files::root().join("e2e/report"),
    ];
    if options.all {
        folders.push(files::root().join("e2e/node_modules"));
        folders.push(tools::folder()?);
    }
    for folder in folders.iter().filter(|folder| folder.exists()) {
        println!("• Remove {}", files::display(folder));
        files::remove_folder(folder)?;
    }
    Ok(())
}
