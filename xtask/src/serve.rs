//! Serves `dist/` on this machine only, the way a careful static host would.

use crate::{
    failure::{Failure, Result},
    files, sizes,
};
use flate2::{Compression, write::GzEncoder};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

/// How many ports after a taken one are tried.
const TRIES: u16 = 20;
/// A connection that says nothing for so long is closed.
const PATIENCE: Duration = Duration::from_secs(10);
/// A request line longer than this is nobody's honest address.
const LONGEST_REQUEST: u64 = 16 * 1024;

/// A server that listens already.
pub(crate) struct Server {
    listener: TcpListener,
    folder: PathBuf,
    squeezed: Squeezed,
}

/// Compressed copies by file, time of change and encoding: a file is squeezed once.
type Squeezed = Arc<Mutex<HashMap<(PathBuf, Option<SystemTime>, Encoding), Vec<u8>>>>;

/// How an answer's body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

/// An answer before it is written.
struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Server {
    /// Takes the wished port, or the next free one.
    pub(crate) fn bind(folder: &Path, wished: u16) -> Result<Self> {
        let listener =
            first_free(wished, |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
                .ok_or_else(|| {
                    Failure::new(
                        format!(
                            "The ports {wished} to {} are all taken.",
                            wished.saturating_add(TRIES - 1)
                        ),
                        "Name another one with --port, or 0 for any free one.",
                    )
                })?;
        Ok(Self { listener, folder: folder.to_path_buf(), squeezed: Squeezed::default() })
    }

    /// The port that it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.listener.local_addr().map_or(0, |address| address.port())
    }

    /// Answers until the program is stopped.
    pub(crate) fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let (folder, squeezed) = (self.folder.clone(), Arc::clone(&self.squeezed));
            // A browser that goes away in the middle of an answer is no failure of ours.
            thread::spawn(move || answer(stream, &folder, &squeezed).ok());
        }
    }
}

/// The first port from `wished` on for which `take` succeeds.
fn first_free<T>(wished: u16, take: impl Fn(u16) -> Option<T>) -> Option<T> {
    (0..TRIES).find_map(|step| take(wished.checked_add(step)?))
}

fn answer(mut stream: TcpStream, folder: &Path, squeezed: &Squeezed) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut request = BufReader::new(stream.try_clone()?.take(LONGEST_REQUEST));
    let mut first = String::new();
    request.read_line(&mut first)?;
    let mut accepted = String::new();
    for line in request.lines() {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("accept-encoding")
        {
            accepted = value.to_ascii_lowercase();
        }
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let answer = match method {
        "GET" | "HEAD" => file_answer(target, &accepted, folder, squeezed),
        _ => Answer::plain("405 Method Not Allowed", "Only GET and HEAD."),
    };
    answer.write(&mut stream, method != "HEAD")
}

