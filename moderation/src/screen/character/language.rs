//! Whether somebody here can read a text: Vietnamese with or without marks, or English.

use std::collections::HashSet;
use std::sync::LazyLock;

use dialogue::text::fold;
use regex::Regex;

use super::empty::is_latin;

/// The build of a Vietnamese syllable without its marks.
static SYLLABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x)?\
         (?:ia|ie|ieu|iu|ua|uay|ue|uo|uoi|uou|uy|uya|uye|uyu|ui|uu|ai|ao|au|ay|eo|eu|oa|oai|oao|oay|oe|oeo|oi|oo|ye|yeu|a|e|i|o|u|y)\
         (?:ch|ng|nh|c|m|n|p|t)?$",
    )
    .expect("a pattern that compiles")
});

/// The small words of English, by which it is told.
const ENGLISH: &str = "\
    the a an of to in on at by for from with is are was were be been am do does did have has had can could will would should \
    may might must i you he she it we they my your his her our their this that these those what when where which who how why \
    and or but if not no yes there here please thank thanks need want get got go more any some all new my me us them about \
    because since so as than then too very just also near after before every many much into out up down over under";

/// What people of Vietnam write short.
const SHORT: &str = "ko k kg dc dk vs mn ng ntn j z w ms mr cv hs sv gv vd tp tt sdt nv ct cty dn htx hkd bhyt bhxh cccd \
    ubnd mik bik bit hok hong tks ib qd tb lk kv";

static ENGLISH_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ENGLISH.split_whitespace().collect());
static SHORT_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SHORT.split_whitespace().collect());

/// Whether a folded word is built as a syllable of Vietnamese.
pub(in crate::screen) fn is_syllable(word: &str) -> bool {
    SYLLABLE.is_match(word)
}

/// Whether a text is neither Vietnamese nor English.
pub(super) fn is_foreign(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphabetic()).collect();
    let others = letters.iter().filter(|letter| !is_latin(**letter)).count();
    if others * 10 > letters.len() * 3 {
        return true;
    }
    let words =
        text.split(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36F}').contains(&letter));
    // Letters among digits are numbers of papers, or words that were hidden.
    let is_word = |word: &&str| !word.is_empty() && !word.chars().any(|letter| letter.is_ascii_digit());
    let words: Vec<&str> = words.filter(is_word).collect();
    let (mut vietnamese, mut english, mut foreign) = (0_usize, 0_usize, 0_usize);
    for word in &words {
        let folded = fold(word);
        let is_marked = word.chars().any(is_vietnamese);
        if word.chars().any(is_of_another_language) {
            foreign += 2;
        } else if is_marked {
            vietnamese += 2;
        } else if ENGLISH_WORDS.contains(folded.as_str()) {
            english += 1;
            // Many of them are syllables too.
            vietnamese += usize::from(is_syllable(&folded));
        } else if is_syllable(&folded) || SHORT_WORDS.contains(folded.as_str()) {
            vietnamese += 1;
        } else if !is_capitals(word) {
            foreign += 1;
        }
    }
    let is_english = english * 5 >= words.len() && english >= 2;
    // Slips and run-together words make some Vietnamese words look foreign; two of five are too many for that.
    !is_english && foreign * 5 >= (vietnamese + foreign) * 2 && foreign >= 2
}

fn is_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// A letter that of the languages with Latin letters only Vietnamese has, or almost.
const fn is_vietnamese(letter: char) -> bool {
    matches!(letter, 'ă' | 'Ă' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'đ' | 'Đ' | '\u{1EA0}'..='\u{1EF9}')
}

/// A letter that Vietnamese does not have.
const fn is_of_another_language(letter: char) -> bool {
    matches!(
        letter,
        'ä' | 'ö'
            | 'ü'
            | 'ß'
            | 'ñ'
            | 'ç'
            | 'å'
            | 'ø'
            | 'æ'
            | 'œ'
            | 'ë'
            | 'ï'
            | 'î'
            | 'û'
            | 'ÿ'
            | 'Ä'
            | 'Ö'
            | 'Ü'
            | 'Ç'
            | 'Ñ'
            | 'ą'
            | 'ć'
            | 'č'
            | 'ď'
            | 'ę'
            | 'ě'
            | 'ğ'
            | 'ı'
            | 'ł'
            | 'ń'
            | 'ň'
            | 'ő'
            | 'ř'
            | 'ś'
            | 'š'
            | 'ş'
            | 'ș'
            | 'ț'
            | 'ť'
            | 'ů'
            | 'ű'
            | 'ź'
            | 'ż'
            | 'ž'
            | 'Ł'
            | 'Š'
            | 'Ž'
            | 'Ś'
            | 'Ż'
            | 'İ'
            | 'ā'
            | 'ē'
            | 'ī'
            | 'ō'
            | 'ū'
    )
}
