//! Micro-benchmarks of the core: `cargo bench -p search`.
//!
//! Prints the median time of each operation on a collection made of a few sentences in three languages.

use search::{Document, FieldKind, FieldOptions, Index, IndexBuilder, Query, Request, Schema};
use std::hint::black_box;
use std::time::Instant;

const SENTENCES: [&str; 6] = [
    "인터넷 거버넌스 포럼은 해마다 열리는 다자 이해관계자 토론의 장이다.",
    "사무총장은 디지털 협력을 위한 로드맵에서 여덟 갈래의 행동을 제시했다.",
    "The General Assembly reviewed the implementation of the outcomes of the World Summit.",
    "Governments and stakeholders discussed the international governance of artificial intelligence.",
    "互联网治理论坛每年举行一次，讨论与互联网有关的公共政策问题。",
    "结果文件A/RES/70/125决定于2025年举行高级别会议。",
];
const DOCS: usize = 2_500;
const ROUNDS: usize = 101;

fn index() -> Index {
    let fields = vec![
        FieldOptions::new("name", FieldKind::Name, 3.0),
        FieldOptions::new("text", FieldKind::Text, 1.0),
    ];
    let mut builder = IndexBuilder::new(Schema { fields, ..Schema::default() });
    for at in 0..DOCS {
        let sentence = |step: usize| SENTENCES[(at * 7 + step) % SENTENCES.len()];
        let text = format!("{} {at} {} {}", sentence(0), sentence(at / 6 + 1), sentence(3));
        builder.add(
            &Document::new(&at.to_string())
                .text(
                    0,
                    &format!("기록 {at}번 {}", sentence(2).chars().take(4).collect::<String>()),
                )
                .text(1, &text),
        );
    }
    builder.finish()
}

fn time<T>(name: &str, mut run: impl FnMut() -> T) {
    let mut micros: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            black_box(run());
            started.elapsed().as_nanos()
        })
        .collect();
    micros.sort_unstable();
    println!("{name:<40} {:>10.1} us", micros[ROUNDS / 2] as f64 / 1e3);
}

fn main() {
    let started = Instant::now();
    let index = index();
    println!("{:<40} {:>10.1} ms", "build 2,500 documents", started.elapsed().as_secs_f64() * 1e3);
    let bytes = index.to_bytes();
    println!("{:<40} {:>10} bytes", "index", bytes.len());
    time("load", || Index::from_bytes(&bytes));
    time("parse", || Query::parse("\"디지털 협력\" -초안 kind:document year:2015..2020 govern*"));
    let searches = [
        ("one Korean word", "거버넌스"),
        ("Korean question", "디지털 협력을 위한 로드맵은 누가 제시했나요?"),
        ("Korean without spaces", "디지털협력을위한로드맵은누가제시했나요"),
        ("English question", "who reviewed the implementation of the outcomes?"),
        ("Chinese", "互联网治理论坛讨论什么问题"),
        ("half-typed syllable", "거버넡"),
        ("initials over all texts", "ㅇㅌㄴㄱㅂㄴㅅ"),
        ("wrong keyboard mode", "rjqjsjstm"),
        ("typing error", "거버넌즈"),
        ("no words", ""),
    ];
    for (name, query) in searches {
        time(name, || index.search(&Request::new(query, 20)));
    }
    time("suggest", || index.suggest("기록 1", 8));
    time("suggest by initials", || index.suggest("ㄱㄹ", 8));
    time("more like this", || index.more_like_this(7, 8));
    let marker = index.search(&Request::new("거버넌스 포럼", 1)).marker;
    time("snippet", || marker.snippet(SENTENCES[0], 60));
}
