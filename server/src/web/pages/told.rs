//! How a page says what was done: a taken form leads back to its list, with `?xong=approve:2-15` in the address.

use axum::response::{IntoResponse, Redirect, Response};

use crate::words::Lang;

/// The sentence of each verb; `{}` stands for what it was about.
const SENTENCES: [(&str, &str); 65] = [
    ("approve", "Đã duyệt câu {}."),
    ("group-merge", "Đã gộp cả nhóm: câu {}."),
    ("group-approve", "Đã duyệt các câu {}."),
    ("group-reject", "Đã từ chối các câu {}. Người hỏi sẽ thấy lý do khi tra cứu bằng mã."),
    ("group-redirect", "Đã chuyển các câu {} sang kênh khác."),
    ("group-undo", "Đã hoàn tác. Các câu {} trở lại như trước."),
    (
        "group-part",
        "Đã quyết định câu {}. Các câu còn lại đang được đồng nghiệp giữ hoặc vừa được quyết định.",
    ),
    ("hold", "Anh, chị đang giữ {} câu trong 90 giây."),
    ("release", "Đã trả lại {} câu cho đồng nghiệp."),
    ("edit", "Đã sửa câu {}."),
    ("reject", "Đã từ chối câu {}. Người hỏi sẽ thấy lý do khi tra cứu bằng mã."),
    ("retract", "Đã gỡ câu {}."),
    (
        "retract-asked",
        "Đã ghi đề nghị gỡ câu {}. Cần một người điều hành khác cùng đề nghị thì câu mới được gỡ.",
    ),
    ("merge", "Đã gộp câu {}."),
    ("unmerge", "Đã bỏ gộp câu {}."),
    ("request-info", "Đã đề nghị người hỏi bổ sung câu {}."),
    ("redirect", "Đã chuyển câu {} sang kênh khác."),
    ("undo", "Đã hoàn tác. Câu {} trở lại như trước."),
    ("transfer", "Đã chuyển câu {} sang đơn vị khác."),
    ("assign", "Đã phân công câu {}."),
    ("queue", "Đã xếp câu {} vào hàng chờ trả lời."),
    ("stage", "Đang trả lời câu {}."),
    ("unstage", "Đã đưa câu {} xuống."),
    ("done", "Đã kết thúc phần trả lời câu {} trong phiên."),
    ("save", "Đã lưu nháp câu {}."),
    ("take-over", "Anh, chị đang soạn câu {}. Người soạn trước được báo ở lần tự lưu tới."),
    ("submit", "Đã gửi rà soát câu trả lời cho câu {}."),
    ("return", "Đã trả lại bản nháp của câu {} để sửa."),
    ("publish", "Đã đăng trả lời cho câu {}."),
    ("correct", "Đã đăng đính chính cho câu {}."),
    ("addendum", "Đã đăng ý kiến bổ sung cho câu {}."),
    ("retract-answer", "Đã thu hồi trả lời của câu {}. Câu trở lại chờ trả lời."),
    ("announce", "Đã công bố phiên."),
    ("open", "Phiên đã mở nhận câu hỏi."),
    ("start", "Phiên đã bắt đầu."),
    ("pause", "Phiên đang tạm dừng. Vẫn nhận câu hỏi."),
    ("resume", "Phiên đã tiếp tục."),
    ("extend", "Đã kéo dài phiên thêm 15 phút."),
    ("end", "Phiên đã kết thúc. Câu chưa trả lời được hẹn trả lời sau phiên."),
    ("archive", "Phiên đã được lưu trữ."),
    ("cancel", "Đã hủy phiên."),
    ("notice", "Đã gửi thông báo tới người đang xem."),
    ("create-session", "Đã lưu nháp phiên {}. Bước tiếp theo: công bố."),
    ("kept-draft", "Đã lưu. Phiên còn là bản nháp vì chưa đủ để công bố."),
    ("repeat-session", "Đã tạo phiên kế tiếp {}, còn là bản nháp. Hãy xem lại rồi công bố."),
    ("edit-session", "Đã lưu thay đổi của phiên."),
    ("put-unit", "Đã lưu đơn vị {}."),
    ("put-field", "Đã lưu lĩnh vực {}."),
    ("put-holiday", "Đã lưu ngày {}."),
    ("delete-holiday", "Đã bỏ ngày {} khỏi lịch."),
    ("put-reason", "Đã lưu lý do {}."),
    ("delete-reason", "Đã xóa lý do {}."),
    ("put-template", "Đã lưu mẫu câu {}."),
    ("delete-template", "Đã xóa mẫu câu {}."),
    ("put-synonym", "Đã lưu nhóm từ {}."),
    ("delete-synonym", "Đã xóa nhóm từ {}."),
    ("put-maskwords", "Đã lưu nhóm từ {}."),
    ("delete-maskwords", "Đã xóa nhóm từ {}."),
    ("put-watchwords", "Đã lưu nhóm từ {}."),
    ("delete-watchwords", "Đã xóa nhóm từ {}."),
    ("create-staff", "Đã tạo tài khoản {}."),
    ("set-password", "Đã đặt mật khẩu mới cho {}."),
    ("change-password", "Đã đổi mật khẩu. Các nơi đăng nhập khác đã bị đăng xuất."),
    ("close-sign-in", "Đã đăng xuất nơi đó."),
    ("on-behalf", "Đã nhập câu hỏi. Mã tra cứu để trao cho người hỏi: {}."),
];

