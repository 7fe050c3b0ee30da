use unicode_normalization::UnicodeNormalization;

/// Lengths of an address, in characters (protocol.md, "Names").
const SLUG_MIN: usize = 3;
const SLUG_MAX: usize = 80;

/// Goes before a name too short to be an address of its own.
const SLUG_PAD: &str = "phien";

/// Lower case without any mark: `Thủ Đức` and its decomposed form both give `thu duc`.
///
/// đ Đ ð Ð become d (they have no decomposition, so stripping marks alone would miss them); the
/// combining marks that Latin letters carry go; every other character stays. The result is NFC,
/// and folding it again changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    lower_decomposed(text).filter(|&c| !is_mark(c)).map(undash).nfc().collect()
}

/// An address for a title: `[a-z0-9-]{3,80}`, the folded words joined by hyphens.
///
/// A long title ends at the last whole word that fits. A title with too little to show is put
/// behind `phien` (`X` gives `phien-x`, `!?` gives `phien`). Not unique: the caller looks whether
/// the address is free.
#[must_use]
pub fn slug(title: &str) -> String {
    let folded = fold(title);
    let mut out = String::new();
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !append(&mut out, word) {
            break;
        }
    }
    match out.len() {
        0 => SLUG_PAD.to_owned(),
        SLUG_MIN.. => out,
        _ => format!("{SLUG_PAD}-{out}"),
    }
}

/// Whether `text` may stand as a log's name in an address: `[a-z0-9-]{3,80}`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (SLUG_MIN..=SLUG_MAX).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Appends a word if it fits; a first word longer than an address is cut.
fn append(slug: &mut String, word: &str) -> bool {
    if slug.is_empty() {
        slug.push_str(&word[..word.len().min(SLUG_MAX)]);
        return true;
    }
    let fits = slug.len() + 1 + word.len() <= SLUG_MAX;
    if fits {
        slug.push('-');
        slug.push_str(word);
    }
    fits
}

/// The letters of `text` in lower case, each followed by its marks in canonical order.
pub(super) fn lower_decomposed(text: &str) -> impl Iterator<Item = char> {
    text.nfd().flat_map(char::to_lowercase)
}

/// A mark written on, around or after a Latin letter, or a variation selector.
///
/// Marks of other scripts carry vowels there, so they are letters to us.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

/// `d` for the lower-case đ, and for ð, whose capital looks like Đ and is typed for it.
pub(super) fn undash(c: char) -> char {
    if matches!(c, 'đ' | 'ð') { 'd' } else { c }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_vietnamese_letter_loses_its_marks() {
        let marked = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
        let bare: String = [("a", 17), ("e", 11), ("i", 5), ("o", 17), ("u", 11), ("y", 5), ("d", 1)]
            .map(|(letter, n)| letter.repeat(n))
            .concat();
        assert_eq!(fold(marked), bare);
        assert_eq!(fold(&marked.to_uppercase()), bare);
        assert_eq!(fold(&marked.nfd().collect::<String>()), bare);
    }

    #[test]
    fn all_four_dashed_letters_are_d() {
        assert_eq!(fold("đĐðÐ"), "dddd");
    }

    #[test]
    fn what_is_not_a_latin_mark_stays() {
        assert_eq!(fold("Số 45/2016/QĐ-TTg…"), "so 45/2016/qd-ttg…");
        assert_eq!(fold("한국 が हिन्दी ß"), "한국 が हिन्दी ß");
    }

    #[test]
    fn slugs_read_like_the_title() {
        let title = "Môi trường, thoát nước, giao thông mùa mưa bão";
        assert_eq!(slug(title), "moi-truong-thoat-nuoc-giao-thong-mua-mua-bao");
        assert_eq!(slug("  --Đối Thoại 2026!--"), "doi-thoai-2026");
    }

    #[test]
    fn long_slugs_end_at_a_word() {
        assert_eq!(slug(&"mười ".repeat(40)), ["muoi"; 16].join("-"));
        assert_eq!(slug(&"a".repeat(200)), "a".repeat(80));
        assert_eq!(slug(&format!("{} xa", "a".repeat(78))), "a".repeat(78));
    }

    #[test]
    fn short_slugs_are_padded() {
        assert_eq!(slug("X"), "phien-x");
        assert_eq!(slug("Áo"), "phien-ao");
        assert_eq!(slug("!?"), "phien");
        assert_eq!(slug("中文"), "phien");
    }

    #[test]
    fn only_slugs_are_slugs() {
        assert!(is_slug("tiep-nhan") && is_slug("s-1"));
        assert!(!is_slug("ab") && !is_slug("Tiep-nhan") && !is_slug("tiếp-nhận") && !is_slug("a/b/c"));
        assert!(is_slug(&"a".repeat(80)) && !is_slug(&"a".repeat(81)));
    }

    proptest! {
        #[test]
        fn folding_is_done_once_and_ignores_the_form(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(&fold(&folded), &folded);
            prop_assert_eq!(&fold(&text.nfd().collect::<String>()), &folded);
            prop_assert_eq!(&fold(&text.nfc().collect::<String>()), &folded);
        }

        #[test]
        fn a_slug_is_always_a_slug(title in any::<String>(), words in "[a-zà-ỹ ]{0,200}") {
            prop_assert!(is_slug(&slug(&title)));
            prop_assert!(is_slug(&slug(&words)));
            prop_assert_eq!(slug(&slug(&words)), slug(&words));
        }
    }
}
