use crate::browser::clipboard;
use crate::navigation::full_address;
use crate::route::Page;
use crate::state::use_atlas;
use leptos::prelude::*;

/// How the last attempt to copy went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    None,
    Copied,
    Refused,
}

/// Copies the address of a page. Where the browser refuses, the address is shown to be copied by hand.
#[component]
pub fn CopyLink(
    /// The page.
    page: Page,
) -> impl IntoView {
    let atlas = use_atlas();
    let outcome = RwSignal::new(Outcome::None);
    let address = Memo::new(move |_| full_address(&atlas.href(&page)));
    let copy = move |_| {
        clipboard::write_text(&address.get_untracked(), move |copied| {
            // The page may be gone by the time the browser answers.
            let _ = outcome.try_set(if copied { Outcome::Copied } else { Outcome::Refused });
        });
    };
    let notice = move || match outcome.get() {
        Outcome::None => "",
        Outcome::Copied => atlas.t().link_copied,
        Outcome::Refused => atlas.t().copy_failed,
    };
    let by_hand = move || {
        (outcome.get() == Outcome::Refused)
            .then(|| view! { <input class="address" readonly=true prop:value=address.get() aria-label=atlas.t().copy_link/> })
    };
    view! {
        <span class="copy-link">
            <button type="button" on:click=copy>{move || atlas.t().copy_link}</button>
            <span role="status">{notice}</span>
            {by_hand}
        </span>
    }
}
