//! Near duplicates: questions that one answer serves, however they are worded.
//!
//! Two texts are compared by what each says that the other does not. A word more on one side is context; words that differ
//! on both sides are another place, number or matter. Only the sentences that have to do with each other count: a long story
//! around the same question is the same question, and a long greeting before two questions does not make them one.

mod aspect;
mod index;
mod reading;
mod words;

use std::collections::HashSet;

use aspect::Asked;
pub use index::Index;
pub use reading::Reading;
use reading::Word;

/// From here on, in percent, two texts are near duplicates.
pub const SAME: u8 = 65;

/// What speaks for and against a near duplicate, in log odds: a logistic regression on half a of the examination's pairs.
mod odds {
    pub const START: f64 = 1.89;
    /// For the part of the shorter text that the longer one does not say.
    pub const MISSING: f64 = -2.03;
    /// For the part of the longer text's own words that the shorter one does not say.
    pub const ADDED: f64 = -0.90;
    /// When less than a half word differs on both sides.
    pub const NOTHING_REPLACED: f64 = 0.95;
    /// When the shorter says a whole word that the longer one does not.
    pub const WORD_MISSING: f64 = -1.29;
    /// When the longer one says a whole word that the shorter does not.
    pub const WORD_ADDED: f64 = -1.70;
    /// When both ask for something else.
    pub const OTHER_ASPECT: f64 = -1.65;
    /// When yes or no answers one of them only.
    pub const OTHER_FORM: f64 = -0.92;
    /// When each has a number that the other has not.
    pub const OTHER_NUMBER: f64 = -0.42;
}

/// How likely two texts are near duplicates, in percent: 100 when they say the same in the same words.
#[must_use]
pub fn likeness(one: &Reading, two: &Reading) -> u8 {
    let (one, two) = without_shared(one, two);
    let (shorter, longer) = if weight_of(&one) <= weight_of(&two) { (one, two) } else { (two, one) };
    let all: Vec<&Word> = shorter.iter().flat_map(|sentence| sentence.iter()).collect();
    let rest = beside(&longer, &all);
    let core = if shorter.len() > 1 { beside(&shorter, &rest) } else { all };
    if core.iter().map(|word| &word.text).eq(rest.iter().map(|word| &word.text)) {
        return 100;
    }
    let (missing, added) = (unsaid(&core, &rest), unsaid(&rest, &core));
    let (asked, also) = (Asked::of(&core), Asked::of(&rest));
    let everything: Vec<&Word> = longer.iter().flat_map(|sentence| sentence.iter()).collect();
    let other_number = has_other_number(&core, &everything) && has_other_number(&rest, &core);
    let said = |is_so: bool, odds: f64| if is_so { odds } else { 0.0 };
    let sum = odds::START
        + odds::MISSING * missing / content(&core).max(1.0)
        + odds::ADDED * added / content(&rest).max(1.0)
        + said(missing.min(added) < 0.4, odds::NOTHING_REPLACED)
        + said(missing >= 0.9, odds::WORD_MISSING)
        + said(added >= 0.9, odds::WORD_ADDED)
        + said(asked.is_other_than(&also), odds::OTHER_ASPECT)
        + said(asked.yes_or_no != also.yes_or_no, odds::OTHER_FORM)
        + said(other_number, odds::OTHER_NUMBER);
    percent(1.0 / (1.0 + (-sum).exp()))
}

/// Whether each names a number that the other does not: two houses, two decisions, two years.
fn are_numbered_apart(one: &Reading, two: &Reading) -> bool {
    let (one, two): (Vec<&Word>, Vec<&Word>) = (one.words().collect(), two.words().collect());
    has_other_number(&one, &two) && has_other_number(&two, &one)
}

type Sentences<'a> = Vec<&'a [Word]>;

/// Both without the sentences that both have, such as a greeting, unless nothing would be left of one.
fn without_shared<'a>(one: &'a Reading, two: &'a Reading) -> (Sentences<'a>, Sentences<'a>) {
    let all = |reading: &'a Reading| reading.sentences.iter().map(Vec::as_slice).collect::<Sentences<'a>>();
    let (ones, twos) = (all(one), all(two));
    let without = |these: &Sentences<'a>, those: &Sentences<'a>| -> Sentences<'a> {
        these.iter().copied().filter(|sentence| !those.contains(sentence)).collect()
    };
    let (left, right) = (without(&ones, &twos), without(&twos, &ones));
    if left.is_empty() || right.is_empty() { (ones, twos) } else { (left, right) }
}

