//! Words as they are typed, and what was meant by them.

use unicode_normalization::UnicodeNormalization;

use super::*;

/// What a city has answered, enough of it to know its words.
const ANSWERED: [&str; 12] = [
    "Thủ tục cấp lại sổ đỏ bị mất làm ở đâu?",
    "Sơ đồ tuyến xe buýt số 5 treo ở đâu?",
    "Thuê đất xã cũ nay sáp nhập thì gia hạn thế nào?",
    "Mương nước xả thải ra ruộng lúa",
    "Đường Trần Phú ngập nước khi mưa lớn",
    "Đường ray xe lửa qua khu dân cư",
    "Dương tính với cúm thì nghỉ học mấy ngày?",
    "Nghĩa vụ quân sự của người có con nhỏ",
    "Hồ sơ đăng ký kết hôn gồm giấy tờ gì?",
    "Quyết định 2995/QĐ-BYT về hướng dẫn chẩn đoán",
    "Nghị định 168/2024/NĐ-CP phạt vượt đèn đỏ bao nhiêu?",
    "Lịch thu gom rác ở ngõ nhỏ",
];

fn first(index: &Index, typed: &str) -> (String, Option<String>) {
    let found = index.search(&words(typed)).unwrap();
    (found.hits.first().map(|hit| hit.id.clone()).unwrap_or_default(), found.shown_for)
}

#[test]
fn what_was_typed_in_a_hurry_finds_what_was_meant() {
    let (_folder, index) = questions(ANSWERED);
    let table = [
        ("thu tuc cap lai so do", "1", Some("thủ tục cấp lại sổ đỏ"), "without marks"),
        ("thủ tuc cấp lai sổ do", "1", Some("thủ tục cấp lại sổ đỏ"), "half marked"),
        ("THUE DAT XA CU", "3", Some("THUÊ ĐẤT XÃ CŨ"), "capitals"),
        ("thur tucj caaps laij", "1", Some("thủ tục cấp lại"), "raw Telex"),
        ("thu3 tu5c ca61p la5i", "1", Some("thủ tục cấp lại"), "raw VNI"),
        ("thủ tụcc cấp lại", "1", Some("thủ tục cấp lại"), "a key twice"),
        ("dang ky ket hno", "9", Some("đăng ký kết hôn"), "two keys swapped, without marks"),
        ("đuong Trần Phú", "5", Some("đường Trần Phú"), "some marks of a word"),
        ("mương nước xả thải", "4", None, "all marks"),
        ("nghia vu quan su", "8", Some("nghĩa vụ quân sự"), "without marks"),
    ];
    for (typed, id, shown, why) in table {
        let found = first(&index, typed);
        assert_eq!((found.0.as_str(), found.1.as_deref()), (id, shown), "{typed}: {why}");
    }
}

#[test]
fn form_case_and_place_of_the_tone_cost_nothing() {
    let (_folder, index) = questions(ANSWERED);
    for typed in ANSWERED {
        let expected = index.search(&words(typed)).unwrap().hits;
        for other in
            [typed.nfd().collect(), typed.to_uppercase(), typed.to_uppercase().nfd().collect::<String>()]
        {
            assert_eq!(index.search(&words(&other)).unwrap().hits, expected, "{other}");
        }
    }
}

#[test]
fn marks_that_were_typed_are_never_changed() {
    let (_folder, index) = questions(ANSWERED);
    for typed in ["sơ đồ", "dương", "đường", "sổ đỏ", "xa lửa"] {
        let (_, shown) = first(&index, typed);
        assert!(shown.is_none() || typed == "xa lửa", "{typed}: {shown:?}");
    }
    assert_eq!(first(&index, "sơ đồ").0, "2");
    assert_eq!(first(&index, "dương").0, "7");
}

#[test]
fn the_literal_words_can_be_asked() {
    let (_folder, index) = questions(ANSWERED);
    let literal = |typed: &str| index.search(&Query { literal: true, ..words(typed) }).unwrap();
    assert_eq!(literal("thur tucj").total, 0);
    assert_eq!(literal("thu tuc cap lai").shown_for, None);
    assert_eq!(literal("thu tuc cap lai").hits[0].id, "1", "marks stay optional");
}

#[test]
fn a_repaired_query_that_finds_nothing_is_asked_as_typed() {
    let folder = Folder::new();
    let index = folder.open();
    put(&index, [asked("1", "vaccine"), asked("2", "đèn đường")]);
    let found = index.search(&Query { field: Some("none".to_owned()), ..words("den duong") }).unwrap();
    assert_eq!((found.total, found.shown_for), (0, None));
    assert_eq!(first(&index, "vacine").1.as_deref(), Some("vaccine"));
}

