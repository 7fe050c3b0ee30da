//! Names that stand without a title: with a family's name, alone at the end of a letter, called, or joined to another name.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::Finding;
use super::name_forms::{capitals, is_family, is_past, is_place, name};
use super::name_words::{COMPOUNDS, GIVEN, PLACES};
use crate::screen::flat::{Flat, regex};

/// A name that begins here, by its own form or by what stands around it.
pub(super) fn untitled(flat: &Flat, start: usize) -> Option<Finding> {
    before_name(flat, start)
        .or_else(|| highland(flat, start))
        .or_else(|| signature(flat, start))
        .or_else(|| closing(flat, start))
        .or_else(|| pair(flat, start))
        .or_else(|| lone(flat, start))
}

/// A family name and a given name with capitals, where nothing makes them a street's.
fn pair(flat: &Flat, start: usize) -> Option<Finding> {
    const FAMILY: &str = "nguyễn trần phạm đặng bùi đỗ trịnh vũ võ phan huỳnh lê đinh hoàng";
    let end = capitals(flat, start);
    let second = flat.word_end(start) + 1;
    if flat.is_shouted || flat.is_plain || second >= end || flat.word_end(second) != end {
        return None;
    }
    let is_one_of = |words: &str, place: Range<usize>| flat.is_one_of(place, words, "");
    let is_person = is_one_of(FAMILY, start..second - 1) && is_one_of(GIVEN, second..end);
    let is_inside =
        start >= 2 && flat.bytes[start - 1] == b' ' && flat.bytes[start - 2].is_ascii_alphanumeric() && {
            let before =
                flat.bytes[..start - 1].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            flat.is_capital(start - 1 - before)
        };
    (is_person && !is_inside && !is_past(flat, start) && !is_place(flat, start)).then(|| name(start, end))
}

/// "H'Blơn Mlô": a woman's name of the highlands, with her family's behind it.
fn highland(flat: &Flat, start: usize) -> Option<Finding> {
    // "Y Blơm Niê": a man's.
    let second = start + 2;
    let is_man =
        flat.bytes[start] == b'y' && flat.bytes.get(start + 1) == Some(&b' ') && flat.is_capital(second);
    if is_man && flat.is_capital(start) && !is_known_place(flat, start) && !flat.is_shouted && !flat.is_plain
    {
        return Some(name(start, capitals(flat, start)));
    }
    let is_mark = matches!(flat.chars.get(start + 1), Some('\'' | '\u{2019}'));
    if !flat.is_capital(start)
        || flat.bytes[start] != b'h'
        || !is_mark
        || flat.word_end(start + 2) == start + 2
    {
        return None;
    }
    let first = flat.word_end(start + 2);
    let end = if flat.bytes.get(first) == Some(&b' ') { capitals(flat, first + 1).max(first) } else { first };
    Some(name(start, if end > first + 1 { end } else { first }))
}

/// "Cầm Bá Thước là tên cháu": words with a capital before what says that they are a name.
fn before_name(flat: &Flat, start: usize) -> Option<Finding> {
    let end = capitals(flat, start);
    let says = |words: &str| flat.says(end + 1, words).is_some();
    let is_named = end > flat.word_end(start) && (says("là tên") || says("tên của"));
    // "Thoại đây, .."
    let is_begin = start == 0 || matches!(flat.bytes[..start], [.., b'\n'] | [.., b'.' | b'!' | b'?', b' ']);
    let is_caller = is_begin && end > start + 1 && !flat.is_plain && says("đây");
    (!flat.is_shouted && (is_named || is_caller)).then(|| name(start, end))
}

/// A family name and more that stand alone in a line or a sentence, as under a letter.
fn signature(flat: &Flat, start: usize) -> Option<Finding> {
    let end = capitals(flat, start);
    let before = flat.bytes[..start].iter().rev().find(|byte| **byte != b' ');
    let is_begin = before.is_none_or(|byte| matches!(byte, b'.' | b'\n' | b'!' | b'-' | b')' | b','));
    let is_end = flat.bytes.get(end).is_none_or(|byte| matches!(byte, b'\n' | b'.' | b',' | b'('));
    let is_last = flat.bytes.len() - end < 60;
    let is_whole = end > flat.word_end(start) && !flat.is_shouted && is_family(flat, start);
    let is_place = flat.says_one(start, PLACES) || is_past(flat, start);
    (is_whole && is_begin && is_end && is_last && !is_place && start > 0).then(|| name(start, end))
}

