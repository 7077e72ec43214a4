//! The Digital Governance Atlas in the browser.
fn main() {}
