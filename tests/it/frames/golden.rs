//! Golden files: a frame as indented JSON, its members in the order in which they were sent.

use std::{collections::BTreeSet, path::PathBuf};

/// The files, and what was found against them.
pub struct Golden {
    folder: PathBuf,
    writes: bool,
    held: BTreeSet<String>,
    faults: Vec<String>,
}

impl Golden {
    pub fn open() -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/frames");
        Self { folder, writes: is_told_to_write(), held: BTreeSet::new(), faults: Vec::new() }
    }

    /// Holds a frame against its file.
    pub fn hold(&mut self, name: &str, raw: &str) {
        assert!(raw.starts_with(r#"{"type":""#), "the first member of a frame is its type: {raw}");
        assert!(self.held.insert(name.to_owned()), "two frames are called {name}");
        let (file, found) = (self.folder.join(format!("{name}.json")), pretty(raw) + "\n");
        if self.writes {
            std::fs::write(&file, found).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            return;
        }
        match std::fs::read_to_string(&file) {
            Err(error) => self.faults.push(format!("{}: {error}", file.display())),
            Ok(golden) if golden == found => {}
            Ok(golden) => self.faults.push(format!("{name}: {}", first_difference(&golden, &found))),
        }
    }

    /// Tells everything that was found, and that no file is left without its frame.
    pub fn close(mut self) {
        let files = std::fs::read_dir(&self.folder).expect("the golden files have a folder");
        for file in files.map(|file| file.expect("a readable folder").path()) {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let is_golden = file.extension().is_some_and(|extension| extension == "json");
            if is_golden && !self.held.contains(&name) {
                self.faults.push(format!("{}: no frame is held against it", file.display()));
            }
        }
        let faults = self.faults.join("\n");
        assert!(
            faults.is_empty(),
            "{faults}\nIf the change is meant: GOLDEN=write cargo test -p tests frames"
        );
    }
}

#[expect(clippy::disallowed_methods, reason = "how a developer asks a test for new golden files")]
fn is_told_to_write() -> bool {
    std::env::var_os("GOLDEN").is_some_and(|word| word == "write")
}

fn first_difference(golden: &str, found: &str) -> String {
    let mut lines = golden.lines().zip(found.lines()).zip(1..);
    let differing = lines.find(|((golden, found), _)| golden != found);
    match differing {
        Some(((golden, found), line)) => format!("line {line} was\n  {golden}\nand is\n  {found}"),
        None => format!("it had {} lines and has {}", golden.lines().count(), found.lines().count()),
    }
}

/// What is different in every run is named instead. `start` is a time in a session, but a number in a mask.
fn named(key: &str, value: &str) -> Option<&'static str> {
    let is_text = value.starts_with('"');
    match key {
        "at" | "start" | "questions_open" | "questions_close" | "due" | "until" if is_text => Some("<time>"),
        "epoch" if is_text => Some("<epoch>"),
        "code" | "moved_code" if is_text => Some("<code>"),
        "track_url" if is_text => Some("<link with secret>"),
        "viewers" => Some("<count>"),
        "retry_ms" => Some("<milliseconds>"),
        _ => None,
    }
}

/// Indents a compact JSON text. It works on the text itself: a parsed object would have lost its order.
pub fn pretty(raw: &str) -> String {
    let (mut out, mut depth, mut key, mut rest) = (String::new(), 0, "", raw);
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(length_of_token(first, rest));
        assert!(first == '"' || !token.contains(char::is_whitespace), "the frame is not compact: {rest}");
        match first {
            '{' | '[' => {
                out.push(first);
                if !after.starts_with(['}', ']']) {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                if !out.ends_with(['{', '[']) {
                    depth -= 1;
                    new_line(&mut out, depth);
                }
                out.push(first);
            }
            ',' => {
                out.push(first);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' if after.starts_with(':') => {
                key = token.trim_matches('"');
                out.push_str(token);
            }
            _ => match named(key, token) {
                Some(name) => out.push_str(&format!("\"{name}\"")),
                None => out.push_str(token),
            },
        }
        rest = after;
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

fn length_of_token(first: char, text: &str) -> usize {
    match first {
        '"' => length_of_text(text),
        '{' | '}' | '[' | ']' | ',' | ':' => 1,
        _ => text.find([',', '}', ']']).unwrap_or(text.len()),
    }
}

/// With both quotation marks.
fn length_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    panic!("a text without an end: {text}")
}
