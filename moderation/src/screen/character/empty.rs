//! Texts without content: tests, greetings alone, keys at random.

use std::collections::HashSet;
use std::sync::LazyLock;

use dialogue::text::fold;

use super::language::is_syllable;

/// Words that ask and tell nothing, alone or together.
const HOLLOW: &str = "\
    alo helo hello hi hey halo ad admin xin chao kinh gui moi nguoi tat ca nha quy vi co quan lanh dao thanh pho ubnd uy ban \
    phuong xa so cac anh chi em chu bac ong ba ban minh toi tui la a ah u nha nhe nhi oi voi cho hoi chut ti mot hai ba cam on \
    camon thank thanks you everyone all good morning afternoon evening test tets testing thu nghiem xem lan len up cham hong \
    ngoi hong comment cmt hihi haha huhu hehe kaka lol ok oke oki okay okie da vang uh um noi dung khong co gi het ghi trong \
    nhap vao day o chuc ngay tot lanh vui ve suc khoe hanh phuc nam moi binh an buoi sang chieu han hanh mn ng t that dep \
    troi nay va rat se muon hoi cai dieu nay dang kiem tra tin nhan gui bai post dau tien nguoi dung user chua biet viet gi \
    khong ten no name none null undefined abc abcd xyz lorem ipsum like tym hay qua de thuong cuoi khoc buon thoi luon nua \
    roi duoc chua vay sao ai do con k ko ha he ho hu e y ban to chuc chuong trinh duong day nong dai bieu dong bao thua kinh";

static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| HOLLOW.split_whitespace().collect());

/// Whether nothing is asked or told.
pub(super) fn is_empty(text: &str) -> bool {
    let folded = fold(text);
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return true;
    }
    let has_other_script = text.chars().any(|letter| letter.is_alphabetic() && !is_latin(letter));
    if has_other_script {
        return false;
    }
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty()).collect();
    let different: HashSet<&str> = words.iter().copied().collect();
    let telling = different.iter().filter(|word| !is_hollow(word));
    let (read, mashed): (Vec<&str>, Vec<&str>) = telling.partition(|word| !is_mashed(word));
    read.is_empty() || (read.len() == 1 && words.len() > 2 * different.len()) || mashed.len() > read.len() * 2
}

/// In the list, one letter, or one letter or two again and again.
fn is_hollow(word: &str) -> bool {
    let mut squeezed: Vec<char> = word.chars().collect();
    squeezed.dedup();
    let squeezed: String = squeezed.into_iter().collect();
    let different: HashSet<char> = word.chars().collect();
    LIST.contains(word)
        || LIST.contains(squeezed.as_str())
        || squeezed.len() <= 1
        || (different.len() <= 2 && word.len() >= 4)
}

/// Keys at random: no syllable, and hardly a word of another language.
fn is_mashed(word: &str) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let vowels = word.chars().filter(|letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).count();
    let is_row = word.len() >= 4 && ROWS.iter().any(|row| row.contains(word));
    let crowded = word.split(['a', 'e', 'i', 'o', 'u', 'y']).any(|consonants| consonants.len() >= 4);
    is_row || (!is_syllable(word) && word.len() >= 4 && (vowels == 0 || crowded))
}

pub(super) fn is_latin(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{300}'..='\u{36F}')
}
