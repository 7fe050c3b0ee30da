//! Telephones, identity cards, tax codes and bank accounts: rows of digits, told apart by the nearest word before them.

use std::ops::Range;

use regex::bytes::Regex;

use super::number_forms::{is_card, is_phone};
use super::number_words::{
    AMOUNT, BANK, BETWEEN, CODE, FIRM, GROUP, OFFICE, OWN, TAXES, TELLING, TOLD_BEHIND,
};
use super::{Finding, Kind};
use crate::screen::flat::Flat;

/// How far back the word is looked for that tells what a number is.
pub(super) const CONTEXT: usize = 72;
/// How far a number may stand behind the word that says it is nobody's.
const NEAR: usize = 18;
/// Digits in words are groups of one: an account has up to nineteen.
const MAX_GROUPS: usize = 20;

/// How far back a firm or an office is looked for.
const FAR: usize = 100;

struct Group {
    place: Range<usize>,
    digits: String,
}

/// Every number that is somebody's.
pub(super) fn numbers(flat: &Flat) -> Vec<Finding> {
    let groups: Vec<Group> = GROUP.find_iter(&flat.bytes).map(|found| group(flat, found.range())).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let row = row(flat, &groups, at);
        match first(flat, &groups[at..row]) {
            Some((kind, len)) => {
                let (start, end) = (opening(flat, groups[at].place.start), groups[at + len - 1].place.end);
                found.push(Finding { kind, start, end });
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

fn group(flat: &Flat, place: Range<usize>) -> Group {
    let digits = match &flat.bytes[place.clone()] {
        b"khong" | b"linh" | b"le" | b"zero" => "0".to_owned(),
        b"mot" | b"muoi" => "1".to_owned(),
        b"hai" => "2".to_owned(),
        b"ba" => "3".to_owned(),
        b"bon" | b"tu" => "4".to_owned(),
        b"nam" | b"lam" | b"nham" => "5".to_owned(),
        b"sau" => "6".to_owned(),
        b"bay" => "7".to_owned(),
        b"tam" => "8".to_owned(),
        b"chin" => "9".to_owned(),
        written => written.iter().map(|byte| digit(*byte)).collect(),
    };
    Group { place, digits }
}

/// Letters that look like a digit are typed for one.
fn digit(byte: u8) -> char {
    match byte {
        b'o' => '0',
        b'l' | b'i' => '1',
        b's' => '5',
        b'b' => '8',
        digit => char::from(digit),
    }
}

/// Where the row of groups ends that begins here: nothing but signs stands between two.
fn row(flat: &Flat, groups: &[Group], first: usize) -> usize {
    let mut end = first + 1;
    let begins_phone = groups[first].digits.len() >= 3 && groups[first].digits.starts_with('0');
    while end < groups.len()
        && end - first < MAX_GROUPS
        && is_between(flat, &groups[end - 1], &groups[end], begins_phone)
    {
        end += 1;
    }
    end
}

/// A slash parts days and numbers of documents: only longer groups are one number across it, and those behind the
/// beginning of a telephone.
fn is_between(flat: &Flat, one: &Group, two: &Group, begins_phone: bool) -> bool {
    let between = &flat.bytes[one.place.end..two.place.start];
    let may_be_parted = begins_phone || one.digits.len().min(two.digits.len()) >= 3;
    let goes_on = !matches!(flat.bytes.get(two.place.end), None | Some(b'\n'));
    let is_line = between.contains(&b'\n') && goes_on;
    BETWEEN.is_match(between) && (!between.contains(&b'/') || may_be_parted) && (!is_line || begins_phone)
}

/// A bracket or a plus that belongs to the number.
fn opening(flat: &Flat, start: usize) -> usize {
    let signs = flat.bytes[..start].iter().rev().take(2).take_while(|byte| matches!(byte, b'(' | b'+'));
    start - signs.count()
}

/// What the row begins with, and how many groups that takes.
fn first(flat: &Flat, row: &[Group]) -> Option<(Kind, usize)> {
    let start = row[0].place.start;
    // "lẻ" and "linh" stand within a number and begin none.
    if matches!(&flat.bytes[row[0].place.clone()], b"le" | b"linh") {
        return None;
    }
    let told = told(flat, start);
    let is_glued = !flat.is_edge(start.checked_sub(1));
    if is_glued && !is_glued_to_a_word_of_numbers(flat, start, told) {
        return None;
    }
    let is_rest =
        start > 1 && flat.bytes[start - 2].is_ascii_digit() && matches!(flat.bytes[start - 1], b'.' | b',');
    let mut digits = String::new();
    let mut best = None;
    for (len, group) in (1..).zip(row) {
        digits.push_str(&group.digits);
        let end = group.place.end;
        // "0392.58.41.07 k có zalo": nothing costs so much that begins with a 0.
        let is_long = digits.len() >= 9 && digits.starts_with('0') && !is_rest;
        if !is_long && is_amount(flat, end) {
            // The account of a bank was the beginning of an amount.
            return best.filter(|(kind, _)| *kind != Kind::BankAccount);
        }
        if digits.len() > 19 {
            break;
        }
        let is_whole = flat.is_edge(Some(end));
        let behind = || TOLD_BEHIND.iter().find(|(words, _)| words.is_match(&flat.bytes[end..]));
        let behind = if told.flatten().is_none() { behind().map(|(_, kind)| Some(*kind)) } else { None };
        let kind = kind_of(&digits, behind.or(told))
            .or_else(|| branch(flat, &row[..len], &digits))
            .or_else(|| said_phone(flat, &row[..len], &digits))
            .or_else(|| around(flat, start, end, &digits, told));
        let kind = kind.filter(|kind| *kind != Kind::Phone || !is_of_office(flat, start, &digits));
        if let Some(kind) = kind.filter(|_| is_whole) {
            best = Some((kind, len));
            // The longest of all others: an old card's nine digits are the beginning of a new one's twelve.
            let may_go_on = digits.starts_with("084");
            if kind == Kind::Phone && !may_go_on && matches!(told, None | Some(Some(Kind::Phone))) {
                // Who tells twelve digits in words tells a card.
                let whole: String = row.iter().map(|group| group.digits.as_str()).collect();
                let is_said = row.iter().all(|group| group.digits.len() == 1);
                if told.is_none() && is_said && is_card(&whole) {
                    best = Some((Kind::IdCard, row.len()));
                }
                break;
            }
        }
    }
    best
}

/// Ten digits and three of a branch behind a dash are a tax code, whatever is said.
fn branch(flat: &Flat, row: &[Group], digits: &str) -> Option<Kind> {
    let [.., before, last] = row else { return None };
    let has_dash = flat.bytes[before.place.end..last.place.start].contains(&b'-');
    let is_code = digits.len() == 13 && last.digits.len() == 3 && digits.as_bytes()[0] <= b'6';
    (is_code && has_dash).then_some(Kind::TaxCode)
}

/// Nine digits in words, where the 0 of a mobile is left away: nobody counts so.
fn said_phone(flat: &Flat, row: &[Group], digits: &str) -> Option<Kind> {
    let is_said = row.iter().all(|group| flat.bytes[group.place.start].is_ascii_alphabetic());
    let is_written = row.iter().all(|group| group.digits.len() == 1);
    let is_mobile = digits.len() == 9 && matches!(digits.as_bytes()[0], b'3' | b'5' | b'7' | b'8' | b'9');
    (is_said && is_written && is_mobile).then_some(Kind::Phone)
}

/// Whether an amount ends here; "đóng" is no "đồng".
fn is_amount(flat: &Flat, end: usize) -> bool {
    let word = end + usize::from(flat.bytes.get(end) == Some(&b' '));
    let is_other = !flat.is_plain && flat.is_one_of(word..flat.word_end(word), "đóng đông động đòng", "");
    AMOUNT.is_match(&flat.bytes[end..]) && !is_other
}

/// What the words around a number say it is, where none right before it does: the tax code of a firm, the account of the
/// bank that is named behind it.
fn around(flat: &Flat, start: usize, end: usize, digits: &str, told: Option<Option<Kind>>) -> Option<Kind> {
    let sentence = flat.before(start, FAR);
    let is_code = matches!(digits.len(), 10 | 13) && !is_phone(digits, false);
    let is_nobodys_code = told.is_none() || (told == Some(None) && CODE.is_match(sentence));
    // Those of people begin with 8 now; a telephone without its 0 is shorter.
    let is_persons = digits.len() == 10 && digits.starts_with('8');
    if is_persons && CODE.is_match(sentence) {
        return Some(Kind::TaxCode);
    }
    let (before, behind) = (start.saturating_sub(160)..start, end..(end + 80).min(flat.bytes.len()));
    let is_of_taxes =
        || TAXES.is_match(&flat.bytes[before]) || (told.is_none() && TAXES.is_match(&flat.bytes[behind]));
    if is_code && is_nobodys_code && (FIRM.is_match(sentence) || is_of_taxes()) {
        return Some(Kind::TaxCode);
    }
    let is_account = (8..=19).contains(&digits.len()) && BANK.is_match(&flat.bytes[end..]);
    (is_account && told != Some(None)).then_some(Kind::BankAccount)
}

/// Whether it is the landline of an office.
fn is_of_office(flat: &Flat, start: usize, digits: &str) -> bool {
    let before = flat.before(start, FAR);
    let is_told = || OFFICE.find(before).is_some_and(|office| !OWN.is_match(office.as_bytes()));
    digits.starts_with("02") && (before.ends_with(b"may le ") || is_told())
}

/// `sdt0912..`: letters stand before the digits only when they tell what these are.
fn is_glued_to_a_word_of_numbers(flat: &Flat, start: usize, told: Option<Option<Kind>>) -> bool {
    let letters = flat.bytes[..start].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let has_digit_before = letters < start && flat.bytes[start - letters - 1].is_ascii_digit();
    // "IB2500183726" is a tender.
    let is_tender = &flat.bytes[start - letters..start] == b"ib";
    letters > 1 && !has_digit_before && !is_tender && matches!(told, Some(Some(_)))
}

/// What the nearest word before a number says it is; the inner none for what is nobody's.
pub(super) fn told(flat: &Flat, start: usize) -> Option<Option<Kind>> {
    let (mut before, mut from) = (flat.before(start, CONTEXT), start);
    // A number in a line of its own is told by the line above.
    if before.iter().all(|byte| *byte == b' ') && start > before.len() {
        from = start - before.len() - 1;
        before = flat.before(from, CONTEXT);
    }
    from -= before.len();
    let nearest = |(words, kind): &(Regex, Option<Kind>)| {
        let last = words
            .find_iter(before)
            .filter(|word| !is_other_word(flat, from + word.start()..from + word.end()))
            .last()?;
        // What is nobody's is told right before the number; who is called may be told at some distance.
        let is_near = kind.is_some() || before.len() - last.end() <= NEAR;
        is_near.then_some((last.end(), *kind))
    };
    let told: Vec<_> = TELLING.iter().filter_map(nearest).collect();
    let (end, mut kind) = *told.iter().max_by_key(|(end, _)| *end)?;
    // "sổ bảo hiểm mang mã 4816..": a code of what was told before.
    if kind.is_none() && CODE.is_match(before) {
        let known = told.iter().filter(|(_, kind)| kind.is_some_and(|kind| kind != Kind::Phone));
        kind = known.max_by_key(|(end, _)| *end).and_then(|(_, kind)| *kind);
    }
    // "giá rẻ - anh Dũng - 0979.04.05.16": what is set off by a dash is no price.
    let is_set_off = before[end..].windows(3).any(|signs| signs == b" - ");
    (kind.is_some() || !is_set_off).then_some(kind)
}

/// Words that are others with their marks: "mà" is no "mã", "gia đình" no "giá".
fn is_other_word(flat: &Flat, place: Range<usize>) -> bool {
    const OTHERS: &str = "mà má ma gia già giả lo lọ tông";
    !flat.is_plain && flat.is_one_of(place, OTHERS, "")
}

fn kind_of(digits: &str, told: Option<Option<Kind>>) -> Option<Kind> {
    let kind = match told {
        Some(None) => return None,
        Some(Some(kind)) => Some(kind),
        None => None,
    };
    match kind {
        // Ten digits are those of the social insurance.
        Some(Kind::IdCard)
            if matches!(digits.len(), 9 | 12) || (digits.len() == 10 && !is_phone(digits, false)) =>
        {
            Some(Kind::IdCard)
        }
        Some(Kind::TaxCode) if matches!(digits.len(), 10 | 13) => Some(Kind::TaxCode),
        Some(Kind::BankAccount) if (8..=19).contains(&digits.len()) => Some(Kind::BankAccount),
        _ if is_phone(digits, kind == Some(Kind::Phone)) => Some(Kind::Phone),
        None | Some(Kind::Phone) if is_card(digits) => Some(Kind::IdCard),
        _ => None,
    }
}
