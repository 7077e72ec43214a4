//! Packs the built site into one HTML file that starts over `file://`.
//!
//! Browsers refuse to fetch siblings of a local file, so everything is inside: styles and
//! scripts inline under hashes in the content policy, the program as gzip in base64.
//! It stands in many small blocks, because one large block takes some browsers seconds to read.

use crate::{
    failure::{Failure, Result},
    html::{self, Element},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::io::Write;

/// Bytes of gzip in one block: 64 KB of base64.
const BLOCK: usize = 48 * 1024;
/// What `public/boot.js` looks for.
const BLOCK_TYPE: &str = "application/vnd.governance-atlas.block";
/// The script that Trunk names with the program's address.
const PROGRAM_ID: &str = "atlas-program";

/// Gives the bytes of a file of the site by its relative address.
pub(crate) type ReadAsset<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>>;

/// What was taken into the page, for its content policy.
#[derive(Default)]
struct Packed {
    script_hashes: Vec<String>,
    style_hashes: Vec<String>,
    program: Option<Vec<u8>>,
}

/// The whole site as one page. The same site gives the same bytes.
pub(crate) fn pack(index: &str, read: ReadAsset) -> Result<String> {
    let mut packed = Packed::default();
    let page = html::rewrite(index, |element| packed.take_in(element, read))?;
    let program = packed.program.as_deref().ok_or_else(|| {
        Failure::new(
            format!("index.html holds no script with the id `{PROGRAM_ID}`."),
            "Keep `pattern_script` of Trunk.toml and the name in single_file.rs the same.",
        )
    })?;
    let page = html::rewrite(&page, |element| Ok(packed.policy(element)))?;
    let page = page.replacen("data-edition=\"web\"", "data-edition=\"one-file\"", 1);
    insert_before(&page, "</body>", &blocks(&gzip(program)?))
}

impl Packed {
    /// Replaces an element that refers to a file by the file.
    fn take_in(&mut self, element: &Element, read: ReadAsset) -> Result<Option<String>> {
        match (
            element.name.as_str(),
            element.get("rel"),
            element.get("src").or(element.get("href")),
        ) {
            ("script", _, Some(source)) => {
                self.script(element, &text(source, read)?, read).map(Some)
            }
            ("link", Some("stylesheet"), Some(source)) => {
                self.style(source, &text(source, read)?).map(Some)
            }
            ("link", Some("icon"), Some(source)) => Ok(Some(icon(source, &read(source)?))),
            // There is nothing beside a single file: no manifest, nothing to preload.
            ("link", Some("manifest" | "preload" | "modulepreload"), _) => Ok(Some(String::new())),
            ("link", _, Some(source)) if !source.starts_with("https:") => Err(Failure::new(
                format!(
                    "index.html refers to `{source}` in a way that the one-file edition does not know."
                ),
                "Teach `take_in` of xtask/src/single_file.rs what to do with this element.",
            )),
            _ => Ok(None),
        }
    }

    fn script(&mut self, element: &Element, code: &str, read: ReadAsset) -> Result<String> {
        if code.contains("</script") || code.contains("<!--") {
            return Err(Failure::new(
                "A script holds `</script` or `<!--`, which would end or hide it inside HTML.",
                "Split that text in the source of the script.",
            ));
        }
        let code = format!("\n{}\n", code.trim());
        self.script_hashes.push(source_hash(&code));
        let mut attributes = String::new();
        if let Some(id) = element.get("id") {
            attributes = format!(" id=\"{id}\"");
        }
        if let Some(program) = element.get("data-wasm") {
            let bytes = read(program)?;
            attributes.push_str(&format!(" data-sha256=\"{}\"", hex(&Sha256::digest(&bytes))));
            self.program = Some(bytes);
        }
        Ok(format!("<script{attributes}>{code}</script>"))
    }

    fn style(&mut self, source: &str, rules: &str) -> Result<String> {
        let outside = rules.split("url(").skip(1).any(|rest| {
            !rest.trim_start_matches(['"', '\'']).starts_with("data:") && !rest.starts_with('#')
        });
        if outside || rules.contains("@import") || rules.contains("</style") {
            return Err(Failure::new(
                format!("The style sheet {source} refers to another file."),
                "Write what it refers to as a `data:` address: the one-file edition has no other files.",
            ));
        }
        let rules = format!("\n{}\n", rules.trim());
        self.style_hashes.push(source_hash(&rules));
        Ok(format!("<style>{rules}</style>"))
    }

    /// The content policy with hashes in place of `'self'`, and nothing to connect to.
    fn policy(&self, element: &Element) -> Option<String> {
        if element.get("http-equiv") != Some("Content-Security-Policy") {
            return None;
        }
        let directives = element.get("content")?.split(';').filter_map(|directive| {
            let (name, sources) = directive.trim().split_once(' ')?;
            let sources = match name {
                "script-src" => sources.replace("'self'", &self.script_hashes.join(" ")),
                "style-src" => sources.replace("'self'", &self.style_hashes.join(" ")),
                "connect-src" | "manifest-src" => "'none'".to_owned(),
                _ => sources.replace("'self'", "").split_whitespace().collect::<Vec<_>>().join(" "),
            };
            Some(format!("{name} {sources}"))
        });
        let content = directives.collect::<Vec<_>>().join("; ");
        Some(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{content}\">"))
    }
}

