use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{Data, Shown, run_serially};

fn own(text: &str, lanes: u32) -> Spec {
    let data = Some(Data::text(text.as_bytes().to_vec()));
    Spec { data, ..Spec::new(ENTRY.id, text.len() as u32, 0, lanes) }
}

fn owner(text: &str, lanes: u32) -> WordCount {
    WordCount::new(&own(text, lanes), Role::Owner)
}

/// All words of a text and how often each is found, in order.
fn counted(mut kernel: WordCount) -> Vec<(String, u64)> {
    run_serially(&mut kernel);
    kernel.sorted().into_iter().map(|(word, count)| (String::from_utf8(word).expect("UTF-8"), count)).collect()
}

fn count(text: &str) -> Vec<(String, u64)> {
    counted(owner(text, 1))
}

/// The same by one character after the other, and the standard library's map.
fn expected(text: &str) -> Vec<(String, u64)> {
    let in_word = |c: char| matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{1fff}' | '\u{2070}'..);
    let mut counts = BTreeMap::new();
    for word in text.split(|c| !in_word(c)).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_string()).or_default() += 1;
    }
    counts.into_iter().collect()
}

#[track_caller]
fn assert_words(text: &str, words: &[(&str, u64)]) {
    assert_eq!(count(text), words.iter().map(|&(word, count)| (word.to_string(), count)).collect::<Vec<_>>());
}

#[test]
fn turkish_sentences_counted_by_hand() {
    assert_words(
        "Işık ılık, ışık ılık. İstanbul’un ışığı!",
        &[("Işık", 1), ("un", 1), ("İstanbul", 1), ("ılık", 2), ("ışık", 1), ("ışığı", 1)],
    );
    assert_words("“Gel” dedi – gel! «Gel…»", &[("Gel", 2), ("dedi", 1), ("gel", 1)]);
}

#[test]
fn english_sentences_counted_by_hand() {
    assert_words(
        "The cat's hat—the hat: it isn't the cat’s.",
        &[("The", 1), ("cat", 2), ("hat", 2), ("isn", 1), ("it", 1), ("s", 2), ("t", 1), ("the", 2)],
    );
    assert_words("well-known\u{a0}facts\u{2060}x²=4", &[("4", 1), ("facts", 1), ("known", 1), ("well", 1), ("x", 1)]);
}

#[test]
fn the_borders_between_letters_and_punctuation_are_where_they_are_said_to_be() {
    let borders = "a\u{bf}b\u{c0}c\u{1fff}d\u{2000}e\u{206f}f\u{2070}g\u{10ffff}h\u{80}i/0:9@A[Z`a{z";
    assert_eq!(count(borders), expected(borders));
    assert_eq!(count(borders).len(), 10);
}

#[test]
fn a_text_without_any_word_has_none() {
    for text in ["", "\n", " …—’ ", &"\u{2028}".repeat(10_000)] {
        let mut kernel = owner(text, 3);
        let answer = run_serially(&mut kernel);
        assert_eq!(answer.value, 0);
        let shown = Shown::Words { words: Vec::new(), total: 0, distinct: Some(0) };
        assert_eq!(answer.shown, Some(shown), "{text:.10}");
    }
}

#[test]
fn one_word_of_megabytes_is_one_word() {
    let text = "ğ".repeat(1 << 20);
    let mut kernel = owner(&text, 4);
    let answer = run_serially(&mut kernel);
    assert_eq!(answer.value, 1);
    let Some(Shown::Words { words, distinct: Some(1), .. }) = answer.shown else { panic!("words were asked for") };
    assert_eq!(words, [(format!("{}…", "ğ".repeat(30)), 1)]);
    assert_eq!(kernel.sorted(), [(text.into_bytes(), 1)]);
}

#[test]
fn words_that_differ_behind_the_sixteenth_byte_are_different() {
    let words = ["abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopr", "abcdefghijklmno"];
    let text = words.repeat(500).join(" ");
    assert_eq!(count(&text), expected(&text));
    assert_eq!(count(&text).len(), 4);
}

#[test]
fn a_table_grows_when_words_are_many() {
    let text: String =
        (0..50_000).map(|number| format!("{number} a-very-{number}-long-word-{number}kilometre ")).collect();
    assert_eq!(count(&text), expected(&text));
    assert_eq!(counted(owner(&text, 7)), expected(&text));
}

