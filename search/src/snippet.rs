//! The passage of a text that answers the words best, as HTML with nothing but `<mark>` in it.
//!
//! The engine's own snippets need the text in the index and lose folded or decomposed letters; this
//! one works on the source text, by the byte offsets of its syllables.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use dialogue::text::{Syllable, syllables};

const ELLIPSIS: char = '…';

/// The words that passages are marked by, as [`Index::search`](crate::Index::search) found them telling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(HashMap<String, Wanted>);

/// A word by its fold key, with the exact keys that were meant by it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    number: usize,
    meant: Vec<String>,
}

impl Marks {
    /// Fold keys with what was meant by each.
    pub(crate) fn new(words: impl IntoIterator<Item = (String, Vec<String>)>) -> Marks {
        let mut marks = HashMap::new();
        for (fold, meant) in words {
            let number = marks.len();
            let wanted = marks.entry(fold).or_insert(Wanted { number, meant: Vec::new() });
            wanted.meant.extend(meant);
        }
        Marks(marks)
    }

    /// Every word of a text.
    #[must_use]
    pub fn of(words: &str) -> Marks {
        Marks::new(syllables(words).into_iter().map(|syllable| (syllable.fold, vec![syllable.exact])))
    }

    fn word(&self, syllable: &Syllable) -> Option<usize> {
        self.0.get(&syllable.fold).map(|wanted| wanted.number)
    }

    fn is_meant(&self, syllable: &Syllable) -> bool {
        self.0.get(&syllable.fold).is_some_and(|wanted| wanted.meant.contains(&syllable.exact))
    }
}

/// Cuts the passage that answers: of the answer when it has as many different words as the question, which stands above
/// it as a heading; else of the question.
///
/// It is the passage with the most different words (then with the most in all, then the first). Where a word stands as
/// it was meant, it is marked as that alone: `"đường"` marks `đường` and not `dương`, unless there is no other.
///
/// At most `max_chars` characters of the text are shown; ellipses, tags and escapes come on top. The
/// cuts fall between syllables, so a word longer than that is left out. Without a match the text's
/// beginning is shown. The result is safe inside an HTML element; both texts are plain text.
#[must_use]
pub fn passage(question: &str, answer: Option<&str>, words: &Marks, max_chars: usize) -> String {
    let (question, answer) = (question.trim(), answer.unwrap_or_default().trim());
    let [asked, answered] = [question, answer].map(|text| measure(text, words));
    if different(&answered) >= different(&asked).max(1) {
        cut(answer, &answered, max_chars)
    } else {
        cut(question, &asked, max_chars)
    }
}

fn different(spans: &[Span]) -> usize {
    spans.iter().filter_map(|span| span.word).collect::<HashSet<usize>>().len()
}

fn cut(text: &str, spans: &[Span], max_chars: usize) -> String {
    let view = grow(spans, choose(spans, max_chars), max_chars);
    render(text, spans, stretch(text, spans, view, max_chars))
}

/// One syllable of the text, its place in bytes and in characters, and the word it answers.
struct Span {
    bytes: Range<usize>,
    chars: Range<usize>,
    word: Option<usize>,
}

fn measure(text: &str, wanted: &Marks) -> Vec<Span> {
    let (mut byte, mut char) = (0, 0);
    let mut chars_to = |next: usize| {
        char += text[byte..next].chars().count();
        byte = next;
        char
    };
    let syllables = syllables(text);
    let meant: HashSet<usize> = syllables
        .iter()
        .filter(|syllable| wanted.is_meant(syllable))
        .filter_map(|syllable| wanted.word(syllable))
        .collect();
    let span = |syllable: Syllable| Span {
        chars: chars_to(syllable.start)..chars_to(syllable.end),
        bytes: syllable.start..syllable.end,
        word: wanted.word(&syllable).filter(|word| !meant.contains(word) || wanted.is_meant(&syllable)),
    };
    syllables.into_iter().map(span).collect()
}

/// How many characters the spans `first..=last` take.
fn width(spans: &[Span], first: usize, last: usize) -> usize {
    spans[last].chars.end - spans[first].chars.start
}

/// The spans, from a match to a match, that fit and answer the most words; the first span when there
/// is no match, none when it is too long.
fn choose(spans: &[Span], max_chars: usize) -> Range<usize> {
    let matches: Vec<(usize, usize)> =
        spans.iter().enumerate().filter_map(|(at, span)| Some((at, span.word?))).collect();
    let head = usize::from(!spans.is_empty() && width(spans, 0, 0) <= max_chars);
    let mut best = ((0, 0), 0..head);
    let mut counts: HashMap<usize, usize> = HashMap::new();
    let mut tail = 0;
    for (head, &(last, word)) in matches.iter().enumerate() {
        *counts.entry(word).or_default() += 1;
        while tail <= head && width(spans, matches[tail].0, last) > max_chars {
            forget(&mut counts, matches[tail].1);
            tail += 1;
        }
        let worth = (counts.len(), head + 1 - tail);
        if worth > best.0 {
            best = (worth, matches[tail].0..last + 1);
        }
    }
    best.1
}

fn forget(counts: &mut HashMap<usize, usize>, word: usize) {
    if let Some(count) = counts.get_mut(&word) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&word);
        }
    }
}

/// Widens the chosen spans: half of the room before, then after, then what is left before again.
fn grow(spans: &[Span], chosen: Range<usize>, max_chars: usize) -> Range<usize> {
    let Some(mut last) = chosen.end.checked_sub(1) else {
        return chosen;
    };
    let mut first = chosen.start;
    let taken = width(spans, first, last);
    let halfway = taken + (max_chars - taken) / 2;
    while first > 0 && width(spans, first - 1, last) <= halfway {
        first -= 1;
    }
    while last + 1 < spans.len() && width(spans, first, last + 1) <= max_chars {
        last += 1;
    }
    while first > 0 && width(spans, first - 1, last) <= max_chars {
        first -= 1;
    }
    first..last + 1
}

/// The bytes to show: from span to span, and to the very ends of the text where there is room.
fn stretch(text: &str, spans: &[Span], view: Range<usize>, max_chars: usize) -> Range<usize> {
    let all = text.chars().count();
    if all <= max_chars {
        return 0..text.len();
    }
    let (at_start, at_end) = (view.start == 0, view.end == spans.len());
    let shown = &spans[view];
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return 0..0;
    };
    let (mut chars, mut bytes) = (first.chars.start, first.bytes.start..last.bytes.end);
    if at_start && last.chars.end <= max_chars {
        (chars, bytes.start) = (0, 0);
    }
    if at_end && all - chars <= max_chars {
        bytes.end = text.len();
    }
    bytes
}

/// The bytes of `view` with the matches marked, the rest escaped, and an ellipsis at each cut.
fn render(text: &str, spans: &[Span], view: Range<usize>) -> String {
    let mut out = String::new();
    let mut at = view.start;
    out.extend((view.start > 0).then_some(ELLIPSIS));
    let shown = |span: &&Span| view.start <= span.bytes.start && span.bytes.end <= view.end;
    for span in spans.iter().filter(shown).filter(|span| span.word.is_some()) {
        escape(&text[at..span.bytes.start], &mut out);
        out.push_str("<mark>");
        escape(&text[span.bytes.clone()], &mut out);
        out.push_str("</mark>");
        at = span.bytes.end;
    }
    escape(&text[at..view.end], &mut out);
    out.extend((view.end < text.len()).then_some(ELLIPSIS));
    out
}

fn escape(plain: &str, out: &mut String) {
    for char in plain.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}
