//! The passage shown below a hit.

use proptest::prelude::*;

use crate::{Marks, passage};

fn snippet(text: &str, words: &str, max_chars: usize) -> String {
    passage(text, None, &Marks::of(words), max_chars)
}

const TEXT: &str =
    "Xe buýt số 8 chạy đến 21 giờ. Thủ tục cấp lại sổ đỏ làm tại bộ phận một cửa, không thu phí.";

#[test]
fn a_short_text_is_shown_whole() {
    assert_eq!(snippet("Thủ tục (mới).", "thu tuc", 100), "<mark>Thủ</mark> <mark>tục</mark> (mới).");
    assert_eq!(snippet("  Chào.\n", "", 100), "Chào.");
    assert_eq!(snippet("", "thu tuc", 100), "");
}

#[test]
fn the_passage_with_the_most_words_is_shown() {
    assert_eq!(
        snippet(TEXT, "so do tai mot cua", 36),
        "…<mark>sổ</mark> <mark>đỏ</mark> làm <mark>tại</mark> bộ phận <mark>một</mark> <mark>cửa</mark>, không…"
    );
    assert_eq!(snippet(TEXT, "xe buýt", 12), "<mark>Xe</mark> <mark>buýt</mark> số 8…");
    assert_eq!(snippet(TEXT, "phí", 14), "…không thu <mark>phí</mark>.");
}

#[test]
fn without_a_match_the_beginning_is_shown() {
    assert_eq!(snippet(TEXT, "zzz", 15), "Xe buýt số 8…");
    assert_eq!(snippet(TEXT, "", 15), "Xe buýt số 8…");
}

#[test]
fn nothing_of_a_word_that_does_not_fit_is_shown() {
    assert_eq!(snippet("nghiêng", "nghieng", 3), "…");
    assert_eq!(snippet("một hai", "mot", 0), "…");
    assert_eq!(snippet("=================", "x", 5), "…");
}

#[test]
fn decomposed_text_is_marked_as_it_stands() {
    let text = "sửa đu\u{31b}o\u{31b}\u{300}ng làng";
    for words in ["đường", "duong", "đu\u{31b}o\u{31b}\u{300}ng"] {
        assert_eq!(snippet(text, words, 80), "sửa <mark>đu\u{31b}o\u{31b}\u{300}ng</mark> làng");
    }
}

#[test]
fn what_was_meant_is_marked_and_not_what_only_looks_like_it() {
    let text = "Thuế khi thuê đất đặt hàng";
    assert_eq!(snippet(text, "thuê đất", 80), "Thuế khi <mark>thuê</mark> <mark>đất</mark> đặt hàng");
    assert_eq!(
        snippet(text, "thuê đắt", 80),
        "Thuế khi <mark>thuê</mark> <mark>đất</mark> <mark>đặt</mark> hàng"
    );
    let both = "<mark>Thuế</mark> khi <mark>thuê</mark> đất đặt hàng";
    assert_eq!(snippet(text, "thue", 80), both, "without marks either may be meant");
}

#[test]
fn text_is_escaped() {
    assert_eq!(
        snippet("<tên xã> & \"B\" 'b' <mark>", "xa mark", 80),
        "&lt;tên <mark>xã</mark>&gt; &amp; &quot;B&quot; &#39;b&#39; &lt;<mark>mark</mark>&gt;"
    );
    assert_eq!(snippet("A&B", "amp lt", 80), "A&amp;B", "no word is found in an escape");
}

/// The source passage behind a snippet, without the ellipses that were added.
fn unmarked(html: &str) -> String {
    html.replace("<mark>", "")
        .replace("</mark>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn is_cut_from(text: &str, passage: &str) -> bool {
    let head = passage.strip_prefix('…');
    let tail = passage.strip_suffix('…');
    let both = head.and_then(|rest| rest.strip_suffix('…'));
    [Some(passage), head, tail, both].into_iter().flatten().any(|part| text.contains(part))
}

proptest! {
    #[test]
    fn a_snippet_is_a_marked_part_of_the_text(
        text in "([<>&'\"…a-cà-ẫđ \n.\u{300}\u{302}]|<mark>|duong|đường|&amp;|👨‍👩‍👧){0,40}",
        words in "([a-cà-ẫđ ]|duong|mark|amp){0,6}",
        max in 0_usize..60,
    ) {
        let html = snippet(&text, &words, max);
        let tags = html.replace("<mark>", "").replace("</mark>", "");
        prop_assert!(!tags.contains(['<', '>', '"', '\'']), "{}", html);
        prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
        let passage = unmarked(&html);
        prop_assert!(is_cut_from(&text, &passage), "{:?} in {:?}", passage, text);
        prop_assert!(passage.chars().count() <= max + 2);
    }

    #[test]
    fn any_text_gives_a_snippet(text in any::<String>(), words in any::<String>(), max in any::<usize>()) {
        prop_assert!(is_cut_from(&text, &unmarked(&snippet(&text, &words, max))));
    }

    #[test]
    fn no_cut_parts_a_letter_from_its_marks(max in 0_usize..40, words in "[a-z]{1,3}") {
        let text = "đu\u{31b}o\u{31b}\u{300}ng bô\u{323} va\u{300} ca\u{302}\u{300}u a\u{306}\u{301}";
        let passage = unmarked(&snippet(text, &words, max));
        let rest = text.split_once(passage.trim_matches('…')).map_or("", |(_, rest)| rest);
        let parted = rest.starts_with(|c: char| ('\u{300}'..='\u{36f}').contains(&c));
        prop_assert!(passage == "…" || !parted, "{:?}", passage);
    }
}

#[test]
fn the_answer_is_shown_when_it_has_as_many_of_the_words() {
    let of = |words: &str, answer| passage("Thuê đất ở đâu?", answer, &Marks::of(words), 80);
    let answer = Some("Thuê tại xã.");
    assert_eq!(of("thuê", answer), "<mark>Thuê</mark> tại xã.");
    assert_eq!(of("thuê đất", answer), "<mark>Thuê</mark> <mark>đất</mark> ở đâu?");
    for answer in [answer, None] {
        assert_eq!(of("xyz", answer), "Thuê đất ở đâu?");
    }
}
