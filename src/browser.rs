//! Thin wrappers over what the browser offers. With `navigation`, the only code that touches web-sys; whatever the browser refuses
//! (storage in a sandboxed frame, the clipboard) is an ordinary answer here and never a panic.

pub mod clipboard;
pub mod document;
pub mod events;
pub mod storage;
pub mod worker;
