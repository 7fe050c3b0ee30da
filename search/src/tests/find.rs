//! What the words find, and what they must not find.

use super::*;

#[test]
fn marks_are_optional_in_either_direction() {
    let (_folder, index) = questions(["Thủ tục cấp lại sổ đỏ", "thu tuc cap lai so do"]);
    for typed in ["Thủ tục cấp lại sổ đỏ", "thu tuc cap lai so do", "THỦ TUC cấp lai sổ ĐO"]
    {
        let mut found = find(&index, typed);
        found.sort();
        assert_eq!(found, ["1", "2"], "{typed}");
    }
}

#[test]
fn spelling_that_wavers_is_one_spelling() {
    let table = [
        ("hoà giải", "hòa giải", "old and new place of the tone"),
        ("khoá học", "khóa học", "old and new place of the tone"),
        ("kỹ thuật", "kĩ thuật", "i and y"),
        ("lý lịch", "lí lịch", "i and y"),
        ("quý ba", "quí ba", "i and y after qu"),
        ("Đường", "ðường", "Icelandic eth typed for đ"),
        ("Ủy ban", "U\u{309}y ban", "composed and decomposed"),
        ("đường bộ", "đu\u{31b}o\u{31b}\u{300}ng bô\u{323}", "composed and decomposed"),
    ];
    for (one, other, why) in table {
        for (text, typed) in [(one, other), (other, one)] {
            let (_folder, index) = questions([text]);
            assert_eq!(find(&index, typed), ["1"], "{typed} in {text}: {why}");
        }
    }
}

#[test]
fn marks_that_were_typed_count() {
    let (_folder, index) = questions(["bán đương quy", "sửa đường làng", "mùa dưỡng sinh"]);
    assert_eq!(find(&index, "đường")[0], "2");
    assert_eq!(find(&index, "dưỡng")[0], "3");
    assert_eq!(find(&index, "đương")[0], "1");
}

#[test]
fn neighbours_beat_the_same_words_apart() {
    let (_folder, index) = questions(["giao hàng thông qua bưu điện nào", "đèn giao thông qua ngã tư nào"]);
    assert_eq!(find(&index, "giao thông"), ["2", "1"]);
}

#[test]
fn no_pair_reaches_over_the_end_of_a_clause() {
    let (_folder, index) = questions(["chỗ giao. Thông báo ở đây", "chỗ giao thông báo ở đây"]);
    assert_eq!(find(&index, "giao thông"), ["2", "1"]);
}

#[test]
fn the_question_counts_more_than_the_answer() {
    let folder = Folder::new();
    let index = folder.open();
    let other = "xe buýt chạy đến mấy giờ";
    put(
        &index,
        [answered("1", other, "học phí đã được công bố"), answered("2", "học phí đã được công bố", other)],
    );
    assert_eq!(find(&index, "học phí"), ["2", "1"]);
}

#[test]
fn the_title_and_the_answer_are_searched_too() {
    let folder = Folder::new();
    let index = folder.open();
    let mut titled = answered("1", "Bao giờ xong?", "Quý ba năm sau");
    titled.title = "Cầu Rạch Miễu".to_owned();
    put(&index, [titled]);
    assert_eq!(find(&index, "rach mieu"), ["1"]);
    assert_eq!(find(&index, "quí ba"), ["1"]);
}

#[test]
fn one_or_two_words_must_all_be_there() {
    let (_folder, index) = questions(["học phí trường công", "viện phí"]);
    assert_eq!(find(&index, "học phí"), ["1"]);
    assert_eq!(find(&index, "học viện").len(), 0);
    assert_eq!(find(&index, "phí").len(), 2);
    assert_eq!(find(&index, "phí phí phi").len(), 2, "one word, typed three times");
}

#[test]
fn of_more_words_two_in_five_must_be_there() {
    let (_folder, index) = questions(["một hai ba", "một hai", "một"]);
    assert_eq!(find(&index, "một hai ba bốn năm"), ["1", "2"]);
    assert_eq!(find(&index, "một hai ba bốn năm sáu bảy"), ["1"]);
    assert_eq!(find(&index, "một x1 x2 x3"), ["3", "2", "1"], "nothing has two of them, so one will do");
    assert_eq!(find(&index, "một hai sáu"), ["2", "1"]);
}