fn text(source: &str, read: ReadAsset) -> Result<String> {
    String::from_utf8(read(source)?).map_err(|_| {
        Failure::new(format!("{source} is not UTF-8 text."), "Save that file as UTF-8.")
    })
}

fn icon(source: &str, bytes: &[u8]) -> String {
    let kind = crate::serve::media_type(source);
    format!("<link rel=\"icon\" href=\"data:{kind};base64,{}\">", STANDARD.encode(bytes))
}

/// A source expression of a content policy.
fn source_hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Gzip without a time in it: the same bytes in, the same bytes out.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map_err(|error| {
        Failure::new(
            format!("The program could not be compressed: {error}."),
            "Run the command again.",
        )
    })
}

fn blocks(bytes: &[u8]) -> String {
    bytes
        .chunks(BLOCK)
        .map(|chunk| format!("<script type=\"{BLOCK_TYPE}\">{}</script>\n", STANDARD.encode(chunk)))
        .collect()
}

fn insert_before(page: &str, place: &str, addition: &str) -> Result<String> {
    let at = page.rfind(place).ok_or_else(|| {
        Failure::new(
            format!("index.html holds no `{place}`."),
            format!("Write `{place}` in index.html."),
        )
    })?;
    Ok(format!("{}{addition}{}", &page[..at], &page[at..]))
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, BLOCK_TYPE, hex, pack, source_hash};
    use crate::failure::{Failure, Result};
    use base64::{Engine, engine::general_purpose::STANDARD};
    use sha2::{Digest, Sha256};
    use std::io::Read;

    const INDEX: &str = "<html data-edition=\"web\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; connect-src 'self'\"><link rel=\"icon\" href=\"./i.svg\"><link rel=\"manifest\" href=\"./m\"><link rel=\"stylesheet\" href=\"./a.css\"><script id=\"atlas-program\" src=\"./p.js\" data-wasm=\"./p.wasm\" defer></script><body></body></html>";

    /// Bytes that gzip cannot shrink, so that there are several blocks.
    fn program() -> Vec<u8> {
        (0u32..40_000).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
    }

    fn read(source: &str) -> Result<Vec<u8>> {
        match source {
            "./p.wasm" => Ok(program()),
            "./p.js" => Ok(b"let wasm_bindgen;".to_vec()),
            "./a.css" => Ok(b"p { color: inherit }".to_vec()),
            "./i.svg" => Ok(b"<svg/>".to_vec()),
            _ => Err(Failure::new(source, "")),
        }
    }

    /// What the boot script does: blocks, base64, gzip.
    fn unpack(page: &str) -> Vec<u8> {
        let start = format!("<script type=\"{BLOCK_TYPE}\">");
        let blocks = page.split(&start).skip(1).map(|rest| rest.split('<').next().unwrap());
        let packed: Vec<u8> = blocks.flat_map(|text| STANDARD.decode(text).unwrap()).collect();
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_program_comes_out_as_it_went_in() {
        let page = pack(INDEX, &read).unwrap();
        assert_eq!(unpack(&page), program());
        assert!(page.contains(&format!("data-sha256=\"{}\"", hex(&Sha256::digest(program())))));
    }

    #[test]
    fn the_same_site_gives_the_same_bytes() {
        assert_eq!(pack(INDEX, &read), pack(INDEX, &read));
    }

    #[test]
    fn blocks_stay_small() {
        let page = pack(INDEX, &read).unwrap();
        let longest =
            page.lines().filter(|line| line.contains(BLOCK_TYPE)).map(str::len).max().unwrap();
        assert!(longest < BLOCK * 4 / 3 + 100, "{longest}");
    }

    #[test]
    fn the_policy_names_hashes_and_no_connection() {
        let page = pack(INDEX, &read).unwrap();
        let policy = page.split("content=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(policy.contains(&source_hash("\nlet wasm_bindgen;\n")), "{policy}");
        assert!(policy.contains("connect-src 'none'") && !policy.contains("'self'"), "{policy}");
    }

    #[test]
    fn nothing_outside_is_referred_to() {
        let page = pack(INDEX, &read).unwrap();
        assert!(!page.contains("src=\"./") && !page.contains("href=\"./"), "{page}");
    }

    #[test]
    fn a_style_sheet_that_needs_another_file_is_refused() {
        let index = "<link rel=\"stylesheet\" href=\"./b.css\"><body></body>";
        let failure = pack(index, &|_| Ok(b"p { background: url(x.png) }".to_vec())).err().unwrap();
        assert!(failure.to_string().contains("./b.css"), "{failure}");
    }
}
