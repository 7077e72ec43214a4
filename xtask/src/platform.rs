//! What differs between machines: the package manager, the rights to use it, and where browsers lie.

use crate::{
    failure::{Failure, Result},
    process::{Step, ask, command, find},
};
use std::{path::PathBuf, sync::OnceLock};

/// A program that installs system packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackageManager {
    Apt,
    Dnf,
    Pacman,
    Zypper,
    Apk,
    Brew,
}

/// Something that comes from the system's package manager, with its name in each.
pub(crate) struct SystemPackage {
    /// What people call it.
    pub(crate) name: &'static str,
    /// Why the project wants it.
    pub(crate) why: &'static str,
    apt: &'static [&'static str],
    dnf: &'static str,
    pacman: &'static str,
    zypper: &'static str,
    apk: &'static str,
    brew: &'static str,
}

/// The browser that every test of the page runs in.
pub(crate) const CHROMIUM: SystemPackage = SystemPackage {
    name: "Chromium",
    why: "the tests drive the page in it",
    apt: &["chromium", "chromium-browser"],
    dnf: "chromium",
    pacman: "chromium",
    zypper: "chromium",
    apk: "chromium",
    brew: "--cask google-chrome",
};

/// The second engine.
pub(crate) const FIREFOX: SystemPackage = SystemPackage {
    name: "Firefox",
    why: "the page must start in a second engine",
    apt: &["firefox-esr", "firefox"],
    dnf: "firefox",
    pacman: "firefox",
    zypper: "MozillaFirefox",
    apk: "firefox",
    brew: "--cask firefox",
};

/// Letters for the three languages of the page.
pub(crate) const CJK_FONTS: SystemPackage = SystemPackage {
    name: "Noto CJK fonts",
    why: "Korean and Chinese text must have its true width in the tests",
    apt: &["fonts-noto-cjk"],
    dnf: "google-noto-sans-cjk-fonts",
    pacman: "noto-fonts-cjk",
    zypper: "google-noto-sans-cjk-fonts",
    apk: "font-noto-cjk",
    brew: "",
};

impl PackageManager {
    /// The package manager of this machine.
    pub(crate) fn of_this_machine() -> Option<Self> {
        use PackageManager::{Apk, Apt, Brew, Dnf, Pacman, Zypper};
        let known = [
            ("apt-get", Apt),
            ("dnf", Dnf),
            ("pacman", Pacman),
            ("zypper", Zypper),
            ("apk", Apk),
            ("brew", Brew),
        ];
        known.into_iter().find(|(program, _)| find(program).is_some()).map(|(_, manager)| manager)
    }

    /// The words of the command that installs these packages.
    fn install_words(self, packages: &[String]) -> Vec<String> {
        let start: &[&str] = match self {
            Self::Apt => &["apt-get", "install", "--yes", "--no-install-recommends"],
            Self::Dnf => &["dnf", "install", "--assumeyes"],
            Self::Pacman => &["pacman", "--sync", "--noconfirm"],
            Self::Zypper => &["zypper", "--non-interactive", "install"],
            Self::Apk => &["apk", "add"],
            Self::Brew => &["brew", "install"],
        };
        start
            .iter()
            .map(|word| (*word).to_owned())
            .chain(packages.iter().flat_map(|package| package.split(' ').map(str::to_owned)))
            .collect()
    }

    /// What this manager calls the package.
    fn package_names(self, package: &SystemPackage) -> Vec<String> {
        let name = match self {
            Self::Apt => return first_known_to_apt(package.apt).into_iter().collect(),
            Self::Dnf => package.dnf,
            Self::Pacman => package.pacman,
            Self::Zypper => package.zypper,
            Self::Apk => package.apk,
            Self::Brew => package.brew,
        };
        if name.is_empty() { Vec::new() } else { vec![name.to_owned()] }
    }
}

/// Installs system packages, or says the exact command for someone who may.
pub(crate) fn install(what: &str, why: &str, packages: &[String]) -> Result<()> {
    let Some(manager) = PackageManager::of_this_machine() else {
        return Err(Failure::new(
            format!("{what} is missing, and no known package manager is on this machine."),
            format!("Install {what} by hand ({why}), then run this command again."),
        ));
    };
    let words = manager.install_words(packages);
    let Some(words) = with_rights(manager, words.clone()) else {
        return Err(Failure::new(
            format!("{what} is missing ({why}), and this user may not install packages."),
            format!("Run `sudo {}` once, then this command again.", words.join(" ")),
        ));
    };
    let mut install = command(&words[0]);
    install.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
    let remedy = format!(
        "Run `{}` by hand and read what it says, then run this command again.",
        words.join(" ")
    );
    Step::new(&format!("Install {what}"), why, install).remedy(&remedy).run().map(|_| ())
}

