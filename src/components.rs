//! The parts that pages are made of. One component, one file; its style has the same name in `style/components`.

pub mod copy_link;
pub mod correction_list;
pub mod facet_panel;
pub mod facts;
pub mod hit_list;
pub mod link_notice;
pub mod localized_text;
pub mod provenance_list;
pub mod record_link;
pub mod refinements;
pub mod relation_list;
pub mod search_box;
pub mod site_footer;
pub mod site_header;
pub mod timeline;
pub mod zero_results;
