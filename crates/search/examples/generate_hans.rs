//! Writes the two folding tables of `src/text/hans.rs`.
//!
//! `cargo run -p search --example generate_hans` (add `--check` to compare instead of writing).

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::error::Error;
use unicode_normalization::UnicodeNormalization;

fn main() -> Result<(), Box<dyn Error>> {
    let check = std::env::args().any(|arg| arg == "--check");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/");
    put(&format!("{folder}hans.bin"), &traditional()?, check)?;
    put(&format!("{folder}compatibility.bin"), &compatibility(), check)
}

fn put(path: &str, bytes: &[u8], check: bool) -> Result<(), Box<dyn Error>> {
    if !check {
        return Ok(std::fs::write(path, bytes)?);
    }
    match std::fs::read(path)? == bytes {
        true => Ok(()),
        false => {
            Err(format!("{path} is out of date: run `cargo run -p search --example generate_hans`")
                .into())
        }
    }
}

/// Pairs (traditional, simplified) of the basic plane, sorted, two big-endian bytes each.
fn traditional() -> Result<Vec<u8>, Box<dyn Error>> {
    let converter = OpenCC::from_config(BuiltinConfig::T2s)?;
    let mut out = Vec::new();
    for code in (0x3400..=0x9FFFu16).chain(0xF900..=0xFAFF) {
        let Some(c) = char::from_u32(u32::from(code)) else { continue };
        let simplified = converter.convert(&c.to_string());
        let mut units = simplified.encode_utf16();
        if let (Some(unit), None) = (units.next(), units.next())
            && unit != code
            && !(0xF900..=0xFAFF).contains(&code)
        {
            out.extend(code.to_be_bytes());
            out.extend(unit.to_be_bytes());
        }
    }
    Ok(out)
}

/// The unified character of each compatibility ideograph from U+F900 to U+FAFF, zero where there is none.
fn compatibility() -> Vec<u8> {
    let unified = |code: u32| {
        let c = char::from_u32(code)?;
        let mut parts = c.nfkc();
        let first = parts.next()?;
        (first != c && parts.next().is_none()).then_some(first as u32)
    };
    (0xF900..=0xFAFFu32)
        .flat_map(|code| u16::try_from(unified(code).unwrap_or(0)).unwrap_or(0).to_be_bytes())
        .collect()
}