/// The words of a text's sentences that have to do with these words; the others tell the story around it.
fn beside<'a>(sentences: &Sentences<'a>, words: &[&Word]) -> Vec<&'a Word> {
    /// The part of a sentence that must be said there too.
    const PART: f64 = 0.5;
    /// From here on a sentence is so much longer that it holds the story itself: as written without any points.
    const LONG: (f64, f64) = (1.8, 3.0);
    let wanted = content(words);
    let told: Vec<(f64, f64)> = sentences
        .iter()
        .map(|sentence| {
            let sentence: Vec<&Word> = sentence.iter().collect();
            let weight = content(&sentence);
            (weight - unsaid(&sentence, words), weight)
        })
        .collect();
    let most = told.iter().map(|(said, _)| *said).fold(0.0, f64::max);
    let mut near = Vec::new();
    for (sentence, (said, weight)) in sentences.iter().zip(told) {
        if said <= PART * weight && said < most {
            continue;
        }
        let is_long = weight > LONG.0 * wanted && weight - said > LONG.1;
        near.extend(if is_long { densest(sentence, words) } else { sentence });
    }
    near
}

/// The run of words in which most is said of these words, and least of other things.
fn densest<'a>(sentence: &'a [Word], words: &[&Word]) -> &'a [Word] {
    const OTHER: f64 = 0.35;
    let (mut best, mut best_sum) = (0..sentence.len(), 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, word) in sentence.iter().enumerate() {
        let said = said_in(word, words);
        sum += word.weight() * (said - OTHER * (1.0 - said));
        if sum <= 0.0 {
            (start, sum) = (at + 1, 0.0);
        } else if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    &sentence[best]
}

/// How surely a word is one of these, up to 1.
fn said_in(word: &Word, words: &[&Word]) -> f64 {
    words.iter().map(|other| word.likeness(other)).fold(0.0, f64::max)
}

/// The weight of what matters in these words and is not among those. A word that both have is no slip of another.
fn unsaid(these: &[&Word], those: &[&Word]) -> f64 {
    let left: Vec<&Word> = only(these, those);
    let right: Vec<&Word> = only(those, these);
    left.iter().map(|word| word.weight() * (1.0 - said_in(word, &right))).sum()
}

/// Those of the first that matter and are not among the second.
fn only<'a>(these: &[&'a Word], those: &[&Word]) -> Vec<&'a Word> {
    let known: HashSet<&str> = those.iter().map(|word| word.text.as_str()).collect();
    these.iter().copied().filter(|word| !word.is_light && !known.contains(word.text.as_str())).collect()
}

/// The weight of what matters.
fn content(words: &[&Word]) -> f64 {
    words.iter().filter(|word| !word.is_light).map(|word| word.weight()).sum()
}

fn weight_of(sentences: &Sentences<'_>) -> f64 {
    sentences.iter().flat_map(|sentence| sentence.iter()).map(Word::weight).sum()
}

fn has_other_number(these: &[&Word], those: &[&Word]) -> bool {
    only(these, those).iter().any(|word| word.is_number)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 99")]
fn percent(chance: f64) -> u8 {
    (chance * 100.0).round().clamp(0.0, 99.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, two: &str) -> u8 {
        likeness(&Reading::new(one), &Reading::new(two))
    }

    #[test]
    fn the_same_words_are_the_same() {
        let text = "Đổi giấy phép lái xe hạng B cần giấy tờ gì?";
        assert_eq!(alike(text, "đổi giấy phép lái xe hạng b cần giấy tờ gì"), 100);
        assert_eq!(alike(text, "Doi bang lai xe hang B can giay to gi"), 100);
        assert_eq!(alike(text, &format!("Kính chào ban tổ chức. {text}")), 100);
    }

    #[test]
    fn a_story_around_it_is_the_same() {
        let short = "Đèn đường ngõ 24 phố Lò Rèn hỏng, bao giờ sửa?";
        let long =
            format!("Nhà tôi có mẹ già hay đi chợ sớm, hôm qua vấp ngã gãy tay. {short} Mong được trả lời.");
        assert!(alike(short, &long) >= SAME);
    }

    #[test]
    fn another_place_number_or_aspect_is_not() {
        let text = "Đèn đường ngõ 24 phố Lò Rèn hỏng, bao giờ sửa?";
        assert!(alike(text, "Đèn đường ngõ 24 phố Hàng Than hỏng, bao giờ sửa?") < SAME);
        assert!(alike(text, "Đèn đường ngõ 42 phố Lò Rèn hỏng, bao giờ sửa?") < SAME);
        let greeted = |rest: &str| format!("Kính gửi ban tổ chức, tôi theo dõi từ đầu đến giờ. {rest}");
        let (one, two) = (greeted("Cấp lại sổ đỏ hết bao nhiêu tiền?"), greeted("Cấp lại sổ đỏ nộp ở đâu?"));
        assert!(alike(&one, &two) < SAME);
    }

    #[test]
    fn what_says_nothing_is_like_nothing_else() {
        assert!(alike("...", "Đèn đường hỏng") < SAME);
        assert!(alike("", "") == 100);
    }
}
