//! Sentences that pages tell about a question, by its public label.

use dialogue::question::{Label, Moderation};

use super::shapes::QuestionShape;

impl QuestionShape {
    /// Why there is no text to read, on a stub.
    #[must_use]
    pub fn why_hidden(&self) -> String {
        let reason = self.reason.as_ref().map_or("", |reason| &reason.label);
        match self.label {
            Label::Received => "Câu hỏi đang chờ duyệt nên chưa được đăng.".to_owned(),
            Label::NeedsInfo => "Câu hỏi đang chờ người hỏi bổ sung nên chưa được đăng.".to_owned(),
            Label::Rejected => format!("Không đăng: {reason}."),
            Label::Redirected => format!("Đã chuyển đến {reason}."),
            Label::Withdrawn => "Người hỏi đã rút câu hỏi này.".to_owned(),
            _ if self.display_name.is_some() => "Nội dung đã được xóa theo yêu cầu.".to_owned(),
            _ => "Câu hỏi này không công khai.".to_owned(),
        }
    }

    /// What happens next and who is responsible, in one sentence to the asker.
    #[must_use]
    pub fn next_step(&self) -> String {
        let unit = self.shown.lead_unit.as_deref().unwrap_or("Đơn vị được phân công");
        match self.label {
            Label::Received => {
                "Người điều hành đọc và duyệt câu hỏi; sau khi duyệt, câu hỏi được đăng công khai và \
                                giao cho đơn vị trả lời."
                    .to_owned()
            }
            Label::NeedsInfo => "Đang chờ anh, chị bổ sung thông tin theo ghi chú dưới đây.".to_owned(),
            Label::Approved => "Câu hỏi đã được đăng và đang chờ phân công đơn vị trả lời.".to_owned(),
            Label::InProgress if self.shown.awaits_text => {
                format!("Đã trả lời trực tiếp trong phiên; {unit} đang soạn câu trả lời bằng văn bản.")
            }
            Label::InProgress => format!("{unit} chịu trách nhiệm trả lời."),
            Label::OnStage => format!("{unit} đang trả lời trực tiếp trong phiên."),
            Label::Answered => "Câu trả lời đã được đăng công khai, xin xem dưới đây.".to_owned(),
            Label::Merged => {
                "Câu hỏi đã được gộp vào một câu cùng nội dung; câu trả lời nằm ở câu đó.".to_owned()
            }
            Label::Rejected => "Câu hỏi không được đăng; lý do và ghi chú nằm dưới đây.".to_owned(),
            Label::Redirected => "Nội dung này không thuộc phiên, đã được chuyển nơi khác xử lý.".to_owned(),
            Label::Withdrawn => "Anh, chị đã rút câu hỏi này; không còn bước nào nữa.".to_owned(),
        }
    }

    /// As [`QuestionShape::next_step`], where what it points to stands on another page.
    #[must_use]
    pub fn next_move(&self) -> String {
        match self.label {
            Label::NeedsInfo => "Đang chờ anh, chị bổ sung thông tin.".to_owned(),
            Label::Answered => "Câu trả lời đã được đăng công khai.".to_owned(),
            Label::Rejected => "Câu hỏi không được đăng.".to_owned(),
            _ => self.next_step(),
        }
    }

    /// Whether the text says more than the heading made of it.
    #[must_use]
    pub fn says_more(&self) -> bool {
        self.text.as_ref().is_some_and(|text| *text != self.heading())
    }

    /// Whether visitors may express their interest.
    #[must_use]
    pub fn takes_votes(&self) -> bool {
        self.shown.allow_votes && self.moderation == Moderation::Approved && self.text.is_some()
    }
}
