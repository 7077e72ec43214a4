//! The pages, one for each kind of address.

pub mod about;
pub mod explore;
pub mod front;
pub mod not_found;
pub mod record;
pub mod source;
pub mod sources;