#[test]
fn what_is_nowhere_finds_nothing() {
    let (_folder, index) = questions(["Quyết định 45/2016/QĐ-TTg về học phí"]);
    assert_eq!(find(&index, "45/2016/QĐ-TTg"), ["1"]);
    for absent in ["9999", "46", "học 9999", "zzz", "?!", "\u{301}"] {
        let found = index.search(&words(absent)).unwrap();
        assert_eq!((found.total, found.hits.len(), found.shown_for), (0, 0, None), "{absent}");
    }
}

#[test]
fn a_whole_question_may_be_the_words() {
    let (_folder, index) = questions(["xin cấp lại giấy phép lái xe bị mất", "giờ thu gom rác"]);
    let long: String = (0..5_000).map(|number| format!("từ{number} ")).collect();
    assert_eq!(find(&index, &long).len(), 0);
    let known = "xin cấp lại giấy phép lái xe bị mất ".repeat(100);
    assert_eq!(find(&index, &known), ["1"]);
}

#[test]
fn of_very_many_words_the_rarest_known_ones_decide() {
    let known: String = (0..45).map(|number| format!("từ{number} ")).collect();
    let (_folder, index) = questions([&known, "khác"]);
    let noise: String = (100..150).map(|number| format!("từ{number} ")).collect();
    assert_eq!(find(&index, &format!("{noise}{known}")), ["1"]);
}

#[test]
fn hits_carry_falling_scores() {
    let (_folder, index) = questions(["rác thải rác", "thu gom rác thải sinh hoạt ban đêm"]);
    let found = index.search(&words("rác thải")).unwrap();
    assert_eq!(ids(&found), ["1", "2"]);
    assert!(found.hits[0].score > found.hits[1].score && found.hits[1].score > 0.0);
}

#[test]
fn equal_matches_stand_in_the_order_of_their_ids() {
    let folder = Folder::new();
    let index = folder.open();
    for id in ["c", "a", "d", "b"] {
        put(&index, [asked(id, "đèn đường")]);
    }
    assert_eq!(find(&index, "đèn đường"), ["a", "b", "c", "d"]);
}

#[test]
fn a_short_page_begins_as_a_long_one_does() {
    // Only the best of a short page are scored to the end.
    const WORDS: [&str; 24] = [
        "đất",
        "đai",
        "sổ",
        "đỏ",
        "thuê",
        "nhà",
        "trường",
        "học",
        "phí",
        "điện",
        "nước",
        "rác",
        "đường",
        "hẻm",
        "cống",
        "ngập",
        "cấp",
        "lại",
        "giấy",
        "phép",
        "xây",
        "dựng",
        "tiếng",
        "ồn",
    ];
    let mut state: u32 = 7;
    let mut pick = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut text = |most: usize| {
        let length = 2 + pick(most);
        (0..length)
            .map(|_| WORDS[pick(WORDS.len()) * pick(WORDS.len()) / WORDS.len()])
            .collect::<Vec<_>>()
            .join(" ")
    };
    let folder = Folder::new();
    let index = folder.open();
    for part in 0..3 {
        put(&index, (0..200).map(|number| answered(&format!("{part}-{number:03}"), &text(12), &text(40))));
    }
    for _ in 0..20 {
        let long = Query { per_page: 100, ..words(&text(20)) };
        let whole = index.search(&long).unwrap();
        for per_page in [1, 3, 10] {
            let short = index.search(&Query { per_page, ..long.clone() }).unwrap();
            assert_eq!(short.total, whole.total);
            assert_eq!(short.hits[..], whole.hits[..short.hits.len()], "{per_page} of {:?}", long.words);
            let second = index.search(&Query { per_page, page: 1, ..long.clone() }).unwrap();
            let start = per_page.min(whole.hits.len());
            assert_eq!(second.hits[..], whole.hits[start..start + second.hits.len()], "{:?}", long.words);
        }
    }
}
