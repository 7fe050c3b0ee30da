//! Words that every question has: they add little to an order, and no document needs them to match.

use std::collections::HashSet;
use std::sync::LazyLock;

use dialogue::text::syllables;

/// Function words and forms of address of Vietnamese, as one writes them.
const WORDS: &str = "và của là có các được cho về tại khi theo trong với những này đó thì mà như hay hoặc không phải \
    ở ra vào từ đến bị do để nào gì ai đâu sao thế vậy đã đang sẽ cũng còn nữa rồi nên cần muốn xin hỏi chào dạ ạ vâng \
    thưa kính gửi tôi mình em anh chị bạn chúng ta nếu vì bởi rằng thế nào bằng hiện nay nhờ giúp lại mới sau trước đây \
    kia ấy nhé nhỉ hả à chưa chỉ rất quá lắm bao nhiêu mấy bên việc trên dưới ơi";

static KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| syllables(WORDS).into_iter().map(|syllable| syllable.exact).collect());

/// Whether this exact key is a word that every question has. Without marks none is: `ta` may be `tạ`.
pub(crate) fn is_stop(exact: &str) -> bool {
    KEYS.contains(exact)
}

#[cfg(test)]
mod tests {
    use super::is_stop;

    #[test]
    fn marks_tell_a_common_word_from_a_telling_one() {
        for word in ["của", "được", "không", "và"] {
            assert!(is_stop(&dialogue::text::syllables(word)[0].exact), "{word}");
        }
        for word in ["cửa", "duoc", "đất", "thủ", "tục"] {
            assert!(!is_stop(&dialogue::text::syllables(word)[0].exact), "{word}");
        }
    }
}
