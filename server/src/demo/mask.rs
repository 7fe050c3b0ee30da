//! The demonstration tells the public wording of a text; where it differs, something was masked.

use dialogue::question::Mask;

/// The span of the original that the public text words differently.
pub fn masks(original: &str, public: &str, by: &str) -> Vec<Mask> {
    if original == public {
        return Vec::new();
    }
    let same = |(a, b): &(char, char)| a == b;
    let start = original.chars().zip(public.chars()).take_while(same).count();
    let (from, to) = (original.chars().count(), public.chars().count());
    let tail = original.chars().rev().zip(public.chars().rev()).take_while(same).count();
    let end = from - tail.min(from - start).min(to.saturating_sub(start));
    vec![Mask { kind: "personal".to_owned(), start, end, by: by.to_owned() }]
}
