//! What is asked of an archive: questions of its own items, as people type them.

use dialogue::text::syllables;
use tests::dice::Dice;
use tests::recombined::{Item, Recombined};
use tests::typed::{short, slip, without_marks};

/// The ways in which one question is asked.
pub const KINDS: [&str; 8] =
    ["long", "short", "one word", "without marks", "slip", "number", "whole text", "blank"];

/// One query.
pub struct Asked {
    pub kind: &'static str,
    pub words: String,
}

impl Asked {
    /// Whether an archive that has the item must find something; a slip may hit a word that nothing else tells.
    pub fn is_found(&self) -> bool {
        self.kind != "slip"
    }
}

/// So many different questions about an archive of so many items, each in every kind.
pub fn asked(archive: &Recombined, items: u32, count: usize) -> Vec<Asked> {
    let mut dice = Dice::new(u64::from(items));
    let mut any = || archive.item(u32::try_from(dice.below(items as usize)).expect("below an u32"));
    let mut all = Vec::with_capacity(count * KINDS.len());
    for n in 0..count {
        let item = any();
        let numbered = std::iter::repeat_with(&mut any).find(|item| item.number.is_some());
        let number = numbered.and_then(|item| item.number).expect("every second item has a number");
        all.extend(KINDS.map(|kind| Asked { kind, words: words(kind, n, &item, &number) }));
    }
    all
}

fn words(kind: &str, n: usize, item: &Item, number: &str) -> String {
    let id = n.to_string();
    let few = short(&id, &item.gist);
    match kind {
        "long" => item.gist.clone(),
        "short" => few,
        // The longest of the words that matter is what one would choose of them.
        "one word" => few.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default().to_owned(),
        "without marks" => without_marks(&item.gist),
        "slip" => slip(&id, &few),
        "number" => loose(number),
        // Everything that its asker wrote, pasted.
        "whole text" => item.question.clone(),
        _ => String::new(),
    }
}

/// `1284/2019/QĐ-UBND` as one types it in haste: `1284 2019 qd ubnd`.
fn loose(number: &str) -> String {
    syllables(number).into_iter().map(|part| part.fold).collect::<Vec<_>>().join(" ")
}
