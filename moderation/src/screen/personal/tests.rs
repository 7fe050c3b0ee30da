//! What each kind is found in, what only looks like it, and that any text gets an answer. How well it does on sets that
//! others wrote is measured in `tests/it/screen.rs`.

use proptest::prelude::*;

use super::{Kind, personal};

/// What is found, in its order.
fn found(text: &str) -> Vec<(Kind, String)> {
    let part = |start: usize, end: usize| text.chars().skip(start).take(end - start).collect();
    personal(text).into_iter().map(|found| (found.kind, part(found.start, found.end))).collect()
}

#[track_caller]
fn assert_whole(kind: Kind, texts: &[&str]) {
    for text in texts {
        let (before, rest) = text.split_once('{').expect("the part stands in braces");
        let (wanted, after) = rest.split_once('}').expect("the part stands in braces");
        let expected = vec![(kind, wanted.to_owned())];
        assert_eq!(found(&format!("{before}{wanted}{after}")), expected, "{text}");
    }
}

#[test]
fn telephones_are_found_however_they_are_written() {
    assert_whole(
        Kind::Phone,
        &[
            "Xin gọi {0950 000 731} nhé",
            "{0950000731}",
            "gọi {+84 950 000 731}.",
            "{(+84) 950 000 731}",
            "{84950000731}",
            "{0225.3.842.567} là máy bàn",
            "{09.50.00.07.31}",
            "{0 9 5 0 0 0 0 7 3 1}",
            "lh {o95o.ooo.73l} nha",
            "zalo {0950/000/731}",
            "sdt{0950000731}",
            "số {không chín năm không, không không không, bảy ba một} ạ",
            "so toi {khong chin muoi hai ba bon nam sau bay tam}",
            "０ là chữ khác: {０９５０ ０００ ７３１}",
        ],
    );
}

#[test]
fn the_nearest_word_tells_what_a_number_is() {
    assert_whole(
        Kind::IdCard,
        &["CCCD của tôi {031 085 004 716}", "{031085004716}", "chứng minh cũ {031456789}"],
    );
    assert_whole(Kind::TaxCode, &["MST {0200963814}", "mã số thuế: {0200963814-002} đã đóng"]);
    assert_whole(Kind::BankAccount, &["STK {0123 4567 8901} Vietcombank", "chuyển khoản vào {19031234567}"]);
    let both = found("MST 0200963814, điện thoại 0950 000 731");
    assert_eq!(both.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Kind::TaxCode, Kind::Phone]);
}

#[test]
fn plates_addresses_of_letters_days_of_birth_and_pages() {
    assert_whole(
        Kind::Plate,
        &["xe {15A-123.45}", "biển {29-A1 12345}", "bks {34B2-55 013}", "xe {16H6-2085} cũ"],
    );
    assert_whole(Kind::Email, &["thư {an.vidu@example.com}.", "gửi {an.vidu [at] gmail chấm com} nhé"]);
    assert_whole(Kind::BirthDate, &["cháu sinh ngày {12/3/2015} ạ", "em sn {98}", "Mẹ tôi sinh năm {1960}"]);
    assert_whole(Kind::ProfileLink, &["trang {facebook.com/an.vidu.1}.", "{https://zalo.me/g/vidu} đó"]);
}

#[test]
fn houses_and_names_are_found() {
    assert_whole(
        Kind::Address,
        &[
            "ở {số 5 ngõ 12 đường Lạch Tray, phường An Biên}",
            "{số nhà 14, thôn Kim Sơn, xã Tân Trào} mất điện",
            "tại {146/9 Đặng Xuân Bảng} quay ngược",
        ],
    );
    assert_whole(
        Kind::PersonName,
        &[
            "Tôi là {Nguyễn Văn An}, xin hỏi",
            "chị {Lan} ở tổ 4",
            "TÔI LÀ {NGUYỄN VĂN BÌNH}, HỎI THỦ TỤC",
            "toi ten {nguyen thi hoa}",
            "cô giáo {Hương} dạy cháu",
        ],
    );
}

#[test]
fn what_only_looks_like_it_stays() {
    for text in [
        "Hồ sơ H31.12-240913-0023 nộp ngày 12/05/2024 15h",
        "Giá 1.250.000.000 đồng theo 45/2016/QĐ-TTg",
        "Đường dây 1900 1234, 1022 hay 113",
        "Thửa 123 tờ bản đồ 45, thôn 3 xã An Lão",
        "Sinh hoạt hè ngày 12/3/2025, học sinh năm 2024",
        "Đường Bà Triệu, trường THCS Trần Phú, Công ty Nguyễn Hoàng",
        "Ban Chỉ huy quân sự; ông Chủ tịch; bà con khu 5; là Luật Đất đai",
        "Lớp 12A1 2024; ngõ 34 đường Bến Sỏi; nhà 3 tầng",
        "Hoa anh đào trồng ở công viên; em đang thi lại",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in "(?s).{0,200}") {
        assert_in_order(&text);
    }

    /// Rows of digits, signs and the words that tell, in any order.
    #[test]
    fn any_row_of_digits_gets_an_answer(
        parts in proptest::collection::vec("[0-9]{1,12}|[ .,/()+-]{1,3}|sdt |CCCD |STK |không |năm |Nguyễn |số nhà |@|ngõ ", 0..24)
    ) {
        assert_in_order(&parts.concat());
    }
}

fn assert_in_order(text: &str) {
    let length = text.chars().count();
    let mut end = 0;
    for finding in personal(text) {
        assert!(
            end <= finding.start && finding.start < finding.end && finding.end <= length,
            "{finding:?} in {text:?}"
        );
        end = finding.end;
    }
}

/// What stands beside another finding is hidden too, and names are told from what is only written alike.
#[test]
fn nothing_is_uncovered_by_what_is_found_beside_it() {
    for (text, expected) in [
        (
            "Tôi là Nguyễn Văn Tuấn Zalo tuan123",
            [(Kind::PersonName, "Nguyễn Văn Tuấn "), (Kind::ProfileLink, "Zalo tuan123")],
        ),
        (
            "Chị Lan số 7 Lê Lợi, phường An Biên",
            [(Kind::PersonName, "Lan"), (Kind::Address, "số 7 Lê Lợi, phường An Biên")],
        ),
        (
            "Tôi hỏi chị Hường rồi. Việc này chỉ có Hường",
            [(Kind::PersonName, "Hường"), (Kind::PersonName, "Hường")],
        ),
        (
            "hàng xóm tên Nga nhắn tôi @thuyvy92 nhé",
            [(Kind::PersonName, "Nga"), (Kind::ProfileLink, "@thuyvy92")],
        ),
    ] {
        let expected: Vec<(Kind, String)> = expected.map(|(kind, part)| (kind, part.to_owned())).into();
        assert_eq!(found(text), expected, "{text}");
    }
}
