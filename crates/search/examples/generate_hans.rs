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

/// Traditional characters as base-128 distances from U+3400, then the high, then the low bytes of their simplified forms.
fn traditional() -> Result<Vec<u8>, Box<dyn Error>> {
    let converter = OpenCC::from_config(BuiltinConfig::T2s)?;
    let (mut distances, mut high, mut low) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = 0x3400u16;
    for code in 0x3400..=0x9FFFu16 {
        let Some(c) = char::from_u32(u32::from(code)) else { continue };
        let simplified = converter.convert(&c.to_string());
        let mut units = simplified.encode_utf16();
        let (Some(unit), None) = (units.next(), units.next()) else { continue };
        if unit != code {
            put_distance(&mut distances, code - before);
            before = code;
            high.push((unit >> 8) as u8);
            low.push(unit as u8);
        }
    }
    Ok([distances, high, low].concat())
}

fn put_distance(out: &mut Vec<u8>, mut distance: u16) {
    while distance >= 0x80 {
        out.push(distance as u8 | 0x80);
        distance >>= 7;
    }
    out.push(distance as u8);
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
