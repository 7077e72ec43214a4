//! Any text is a query. What must hold stands in `fuzz/targets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| fuzz_targets::query(text));
