use crate::components::record_link::RecordLink;
use crate::format;
use crate::sort;
use crate::state::{Atlas, use_atlas};
use catalog::{Edtf, Kind, RecordIx};
use leptos::prelude::*;

/// The drawing is this many units wide, hundredths of a per cent; bars stretch with the column.
const WIDTH: i32 = 10_000;
/// A bar is at least this wide, so that a short process is seen.
const LEAST: i32 = 80;

/// All processes on one line of time: a list, each entry with its years in figures and, as decoration, a bar.
#[component]
pub fn Timeline() -> impl IntoView {
    let atlas = use_atlas();
    let rows = rows(atlas);
    let first = rows.iter().map(|row| row.first).min().unwrap_or(2000);
    let last = rows.iter().map(|row| row.last).max().unwrap_or(first) + 1;
    let scale = Scale { first, last };
    let ticks: Vec<i16> = (first..=last).filter(|year| year % 5 == 0).collect();
    let axis = ticks.iter().map(|year| tick_label(scale, *year)).collect_view();
    let items = rows.into_iter().map(|row| row_view(scale, row, &ticks)).collect_view();
    view! {
        <div class="timeline">
            <svg class="timeline-axis" aria-hidden="true" width="100%" height="18">{axis}</svg>
            <ol>{items}</ol>
        </div>
    }
}

struct Row {
    ix: RecordIx,
    date: &'static Edtf,
    first: i16,
    last: i16,
    open: bool,
}

#[derive(Clone, Copy)]
struct Scale {
    first: i16,
    last: i16,
}

impl Scale {
    /// Where a year begins, 0 to [`WIDTH`].
    fn place(self, year: i16) -> i32 {
        let (since, all) = (year - self.first, (self.last - self.first).max(1));
        i32::from(since) * WIDTH / i32::from(all)
    }
}

fn rows(atlas: Atlas) -> Vec<Row> {
    let today = atlas.catalog().as_of.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025);
    let mut rows: Vec<Row> = atlas
        .catalog()
        .iter()
        .filter(|(_, record)| record.kind() == Kind::Process)
        .filter_map(|(ix, record)| {
            let date = record.date.as_ref()?;
            let (first, last) = date.years()?;
            Some(Row { ix, date, first, last: last.min(today), open: last == 9999 })
        })
        .collect();
    sort::by_key(&mut rows, |row| (row.first, row.last, row.ix));
    rows
}

fn tick_label(scale: Scale, year: i16) -> impl IntoView {
    let place = scale.place(year);
    let x = format!("{}.{:02}%", place / 100, place % 100);
    view! { <text x=x y="13" class="tick">{year}</text> }
}

fn row_view(scale: Scale, row: Row, ticks: &[i16]) -> impl IntoView + use<> {
    let x = scale.place(row.first);
    let width = (scale.place(row.last + 1) - x).max(LEAST);
    let lines = ticks.iter().map(|year| {
        let x = scale.place(*year);
        view! { <line x1=x x2=x y1="0" y2="20" class="tick-line"/> }
    });
    let lines = lines.collect_view();
    view! {
        <li>
            <span class="timeline-name"><RecordLink ix=row.ix/>" "<span class="year">{format::years(row.date)}</span></span>
            <svg class="timeline-bar" class:open=row.open aria-hidden="true" viewBox="0 0 10000 20" preserveAspectRatio="none">
                {lines}
                <rect x=x y="5" width=width height="10" rx="20" ry="2"/>
            </svg>
        </li>
    }
}