#[test]
fn numbers_of_documents_are_found_by_what_is_remembered_of_them() {
    let (_folder, index) = questions(ANSWERED);
    for (typed, id) in [
        ("2995/QĐ-BYT", "10"),
        ("2995 qd byt", "10"),
        ("qd 2995", "10"),
        ("nghị định 168", "11"),
        ("nghi dinh so 168/2024", "11"),
        ("168/2024/nđ-cp", "11"),
    ] {
        assert_eq!(first(&index, typed).0, id, "{typed}");
    }
}

#[test]
fn a_quoted_phrase_is_meant_word_for_word() {
    let (_folder, index) =
        questions(["đèn đường hỏng", "đường đèn hỏng", "đèn hỏng trên đường", "den duong", "đèn. Đường"]);
    let find = |typed: &str| {
        let mut found = find(&index, typed);
        found.sort();
        found.join(" ")
    };
    assert_eq!(find("\"đèn đường\""), "1 5");
    assert_eq!(find("\"den duong\""), "1 4 5", "without marks any will do");
    assert_eq!(find("“đèn đường” hỏng"), "1 5");
    assert_eq!(find("«hỏng trên đường»"), "3");
    for unbalanced in ["\"đèn đường", "đèn đường\"", "\"\" đèn đường", "\"đèn\" đường"]
    {
        assert_eq!(find(unbalanced), "1 2 3 4 5", "{unbalanced}");
    }
    let across = Folder::new();
    let index = across.open();
    put(&index, [answered("1", "hỏi về đèn", "đường sẽ sáng")]);
    assert_eq!(
        super::find(&index, "\"đèn đường\"").len(),
        0,
        "no phrase reaches from the question into the answer"
    );
}

#[test]
fn another_term_for_the_same_thing_is_found() {
    let (_folder, index) = questions([
        "Cấp giấy chứng nhận quyền sử dụng đất lần đầu",
        "Sơ đồ thửa đất",
        "Ủy ban nhân dân xã làm việc mấy giờ",
        "Quyền sử dụng giấy chứng nhận",
    ]);
    let find = |typed: &str| find(&index, typed).join(" ");
    assert_eq!(find("sổ đỏ"), "2", "it looks alike, and nothing is nearer");
    let groups: Vec<Vec<String>> =
        [&["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"][..], &["UBND", "ủy ban nhân dân"]]
            .iter()
            .map(|group| group.iter().map(|term| (*term).to_owned()).collect())
            .collect();
    index.set_synonyms(&groups);
    assert_eq!(find("sổ đỏ"), "1 2");
    assert_eq!(find("ubnd xã"), "3");
    assert!(find("cấp sổ đỏ lần đầu").starts_with('1'));
    assert_eq!(find("sơ đồ"), "2", "what only looks alike is something else");
    let literal = index.search(&Query { literal: true, ..words("sổ đỏ") }).unwrap();
    assert_eq!(ids(&literal), ["2"], "the literal words are not widened");
}

#[test]
fn no_word_of_a_removed_text_is_proposed() {
    let (_folder, index) = questions(["bí mật: đường Bản Nháp số 9", "đường khác"]);
    assert_eq!(first(&index, "ban nhap").1.as_deref(), Some("bản nháp"));
    index.apply(vec![Change::Remove("1".to_owned())], &cursor(2)).unwrap();
    assert_eq!(first(&index, "ban nhap"), (String::new(), None));
    assert_eq!(first(&index, "ban nhpa"), (String::new(), None));
    assert_eq!(index.search(&words("duong")).unwrap().total, 1);
}

#[test]
fn how_much_of_the_words_a_hit_has_is_told() {
    let (_folder, index) = questions(["đèn đường hỏng", "đèn nhà", "rác"]);
    let query = Query { reach: crate::Reach::Some, ..words("đèn đường hỏng quá") };
    let found = index.search(&query).unwrap();
    assert_eq!(ids(&found), ["1", "2"]);
    assert!(found.hits[0].covers > 0.99 && found.hits[1].covers < 0.4, "{:?}", found.hits);
    for (percent, expected) in [(0, 2), (10, 2), (40, 1), (90, 1), (100, 1)] {
        let near = Query { reach: crate::Reach::Near(percent), ..query.clone() };
        assert_eq!(index.search(&near).unwrap().total, expected, "{percent} %");
    }
}

mod hostile {
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn any_words_get_an_answer() {
        let (_folder, index) = questions(["đèn đường", "45/2016/QĐ-TTg"]);
        let typed =
            prop_oneof![any::<String>(), "[a-z0-9đươ\"“«*?:()/+~^\\\\ -]{0,400}", "([a-zđ]{1,8} ){0,120}"];
        let mut runner = TestRunner::default();
        runner
            .run(&(typed, any::<bool>()), |(typed, literal)| {
                let found = index.search(&Query { literal, ..words(&typed) }).unwrap();
                prop_assert!(found.total <= 2);
                Ok(())
            })
            .unwrap();
    }
}