/// The end of a name of which little more than the first letters are told: "N.V.A", "Ng. Thị B.".
pub(super) fn initials(flat: &Flat, start: usize) -> Option<usize> {
    static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:(?:[a-z]{1,3}\. ?){2,4}[a-z]?|(?:[a-z]{1,3}\. ?)(?:[a-z]+ ){0,2}[a-z]\.|[a-z]+ (?:van|thi) [a-z]\.)(?:[^a-z]|$)",
        )
    });
    let found = INITIALS.find(&flat.bytes[start..])?;
    let end = start + found.as_bytes().iter().rposition(u8::is_ascii_alphabetic)? + 1;
    let begins = (start..end).filter(|at| flat.is_word_start(*at));
    begins.into_iter().all(|at| flat.is_capital(at)).then_some(end)
}

/// Two or three words with capitals that end a text behind a sign: "cảm ơn! - Thuý Kiều".
fn closing(flat: &Flat, start: usize) -> Option<Finding> {
    let end = capitals(flat, start);
    let words = flat.bytes[start..end].iter().filter(|byte| **byte == b' ').count() + 1;
    let is_last =
        flat.bytes[end..].iter().all(|byte| !byte.is_ascii_alphanumeric()) && flat.bytes.len() - end < 6;
    let is_apart =
        matches!(flat.bytes[..start], [.., b' ', b'-' | b'/', b' '] | [.., b'\n'] | [.., b';', b' ']);
    let is_person = (2..=4).contains(&words) && !flat.is_shouted && !flat.is_plain;
    (is_person && is_last && is_apart && !is_known_place(flat, start)).then(|| name(start, end))
}

fn is_known_place(flat: &Flat, start: usize) -> bool {
    flat.says_one(start, PLACES)
        || flat.says_one(start, COMPOUNDS)
        || is_past(flat, start)
        || is_place(flat, start)
}

/// One given name with a capital within a sentence, or called at its beginning: "cho Nghĩa", "Hà ơi".
fn lone(flat: &Flat, start: usize) -> Option<Finding> {
    /// Given names that are also what offices and their papers are called, or words that people begin with a capital.
    const OTHERS: &str = "thanh quang phong trung bình đông bảo toàn chính tân sơn đại nam nhật hoàng lan long việt quốc quân thư tư hoà hòa hậu hoa tết trà tài lộc hồng đào sen cúc mùi ngọ sửu tý đoàn hiệp hải liên mai yến phú lợi trường";
    /// Small words before a name that is asked for, spoken to, or acts.
    const BEFORE: &str =
        "cho với hỏi của bảo gọi nhờ mặt gặp tên là thấy sao cả nào còn qua và thì con bạn đứa";
    if flat.is_shouted || flat.is_plain || !flat.is_capital(start) {
        return None;
    }
    let end = flat.word_end(start);
    let is_single = capitals(flat, start) == end && end > start + 1;
    let is_listed = flat.is_one_of(start..end, GIVEN, "");
    if !is_single || !is_listed || is_known_place(flat, start) {
        return None;
    }
    let is_begin = start == 0 || matches!(flat.bytes[..start], [.., b'\n'] | [.., b'.' | b'!' | b'?', b' ']);
    let is_called = flat.bytes[end..].starts_with(b" oi") || flat.bytes[end..].starts_with(b" goi lai");
    if is_begin {
        return is_called.then(|| name(start, end));
    }
    if flat.bytes[start - 1] != b' ' {
        return None;
    }
    let before = flat.bytes[..start - 1].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = start - 1 - before..start - 1;
    let is_told = !flat.is_capital(word.start) && flat.is_one_of(word, BEFORE, "");
    let is_other = flat.is_one_of(start..end, OTHERS, "");
    (is_told && (is_called || !is_other)).then(|| name(start, end))
}

/// Names that are joined to one that was found: "Minh Khôi và Minh Khuê", "Khiêm, Tài, Lộc".
pub(super) fn joined(flat: &Flat, found: &[Finding]) -> Vec<Finding> {
    static JOIN: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?: va | voi | - |, )"));
    /// More names are not joined to one: a text of nothing else is read once.
    const MOST: usize = 8;
    let mut joined: Vec<Finding> = Vec::new();
    if flat.is_shouted || flat.is_plain {
        return joined;
    }
    for first in found.iter().filter(|first| flat.is_capital(first.start)) {
        let mut end = first.end;
        for _ in 0..MOST {
            let Some(join) = JOIN.find(&flat.bytes[end..]) else { break };
            let start = end + join.end();
            let stop = capitals(flat, start);
            let is_list = join.as_bytes() == b", ";
            let is_name = stop > start + 1
                && !is_known_place(flat, start)
                && (!is_list || (stop == flat.word_end(start) && flat.is_one_of(start..stop, GIVEN, "")));
            if !is_name || found.iter().chain(&joined).any(|known| known.start == start) {
                break;
            }
            joined.push(name(start, stop));
            end = stop;
        }
    }
    joined
}
