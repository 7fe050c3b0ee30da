//! A text as it is compared: sentences of folded words, said in one way, with numbers that can be told apart.

use dialogue::text::fold;

use super::words::WORDS;

/// How many words of a text are read: each is compared with each of another.
const MOST_WORDS: usize = 250;

/// How much a word tells: next to nothing, something, or which one is meant.
const LIGHT: f64 = 0.12;
const PLAIN: f64 = 1.0;
const NUMBER: f64 = 2.0;

/// A word of a text, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// As it is said.
    spoken: String,
    pub is_number: bool,
    pub is_light: bool,
}

impl Word {
    fn new(text: String) -> Self {
        let is_number = text.bytes().any(|byte| byte.is_ascii_digit());
        let is_light = !is_number && WORDS.is_light(&text);
        let spoken = spoken(&text);
        Self { text, spoken, is_number, is_light }
    }

    pub const fn weight(&self) -> f64 {
        if self.is_number {
            NUMBER
        } else if self.is_light {
            LIGHT
        } else {
            PLAIN
        }
    }

    /// How alike two words are, up to 1: a slip of one letter is nearly the same, unless the words are so short that
    /// it makes another word.
    pub fn likeness(&self, other: &Self) -> f64 {
        const SLIP: f64 = 0.95;
        const DOUBTFUL: f64 = 0.3;
        if self.text == other.text {
            return 1.0;
        }
        if self.is_light || self.is_number || other.is_number {
            return 0.0;
        }
        if self.spoken == other.spoken {
            return SLIP;
        }
        if !is_slip(&self.text, &other.text) {
            return 0.0;
        }
        let is_long = self.text.len().max(other.text.len()) >= 4 || self.text.len() != other.text.len();
        if is_long { SLIP } else { DOUBTFUL }
    }
}

/// A word as it is said in the north, where its first letter has a neighbour of the same sound: `tr` and `ch`, `s` and
/// `x`, `gi` and the `z` of the young.
fn spoken(word: &str) -> String {
    const SAME: [(&str, &str); 8] = [
        ("tr", "ch"),
        ("s", "x"),
        ("gi", "z"),
        ("j", "z"),
        ("f", "ph"),
        ("ngh", "ng"),
        ("gh", "g"),
        ("k", "c"),
    ];
    let begins = SAME.iter().find_map(|(one, other)| Some(format!("{other}{}", word.strip_prefix(one)?)));
    begins.unwrap_or_else(|| word.to_owned())
}

/// Whether one letter was left out, put in, replaced, or exchanged with its neighbour.
fn is_slip(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    if one.len().min(two.len()) < 2 || one.len().abs_diff(two.len()) > 1 {
        return false;
    }
    let at = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (one, two) = (&one[at..], &two[at..]);
    let behind = |part: &[u8], count: usize| part.get(count..).map(<[u8]>::to_vec);
    let is_exchanged = one.len() >= 2
        && two.len() >= 2
        && one[0] == two[1]
        && one[1] == two[0]
        && behind(one, 2) == behind(two, 2);
    one.get(1..) == two.get(1..) || Some(one) == two.get(1..) || one.get(1..) == Some(two) || is_exchanged
}

/// The sentences of a text, none of them empty.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub(super) sentences: Vec<Vec<Word>>,
}

impl Reading {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let sentences = split(&fold(text)).into_iter().map(|words| {
            let words = WORDS.plain(&with_numbers(&words));
            words.into_iter().map(Word::new).collect::<Vec<_>>()
        });
        let mut left = MOST_WORDS;
        let sentences = sentences.filter_map(|mut words| {
            words.truncate(left);
            left -= words.len();
            (!words.is_empty()).then_some(words)
        });
        Self { sentences: sentences.collect() }
    }

    /// All words in their order.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.sentences.iter().flatten()
    }
}

/// Words of letters, digits and `/` of each sentence; the points in `1.000.000` are left out.
fn split(folded: &str) -> Vec<Vec<String>> {
    let letters: Vec<char> = folded.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut sentences = vec![Vec::new()];
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let joins_digits = at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let parts_thousands = joins_digits && is_digit(at + 2) && is_digit(at + 3) && !is_digit(at + 4);
        match letter {
            '.' | ',' if parts_thousands => {}
            '-' if joins_digits => word.push('-'),
            letter if letter.is_ascii_alphanumeric() || *letter == '/' => word.push(*letter),
            letter => {
                if !word.is_empty() {
                    sentences.last_mut().expect("one at least").push(std::mem::take(&mut word));
                }
                let is_before_space = letters.get(at + 1).is_none_or(|next| next.is_whitespace());
                if *letter == '\n' || (matches!(letter, '.' | '!' | '?' | ';' | ':') && is_before_space) {
                    sentences.push(Vec::new());
                }
            }
        }
    }
    sentences.last_mut().expect("one at least").push(word);
    sentences.iter_mut().for_each(|words| words.retain(|word| !word.is_empty()));
    sentences
}

