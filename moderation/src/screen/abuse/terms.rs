//! The list of terms as an administrator writes it.

use std::ops::Range;

use dialogue::text::fold;

use super::hidden;
use super::lexicon::{Lexicon, Without, Words};

/// From so many words on, a phrase is known without its marks.
const LONG: usize = 3;
/// More ways to read one line, and more terms of a list, are not taken: a list must not fill the memory.
const MOST_WAYS: usize = 2_000;
const MOST_TERMS: usize = 100_000;
const MOST_HARMLESS: usize = 10_000;

/// A list of terms, ready to be looked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub(super) insults: Lexicon,
    /// Words for people that hold them in contempt, and what is said of such people.
    pub(super) people: Lexicon,
    pub(super) said_of_them: Lexicon,
    pub(super) hidden: Vec<String>,
    /// Phrases of which the letters are parted, as one word.
    pub(super) joined: Vec<String>,
    pub(super) harmless: Lexicon,
}

impl Terms {
    /// Reads a list of terms, one a line; `~` begins one that is found without its marks too, `=` one that never is, `*` one
    /// whose letters may be parted, replaced or stretched, `!` one that is no insult, `@` a word for people and `&` what of
    /// such people is an insult, `#` a remark. `a|b c` stands for `a c` and `b c`, in which `_` is a space; of one line the
    /// first 2,000 ways are read, of a list the first 100,000 phrases and the first 10,000 that are no insult.
    #[must_use]
    pub fn read(list: &str) -> Terms {
        let (mut terms, mut insults, mut harmless) = (Terms::default(), 0, 0);
        for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (sign, term) = match line.chars().next() {
                Some(sign @ ('~' | '=' | '*' | '!' | '@' | '&')) => (sign, &line[1..]),
                _ => (' ', line),
            };
            if sign == '*' {
                terms.hidden.push(squeezed(term));
                continue;
            }
            // What is no insult is read however many insults there are.
            let (known, most) =
                if sign == '!' { (&mut harmless, MOST_HARMLESS) } else { (&mut insults, MOST_TERMS) };
            for way in ways(term).into_iter().take(most.saturating_sub(*known)) {
                *known += 1;
                terms.add(sign, &way);
            }
        }
        terms.joined.retain(|word| word.len() >= hidden::LEAST_JOINED);
        terms.joined.sort();
        terms.joined.dedup();
        terms
    }

    fn add(&mut self, sign: char, term: &str) {
        let lexicon = match sign {
            '!' => &mut self.harmless,
            '@' => &mut self.people,
            '&' => &mut self.said_of_them,
            _ => {
                if term.split_whitespace().count() > 1 {
                    self.joined.push(squeezed(term));
                }
                &mut self.insults
            }
        };
        let without = match sign {
            '~' => Without::Loose,
            '=' => Without::Never,
            _ => Without::Long,
        };
        lexicon.add(term, without);
    }
}

impl Terms {
    /// Where insults stand, counted in words: as they are written, or said of people within the same clause.
    pub(super) fn places(&self, words: &Words) -> Vec<Range<usize>> {
        let mut found = self.insults.as_written(words, LONG);
        found.extend(self.of_people(words));
        found
    }

    /// From a word for people to what is said of them.
    fn of_people(&self, words: &Words) -> Vec<Range<usize>> {
        /// How many words stand between them at most.
        const NEAR: usize = 6;
        let people = self.people.of_people(words, 2);
        let said = self.said_of_them.of_people(words, 2);
        let of = |said: &Range<usize>| {
            let near = |who: &&Range<usize>| {
                who.end <= said.start
                    && said.start - who.end <= NEAR
                    && words.list[who.start].clause == words.list[said.start].clause
            };
            Some(people.iter().rfind(near)?.start..said.end)
        };
        said.iter().filter_map(of).collect()
    }
}

/// The letters of a term without marks, each once in a row, as a stretched word is read.
fn squeezed(term: &str) -> String {
    let mut letters: Vec<char> = fold(term).chars().filter(char::is_ascii_lowercase).collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Every way to choose one of each `a|b` of a line.
fn ways(line: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for choices in line.split_whitespace() {
        let choices: Vec<String> = choices.split('|').map(|choice| choice.replace('_', " ")).collect();
        ways = ways
            .iter()
            .flat_map(|way| choices.iter().map(move |choice| format!("{way} {choice}")))
            .take(MOST_WAYS)
            .collect();
    }
    ways
}