fn file_answer(target: &str, accepted: &str, folder: &Path, squeezed: &Squeezed) -> Answer {
    let Some(path) = local_path(target, folder) else {
        return Answer::plain("400 Bad Request", "This address is not one of the site.");
    };
    let Ok(bytes) = std::fs::read(&path) else {
        return Answer::plain("404 Not Found", "There is no such file in the site.");
    };
    let name = path.to_string_lossy();
    let kind = media_type(&name);
    let encoding =
        if worth_squeezing(kind, bytes.len()) { best_encoding(accepted) } else { Encoding::Plain };
    let mut headers = vec![
        ("Content-Type", kind.to_owned()),
        ("Cache-Control", cache_rule(&path).to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Vary", "Accept-Encoding".to_owned()),
    ];
    if let Some(name) = encoding.name() {
        headers.push(("Content-Encoding", name.to_owned()));
    }
    Answer { status: "200 OK", headers, body: squeeze(bytes, &path, encoding, squeezed) }
}

impl Answer {
    fn plain(status: &'static str, text: &str) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
            body: text.as_bytes().to_vec(),
        }
    }

    fn write(&self, stream: &mut TcpStream, with_body: bool) -> std::io::Result<()> {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let start = format!(
            "HTTP/1.1 {}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.status,
            self.body.len()
        );
        stream.write_all(start.as_bytes())?;
        if with_body {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

impl Encoding {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }
}

fn best_encoding(accepted: &str) -> Encoding {
    let takes = |name: &str| {
        accepted.split(',').any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next() == Some(name) && !parts.any(|quality| quality == "q=0")
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Plain
    }
}

fn worth_squeezing(kind: &str, length: usize) -> bool {
    let text = kind.starts_with("text/")
        || ["application/wasm", "application/json", "application/manifest+json", "image/svg+xml"]
            .contains(&kind);
    text && length > 1024
}

fn squeeze(bytes: Vec<u8>, path: &Path, encoding: Encoding, squeezed: &Squeezed) -> Vec<u8> {
    if encoding == Encoding::Plain {
        return bytes;
    }
    let changed = std::fs::metadata(path).and_then(|facts| facts.modified()).ok();
    let key = (path.to_path_buf(), changed, encoding);
    let kept = squeezed.lock().ok().and_then(|kept| kept.get(&key).cloned());
    kept.unwrap_or_else(|| {
        // A middling effort: this answer is wanted now.
        let small =
            if encoding == Encoding::Brotli { sizes::brotli(&bytes, 6) } else { gzip(&bytes) };
        if let Ok(mut kept) = squeezed.lock() {
            kept.insert(key, small.clone());
        }
        small
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    encoder.write_all(bytes).ok();
    encoder.finish().unwrap_or_default()
}

/// The file that an address means; nothing when it leaves the folder.
fn local_path(target: &str, folder: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let decoded = percent_decoded(path)?;
    let relative = Path::new(decoded.trim_start_matches('/'));
    let inside =
        relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let file = folder.join(relative);
    inside.then(|| if file.is_dir() { file.join("index.html") } else { file })
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(['\0', '\\']))
}

/// A file whose name holds a hash never changes; all others are asked for anew.
fn cache_rule(path: &Path) -> &'static str {
    if has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn has_hash(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    stem.trim_end_matches("_bg").rsplit_once('-').is_some_and(|(_, end)| {
        (12..=16).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The media type of a file by its name.
pub(crate) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The newest change among the sources of the page, to notice the next one.
pub(crate) fn newest_change() -> Option<SystemTime> {
    let root = files::root();
    let folders = ["src", "crates", "data", "style", "public"].map(|name| root.join(name));
    let single = ["index.html", "Trunk.toml", "Cargo.toml"].map(|name| root.join(name));
    let all = folders.iter().flat_map(|folder| files::walk(folder)).chain(single);
    all.filter_map(|path| std::fs::metadata(path).ok()?.modified().ok()).max()
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Server, best_encoding, first_free, has_hash, local_path, media_type};
    use crate::files;
    use std::{
        io::{Read, Write},
        net::{Ipv4Addr, TcpStream},
        path::{Path, PathBuf},
        thread,
    };

    #[test]
    fn a_taken_port_gives_the_next() {
        assert_eq!(first_free(8080, |port| (port > 8081).then_some(port)), Some(8082));
        assert_eq!(first_free(8080, |_| None::<u16>), None);
        assert_eq!(first_free(65_535, |port| (port == 0).then_some(port)), None);
    }

    #[test]
    fn a_second_server_moves_on() {
        let first = Server::bind(Path::new("."), 38_080).unwrap();
        let second = Server::bind(Path::new("."), first.port()).unwrap();
        assert!(second.port() > first.port());
    }

    #[test]
    fn addresses_stay_inside_the_folder() {
        let folder = Path::new("/site");
        assert_eq!(local_path("/a%20b.js?x#y", folder), Some(PathBuf::from("/site/a b.js")));
        for bad in ["/../etc/passwd", "/%2e%2e/x", "/a/%2E./..", "/%zz", "/a\\b", "/%00"] {
            assert_eq!(local_path(bad, folder), None, "{bad}");
        }
    }

    #[test]
    fn names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash(Path::new("governance-atlas-1dc0ad1c1b1f5e67_bg.wasm")));
        assert!(
            !has_hash(Path::new("index.html")) && !has_hash(Path::new("governance-atlas.html"))
        );
    }

    #[test]
    fn the_browser_chooses_the_encoding() {
        assert_eq!(best_encoding("gzip, deflate, br"), Encoding::Brotli);
        assert_eq!(best_encoding("gzip;q=1.0, br;q=0"), Encoding::Gzip);
        assert_eq!(best_encoding(""), Encoding::Plain);
    }

    #[test]
    fn a_program_has_the_type_that_streaming_needs() {
        assert_eq!(media_type("a_bg.wasm"), "application/wasm");
    }

    fn ask(port: u16, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_site_is_served() {
        let folder = std::env::temp_dir().join(format!("atlas-serve-{}", std::process::id()));
        files::write(&folder.join("index.html"), "<p>아틀라스".repeat(200).as_bytes()).unwrap();
        let server = Server::bind(&folder, 39_080).unwrap();
        let port = server.port();
        thread::spawn(move || server.run());
        let plain = String::from_utf8(ask(port, "GET / HTTP/1.1\r\n\r\n")).unwrap();
        assert!(
            plain.starts_with("HTTP/1.1 200 OK")
                && plain.contains("no-cache")
                && plain.ends_with("<p>아틀라스"),
            "{plain}"
        );
        let small = ask(port, "GET /index.html HTTP/1.1\r\nAccept-Encoding: br\r\n\r\n");
        assert!(
            small.len() < 600 && String::from_utf8_lossy(&small).contains("Content-Encoding: br")
        );
        assert!(ask(port, "GET /none HTTP/1.1\r\n\r\n").starts_with(b"HTTP/1.1 404"));
        assert!(ask(port, "POST / HTTP/1.1\r\n\r\n").starts_with(b"HTTP/1.1 405"));
        files::remove_folder(&folder).unwrap();
    }
}
