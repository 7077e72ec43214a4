//! Data that a reader brings: from JSON, CSV or a Data Package to an index of its own. Pure of the browser, so that it is tested natively
//! and runs in a worker as in the page.
//!
//! [`Loader`] reads rows and reports the bad ones, finds the shape of every column, and builds the index in steps as small as wanted;
//! [`Collection`] is what comes of it: searched, read and saved; [`Restorer`] reads what was saved.

pub mod collection;
pub mod columns;
pub mod csv;
pub mod json;
pub mod loader;
pub mod row;
pub mod saved;

pub use collection::Collection;
pub use loader::Loader;
pub use saved::Restorer;
