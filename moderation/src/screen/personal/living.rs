//! Whether somebody lives at a place: by the words before it, by a person who is named right before, or by what is said
//! of it behind.

use regex::bytes::Regex;

use super::place_words::{ABOUT_PLACE, MOVED_IN, Part, Read, SOMEBODY};
use crate::screen::flat::Flat;

/// Whether the words before say where somebody lives; "hỗ trợ" is no "trọ".
pub(super) fn says(flat: &Flat, start: usize, before: &[u8], home: &Regex) -> bool {
    home.find(before).is_some_and(|found| {
        let from = start - before.len() + found.start();
        let is_room = found.as_bytes().starts_with(b"tro");
        !is_room || flat.is_plain || flat.says_so(from, "trọ").is_some()
    })
}

/// Whether somebody is said to live there behind it: "lô LK7-22 khu .. chưa có điện mà giục chúng tôi dọn về".
pub(super) fn is_moved(flat: &Flat, end: usize) -> bool {
    let rest = &flat.bytes[end..(end + 80).min(flat.bytes.len())];
    MOVED_IN
        .is_match(rest.split(|byte| matches!(byte, b'.' | b'\n' | b'?' | b'!')).next().unwrap_or_default())
}

/// Whether the parts are names or numbers for sure, and a ward is among them: "tổ chức, cá nhân" is no hamlet.
pub(super) fn is_told(flat: &Flat, parts: &[Read]) -> bool {
    let is_sure = |read: &Read| read.is_numbered || (read.start + 1..read.end).any(|at| flat.is_capital(at));
    let has_ward = parts.iter().any(|read| read.part == Part::Ward && !read.is_weak);
    if flat.is_plain { has_ward && is_sure(&parts[0]) } else { parts.iter().take(2).all(is_sure) }
}

/// Whether somebody was named right before, and nothing between is what happens at a place: "tôi Lan, xóm 3, thôn Hạ".
pub(super) fn is_somebodys(flat: &Flat, start: usize, before: &[u8]) -> bool {
    /// With its marks "cô" is told from "có".
    const OTHERS: &str = "tối tới mè mà má mã bỏ bộ bó bò có cỏ cũ chủ nhã nhả chỉ bạc ba bã";
    let from = start - before.len();
    if follows_name(flat, start) {
        return true;
    }
    SOMEBODY.find_iter(before).any(|who| {
        let between = &before[who.end()..];
        let is_other = !flat.is_plain && flat.is_one_of(from + who.start()..from + who.end(), OTHERS, "");
        !is_other && between.len() <= 56 && !between.contains(&b'.') && !ABOUT_PLACE.is_match(between)
    })
}

/// Whether a name with capitals and a sign stand right before: "Nông Thị Hiền - xóm Lũng Phầy".
fn follows_name(flat: &Flat, start: usize) -> bool {
    let gap = match flat.bytes[..start] {
        [.., b' ', b'-', b' '] => 3,
        [.., b',', b' '] => 2,
        _ => return false,
    };
    flat.are_capitals_before(start - gap, 3) && !flat.is_shouted
}