/// By Zipf's law the most frequent word of 4,096 is one in 8.9, and the second half as frequent.
#[test]
fn the_made_text_is_a_text_whose_words_are_as_frequent_as_zipf_says() {
    let made = text::text(1_000_000, 1);
    assert_eq!(made.len(), 1_000_000);
    let made = String::from_utf8(made).expect("UTF-8");
    let answer = run_serially(&mut owner(&made, 1));
    assert_eq!(answer, run_serially(&mut WordCount::new(&Spec::new(ENTRY.id, 1_000_000, 1, 1), Role::Owner)));
    let Some(Shown::Words { words, total, distinct: Some(distinct) }) = answer.shown else { panic!("no words") };
    assert!((3_500..=4_096).contains(&distinct), "{distinct}");
    let share = |rank: usize| words[rank].1 as f64 / total as f64 * (rank + 1) as f64 * 8.9;
    assert!((0..3).all(|rank| (0.9..1.1).contains(&share(rank))), "{words:?} of {total}");
    assert_ne!(text::text(1_000, 1), text::text(1_000, 2));
}

#[test]
fn live_notes_add_up_to_the_most_frequent_words() {
    let spec = Spec::new(ENTRY.id, 300_000, 4, 2);
    let mut kernel = WordCount::new(&spec, Role::Owner);
    let mut tally = (ENTRY.tally.expect("it has one"))(&spec);
    assert_eq!(tally.shown(), None);
    for round in 0..2 {
        let parts: Vec<Words> = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
        for (unit, part) in parts.iter().enumerate() {
            tally.add(round, unit as u32, &Kernel::preview(&kernel, unit, part)[1..]);
        }
        Kernel::advance(&mut kernel, parts);
    }
    let Some(Shown::Words { words, total, distinct: None }) = tally.shown() else { panic!("words were noted") };
    let answer = Kernel::answer(&kernel);
    let Some(Shown::Words { words: exact, .. }) = answer.shown else { panic!("no words") };
    assert_eq!(total, answer.value);
    assert_eq!(words[..3], exact[..3]);
    tally.add(0, 0, &[1, 2, 3]);
    tally.add(0, 0, &[255; 40]);
}

#[test]
fn long_words_are_cut_between_characters_in_notes() {
    let kernel = owner(&"şşşşşşşşşşşşşşş xyz xyz".repeat(3), 1);
    let preview = Kernel::preview(&kernel, 0, &Kernel::run(&kernel, 0));
    let mut tally = tally::Notes::default();
    crate::Tally::add(&mut tally, 0, 0, &preview[1..]);
    let Some(Shown::Words { words, .. }) = crate::Tally::shown(&tally) else { panic!("words were noted") };
    assert!(words.contains(&("ş".repeat(11), 1)), "{words:?}");
}

#[test]
fn a_part_that_lies_is_refused() {
    let kernel = owner(&"bir iki üç dört ".repeat(200), 2);
    let encode = |words: &[(&[u8], u32)]| {
        let words: Vec<_> = words.iter().map(|&(word, count)| (Bytes::new(word), count)).collect();
        postcard::to_stdvec(&words).expect("it can be written")
    };
    assert!(Kernel::decode(&kernel, 0, &encode(&[(b"bir", 200)])).is_ok());
    let lies =
        [encode(&[(b"bir", 2_000)]), encode(&[(b"", 1)]), encode(&[(b"bir", 0)]), [encode(&[]), vec![0]].concat()];
    for lie in lies {
        assert!(matches!(Kernel::decode(&kernel, 0, &lie), Err(Error::Protocol { .. })));
    }
}

/// Characters of one to four bytes, on either side of every border between words and separators.
fn texts() -> impl Strategy<Value = String> {
    let few =
        prop::sample::select(vec!["a", "B", "7", "ş", "İ", "ı", "–", "’", "…", "¿", "×", "⁰", "語", "😀", " ", "\n"]);
    prop::collection::vec(
        prop_oneof![3 => few.prop_map(String::from), 1 => any::<char>().prop_map(String::from)],
        0..400,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_counted_as_by_the_standard_library(text in texts(), times in 1usize..20, lanes in 1u32..9) {
        let text = text.repeat(times);
        prop_assert_eq!(counted(owner(&text, lanes)), expected(&text));
    }

    #[test]
    fn pieces_end_between_words(text in texts(), pieces in 1usize..100) {
        let cuts = cuts(text.as_bytes(), pieces);
        prop_assert!(cuts.is_sorted());
        prop_assert_eq!((cuts.len(), cuts[0], cuts[pieces]), (pieces + 1, 0, text.len()));
        prop_assert!(cuts.iter().all(|&cut| text.is_char_boundary(cut)));
    }

    #[test]
    fn bytes_that_are_no_text_make_nobody_panic(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0xe2), Just(0xc2), Just(0x81)], 0..1_000),
    ) {
        let mut helper = WordCount::new(&Spec::new(ENTRY.id, 1_000, 1, 2), Role::Helper);
        Kernel::accept(&mut helper, 0, &bytes).expect("bytes are bytes");
        let part = Kernel::run(&helper, 0);
        let crossed = Kernel::decode(&helper, 0, &Kernel::encode(&helper, &part));
        prop_assert_eq!(crossed.map(|words| words.total()), Ok(part.total()));
        Kernel::preview(&helper, 0, &part);
    }
}
