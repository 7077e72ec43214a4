//! Words of questions that carry no subject, for every language; they weigh nothing unless the query has no other word.

use super::korean;
use super::word_set::WordSet;
use std::sync::OnceLock;

/// Question words, auxiliaries, articles and prepositions of English questions, and what stands before the number of a paragraph.
const ENGLISH: &str = " a about an and any are as at be been by can could describe did do does exactly explain for from had happen happened has \
have held how i in into is it its many me much my of on or para paragraph paragraphs paras please show tell that the their them there these they this those to was were \
what when where which who whom whose why will with would you ";

/// What is wanted of a thing whose name goes before, in all languages: who asks for information on it wants to see it.
const WANTED: &str = "정보 자료 내용 관련 관련된 역할 기능 의미 뜻 정의 개념 개요 소개 요약 요약해줘 설명 정리 정리해줘 배경 목적 \
background definition details explanation function info information introduction mean meaning means meant overview purpose role stand summary \
介绍 概要 意思 含义 定义 作用 职能 目的 背景 资料 信息";

/// Question phrases of Chinese.
const CHINESE: [&str; 38] = [
    "请介绍",
    "介绍一下",
    "是什么意思",
    "什么意思",
    "简介",
    "概述",
    "什么时候",
    "是什么",
    "为什么",
    "怎么样",
    "什么",
    "哪里",
    "哪儿",
    "哪些",
    "哪个",
    "哪一",
    "哪种",
    "哪",
    "谁",
    "多少",
    "怎么",
    "怎样",
    "如何",
    "为何",
    "何时",
    "几个",
    "是否",
    "吗",
    "呢",
    "的",
    "了",
    "是",
    "在",
    "有",
    "被",
    "请问",
    "关于",
    "和",
];

/// Particles, prepositions, conjunctions and auxiliaries of Chinese that are one character.
const CHINESE_FUNCTION: &str = "的了是在和与之于为有被及或也都就而等以从到对";

/// True for a folded character that is a Chinese function word.
pub(crate) fn is_chinese_function(unit: u16) -> bool {
    CHINESE_FUNCTION.encode_utf16().any(|function| function == unit)
}

/// True for a folded alphabetic word that weighs nothing in a question.
pub(crate) fn is_english(units: &[u16]) -> bool {
    static SET: OnceLock<WordSet> = OnceLock::new();
    SET.get_or_init(|| WordSet::new(&[ENGLISH])).contains(units)
}

/// True for an English word that a question begins with.
pub(crate) fn asks(units: &[u16]) -> bool {
    let [w, h, o] = [b'w', b'h', b'o'].map(u16::from);
    units.starts_with(&[w, h]) || units == [h, o, w]
}

/// True for a folded Hangul word that weighs nothing in a question.
pub(crate) fn is_korean(units: &[u16]) -> bool {
    let stem = units.get(..korean::stem_len(units)).unwrap_or(units);
    korean::is_question_word(units) || korean::is_question_word(stem)
}

/// True for a folded word that says what is wanted of the thing named before it.
pub(crate) fn is_wanted(units: &[u16]) -> bool {
    korean::stem_lens(units).any(|len| units.get(..len).is_some_and(is_wanted_stem))
}

/// The same for a word without endings.
pub(crate) fn is_wanted_stem(stem: &[u16]) -> bool {
    static SET: OnceLock<WordSet> = OnceLock::new();
    SET.get_or_init(|| WordSet::new(&[WANTED])).contains(stem)
}

/// Length in units of the Chinese question phrase a run begins with, or 0.
pub(crate) fn chinese_prefix(units: &[u16]) -> usize {
    // Most characters begin no phrase: a bit for the first of each, by its low bits.
    static FIRSTS: OnceLock<[u64; 4]> = OnceLock::new();
    let firsts = FIRSTS.get_or_init(|| {
        let mut firsts = [0; 4];
        for unit in CHINESE.iter().filter_map(|phrase| phrase.encode_utf16().next()) {
            firsts[usize::from(unit >> 6 & 3)] |= 1 << (unit & 63);
        }
        firsts
    });
    let may_begin = |unit: &u16| firsts[usize::from(unit >> 6 & 3)] >> (unit & 63) & 1 == 1;
    if !units.first().is_some_and(may_begin) {
        return 0;
    }
    let begins = |phrase: &&str| {
        let mut rest = units.iter();
        phrase.encode_utf16().all(|unit| rest.next() == Some(&unit))
    };
    let longest = CHINESE.iter().filter(|phrase| begins(phrase)).max_by_key(|phrase| phrase.len());
    longest.map_or(0, |phrase| phrase.encode_utf16().count())
}
