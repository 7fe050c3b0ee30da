//! Tracking codes, by which an asker finds the question again: `HD26-2WQZ-KPRE`.
//!
//! A prefix that the site chooses, then 8 characters of a 30-letter alphabet that leaves out 0 1 I
//! L O U. Seven are random (30^7, about 2.2 * 10^10, never sequential), the last is a check
//! character by Luhn's rule modulo 30, which finds every single slip and nearly every swap of
//! neighbours. The prefix has no part in it, and old codes stay good when a site changes
//! its prefix (life-cycle.md, "Tracking code").

use std::fmt;

use serde::{Serialize, Serializer};

use crate::id::Entropy;

const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters after the prefix, the check character included.
const BODY: usize = 8;
const GROUP: usize = BODY / 2;

const PREFIX_MIN: usize = 2;
const PREFIX_MAX: usize = 6;

/// Stands for a prefix that could not be read back.
const SPARE_PREFIX: &str = "DT";

/// A tracking code with a right check character, whether or not a question has it.
///
/// Known to the asker and to staff only: `Debug` shows the prefix alone, so that no log line gives
/// a code away.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// A new code; each of the 30^7 is equally likely. That nobody has it yet is for the caller to
    /// see.
    ///
    /// `prefix` is a setting, checked by [`Code::is_prefix`] when it is read; in place of one that
    /// fails there stands `DT`.
    pub fn random(prefix: &str, entropy: &mut dyn Entropy) -> Self {
        let prefix = if Self::is_prefix(prefix) { prefix } else { SPARE_PREFIX };
        let mut bare = prefix.to_ascii_uppercase();
        let mut sum = Check::default();
        for value in draw(entropy) {
            bare.push(char::from(ALPHABET[value]));
            sum.add(value);
        }
        bare.push(char::from(ALPHABET[sum.check()]));
        Self(bare)
    }

    /// Reads a code as people write it: small letters, blanks and hyphens or dashes anywhere.
    /// Letters outside ASCII, such as full-width ones, are not taken.
    ///
    /// None for a wrong length, a character outside the alphabet, or a wrong check character.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let typed: String = input
            .chars()
            .filter(|&c| !is_separator(c))
            .take(PREFIX_MAX + BODY + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let (prefix, body) = typed.split_at_checked(typed.len().checked_sub(BODY)?)?;
        (Self::is_prefix(prefix) && checks(body)?).then_some(Self(typed))
    }

    /// Whether a site may use this prefix: 2 to 6 ASCII letters or digits. Small letters are
    /// printed as capitals.
    #[must_use]
    pub fn is_prefix(prefix: &str) -> bool {
        (PREFIX_MIN..=PREFIX_MAX).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
    }

    /// Capitals without hyphens: the one spelling that the database keeps.
    #[must_use]
    pub fn bare(&self) -> &str {
        &self.0
    }

    fn prefix(&self) -> &str {
        &self.0[..self.0.len() - BODY]
    }
}

/// `HD26-2WQZ-KPRE`, as printed and read out.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0[self.prefix().len()..].split_at(GROUP);
        write!(f, "{}-{first}-{second}", self.prefix())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({}-..)", self.prefix())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What people put between the groups: blanks, the hyphen, and the dashes that keyboards and word
/// processors make of it.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether the last character is the right one for those before it. None outside the alphabet.
fn checks(body: &str) -> Option<bool> {
    let mut values = Vec::with_capacity(BODY);
    for byte in body.bytes() {
        values.push(ALPHABET.iter().position(|&letter| letter == byte)?);
    }
    let (&last, random) = values.split_last()?;
    let mut sum = Check::default();
    for &value in random {
        sum.add(value);
    }
    Some(sum.check() == last)
}

/// Values of the random characters. Five bits are drawn for each, and drawn again for the two
/// values too many.
fn draw(entropy: &mut dyn Entropy) -> [usize; BODY - 1] {
    let mut values = [0; BODY - 1];
    let mut missing = values.len();
    while missing > 0 {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        for value in bytes.map(|byte| usize::from(byte & 31)) {
            if value < ALPHABET.len() && missing > 0 {
                missing -= 1;
                values[missing] = value;
            }
        }
    }
    values
}

/// Luhn's sum modulo 30 over the random characters, from the left. Of their odd number the first is
/// doubled, as is the one next to the check character.
#[derive(Default)]
struct Check {
    sum: usize,
    single: bool,
}