/// How long a name in such an address may be, and the names of a whole group.
const MOST: usize = 80;
const MOST_OF_GROUP: usize = 1_000;

/// What askers do on a question's own page.
const ASKERS: [&str; 4] = ["reply", "withdraw", "appeal", "rate"];

/// A taken form: back to the list, which says what was done to what.
#[must_use]
pub fn done(page: &str, verb: &str, about: &str) -> Response {
    let sign = if page.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{page}{sign}xong={verb}:{about}")).into_response()
}

/// As [`done`], at a place of the page.
#[must_use]
pub fn done_at(page: &str, verb: &str, about: &str, anchor: &str) -> Response {
    let sign = if page.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{page}{sign}xong={verb}:{about}#{anchor}")).into_response()
}

/// What was done, from the address that [`done`] made: the verb, what it was about, and the sentence to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub verb: String,
    pub about: String,
    pub sentence: String,
}

impl Told {
    /// What an asker has done, in their language.
    #[must_use]
    pub fn of_asker(xong: &str, lang: Lang) -> Option<Self> {
        let (verb, about) = xong.split_once(':')?;
        let sentence = ASKERS.contains(&verb).then(|| lang.say(&format!("told-{verb}")))?;
        Some(Self { verb: verb.to_owned(), about: about.to_owned(), sentence })
    }

    /// Reads `approve:2-15`. Anybody can write such an address, so only known verbs and plain names count.
    #[must_use]
    pub fn read(xong: &str) -> Option<Self> {
        let (verb, about) = xong.split_once(':')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_group = verb.starts_with("group-");
        if about.len() > if is_group { MOST_OF_GROUP } else { MOST } || !about.chars().all(plain) {
            return None;
        }
        let (_, sentence) = SENTENCES.iter().find(|(known, _)| *known == verb)?;
        let sentence =
            sentence.replace("{}", &if is_group { about.replace('.', ", ") } else { about.to_owned() });
        Some(Self { verb: verb.to_owned(), about: about.to_owned(), sentence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xong: &str) -> Option<String> {
        Told::read(xong).map(|told| told.sentence)
    }

    #[test]
    fn an_address_says_what_was_done() {
        assert_eq!(told("approve:2-15").as_deref(), Some("Đã duyệt câu 2-15."));
        assert_eq!(told("pause:mot-phien").as_deref(), Some("Phiên đang tạm dừng. Vẫn nhận câu hỏi."));
    }

    #[test]
    fn what_somebody_else_wrote_into_an_address_is_not_said() {
        assert_eq!(told("approve:2-15 và gọi ngay 0950 000 000"), None);
        assert_eq!(told("explode:2-15"), None);
        assert_eq!(told("approve"), None);
    }
}
