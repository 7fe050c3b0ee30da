use unicode_normalization::UnicodeNormalization;

/// Vowels of Vietnamese without their tone.
const VOWELS: &str = "aăâeêioôơuưy";
/// Vowels that carry a mark of their own: the tone stands on the last of them.
const MARKED: &str = "ăâêôơư";

/// The usual spelling of an exact key ([`Syllable::exact`](super::Syllable::exact)): `hoa0f` is `hòa`, `viêt0j` is
/// `việt`, `online` is `online`.
///
/// The tone goes where most Vietnamese texts put it (`hòa`, `thủy`; rule: on a vowel with a mark of its own, the last
/// of two; else on the middle one of three, the second before a final consonant, the first otherwise; the `u` of `qu`
/// and the `i` of `gi` belong to the onset when another vowel follows). A key whose tone has no vowel to stand on is
/// given back as it is.
#[must_use]
pub fn spelled(exact: &str) -> String {
    let Some((letters, tone)) = toned(exact) else { return exact.to_owned() };
    let letters: Vec<char> = letters.chars().collect();
    let Some(place) = tone_place(&letters) else { return exact.to_owned() };
    let mut out = String::with_capacity(exact.len() + 2);
    for (at, letter) in letters.into_iter().enumerate() {
        out.push(letter);
        if at == place {
            out.push(tone);
        }
    }
    out.nfc().collect()
}

/// The letters of a key and the combining mark of its tone, if it has one.
fn toned(exact: &str) -> Option<(&str, char)> {
    let (letters, key) = exact.rsplit_once('0')?;
    let tone = match key {
        "f" => '\u{0300}',
        "s" => '\u{0301}',
        "r" => '\u{0309}',
        "x" => '\u{0303}',
        "j" => '\u{0323}',
        _ => return None,
    };
    (!letters.is_empty()).then_some((letters, tone))
}

fn tone_place(letters: &[char]) -> Option<usize> {
    let is_vowel = |letter: &char| VOWELS.contains(*letter);
    let first = letters.iter().position(is_vowel)?;
    let glide = match letters {
        ['q', 'u', next, ..] | ['g', 'i', next, ..] => is_vowel(next),
        _ => false,
    };
    let start = if glide { 2 } else { first };
    let end = start + letters[start..].iter().take_while(|letter| is_vowel(letter)).count();
    let vowels = &letters[start..end];
    if let Some(marked) = vowels.iter().rposition(|vowel| MARKED.contains(*vowel)) {
        return Some(start + marked);
    }
    let closed = end < letters.len();
    match vowels.len() {
        0 => None,
        1 => Some(start),
        2 => Some(start + usize::from(closed)),
        _ => Some(start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::syllables;
    use super::*;

    #[test]
    fn a_key_is_spelled_as_it_is_written() {
        let words = "thủ tục cấp lại sổ đỏ hòa giải thủy lợi quý quà giữ gì giá của khuỷu nguyễn thuở nghiêng ước \
                     được tuyển người khúc khuya mùa chịu yếu ủy ban hoàn toán khoẻn loét quốc tịch hóa đơn";
        for word in words.split_whitespace() {
            let keys = syllables(word);
            assert_eq!(
                spelled(&keys[0].exact).replace('ý', "í"),
                word.replace('ý', "í"),
                "{}",
                keys[0].exact
            );
        }
    }

    #[test]
    fn what_is_no_toned_syllable_stays() {
        for key in ["online", "2016", "qđ", "10f", "0f", "b0s", "", "xyz0"] {
            assert_eq!(spelled(key), key);
        }
    }
}