/// "hai năm" as "2 năm", where a unit follows; and a kilogram, which is no "không" there.
fn in_digits(words: &mut [&str]) {
    const DIGITS: [(&str, &str); 6] =
        [("hai", "2"), ("bon", "4"), ("sau", "6"), ("bay", "7"), ("chin", "9"), ("muoi", "10")];
    const UNITS: [&str; 12] =
        ["nam", "thang", "ngay", "tuoi", "gio", "tang", "trieu", "ty", "nghin", "suat", "ta", "tan"];
    for at in 1..words.len() {
        let before = words[at - 1];
        if UNITS.contains(&words[at])
            && let Some((_, digit)) = DIGITS.iter().find(|(word, _)| *word == before)
        {
            words[at - 1] = digit;
        }
        if words[at] == "kg" && words[at - 1].bytes().all(|byte| byte.is_ascii_digit()) {
            words[at] = "ky";
        }
    }
}

/// Numbers with what they count: `30k` and `30 nghìn` are 30000, `2 năm` is not `2 tháng`, a weekday is a number too.
fn with_numbers(words: &[String]) -> Vec<String> {
    let mut parts = Vec::with_capacity(words.len());
    for word in words {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = word.split_at(digits);
        let is_plain_unit = unit == "m2" || unit.bytes().all(|byte| byte.is_ascii_lowercase());
        if number.is_empty() || unit.is_empty() || !is_plain_unit {
            parts.push(word.as_str());
        } else {
            parts.extend([number, unit]);
        }
    }
    in_digits(&mut parts);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers = Vec::with_capacity(parts.len());
    let mut at = 0;
    while at < parts.len() {
        let (taken, word) = match parts[at..] {
            ["ngay", day, "thang", month, ..] if is_number(day) && is_number(month) => {
                (4, format!("{day}/{month}"))
            }
            // "1 năm" is a year: "một" tells no more.
            ["1" | "01", unit @ ("nam" | "thang" | "ngay" | "gio"), ..] => (2, unit.to_owned()),
            [number, "k" | "nghin" | "ngan", ..] if is_number(number) => (2, format!("{number}000")),
            [number, "trieu" | "tr", ..] if is_number(number) => (2, format!("{number}000000")),
            [number, unit @ ("nam" | "thang" | "ngay" | "tuoi" | "gio" | "h"), ..] if is_number(number) => {
                (2, format!("{number}{unit}"))
            }
            ["thu", day @ ("hai" | "ba" | "tu" | "nam" | "sau" | "bay"), ..] => (2, format!("7{day}")),
            ["chu", "nhat", ..] => (2, "7nhat".to_owned()),
            [word, ..] => (1, word.to_owned()),
            [] => break,
        };
        numbers.push(word);
        at += taken;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let sentences = Reading::new(text).sentences.into_iter();
        sentences.map(|words| words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn numbers_keep_what_they_count() {
        assert_eq!(read("Gửi xe 30k, 30 nghìn hay 30.000 đồng?"), ["gui xe 30000 30000 hay 30000 dong"]);
        assert_eq!(read("Hết hạn 2 năm, tàu 15m, ngày 12 tháng 3"), ["het han 2nam tau 15 m 12/3"]);
        assert_eq!(read("Thứ bảy và chủ nhật"), ["7bay va 7nhat"]);
        assert_eq!(
            read("Nghị định 118/2025/NĐ-CP năm 2026-2027"),
            ["nghi dinh 118/2025/nd cp nam 2026-2027"]
        );
    }

    #[test]
    fn everything_is_said_in_one_way() {
        assert_eq!(read("ko bik bao giờ. Mất mấy ngày ạ"), ["khong bik khi nao", "mat bao nhieu ngay a"]);
        assert_eq!(read("Xin GPLX ở chỗ nào"), ["xin bang lai o dau"]);
    }

    #[test]
    fn a_slip_is_nearly_the_same_word() {
        let like = |one: &str, two: &str| Word::new(one.to_owned()).likeness(&Word::new(two.to_owned()));
        assert!(
            like("tuyen", "tueyn") > 0.9 && like("duong", "duogn") > 0.9 && like("vuong", "vuongg") > 0.9
        );
        assert!(like("lua", "mua") < 0.5 && like("thuong", "ha") < 0.1);
    }
}