impl Check {
    fn add(&mut self, value: usize) {
        let n = ALPHABET.len();
        let weighed = if self.single { value } else { 2 * value };
        self.sum += weighed / n + weighed % n;
        self.single = !self.single;
    }

    fn check(&self) -> usize {
        let n = ALPHABET.len();
        (n - self.sum % n) % n
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::{Chance, Seeded};

    const DEMO: [&str; 8] = [
        "HD26-2WQZ-KPRE",
        "HD26-34MD-VHY7",
        "HD26-47HS-MN4X",
        "HD26-8MQA-K85R",
        "HD26-F56G-6223",
        "HD26-JMFJ-9X5C",
        "HD26-TKZC-DGK6",
        "HD26-ZPR5-JS6N",
    ];

    #[test]
    fn the_codes_of_the_demonstration_are_good() {
        for printed in DEMO {
            assert_eq!(Code::parse(printed).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn people_may_write_a_code_as_they_like() {
        for typed in [
            "hd262wqzkpre",
            " hd26 2wqz kpre\n",
            "H-D-2-6--2WQZKPRE",
            "HD26–2WQZ—KPRE",
            "HD26\u{a0}2WQZ\u{2011}KPRE",
        ] {
            assert_eq!(Code::parse(typed).unwrap().bare(), "HD262WQZKPRE", "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_not_read() {
        for typed in [
            "",
            "-",
            "2WQZ-KPRE",
            "H-2WQZ-KPRE",
            "HD26-2WQZ-KPR",
            "HD26-2WQZ-KPREE",
            "ABCDEFG-2WQZ-KPRE",
            "HD26-2WQZ-KPRF",
            "HD26-2WQO-KPRE",
            "HĐ26-2WQZ-KPRE",
            "ＨＤ26-2WQZ-KPRE",
            "HD26-2WQZ-KPR€",
            "HD26_2WQZ_KPRE",
        ] {
            assert_eq!(Code::parse(typed), None, "{typed}");
        }
        assert_eq!(Code::parse(&"2".repeat(100_000)), None);
    }

    #[test]
    fn every_slip_of_one_character_is_found() {
        for (at, letter) in
            (4..12).flat_map(|at| ALPHABET.iter().map(move |&letter| (at, char::from(letter))))
        {
            let mut slipped = "HD262WQZKPRE".to_owned();
            slipped.replace_range(at..=at, letter.encode_utf8(&mut [0; 4]));
            assert_eq!(Code::parse(&slipped).is_some(), slipped == "HD262WQZKPRE", "{slipped}");
        }
    }

    #[test]
    fn the_prefix_is_free_within_its_bounds() {
        for prefix in ["DT", "dt26", "0O1IL8"] {
            let code = Code::random(prefix, &mut Chance);
            assert!(code.bare().starts_with(&prefix.to_ascii_uppercase()));
            assert_eq!(Code::parse(&code.to_string()), Some(code));
        }
        for prefix in ["", "D", "ĐT", "DT-26", "ABCDEFG"] {
            assert!(!Code::is_prefix(prefix));
            assert!(Code::random(prefix, &mut Chance).to_string().starts_with("DT-"));
        }
    }

    #[test]
    fn each_letter_is_equally_likely() {
        let mut seen = [0_u32; 30];
        let mut entropy = Seeded(26);
        for value in (0..3000).flat_map(|_| draw(&mut entropy)) {
            seen[value] += 1;
        }
        assert!(seen.iter().all(|n| (600..800).contains(n)), "700 each, standard deviation 26: {seen:?}");
    }

    #[test]
    fn json_has_the_printed_form_and_logs_have_the_prefix() {
        let code = Code::parse("hd262wqzkpre").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), r#""HD26-2WQZ-KPRE""#);
        assert_eq!(format!("{code:?}"), "Code(HD26-..)");
    }

    proptest! {
        #[test]
        fn a_random_code_is_read_back(seed in any::<u64>(), prefix in "[A-Z0-9]{2,6}") {
            let code = Code::random(&prefix, &mut Seeded(seed));
            prop_assert_eq!(Code::parse(&code.to_string().to_lowercase()), Some(code.clone()));
            prop_assert_eq!(Code::parse(code.bare()), Some(code));
        }

        #[test]
        fn a_text_that_is_read_prints_as_itself(text in any::<String>(), near in "[2-9A-Z -]{8,18}") {
            for typed in [text, near] {
                if let Some(code) = Code::parse(&typed) {
                    prop_assert_eq!(Code::parse(&code.to_string()), Some(code));
                }
            }
        }
    }
}