/// Installs one of the packages named above.
pub(crate) fn install_package(package: &SystemPackage) -> Result<()> {
    refresh_lists();
    let names = PackageManager::of_this_machine()
        .map(|manager| manager.package_names(package))
        .unwrap_or_default();
    if names.is_empty() {
        return Err(Failure::new(
            format!(
                "{} is missing, and this machine's package manager does not name it.",
                package.name
            ),
            format!(
                "Install {} by hand ({}), then run this command again.",
                package.name, package.why
            ),
        ));
    }
    install(package.name, package.why, &names)
}

/// Asks apt for fresh lists once per run; without rights or network the old lists serve.
pub(crate) fn refresh_lists() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        if PackageManager::of_this_machine() != Some(PackageManager::Apt) {
            return;
        }
        let words = ["apt-get", "update"].map(str::to_owned).to_vec();
        if let Some(words) = with_rights(PackageManager::Apt, words) {
            let mut update = command(&words[0]);
            update.args(&words[1..]);
            // A failure here shows itself in the installation, with its own remedy.
            Step::new("Refresh the package lists", "to see which versions there are", update)
                .attempt()
                .ok();
        }
    });
}

/// The command as someone who may install: as it is for root and brew, with `sudo` where it asks nothing.
fn with_rights(manager: PackageManager, words: Vec<String>) -> Option<Vec<String>> {
    let mut id = command("id");
    id.arg("-u");
    if manager == PackageManager::Brew || ask(id).as_deref() == Some("0") {
        return Some(words);
    }
    let mut sudo = command("sudo");
    sudo.args(["--non-interactive", "true"]);
    ask(sudo)?;
    Some(["sudo".to_owned(), "--non-interactive".to_owned()].into_iter().chain(words).collect())
}

/// The version that apt would install, when it knows the package.
pub(crate) fn apt_candidate(package: &str) -> Option<String> {
    let mut policy = command("apt-cache");
    policy.args(["policy", package]).env("LC_ALL", "C");
    let text = ask(policy)?;
    let candidate = text.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    (candidate != "(none)").then(|| candidate.to_owned())
}

/// All package names that apt knows and that start so.
pub(crate) fn apt_names(prefix: &str) -> Vec<String> {
    let mut names = command("apt-cache");
    names.args(["pkgnames", prefix]);
    ask(names).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn first_known_to_apt(names: &[&str]) -> Option<String> {
    names.iter().find(|name| apt_candidate(name).is_some()).map(|name| (*name).to_owned())
}

/// Chromium or a browser built on it; `ATLAS_CHROMIUM` names another.
pub(crate) fn find_chromium() -> Option<PathBuf> {
    find_browser(
        "ATLAS_CHROMIUM",
        &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "microsoft-edge",
        ],
        &[
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ],
    )
}

/// Firefox; `ATLAS_FIREFOX` names another.
pub(crate) fn find_firefox() -> Option<PathBuf> {
    find_browser(
        "ATLAS_FIREFOX",
        &["firefox-esr", "firefox"],
        &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    )
}

fn find_browser(variable: &str, programs: &[&str], places: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named
        .or_else(|| programs.iter().find_map(|program| find(program)))
        .or_else(|| places.iter().map(PathBuf::from).find(|path| path.is_file()))
}

/// Whether there is a font for Korean; macOS brings one, elsewhere fontconfig is asked.
pub(crate) fn has_cjk_font() -> bool {
    if cfg!(any(target_os = "macos", target_os = "windows")) {
        return true;
    }
    let mut list = command("fc-list");
    list.args([":lang=ko", "family"]);
    ask(list).is_some_and(|families| !families.is_empty())
}

/// Shows an address in the user's browser.
pub(crate) fn open_in_browser(address: &str) -> Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let started = command(opener)
        .arg(address)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    started.map(|_| ()).map_err(|error| {
        Failure::new(
            format!("Could not start `{opener}`: {error}."),
            format!("Open {address} in a browser by hand."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::PackageManager;

    #[test]
    fn a_cask_is_two_words_of_the_command() {
        let words = PackageManager::Brew.install_words(&["--cask firefox".to_owned()]);
        assert_eq!(words, ["brew", "install", "--cask", "firefox"]);
    }
}
