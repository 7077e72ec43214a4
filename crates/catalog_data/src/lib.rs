//! catalog_data
