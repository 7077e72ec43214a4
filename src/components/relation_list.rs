use crate::browser::document;
use crate::components::localized_text::LocalizedText;
use crate::components::provenance_list::ProvenanceLine;
use crate::components::record_link::{KindBadge, RecordLink};
use crate::format;
use crate::sort;
use crate::state::use_atlas;
use catalog::{Catalog, Direction, Neighbour, RecordIx, Relation, TermIx};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A group longer than this is folded to so many rows.
const ROWS_SHOWN: usize = 12;

/// What one relation type leads to, seen from one end; roles apart, so that champions stand before constituents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    kind: TermIx,
    direction: Direction,
    role: Option<TermIx>,
}

/// The relations of a record in both directions, grouped by type and role.
#[component]
pub fn RelationList(
    /// The record.
    ix: RecordIx,
) -> impl IntoView {
    let catalog = use_atlas().catalog();
    let groups = grouped(catalog, ix);
    groups.into_iter().map(|(group, rows)| view! { <RelationGroup group rows/> }).collect_view()
}

fn grouped(catalog: &'static Catalog, ix: RecordIx) -> Vec<(Group, Vec<Neighbour>)> {
    let mut groups = BTreeMap::<Group, Vec<Neighbour>>::new();
    for neighbour in catalog.neighbours(ix) {
        if let Some(relation) = catalog.relation(neighbour.relation) {
            let group =
                Group { kind: relation.kind, direction: neighbour.direction, role: relation.role };
            groups.entry(group).or_default().push(*neighbour);
        }
    }
    for rows in groups.values_mut() {
        sort::by_key(rows, |row| order_key(catalog, row));
    }
    groups.into_iter().collect()
}

/// Members of a list keep the order of the list, participants the order in which the source prints them; everything else goes by date.
fn order_key(
    catalog: &Catalog,
    row: &Neighbour,
) -> (Option<catalog::Kind>, u32, u32, Option<catalog::Day>, RecordIx) {
    let record = catalog.record(row.other);
    let order = record.and_then(|record| record.details.order).unwrap_or(u32::MAX);
    let date = record.and_then(|record| record.date.as_ref()?.earliest());
    let place = catalog
        .relation(row.relation)
        .and_then(|relation| relation.provenance.first()?.at.0.last()?.value.parse().ok());
    let place = if record.is_some_and(|record| record.kind() == catalog::Kind::Organisation) {
        place
    } else {
        None
    };
    (record.map(|record| record.kind()), order, place.unwrap_or(u32::MAX), date, row.other)
}

/// Whether a group holds records of several kinds, so that the kind is worth a badge.
fn is_mixed(catalog: &Catalog, rows: &[Neighbour]) -> bool {
    let kind = |row: &Neighbour| catalog.record(row.other).map(|record| record.kind());
    rows.windows(2).any(|pair| kind(&pair[0]) != kind(&pair[1]))
}

#[component]
fn RelationGroup(group: Group, rows: Vec<Neighbour>) -> impl IntoView {
    let atlas = use_atlas();
    let vocabularies = &atlas.catalog().vocabularies;
    let all = RwSignal::new(rows.len() <= ROWS_SHOWN + 3);
    let total = rows.len();
    let mixed = is_mixed(atlas.catalog(), &rows);
    let title = move || match group.direction {
        Direction::Forward => {
            format::label(&vocabularies.relation_types, group.kind, atlas.locale())
        }
        Direction::Inverse => vocabularies
            .relation_inverses
            .get(usize::from(group.kind.0))
            .map_or("", |label| label.text(atlas.locale())),
    };
    let role = move || {
        let role = format::label(&vocabularies.roles, group.role?, atlas.locale());
        (role != title()).then(|| format!(" · {role}"))
    };
    // All rows are there from the start, for paper and for finding in the page; those beyond the fold are hidden by style.
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| view! { <RelationRow row mixed beyond={at >= ROWS_SHOWN}/> })
        .collect_view();
    let id = format!(
        "relations-{}-{}-{}",
        group.kind.0,
        group.direction as u8,
        group.role.map_or(0, |role| role.0 + 1)
    );
    let first_new = format!("#{id} li:nth-child({}) a", ROWS_SHOWN + 1);
    let first_new = StoredValue::new(first_new);
    // The button goes away with its focus: it passes to the first of the rows that it brought.
    let unfold = move |_| {
        all.set(true);
        request_animation_frame(move || {
            first_new.with_value(|selector| document::focus_first(selector))
        });
    };
    let more = move || {
        (!all.get()).then(|| {
            view! {
                <button type="button" class="more" on:click=unfold>
                    {(atlas.t().facet_more)(title(), total - ROWS_SHOWN)}
                </button>
            }
        })
    };
    view! {
        <section class="relation-group" id=id>
            <h3>{title}{role}<span class="count">{total}</span></h3>
            <ul class:folded=move || !all.get()>{rows}</ul>
            {more}
        </section>
    }
}

#[component]
fn RelationRow(row: Neighbour, mixed: bool, beyond: bool) -> impl IntoView {
    let relation = use_atlas().catalog().relation(row.relation);
    relation.map(|relation| {
        view! {
            <li class="relation-row" class:beyond=beyond>
                <span class="relation-target">{mixed.then(|| view! { <KindBadge ix=row.other/>" " })}<RecordLink ix=row.other with_year=true/></span>
                {attributes(relation)}
                <span class="relation-source"><ProvenanceLine rows=&relation.provenance/></span>
            </li>
        }
    })
}

/// What hangs on the pair: capacity, date, status, the name as printed, targets, and the note.
fn attributes(relation: &'static Relation) -> impl IntoView {
    let atlas = use_atlas();
    let statuses = &atlas.catalog().vocabularies.statuses;
    let capacity =
        relation.capacity.as_ref().map(|text| view! { <span><LocalizedText text/></span> });
    let date = relation
        .date
        .as_ref()
        .map(|date| view! { <span>{move || format::date(atlas.t(), date)}</span> });
    let status = relation.status.map(|status| view! { <span>{move || format::label(statuses, status, atlas.locale()).to_owned()}</span> });
    let printed = relation.printed.as_deref().map(|text| view! { <span lang=move || format::foreign(text, atlas.locale())>{move || (atlas.t().printed_as)(text)}</span> });
    let targets = (!relation.targets.is_empty()).then(|| {
        let targets = relation.targets.join(", ");
        view! { <span>{move || (atlas.t().targets)(&targets)}</span> }
    });
    let open = relation.open_ended.then(|| view! { <span>{move || atlas.t().open_ended}</span> });
    let has_any = relation.capacity.is_some()
        || relation.date.is_some()
        || relation.status.is_some()
        || relation.printed.is_some()
        || !relation.targets.is_empty()
        || relation.open_ended;
    let line = has_any.then(|| view! { <span class="relation-attributes">{capacity}{date}{status}{printed}{targets}{open}</span> });
    let note = relation.note.as_ref().map(
        |text| view! { <span class="relation-note"><LocalizedText text announce=true/></span> },
    );
    view! { {line}{note} }
}
