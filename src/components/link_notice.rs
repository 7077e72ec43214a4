use crate::route::{LinkProblem, Parameter};
use crate::state::{Atlas, use_atlas};
use leptos::prelude::*;

/// Names what could not be read of the address.
#[component]
pub fn LinkNotice() -> impl IntoView {
    let atlas = use_atlas();
    let notice = move || {
        let problems = atlas.navigation.problems();
        (!problems.is_empty()).then(|| {
            let items: Vec<_> = problems.iter().map(|problem| view! { <li>{describe(atlas, problem)}</li> }).collect();
            view! {
                <div class="link-notice">
                    <p>{atlas.t().link_problems}</p>
                    <ul>{items}</ul>
                    <button type="button" on:click=move |_| atlas.navigation.dismiss_problems()>{atlas.t().dismiss}</button>
                </div>
            }
        })
    };
    view! { <div role="status">{notice}</div> }
}

fn describe(atlas: Atlas, problem: &LinkProblem) -> String {
    let t = atlas.t();
    match problem {
        LinkProblem::UnknownParameter(text) => (t.unknown_parameter)(text),
        LinkProblem::UnknownValue(parameter, value) => {
            let name = match parameter {
                Parameter::Facet(facet) => t.facet_names[*facet as usize],
                Parameter::Sort => t.sort,
                Parameter::Locale => t.language,
            };
            (t.unknown_value)(name, value)
        }
    }
}
