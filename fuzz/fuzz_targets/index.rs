//! Any bytes are an index or an error, and an index of any bytes can be searched.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::{Index, IndexError, Request};

fuzz_target!(|body: &[u8]| {
    let mut bytes = b"GASI".to_vec();
    bytes.extend(search::VERSION.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(body);
    // Give the body its right checksum, so that reading goes on to the parts.
    if let Err(IndexError::Checksum { got, .. }) = Index::from_bytes(&bytes) {
        bytes[8..12].copy_from_slice(&got.to_le_bytes());
    }
    if let Ok(index) = Index::from_bytes(&bytes) {
        for query in ["가나", "ab", "ㄱㄴ", "\"가나\" -a", "kind:x"] {
            index.search(&Request::new(query, 3));
            index.suggest(query, 3);
        }
    }
});
