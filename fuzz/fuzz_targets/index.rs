//! Any bytes are an index or an error. What must hold stands in `fuzz/targets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|body: &[u8]| fuzz_targets::index(body));
