use crate::browser::{document, events};
use crate::components::record_link::KindBadge;
use crate::engine::Suggestion;
use crate::format;
use crate::route::SearchState;
use crate::state::use_atlas;
use catalog::Locale;
use leptos::prelude::*;

/// The id of the input, for the shortcut and for focus on load.
pub const SEARCH_INPUT: &str = "search-input";
const SUGGESTION_LIST: &str = "search-suggestions";
const SUGGESTIONS: usize = 7;

/// The search box: results as one types, names suggested underneath.
///
/// The input is uncontrolled. While an input method composes a syllable the page searches but never writes into the input, and keys belong
/// to the input method: writing would break the syllable, and an Enter would commit it twice.
#[component]
pub fn SearchBox(
    /// What is looked for.
    state: Signal<SearchState>,
) -> impl IntoView {
    let atlas = use_atlas();
    let composing = RwSignal::new(false);
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let text = Memo::new(move |_| state.with(|state| state.text.clone()));
    let suggestions = Memo::new(move |_| match open.get() {
        true => atlas.engine.suggest(&text.get(), atlas.locale(), SUGGESTIONS),
        false => Vec::new(),
    });
    Effect::new(move |_| {
        let text = text.get();
        if !composing.get_untracked() {
            document::set_input_value(SEARCH_INPUT, &text);
        }
    });
    let type_text = move |typed: String| {
        active.set(None);
        open.set(!typed.trim().is_empty());
        atlas.navigation.type_search(state.get_untracked().with_text(&typed));
    };
    let choose = move |at: usize| {
        let page = suggestions.with_untracked(|all| {
            all.get(at)
                .and_then(|s| atlas.catalog().record(s.ix))
                .map(|record| crate::state::page_of(record, SearchState::default()))
        });
        open.set(false);
        if let Some(page) = page {
            atlas.go(&page);
        }
    };
    let clear = move || {
        type_text(String::new());
        document::set_input_value(SEARCH_INPUT, "");
        document::focus(SEARCH_INPUT);
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if events::is_composing(&event) {
            return;
        }
        let count = suggestions.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                let next = step(active.get_untracked(), count, event.key() == "ArrowDown");
                active.set(next);
                if let Some(at) = next {
                    document::scroll_into_view(&option_id(at));
                }
            }
            "ArrowDown" => open.set(!text.get_untracked().trim().is_empty()),
            "Enter" => match active.get_untracked() {
                Some(at) => choose(at),
                None => {
                    open.set(false);
                    document::focus_first(".hit-name");
                }
            },
            "Escape" if open.get_untracked() && count > 0 => {
                event.prevent_default();
                open.set(false);
            }
            "Escape" => {
                event.prevent_default();
                clear();
            }
            _ => {}
        }
    };
    let expanded = move || (open.get() && !suggestions.with(Vec::is_empty)).to_string();
    let option = move |(at, suggestion): (usize, Suggestion)| {
        view! {
            <li id=option_id(at) role="option" aria-selected=move || (active.get() == Some(at)).to_string()
                on:mousedown=move |event| event.prevent_default() on:click=move |_| choose(at)>
                <KindBadge ix=suggestion.ix/>
                <span class="suggestion-name" lang=suggestion.lang>{crate::components::hit_list::marked(suggestion.segments)}</span>
            </li>
        }
    };
    let list = move || {
        let all = suggestions.get();
        (open.get() && !all.is_empty()).then(|| {
            view! {
                <ul id=SUGGESTION_LIST role="listbox" class="suggestions" aria-label=atlas.t().suggestions>
                    {all.into_iter().enumerate().map(option).collect_view()}
                </ul>
            }
        })
    };
    view! {
        <search class="search-box">
            <label for=SEARCH_INPUT class="visually-hidden">{move || atlas.t().search_label}</label>
            <input id=SEARCH_INPUT type="text" role="combobox" inputmode="search" autocomplete="off" autocapitalize="off" spellcheck="false"
                enterkeyhint="search" placeholder=move || atlas.t().search_placeholder
                aria-autocomplete="list" aria-expanded=expanded aria-controls=SUGGESTION_LIST
                aria-activedescendant=move || active.get().map(option_id)
                aria-describedby="search-help"
                on:input=move |event| type_text(event_target_value(&event))
                on:compositionstart=move |_| composing.set(true)
                on:compositionend=move |_| composing.set(false)
                on:keydown=on_key
                on:blur=move |_| open.set(false)/>
            <button type="button" class="search-clear" class:hidden=move || text.with(String::is_empty)
                aria-label=move || atlas.t().search_clear on:click=move |_| clear()>{"×"}</button>
            {list}
            <p id="search-help" class="visually-hidden">{move || atlas.t().search_help}</p>
            <details class="search-tips">
                <summary>{move || atlas.t().search_tips_title}</summary>
                <dl>{move || atlas.t().search_tips.iter().map(|row| tip(row, atlas.locale())).collect_view()}</dl>
            </details>
        </search>
    }
}

fn tip((example, what): &(&'static str, &'static str), locale: Locale) -> impl IntoView + use<> {
    view! { <div><dt><kbd lang=format::foreign(example, locale)>{*example}</kbd></dt><dd>{*what}</dd></div> }
}

fn option_id(at: usize) -> String {
    format!("suggestion-{at}")
}

/// The next option; going past either end leaves the list and comes back to the text.
fn step(active: Option<usize>, count: usize, down: bool) -> Option<usize> {
    match (active, down) {
        (None, true) => Some(0),
        (None, false) => count.checked_sub(1),
        (Some(at), true) => (at + 1 < count).then_some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round_through_the_text() {
        assert_eq!(step(None, 2, true), Some(0));
        assert_eq!(step(Some(0), 2, true), Some(1));
        assert_eq!(step(Some(1), 2, true), None);
        assert_eq!(step(None, 2, false), Some(1));
        assert_eq!(step(Some(0), 2, false), None);
    }
}
