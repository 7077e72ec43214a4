//! The Digital Governance Atlas in the browser.

// Everything here is one program: `pub` says what a module offers to the others.
#![allow(unreachable_pub)]

mod api;
mod app;
mod browser;
mod components;
mod engine;
mod format;
mod i18n;
mod navigation;
mod own_data;
mod pages;
mod route;
mod sort;
mod state;

use leptos::prelude::*;

fn main() {
    if browser::worker::is_worker() {
        // There is no page here: the program waits for the tasks of `api::tasks`.
        return;
    }
    match engine::start() {
        Ok(engine) => mount_to_body(move || view! { <app::App engine/> }),
        Err(error) => mount_to_body(move || {
            let message = catalog::Locale::ALL.map(|locale| {
                let text = (i18n::messages(locale).dataset_unreadable)(&error);
                view! { <p lang=locale.tag()>{text}</p> }
            });
            view! { <main class="fatal">{message}</main> }
        }),
    }
}
