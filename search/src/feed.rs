//! How the keys of a document are fed to the engine: as one string for a field, which a tokenizer of ours takes apart.
//!
//! The engine takes ready-made tokens too, but keeps each in a string of its own, and copies all of them once more:
//! a document has some thousands.

use tantivy::Index;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name of the tokenizer for what [`repeated`] makes.
pub(crate) const REPEATED: &str = "repeated";
/// The name of the tokenizer for what [`placed`] makes.
pub(crate) const PLACED: &str = "placed";

/// Keys have letters and digits alone, a pair a blank as well.
const KEY: char = '\n';
const PART: char = '\u{1d}';
const BESIDE: char = ' ';

/// Makes the tokenizers known to an index, which is needed before anything is written.
pub(crate) fn register(index: &Index) {
    index.tokenizers().register(REPEATED, Repeated);
    index.tokenizers().register(PLACED, Placed);
}

/// The keys of several parts in a row, each part as often as it weighs.
pub(crate) fn repeated<const N: usize>(parts: [(&[String], usize); N]) -> String {
    let mut out = String::new();
    for (keys, times) in parts {
        out.push_str(&times.to_string());
        for key in keys {
            out.push(KEY);
            out.push_str(key);
        }
        out.push(PART);
    }
    out
}

/// Keys in their places, some places without any.
pub(crate) fn placed<'a>(places: impl Iterator<Item = [&'a str; 2]>) -> String {
    let mut out = String::new();
    for [one, other] in places {
        out.push_str(one);
        if other != one {
            out.push(BESIDE);
            out.push_str(other);
        }
        out.push(KEY);
    }
    out
}

#[derive(Clone)]
struct Repeated;

impl Tokenizer for Repeated {
    type TokenStream<'a> = Parts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parts<'a> {
        Parts { parts: text, keys: "", times: 0, rest: "", token: Token::default() }
    }
}

/// Goes through each part as often as it weighs.
struct Parts<'a> {
    parts: &'a str,
    /// Of this part, and how often they come after this time.
    keys: &'a str,
    times: usize,
    rest: &'a str,
    token: Token,
}

impl TokenStream for Parts<'_> {
    fn advance(&mut self) -> bool {
        while self.rest.is_empty() {
            if self.times > 0 {
                self.times -= 1;
                self.rest = self.keys;
            } else if let Some((part, parts)) = self.parts.split_once(PART) {
                self.parts = parts;
                let (times, keys) = part.split_once(KEY).unwrap_or_default();
                self.times = times.parse().unwrap_or(0);
                self.keys = keys;
            } else {
                return false;
            }
            if self.keys.is_empty() {
                self.times = 0;
            }
        }
        let (key, rest) = self.rest.split_once(KEY).unwrap_or((self.rest, ""));
        self.rest = rest;
        set(&mut self.token, key);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct Placed;

impl Tokenizer for Placed {
    type TokenStream<'a> = Places<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Places<'a> {
        Places { places: text, beside: "", token: Token::default() }
    }
}

struct Places<'a> {
    places: &'a str,
    /// What is left of this place.
    beside: &'a str,
    token: Token,
}

impl TokenStream for Places<'_> {
    fn advance(&mut self) -> bool {
        while self.beside.is_empty() {
            let Some((place, places)) = self.places.split_once(KEY) else { return false };
            self.beside = place;
            self.places = places;
            self.token.position = self.token.position.wrapping_add(1);
        }
        let (key, beside) = self.beside.split_once(BESIDE).unwrap_or((self.beside, ""));
        self.beside = beside;
        set(&mut self.token, key);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn set(token: &mut Token, key: &str) {
    token.text.clear();
    token.text.push_str(key);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(mut stream: impl TokenStream) -> Vec<(usize, String)> {
        let mut keys = Vec::new();
        while stream.advance() {
            keys.push((stream.token().position, stream.token().text.clone()));
        }
        keys
    }

    fn owned(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn each_part_comes_as_often_as_it_weighs() {
        let text = repeated([(&owned(&["thu0r tuc0j", "b"]), 2), (&[], 3), (&owned(&["c"]), 1)]);
        let words: Vec<String> = keys(Repeated.token_stream(&text)).into_iter().map(|(_, key)| key).collect();
        assert_eq!(words, ["thu0r tuc0j", "b", "thu0r tuc0j", "b", "c"]);
        assert_eq!(keys(Repeated.token_stream(&repeated([(&[], 1)]))), []);
        assert_eq!(keys(Repeated.token_stream("")), []);
    }

    #[test]
    fn keys_of_one_place_stand_in_one_place() {
        let text = placed([["thu", "thu0r"], ["", ""], ["an", "an"]].into_iter());
        let expected = [(0, "thu"), (0, "thu0r"), (2, "an")].map(|(place, key)| (place, key.to_owned()));
        assert_eq!(keys(Placed.token_stream(&text)), expected);
    }
}
