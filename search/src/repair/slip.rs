//! One slip of a finger: a key too many, too few, another, or two in the wrong order.

/// Shorter words have too many neighbours to guess among.
const MIN_LETTERS: usize = 3;

/// The words at a distance of exactly one slip (Damerau's four kinds), none for a word with other than letters.
pub(super) fn near<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let letters: Vec<char> = typed.chars().collect();
    if letters.len() < MIN_LETTERS || !letters.iter().all(|letter| letter.is_alphabetic()) {
        return Vec::new();
    }
    let mut found: Vec<&str> = words.filter(|word| is_one_slip(&letters, word)).collect();
    found.sort_unstable(); // the order of a map differs from run to run
    found
}

fn is_one_slip(typed: &[char], word: &str) -> bool {
    let mut buffer = ['\0'; 24];
    let mut len = 0;
    for letter in word.chars() {
        let Some(place) = buffer.get_mut(len) else { return false };
        *place = letter;
        len += 1;
    }
    let word = &buffer[..len];
    if typed.len().abs_diff(len) > 1 || len < 2 {
        return false;
    }
    let same = typed.iter().zip(word).take_while(|(one, two)| one == two).count();
    let (rest, other) = (&typed[same..], &word[same..]);
    match (rest, other) {
        ([], []) => false,
        (longer, shorter) if longer.len() > shorter.len() => longer[1..] == *shorter,
        (shorter, longer) if longer.len() > shorter.len() => longer[1..] == *shorter,
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        _ => rest[1..] == other[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn the_four_slips_and_nothing_further() {
        let table = [
            ("thuj", true, "another key"),
            ("thuu", true, "twice"),
            ("htu", true, "two swapped"),
            ("tu", false, "too short to guess"),
            ("thhu", true, "one too many"),
            ("thu", false, "no slip"),
            ("thuxy", false, "two slips"),
            ("nga", false, "another word"),
            ("th1", false, "not a word"),
        ];
        for (typed, expected, why) in table {
            assert_eq!(near(typed, ["thu"].into_iter()) == ["thu"], expected, "{typed}: {why}");
        }
        assert_eq!(near("nghieg", ["nghieng", "nghie"].into_iter()), ["nghie", "nghieng"]);
    }
}
