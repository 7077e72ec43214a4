//! catalog_build
