//! What a text is as a whole: a complaint or denunciation, which the law sends elsewhere; advertising; shouted; in a language
//! that nobody here reads; without content. It orders the queue and suggests; nothing is refused for it.
//!
//! Each is told by signs that add up. Words are looked for without marks, as many write.

mod empty;
mod language;
mod phrases;

use dialogue::text::fold;
use phrases::{COMPLAINT, SPAM};

pub(super) use language::is_syllable;

/// What a text is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Character {
    Complaint,
    Spam,
    Shouting,
    Language,
    Empty,
}

impl Character {
    pub const ALL: [Self; 5] = [Self::Complaint, Self::Spam, Self::Shouting, Self::Language, Self::Empty];

    /// The word of programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Spam => "spam",
            Self::Shouting => "shouting",
            Self::Language => "language",
            Self::Empty => "empty",
        }
    }

    /// The words of the desk.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Complaint => "có thể là khiếu nại, tố cáo: chuyển kênh khác",
            Self::Spam => "có thể là quảng cáo",
            Self::Shouting => "viết hoa hoặc kéo dài, nội dung vẫn đọc được",
            Self::Language => "không phải tiếng Việt hay tiếng Anh",
            Self::Empty => "chưa có nội dung",
        }
    }

    /// Whether a moderator should rather look at it apart from the others; shouting alone is no reason.
    #[must_use]
    pub const fn is_suspect(self) -> bool {
        !matches!(self, Self::Shouting)
    }
}

/// What a text is besides a question; mostly nothing.
#[must_use]
pub fn character(text: &str) -> Vec<Character> {
    if empty::is_empty(text) {
        return vec![Character::Empty];
    }
    if language::is_foreign(text) {
        return vec![Character::Language];
    }
    let folded = spaced(&fold(text));
    let mut found = Vec::new();
    if COMPLAINT.is_told(&folded) {
        found.push(Character::Complaint);
    }
    if is_repeated(text) || SPAM.is_told(&folded) {
        found.push(Character::Spam);
    }
    if is_shouted(text) {
        found.push(Character::Shouting);
    }
    found
}

/// Words with one space around each, for phrases to be found as whole words.
fn spaced(folded: &str) -> String {
    let words =
        folded.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '%' && letter != '?');
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('?', " ? ").trim().to_owned())
        .collect();
    format!(" {} ", words.join(" "))
}

/// Mostly capitals, rows of marks, or letters drawn out.
fn is_shouted(text: &str) -> bool {
    /// Fewer letters than these are an abbreviation.
    const FEW: usize = 15;
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|letter| letter.is_uppercase()).count();
    let is_loud = letters.len() >= FEW && capitals * 10 > letters.len() * 6;
    let runs = runs(text);
    let marks = |run: &&(char, usize)| matches!(run.0, '!' | '！' | '?' | '？');
    let is_marked =
        runs.iter().filter(marks).map(|run| run.1).filter(|count| *count >= 3).sum::<usize>() >= 4;
    let is_drawn = runs.iter().filter(|run| run.0.is_alphabetic() && run.1 >= 4).count() >= 2;
    is_loud || is_marked || is_drawn
}

/// Each character with how often it follows on itself.
fn runs(text: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in text.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == letter => *count += 1,
            _ => runs.push((letter, 1)),
        }
    }
    runs
}

/// One sentence three times and more, and little else.
fn is_repeated(text: &str) -> bool {
    let parts = text.split(['\n', '.', '!', '?', ',', ';']).map(|part| fold(part.trim()));
    let mut parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let all = parts.len();
    parts.sort();
    let most = parts.chunk_by(|one, other| one == other).map(<[String]>::len).max().unwrap_or(0);
    most >= 3 && most * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_question_is_nothing_else() {
        for text in [
            "Bao giờ có điện?",
            "Nước đục quá ạ.",
            "Cho tôi hỏi muốn khiếu nại quyết định xử phạt thì nộp đơn ở đâu?",
            "HTX NN Phú Điền nộp hồ sơ cấp GCNQSDĐ ở UBND phường nào?",
            "When will the bridge be open again?",
            "mat can cuoc thi lam lai o dau",
        ] {
            assert_eq!(character(text), [], "{text}");
        }
    }

    #[test]
    fn each_is_told() {
        for (text, kind) in [
            ("Tôi tố cáo ông Tư, cán bộ phường, nhận tiền của dân.", Character::Complaint),
            ("toi khieu nai quyet dinh thu hoi dat so 12", Character::Complaint),
            ("Vay tiền nhanh, giải ngân 15 phút, liên hệ Zalo em nhé", Character::Spam),
            ("Sửa đường đi\nSửa đường đi\nSửa đường đi\nSửa đường đi", Character::Spam),
            ("BAO GIỜ MỚI SỬA ĐƯỜNG VÀO XÓM TÔI?", Character::Shouting),
            ("Wann öffnet das Bürgerbüro?", Character::Language),
            ("Когда включат воду?", Character::Language),
            ("alo alo alo", Character::Empty),
            ("asdfgh qwerty", Character::Empty),
        ] {
            assert_eq!(character(text), [kind], "{text}");
        }
    }
}
