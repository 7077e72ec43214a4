//! Builds the page: Trunk with the pinned tools, then our own finish.

use crate::{
    failure::Result,
    files,
    process::{Step, ask, cargo, command, find_in},
    site, static_index, tools,
    tools::Tools,
    wasm::{self, Compiler},
};

/// What a build needs; finding it is the set-up.
pub(crate) struct Workshop {
    tools: Tools,
    /// How this machine compiles for the browser.
    pub(crate) compiler: Compiler,
    offline: bool,
}

impl Workshop {
    /// Finds or installs what the build needs.
    pub(crate) fn ensure(offline: bool) -> Result<Self> {
        let compiler = Compiler::ensure(offline)?;
        let tools = tools::ensure(offline)?;
        Ok(Self { tools, compiler, offline })
    }

    /// Builds `dist/` and the one-file edition in it.
    pub(crate) fn build(&self) -> Result<()> {
        let built = wasm::target_folder().join("site");
        self.run_trunk()?;
        let list = static_index::static_index(self.offline)?;
        site::assemble(&built, &list, &site::dist())
    }

    fn run_trunk(&self) -> Result<()> {
        let path = self.tools.path(None)?;
        let program =
            find_in("trunk", std::env::split_paths(&path)).unwrap_or_else(|| "trunk".into());
        let mut trunk = command(program);
        trunk
            .arg("build")
            .env_remove("NO_COLOR")
            .env("RUST_BACKTRACE", "0")
            .args(["--color", "never"]);
        if self.offline || self.has_all_crates()? {
            trunk.arg("--offline");
        }
        self.compiler.prepare(&mut trunk, &self.tools)?;
        let step = Step::new(
            "Build the page with Trunk",
            "compile to WebAssembly, bind, shrink, name files by their hash",
            trunk,
        );
        step.remedy("When the lines above are errors of the compiler, mend the source they name. When they are about tools, run `cargo xtask clean --all` and this command again.").run()?;
        Ok(())
    }

    /// A cargo command that compiles for the browser.
    pub(crate) fn cargo(&self) -> Result<std::process::Command> {
        let mut cargo = cargo();
        self.compiler.prepare(&mut cargo, &self.tools)?;
        Ok(cargo)
    }

    /// One of the build tools.
    pub(crate) fn tool(&self, name: &str) -> Result<std::process::Command> {
        let path = self.tools.path(None)?;
        let program = find_in(name, std::env::split_paths(&path)).unwrap_or_else(|| name.into());
        let mut tool = command(program);
        tool.env("PATH", path);
        Ok(tool)
    }

    /// Whether every dependency is on this machine, so that the build needs no network.
    fn has_all_crates(&self) -> Result<bool> {
        // The compiler matters: one that builds the standard library wants that one's dependencies too.
        let mut fetch = self.cargo()?;
        fetch.args(["fetch", "--quiet", "--offline", "--target", wasm::TARGET]);
        Ok(files::root().join("Cargo.lock").is_file() && ask(fetch).is_some())
    }
}
