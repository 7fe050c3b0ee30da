//! Invented Vietnamese sentences for examining a detector of personal data.
//!
//! Every value is drawn digit by digit or put together from small invented
//! lists; nothing here is copied from a real person's record.
//!
//! Frame language: `#` is a digit 0-9, `^` a digit 1-9, `{x}` the value of
//! slot `x`, and `{*x}` the same with its byte range recorded as a span.

use std::collections::HashSet;
use std::ops::Range;

/// The codes of the ten kinds of personal data.
pub const KINDS: [&str; 10] = [
    "phone",
    "id_card",
    "tax_code",
    "bank_account",
    "plate",
    "email",
    "address",
    "birth_date",
    "person_name",
    "profile_link",
];

/// A sentence a citizen could write, with the personal data marked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The text, in UTF-8.
    pub text: String,
    /// Kind code and byte range of each piece of personal data, in order.
    pub spans: Vec<(&'static str, Range<usize>)>,
}

/// How the whole sentence is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typing {
    AsIs,
    NoMarks,
    NoMarksLower,
    Upper,
}

/// Draws `count` sentences that each hold personal data of `kind` and of no
/// other kind. An unknown kind gives an empty list.
pub fn positives(kind: &str, count: usize, below: &mut dyn FnMut(usize) -> usize) -> Vec<Sentence> {
    let Some(code) = known(kind) else {
        return Vec::new();
    };
    draw(code, positive_frames(code), count, below)
}

/// Draws `count` sentences without personal data that are easily taken for
/// `kind`. An unknown kind gives an empty list.
pub fn look_alikes(kind: &str, count: usize, below: &mut dyn FnMut(usize) -> usize) -> Vec<Sentence> {
    let Some(code) = known(kind) else {
        return Vec::new();
    };
    draw(code, look_alike_frames(code), count, below)
}

fn known(kind: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|code| *code == kind)
}

fn draw(
    code: &'static str,
    frames: &[&str],
    count: usize,
    below: &mut dyn FnMut(usize) -> usize,
) -> Vec<Sentence> {
    let mut seen = HashSet::new();
    let mut all = Vec::with_capacity(count);
    for turn in 0..count {
        let mut sentence = one(code, frames[turn % frames.len()], below);
        for _ in 0..12 {
            if !seen.contains(&sentence.text) {
                break;
            }
            sentence = one(code, pick(frames, below), below);
        }
        seen.insert(sentence.text.clone());
        all.push(sentence);
    }
    all
}

fn one(code: &'static str, frame: &str, below: &mut dyn FnMut(usize) -> usize) -> Sentence {
    let case_matters = matches!(code, "email" | "profile_link");
    let typing = match below(20) {
        0..=2 => Typing::NoMarks,
        3 | 4 if !case_matters => Typing::NoMarksLower,
        5 if !case_matters && !frame.is_ascii() => Typing::Upper,
        _ if frame.is_ascii() => Typing::NoMarks,
        _ => Typing::AsIs,
    };
    let mut sentence = Sentence { text: String::new(), spans: Vec::new() };
    if below(3) == 0 {
        expand(pick(OPENERS, below), code, typing, below, &mut sentence);
    }
    expand(frame, code, typing, below, &mut sentence);
    if below(3) == 0 {
        expand(pick(CLOSERS, below), code, typing, below, &mut sentence);
    }
    sentence
}

fn expand(
    template: &str,
    code: &'static str,
    typing: Typing,
    below: &mut dyn FnMut(usize) -> usize,
    out: &mut Sentence,
) {
    let mut rest = template;
    while let Some(first) = rest.chars().next() {
        if first == '{'
            && let Some(end) = rest.find('}')
        {
            let name = &rest[1..end];
            let (marked, name) = match name.strip_prefix('*') {
                Some(bare) => (true, bare),
                None => (false, name),
            };
            let value = slot(name, below);
            let start = out.text.len();
            expand(&value, code, typing, below, out);
            if marked {
                out.spans.push((code, start..out.text.len()));
            }
            rest = &rest[end + 1..];
            continue;
        }
        match first {
            '#' => out.text.push(digit(below(10))),
            '^' => out.text.push(digit(1 + below(9))),
            other => push_typed(other, typing, &mut out.text),
        }
        rest = &rest[first.len_utf8()..];
    }
}

fn push_typed(letter: char, typing: Typing, text: &mut String) {
    match typing {
        Typing::AsIs => text.push(letter),
        Typing::NoMarks => text.push(without_mark(letter)),
        Typing::NoMarksLower => text.extend(without_mark(letter).to_lowercase()),
        Typing::Upper => text.extend(letter.to_uppercase()),
    }
}

fn without_mark(letter: char) -> char {
    let small: char = letter.to_lowercase().next().unwrap_or(letter);
    let plain = match small {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ'
        | 'ậ' => 'a',
        'đ' => 'd',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ'
        | 'ợ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        _ => return letter,
    };
    if letter == small { plain } else { plain.to_ascii_uppercase() }
}

fn digit(value: usize) -> char {
    char::from_digit((value % 10) as u32, 10).unwrap_or('0')
}

fn pick<'a>(list: &[&'a str], below: &mut dyn FnMut(usize) -> usize) -> &'a str {
    list[below(list.len())]
}

fn digits(prefix: &str, length: usize, below: &mut dyn FnMut(usize) -> usize) -> String {
    let mut all = String::from(prefix);
    while all.len() < length {
        all.push(digit(below(10)));
    }
    all
}

/// Cuts `number` into groups of the given sizes, the last size repeating.
fn grouped(number: &str, sizes: &[usize], between: &str) -> String {
    let mut parts = Vec::new();
    let mut rest = number;
    let mut turn = 0;
    while !rest.is_empty() {
        let size = sizes[turn.min(sizes.len() - 1)].min(rest.len());
        parts.push(&rest[..size]);
        rest = &rest[size..];
        turn += 1;
    }
    parts.join(between)
}

fn word(figure: char) -> &'static str {
    match figure {
        '0' => "không",
        '1' => "một",
        '2' => "hai",
        '3' => "ba",
        '4' => "bốn",
        '5' => "năm",
        '6' => "sáu",
        '7' => "bảy",
        '8' => "tám",
        _ => "chín",
    }
}

fn in_words(number: &str, between: &str) -> String {
    let words: Vec<&str> = number.chars().map(word).collect();
    words.join(between)
}

/// Digits and words side by side, as people dodge a filter.
fn half_words(number: &str, below: &mut dyn FnMut(usize) -> usize) -> String {
    let mut text = String::new();
    let mut after_word = false;
    for (place, figure) in number.chars().enumerate() {
        let as_word = below(2) == 0;
        if place > 0 && (as_word || after_word) {
            text.push(' ');
        }
        if as_word {
            text.push_str(word(figure));
        } else {
            text.push(figure);
        }
        after_word = as_word;
    }
    text
}

fn with_letters(number: &str, below: &mut dyn FnMut(usize) -> usize) -> String {
    let zero = if below(2) == 0 { "o" } else { "O" };
    number.replace('0', zero)
}

fn phone(below: &mut dyn FnMut(usize) -> usize) -> String {
    const STARTS: [&str; 20] = [
        "032", "034", "035", "037", "038", "039", "056", "058", "070", "076", "077", "079", "081", "083",
        "085", "088", "090", "093", "096", "098",
    ];
    let start = pick(&STARTS, below);
    let number = digits(start, 10, below);
    let bare = &number[1..];
    match below(24) {
        0 | 1 => number,
        2 => grouped(&number, &[4, 3], " "),
        3 => grouped(&number, &[4, 3], "."),
        4 => grouped(&number, &[4, 3], "-"),
        5 => grouped(&number, &[3, 3, 4], " "),
        6 => grouped(&number, &[4, 2], "."),
        7 => format!("+84{bare}"),
        8 => format!("+84 {}", grouped(bare, &[3], " ")),
        9 => format!("84{bare}"),
        10 => format!("(+84) {}", grouped(bare, &[2, 3, 4], "-")),
        11 => format!("+84 (0){}", grouped(bare, &[3], ".")),
        12 => in_words(&number, " "),
        13 => {
            let (head, tail) = number.split_at(4);
            format!("{}, {}", in_words(head, " "), in_words(tail, " "))
        }
        14 => half_words(&number, below),
        15 => with_letters(&number, below),
        16 => with_letters(&grouped(&number, &[4, 3], "."), below),
        17 => grouped(&number, &[1], " "),
        18 => format!("({}) {}", &number[..4], grouped(&number[4..], &[3], " ")),
        19 => grouped(&number, &[4, 3], " - "),
        20 => in_words(&number, "-"),
        21 => {
            let line = digits("3", 7, below);
            format!("0225.{}", grouped(&line, &[4, 3], "."))
        }
        22 => {
            let line = digits("3", 7, below);
            format!("(0225) {}", grouped(&line, &[1, 3], "."))
        }
        _ => {
            let line = digits("3", 8, below);
            format!("024 {}", grouped(&line, &[4], " "))
        }
    }
}

fn long_card(below: &mut dyn FnMut(usize) -> usize) -> String {
    const PLACES: [&str; 8] = ["031", "030", "034", "001", "022", "033", "035", "036"];
    let place = pick(&PLACES, below);
    let head = format!("{place}{}", digit(below(4)));
    let number = digits(&head, 12, below);
    match below(12) {
        0..=2 => number,
        3 => grouped(&number, &[3], " "),
        4 => grouped(&number, &[3], "."),
        5 => grouped(&number, &[4], " "),
        6 => grouped(&number, &[3], "-"),
        7 => grouped(&number, &[3, 1, 2, 6], " "),
        8 => with_letters(&number, below),
        9 => grouped(&number, &[6], " "),
        10 => in_words(&number, " "),
        _ => half_words(&number, below),
    }
}

fn short_card(below: &mut dyn FnMut(usize) -> usize) -> String {
    const PLACES: [&str; 6] = ["031", "030", "142", "151", "100", "012"];
    let number = digits(pick(&PLACES, below), 9, below);
    match below(9) {
        0 | 1 => number,
        2 => grouped(&number, &[3], " "),
        3 => grouped(&number, &[3], "."),
        4 => grouped(&number, &[3], "-"),
        5 => grouped(&number, &[2, 3, 4], " "),
        6 => with_letters(&number, below),
        7 => in_words(&number, " "),
        _ => half_words(&number, below),
    }
}

fn tax(below: &mut dyn FnMut(usize) -> usize) -> String {
    let head = if below(2) == 0 { "8" } else { "020" };
    let number = digits(head, 10, below);
    let branch = format!("00{}", 1 + below(9));
    match below(12) {
        0 | 1 => number,
        2 => format!("{number}-{branch}"),
        3 => format!("{number} - {branch}"),
        4 => grouped(&number, &[4, 3], " "),
        5 => grouped(&number, &[4, 3], "."),
        6 => grouped(&number, &[3, 3, 4], "-"),
        7 => grouped(&number, &[1, 3], "."),
        8 => format!("{}-{branch}", grouped(&number, &[4, 3], " ")),
        9 => with_letters(&number, below),
        10 => in_words(&number, " "),
        _ => half_words(&number, below),
    }
}

fn account(below: &mut dyn FnMut(usize) -> usize) -> String {
    let length = 8 + below(9);
    let number = digits("", length, below);
    match below(11) {
        0..=2 => number,
        3 => grouped(&number, &[4], " "),
        4 => grouped(&number, &[3], " "),
        5 => grouped(&number, &[4], "."),
        6 => grouped(&number, &[4], "-"),
        7 => grouped(&number, &[3], "."),
        8 => with_letters(&number, below),
        9 => in_words(&number, " "),
        _ => half_words(&number, below),
    }
}

fn plate(below: &mut dyn FnMut(usize) -> usize) -> String {
    const PLACES: [&str; 10] = ["15", "16", "29", "30", "34", "14", "17", "89", "99", "51"];
    const LETTERS: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "K", "L", "M", "N"];
    let place = pick(&PLACES, below);
    let letter = pick(&LETTERS, below);
    let series = 1 + below(9);
    let five = digits("", 5, below);
    let (three, two) = five.split_at(3);
    match below(14) {
        0 => format!("{place}{letter}-{three}.{two}"),
        1 => format!("{place}{letter}{series} {three}.{two}"),
        2 => format!("{place}-{letter}{series} {five}"),
        3 => format!("{place}{letter} {three}.{two}"),
        4 => format!("{place}{letter}{five}"),
        5 => format!("{place}{letter}{series}-{five}"),
        6 => format!("{place}{letter}.{three}.{two}"),
        7 => format!("{place}{letter}{series}-{three}.{two}"),
        8 => format!("{place} {letter}{series} {three} {two}"),
        9 => format!("{place}-{letter} {three}.{two}"),
        10 => format!("{place}{letter}{series}-{}", &five[..4]),
        11 => format!("{place}{letter}-{five}"),
        12 => format!("{place}-{letter}{series}-{three}.{two}"),
        _ => format!("{}{} {five}", place, letter.to_lowercase()),
    }
}

fn mailbox(below: &mut dyn FnMut(usize) -> usize) -> String {
    let user = slot("nick", below);
    let (host, end) = match below(5) {
        0 | 1 => ("gmail", "com"),
        2 => ("yahoo", "com.vn"),
        3 => ("outlook", "com"),
        _ => ("hotmail", "com"),
    };
    let worded = end.replace('.', " chấm ");
    let dotted = end.replace('.', " dot ");
    match below(13) {
        0..=3 => format!("{user}@{host}.{end}"),
        4 => format!("{user} [at] {host} chấm {worded}"),
        5 => format!("{user} a còng {host} chấm {worded}"),
        6 => format!("{user}(at){host}(dot){}", end.replace('.', "(dot)")),
        7 => format!("{user} @ {host} . {}", end.replace('.', " . ")),
        8 => format!("{user}[@]{host}[.]{}", end.replace('.', "[.]")),
        9 => format!("{user} at {host} dot {dotted}"),
        10 => format!("{user}+dvc@{host}.{end}"),
        11 => format!("{user}@{host} chấm {worded}"),
        _ => format!("{user} (a) {host}.{end}"),
    }
}

fn home(below: &mut dyn FnMut(usize) -> usize) -> String {
    let shape = match below(16) {
        0 => "số ^# ngõ ^# đường {street}, phường {ward}",
        1 => "nhà số ^/^#/^ tổ ^ phường {ward}",
        2 => "số nhà ^#, ngõ ^##, phố {street}",
        3 => "^##/^ {street}, phường {ward}",
        4 => "số ^##B {street}, P. {ward}",
        5 => "số ^ ngách ^/^# ngõ ^# {street}",
        6 => "nhà ^# hẻm ^#/^ đường {street}, phường {ward}",
        7 => "số nhà ^#, thôn {hamlet}, xã {ward}",
        8 => "^#A tổ dân phố {hamlet}, phường {ward}",
        9 => "căn hộ ^#0^ tòa A^ chung cư {hamlet}, đường {street}",
        10 => "số ^# lô ^# khu tái định cư {hamlet}",
        11 => "số ^##, đường {street}, phường {ward}, thành phố Hải Lạc",
        12 => "SN ^# ngõ ^# {street}",
        13 => "nhà số ^##, đội ^, thôn {hamlet}, xã {ward}",
        14 => "^#/^#/^ đường {street}",
        _ => "số ^#-^# phố {street}, P.{ward}",
    };
    shape.to_owned()
}

fn birthday(first: usize, years: usize, below: &mut dyn FnMut(usize) -> usize) -> String {
    let day = 1 + below(28);
    let month = 1 + below(12);
    let year = first + below(years);
    match below(12) {
        0 | 1 => format!("{day:02}/{month:02}/{year}"),
        2 => format!("{day}/{month}/{year}"),
        3 => format!("{day:02}-{month:02}-{year}"),
        4 => format!("{day:02}.{month:02}.{year}"),
        5 => format!("{day} tháng {month} năm {year}"),
        6 => format!("{day}/{month}/{:02}", year % 100),
        7 => format!("{day:02} / {month:02} / {year}"),
        8 => format!("{day:02} {month:02} {year}"),
        9 => format!("{day} tháng {month}, {year}"),
        10 => format!("{day}-{month}-{:02}", year % 100),
        _ => format!("{day:02}{month:02}{year}"),
    }
}

fn birth_year(below: &mut dyn FnMut(usize) -> usize) -> String {
    let year = 1938 + below(62);
    match below(6) {
        0 => format!("{:02}", year % 100),
        1 => in_words(&year.to_string(), " "),
        _ => year.to_string(),
    }
}

fn person(below: &mut dyn FnMut(usize) -> usize) -> String {
    match below(9) {
        0 => "{given}",
        1 => "{middle} {given}",
        2 => "{surname} {given}",
        3 => "{surname} {middle} {middle} {given}",
        4 => "{surname} {surname} {middle} {given}",
        _ => "{surname} {middle} {given}",
    }
    .to_owned()
}

fn profile(below: &mut dyn FnMut(usize) -> usize) -> String {
    match below(14) {
        0 => "facebook.com/{nick}",
        1 => "https://www.facebook.com/{nick}",
        2 => "https://facebook.com/profile.php?id=1000^########",
        3 => "fb.com/{nick}",
        4 => "www.fb.com/{nick}",
        5 => "m.facebook.com/{nick}",
        6 => "zalo.me/{nick}",
        7 => "https://zalo.me/{nick}",
        8 => "tiktok.com/@{nick}",
        9 => "https://www.tiktok.com/@{nick}",
        10 => "facebook . com / {nick}",
        11 => "http://fb.com/{nick}/",
        12 => "facebook.com/{nick}/posts/^#####",
        _ => "https://vi-vn.facebook.com/{nick}?ref=^#",
    }
    .to_owned()
}

fn slot(name: &str, below: &mut dyn FnMut(usize) -> usize) -> String {
    match name {
        "phone" => phone(below),
        "long_card" => long_card(below),
        "short_card" => short_card(below),
        "tax" => tax(below),
        "account" => account(below),
        "plate" => plate(below),
        "mailbox" => mailbox(below),
        "home" => home(below),
        "birthday" => birthday(1938, 66, below),
        "child_birthday" => birthday(2006, 19, below),
        "birth_year" => birth_year(below),
        "person" => person(below),
        "profile" => profile(below),
        "day" => (1 + below(28)).to_string(),
        "month" => (1 + below(12)).to_string(),
        "year" => (1975 + below(50)).to_string(),
        "late" => (2019 + below(7)).to_string(),
        "nick" => {
            let shape = match below(7) {
                0 => "{syllable}{syllable}^#",
                1 => "{syllable}.{syllable}.^#",
                2 => "{syllable}_{syllable}^###",
                3 => "{syllable}{syllable}{syllable}",
                4 => "{syllable}-{syllable}^",
                5 => "{syllable}{syllable}.{syllable}#",
                _ => "{syllable}^k^{syllable}",
            };
            shape.to_owned()
        }
        "bank" => pick(BANKS, below).to_owned(),
        "street" => pick(STREETS, below).to_owned(),
        "ward" => pick(WARDS, below).to_owned(),
        "hamlet" => pick(HAMLETS, below).to_owned(),
        "hero" => pick(HEROES, below).to_owned(),
        "school" => pick(SCHOOLS, below).to_owned(),
        "office" => pick(OFFICES, below).to_owned(),
        "post" => pick(POSTS, below).to_owned(),
        "matter" => pick(MATTERS, below).to_owned(),
        "surname" => pick(SURNAMES, below).to_owned(),
        "middle" => pick(MIDDLES, below).to_owned(),
        "given" => pick(GIVENS, below).to_owned(),
        "syllable" => pick(SYLLABLES, below).to_owned(),
        other => unreachable!("unknown slot {other}"),
    }
}

const OPENERS: &[&str] = &[
    "Kính gửi UBND phường. ",
    "Kính thưa quý cơ quan,\n",
    "Cho tôi hỏi chút. ",
    "Kính mong các cấp xem xét. ",
    "Em chào ad ạ, ",
    "alo phường ơi, ",
    "Tôi đã phản ánh lần thứ hai. ",
    "Việc này kéo dài lắm rồi! ",
];
const CLOSERS: &[&str] = &[
    " Xin cảm ơn.",
    " Mong sớm có trả lời.",
    "\nTrân trọng.",
    " Em cảm ơn nhiều ạ!",
    " Đề nghị giải quyết dứt điểm.",
    " tks ad",
    " Có ai đọc không vậy?",
];
const MATTERS: &[&str] = &[
    "việc tách thửa",
    "rãnh thoát nước bị tắc",
    "đèn đường không sáng",
    "tiền trợ cấp chậm trả",
    "cấp phép xây dựng",
    "rác không được thu gom",
    "hóa đơn nước tăng vọt",
    "tiếng ồn ban đêm",
    "đăng ký tạm trú",
    "hồ sơ nhà ở xã hội",
    "thẻ bảo hiểm y tế",
    "vỉa hè bị lấn chiếm",
];
const BANKS: &[&str] = &[
    "Vietcombank",
    "VCB",
    "BIDV",
    "Agribank",
    "VietinBank",
    "Techcombank",
    "MB Bank",
    "ACB",
    "Sacombank",
    "TPBank",
    "VPBank",
];
const STREETS: &[&str] = &[
    "Bến Sỏi",
    "Hàng Lưới",
    "Kênh Dương",
    "Chợ Cá",
    "Đò Lạc",
    "Cầu Vối",
    "Lý Thái Tổ",
    "Nguyễn Đức Cảnh",
    "Trần Phú",
    "Đặng Xuân Bảng",
    "Vạn Buồm",
    "Cửa Lấp",
    "Phao Đỏ",
    "Ngô Gia Tự",
];
const WARDS: &[&str] = &[
    "Lạc Sơn",
    "Phù Sa",
    "Trại Lẻ",
    "Đông Khê Hạ",
    "An Thượng",
    "Tân Triều",
    "Cửa Đông",
    "Vĩnh Lạc",
    "Thủy Nguyên Hạ",
    "Đồ Mặn",
    "Cát Lở",
    "Ninh Hải",
];
const HAMLETS: &[&str] =
    &["Đông", "Kim Sơn", "Tân Lập", "Sao Biển", "Cánh Buồm", "Đầu Rồng", "Bãi Sậy", "Đoài", "Vườn Dâu"];
const HEROES: &[&str] = &[
    "Trần Hưng Đạo",
    "Lê Hồng Phong",
    "Nguyễn Trãi",
    "Lý Thường Kiệt",
    "Võ Thị Sáu",
    "Ngô Quyền",
    "Phan Bội Châu",
    "Hai Bà Trưng",
    "Quang Trung",
    "Nguyễn Bỉnh Khiêm",
    "Tô Hiệu",
    "Điện Biên Phủ",
];
const SCHOOLS: &[&str] = &[
    "trường Tiểu học",
    "trường THCS",
    "trường THPT",
    "trường mầm non",
    "trung tâm dạy nghề",
    "thư viện",
    "nhà thiếu nhi",
];
const OFFICES: &[&str] = &[
    "UBND phường",
    "Sở Xây dựng",
    "Chi cục Thuế",
    "Bảo hiểm xã hội",
    "Điện lực",
    "công ty nước sạch",
    "Sở Nội vụ",
    "bộ phận một cửa",
    "Trung tâm Y tế",
    "Kho bạc",
];
const POSTS: &[&str] = &[
    "chủ tịch phường",
    "phó chủ tịch",
    "giám đốc sở",
    "trưởng phòng",
    "tổ trưởng dân phố",
    "hiệu trưởng",
    "bí thư chi bộ",
    "cán bộ địa chính",
    "trưởng công an",
    "cán bộ tư pháp",
    "bảo vệ",
    "thu ngân",
];
const SURNAMES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Đoàn", "Tạ", "Lương",
    "Mai", "Trịnh",
];
const MIDDLES: &[&str] = &[
    "Văn", "Thị", "Hữu", "Quang", "Minh", "Thu", "Gia", "Bảo", "Ngọc", "Đức", "Hoài", "Thanh", "Sỹ", "Xuân",
];
const GIVENS: &[&str] = &[
    "Đĩnh", "Ngoan", "Khiêm", "Thắm", "Quế", "Tráng", "Xoan", "Lạng", "Diệp", "Hùng", "Lan", "Hương", "Bách",
    "Thoa", "Yến", "Kiên", "Vy", "Toàn", "Mận", "Châu",
];
const SYLLABLES: &[&str] = &[
    "lan", "thu", "kien", "meo", "bach", "tuan", "hoa", "bong", "vy", "khoi", "diep", "trang", "suri", "gau",
    "binh", "mit", "quan", "chip",
];

#[expect(clippy::too_many_lines, reason = "a table")]
fn positive_frames(code: &str) -> &'static [&'static str] {
    match code {
        "phone" => &[
            "Về {matter}, đề nghị gọi lại cho tôi theo số {*phone} trong giờ hành chính.",
            "Số điện thoại của tôi: {*phone}. Tôi hỏi về {matter}.",
            "SĐT {*phone}, ai phụ trách {matter} thì liên lạc giúp.",
            "lh e {*phone} nha, e cần hỏi {matter}",
            "Máy tôi là {*phone}; hồ sơ H31.12-240^1#-0### vẫn chưa có kết quả.",
            "Toi da goi 1022 ma khong ai nghe, xin goi lai so {*phone}.",
            "Tôi gọi 1900 6### mãi không được, nhờ phường gọi {*phone}, cảm ơn.",
            "Nhà em ở phường {ward} mất nước, có gì nhắn zalo {*phone} ạ.",
            "Liên hệ: {*phone}\nNội dung: {matter}",
            "Kẻ đòi nợ thuê dùng số {*phone} gọi cho gia đình tôi 20 cuộc một ngày.",
            "Thợ sửa điện để lại số {*phone} rồi không quay lại.",
            "so dt cua minh ({*phone}) bi nha mang khoa, hoi ai bay gio?",
            "Nếu cần ảnh về {matter} xin nhắn vào {*phone}!",
            "Điện thoại nhà riêng {*phone} mất tín hiệu từ ngày {day}/{month}.",
            "Tôi nộp 350.000 đồng lệ phí mà không có biên lai, gọi tôi {*phone} để đối chiếu.",
        ],
        "id_card" => &[
            "Căn cước công dân của tôi số {*long_card} bị in sai quê quán.",
            "CCCD {*long_card}, tôi muốn hỏi về {matter}.",
            "CMND cũ của tôi là {*short_card}, nay có phải đổi không?",
            "Sổ đỏ ghi chứng minh nhân dân {*short_card} mà nay tôi dùng thẻ mới.",
            "Chứng minh thư {*short_card} của mẹ tôi mất từ năm {year}.",
            "so can cuoc cua em: {*long_card}, VNeID bao khong khop",
            "Số định danh cá nhân {*long_card} của cháu bé tra không thấy trên cổng.",
            "Vợ tôi dùng CMND số {*short_card} do tỉnh khác cấp, giờ chuyển về phường {ward}.",
            "Số CCCD của tôi ({*long_card}) bị người lạ đăng ký sim.",
            "Giấy tờ: căn cước {*long_card}\nViệc cần hỏi: {matter}",
            "e mất cccd số {*long_card} rồi, làm lại ở đâu ạ",
            "cmnd {*short_card}, bao hiem van ghi so cu, sua the nao?",
            "Tôi có hai giấy: CMND {*short_card} và CCCD {*long_card}, xin xác nhận là một người.",
            "Thửa ^## tờ bản đồ ^# đứng tên chủ có căn cước số {*long_card}, xin trích lục.",
            "Hồ sơ nộp ngày {day}/{month}/{late} khai CCCD: {*long_card}; cán bộ gõ nhầm một chữ số.",
        ],
        "tax_code" => &[
            "Mã số thuế của tôi là {*tax}, xin hỏi còn nợ bao nhiêu?",
            "MST {*tax} bị khóa từ tháng {month}, mở lại thế nào?",
            "Hộ kinh doanh nhà tôi, mã số thuế {*tax}, ngừng bán từ năm {late}.",
            "ma so thue ca nhan {*tax}, em muon hoan thue thi nop o dau",
            "mst {*tax} tra trên mạng k ra, a/c check giúp",
            "Tờ khai của tôi (MST: {*tax}) bị trả lại lần thứ hai.",
            "Tôi nộp thừa ^.###.000 đồng vào mã số thuế {*tax}.",
            "Mã số thuế: {*tax}\nNội dung: {matter}",
            "Công ty cũ không xuất chứng từ cho MST {*tax} của tôi.",
            "Vợ tôi có mã số thuế TNCN {*tax}, xin giảm trừ gia cảnh cho con.",
            "Cửa hàng nhỏ ở phường {ward}, mst {*tax}, bị ấn định thuế quá cao.",
            "Thông báo số ^##/TB-CCT ghi mã số thuế {*tax} nhưng sai ngành nghề.",
            "Tôi quên mật khẩu thuế điện tử, MST là {*tax}!",
            "Cho hỏi mã số thuế {*tax} đã đổi sang số định danh chưa?",
        ],
        "bank_account" => &[
            "Xin chuyển trợ cấp vào STK {*account} {bank} giúp tôi.",
            "Số tài khoản của tôi: {*account}, ngân hàng {bank}.",
            "stk {bank} {*account}, tien thang {month} chua ve",
            "Tôi lỡ chuyển ^.000.000đ vào tài khoản {*account} {bank}, lấy lại được không?",
            "Ngân hàng {bank}, số TK {*account}, đến nay vẫn chưa nhận được tiền đền bù.",
            "Kẻ lừa đảo dùng số tài khoản {*account} mở tại {bank}.",
            "Lương hưu của mẹ tôi trả qua số tài khoản {*account} ({bank}) bị chậm.",
            "STK: {*account}\nNgân hàng: {bank}\nNội dung: {matter}",
            "{bank} {*account} là tài khoản của em, sao tiền hỗ trợ lại về chỗ khác?",
            "so tai khoan {*account} bi tru tien dien hai lan trong thang {month}",
            "Tôi đổi từ tiền mặt sang số tài khoản {*account} {bank} từ ngày {day}/{month}/{late}.",
            "tk {bank} của mình {*account} nha, hoàn cọc giúp mình vs",
            "Quyết định ^##/QĐ-UBND ghi sai số tài khoản, đúng phải là STK {*account}.",
            "Phụ huynh phải đóng tiền vào số tài khoản cá nhân {*account} có đúng quy định không?",
        ],
        "plate" => &[
            "Xe biển số {*plate} đỗ chắn lối ra vào suốt đêm.",
            "Tôi muốn nộp phạt cho xe {*plate}, nộp ở đâu?",
            "BKS {*plate} vượt đèn đỏ lúc ^h30 ở ngã tư {street}.",
            "bien so {*plate} cho vat lieu roi vai, de nghi phat",
            "Xe máy của tôi ({*plate}) bị giữ từ ngày {day}/{month}.",
            "Ô tô biển kiểm soát {*plate} lấn vạch trên phố {street}.",
            "Xe tải {*plate} chạy vào giờ cấm, đường {street} nát hết.",
            "Chiếc {*plate} mua lại năm {late} không có giấy gốc, sang tên thế nào?",
            "Tôi quay được clip xe {*plate} đổ trộm phế thải ở phường {ward}.",
            "xe {*plate} nẹt pô cả đêm, phường xử lý hộ cái",
            "Biển số: {*plate}\nVi phạm: đi ngược chiều",
            "Đăng kiểm ghi nhầm biển {*plate} của tôi, sửa mất bao lâu?",
            "Taxi mang biển {*plate} thu ^50.000 đồng cho 5 km!",
            "Xe khách {*plate}, dừng giữa cầu lúc 17h, rất nguy hiểm.",
        ],
        "email" => &[
            "Xin trả lời về {matter} qua email {*mailbox} giúp tôi.",
            "Hòm thư của tôi: {*mailbox}, chưa nhận được văn bản nào.",
            "mail em là {*mailbox} ạ, em hỏi {matter}",
            "Toi dang ky tai khoan bang {*mailbox} nhung khong nhan duoc ma.",
            "Gửi bản quét về {*mailbox}, tôi ở xa không đến lấy được.",
            "Email: {*mailbox}\nNội dung: {matter}",
            "Tôi quên mật khẩu cổng dịch vụ công, thư đăng ký là {*mailbox}.",
            "Hồ sơ nộp ngày {day}/{month}/{late} khai sai thư điện tử, đúng là {*mailbox} nhé.",
            "Thư báo sai gửi nhầm vào {*mailbox} ba lần rồi.",
            "dia chi thu dien tu {*mailbox}, nho gui bien lai",
            "Phường {ward} cần ảnh thì nhắn qua {*mailbox}, tôi sẽ gửi.",
            "Có người dùng thư {*mailbox} giả danh cán bộ thuế để đòi tiền.",
            "ib hoặc gửi vào {*mailbox} đều đc, mình onl suốt",
            "Tôi đã đổi gmail, từ nay dùng ({*mailbox}) để nhận hóa đơn.",
        ],
        "address" => &[
            "Tôi ở {*home}, cống trước nhà tắc đã hai tuần.",
            "Nhà tôi tại {*home} chưa được lắp đồng hồ nước.",
            "Địa chỉ: {*home}\nNội dung: {matter}",
            "Gia đình tôi thuê {*home}, có được đăng ký tạm trú không?",
            "Hàng xóm ở {*home} nuôi chó sủa cả đêm.",
            "nha em o {*home}, mat dien suot tu sang",
            "Đề nghị kiểm tra {*home} xây quá số tầng cho phép.",
            "Xin giao thẻ bảo hiểm về {*home} cho mẹ tôi.",
            "Cây đổ trước {*home} từ ngày {day}/{month} mà chưa ai dọn.",
            "Sổ hộ khẩu cũ ghi {*home}; sổ đỏ ghi thửa ^## tờ bản đồ ^#.",
            "Tôi thường trú tại {*home}.",
            "mình ở {*home} nè, rác chất đống r",
            "Quán ăn tại {*home} xả khói sang các nhà bên.",
            "Nơi ở hiện nay là {*home}, tôi muốn hỏi {matter}.",
        ],
        "birth_date" => &[
            "Con tôi sinh ngày {*child_birthday}, năm học tới có được vào lớp 1 không?",
            "Mẹ tôi sinh năm {*birth_year}, đã được trợ cấp người cao tuổi chưa?",
            "Em sn {*birth_year}, có phải khám nghĩa vụ quân sự không ạ?",
            "Giấy khai sinh của vợ tôi ghi sinh ngày {*birthday}, học bạ lại ghi khác.",
            "Ngày sinh của tôi: {*birthday}. Tôi hỏi về {matter}.",
            "Toi sinh ngay {*birthday}, dong bao hiem 21 nam thi bao gio duoc nghi huu?",
            "bo toi sinh nam {*birth_year}, di bo doi tu nam 1976, giay to mat het",
            "Chồng em sn {*birth_year} muốn nhập khẩu về phường {ward}.",
            "Cháu bé sinh ngày {*child_birthday}, khai sinh muộn có bị phạt không?",
            "Bà nội tôi sinh năm {*birth_year}, không có giấy tờ gì.",
            "Tôi (sinh ngày {*birthday}) bị ghi sai tuổi trên thẻ.",
            "Người đề nghị: nữ, ngày sinh {*birthday}\nViệc: {matter}",
            "Bố tôi đẻ ngày {*birthday}, nay muốn làm thẻ xe buýt miễn phí.",
            "e sn {*birth_year} thì mua nhà ở xã hội được hok",
            "Con thứ hai của tôi sinh {*child_birthday}, xin hỏi chế độ thai sản.",
        ],
        "person_name" => &[
            "Tôi tên là {*person}, xin hỏi về {matter}.",
            "Ông {*person} ở cùng ngõ lấn đường chung 40 cm.",
            "Bà {*person} bán hàng ngay cổng trường, khói bay mù mịt.",
            "Con tôi là {*person} bị bạn đánh ở {school} {hero}.",
            "Anh {*person} mở loa đến 1h sáng, góp ý không nghe.",
            "chi {*person} nha ben do rac ra muong, phuong nhac giup",
            "Cháu {*person} học lớp 2 bị từ chối tiêm vì thiếu phiếu.",
            "Nhà chú {*person} xây chòi trên đất công từ tháng {month}.",
            "Cô {*person} cho thuê trọ mà không khai báo tạm trú.",
            "Họ và tên: {*person}\nNội dung: {matter}",
            "toi ten {*person}, lam don nay xin phuong giai quyet",
            "Vợ tôi tên là {*person}, mất sổ bảo hiểm thì cấp lại ở đâu?",
            "mình là {*person}, hôm qua ra phường mà k gặp đc phó chủ tịch",
            "Kính gửi ông chủ tịch phường {ward}, tôi là {*person}, dân đường {street}.",
            "Mẹ tôi, bà {*person}, chưa nhận được tiền hỗ trợ tháng {month}.",
            "Em tên {*person}, em muốn đăng ký học nghề.",
        ],
        "profile_link" => &[
            "Trang bán hàng giả là {*profile}, đề nghị xử lý.",
            "Có người bôi nhọ tôi ở {*profile} từ ngày {day}/{month}.",
            "nick lừa đảo nè mn {*profile}, ai quản lý vào xem",
            "Nhắn tôi qua {*profile} vì tôi không nghe rõ điện thoại.",
            "Clip đua xe trên phố {street} còn ở {*profile}, mong phường xem.",
            "link cua minh: {*profile} co du anh chup rac",
            "Ảnh hố ga tôi đăng tại {*profile}.",
            "Tài khoản ({*profile}) quay hình con tôi khi chưa xin phép.",
            "Mạng xã hội: {*profile}\nNội dung: {matter}",
            "Kẻ dọa nạt dùng {*profile}; tôi đã chụp lại hết.",
            "Tôi hỏi {matter}, trả lời vào {*profile} cũng được.",
            "ib e qua {*profile} nha ad, e ít coi mail",
            "Người cho vay nặng lãi quảng cáo ở {*profile} và dán tờ rơi khắp phường {ward}.",
            "toi thay {*profile} rao ban phao no dip tet",
        ],
        _ => &["{matter}"],
    }
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn look_alike_frames(code: &str) -> &'static [&'static str] {
    match code {
        "phone" => &[
            "Hồ sơ H31.12-240^1#-0### nộp ngày {day}/{month} vẫn chưa có kết quả.",
            "Đoạn đường {street} làm hết ^.^##.000.000 đồng mà đã nứt.",
            "Tôi gọi 1022 thì bảo gọi 113, ai lo {matter}?",
            "Tổng đài 1900 ^### bắt bấm phím 0 rồi chờ ^# phút.",
            "hotline 1800 ^### co mat phi khong, toi hoi ve {matter}",
            "Đồng hồ điện số 09^##### chỉ 0^### kWh.",
            "Mã vạch 893########## trên chai nước mắm quét ra hàng khác.",
            "Máy lọc nước mã SP-09######## bán ở hội chợ có đạt chuẩn không?",
            "Văn bản số 09^#/UBND-VP ngày {day}/{month}/{late} trả lời chưa rõ.",
            "Sách mã 978-604-0-3####-^ sao trường bắt mua thêm?",
            "Mã bưu gửi 03######## VN báo đã phát mà tôi chưa nhận.",
            "Tọa độ chỗ sạt lở là 20.8#####, 106.6#####, xin cho máy tới.",
            "Điểm mốc X=2305###.##; Y=598###.## ai cắm sai vậy?",
            "Cháy chợ thì gọi 114, mất điện thì gọi 1900 ^###, còn {matter} gọi số nào?",
            "Chỉ số nước tháng {month}: 0^### - 0^###, tính ra ^# m3.",
            "Bình chữa cháy dán tem 09##-###-202# đã quá hạn kiểm định.",
        ],
        "id_card" => &[
            "Mã hồ sơ 000.00.31.H31-240^1#-0### tra trên cổng báo lỗi.",
            "CMND 9 số hết hạn thì {matter} còn làm được không?",
            "Làm căn cước cho trẻ dưới 6 tuổi mất ^ ngày hay ^# ngày?",
            "Cấp lại CCCD thu ^0.000 đồng ở phường {ward} đúng không?",
            "Lô thuốc số 031###### hạn {month}/2026 còn dùng được không?",
            "Công trình vốn 1##.###.###.### đồng ở phường {ward} bỏ dở.",
            "Mã đơn hàng 031######### của siêu thị báo đã giao.",
            "can cuoc gan chip co phai doi khi ve phuong {ward} khong",
            "Số sê-ri công tơ 0312######## in mờ, không đọc được.",
            "Biên lai điện tử số ######### ngày {day}/{month}/{late} thiếu dấu.",
            "Nghị định ^##/{late}/NĐ-CP có bỏ chứng minh nhân dân không?",
            "Luật Căn cước số 26/2023/QH15 áp dụng cho {matter} thế nào?",
            "Dãy mã 12 số trên vé xe buýt là ############, bỏ đi được không?",
            "Thẻ căn cước làm ngày {day}/{month}/{late} mà đến giờ chưa có.",
        ],
        "tax_code" => &[
            "Thông báo thuế số ^##/TB-CCT ghi ^.###.### đồng là tính kiểu gì?",
            "Mã số thuế gộp với số định danh từ tháng {month} phải không?",
            "MST có phải đăng ký lại không, phí ^0.000 đồng hay miễn?",
            "Nộp kho bạc theo chương 757, tiểu mục 16##, đúng chưa?",
            "Tờ khai mẫu 0^/CNKD kỳ {month}/{late} nộp ở đâu?",
            "Thuế đất ^.###.###.### đồng cho dự án ở {ward} ai thu?",
            "ma so thue quen roi thi tra cuu o {office} duoc khong",
            "Mã lô hàng ########## của cửa hàng ở {ward} có phải chịu thuế không?",
            "Hóa đơn số 00##### ký hiệu 1C24T## không tra được.",
            "Thông tư ^#/{late}/TT-BTC về thuế sửa đổi điều mấy?",
            "Tiền thuế phạt chậm nộp 0,03%/ngày từ {day}/{month}/{late} tính sao?",
            "Mã hồ sơ thuế H31.22-240^1#-0### bị treo.",
            "Máy bán hàng mã 02######## có phải nối với cơ quan thuế không?",
            "Mã số thuế hộ kinh doanh gồm 10 số hay 13 số vậy, hỏi cho {matter}?",
        ],
        "bank_account" => &[
            "Tài khoản VNeID mức 2 của tôi bị khóa sau ^ lần nhập sai.",
            "Vay {bank} ^50000000 đồng lãi ^,#%/năm để mua nhà được không?",
            "Mã giao dịch FT24########## báo xong mà cổng ghi chưa nộp.",
            "chuyen khoan ^500000 dong le phi hom {day}/{month} ma chua ghi nhan",
            "Cây rút tiền {bank} trên phố {street} hỏng ^ ngày rồi.",
            "Tôi có số tài khoản rồi nhưng {bank} đòi bản gốc quyết định ^###.",
            "Dự án gửi {bank} ^##.###.###.### đồng mà không làm.",
            "Tài khoản dịch vụ công đăng nhập lúc ^h15 báo lỗi 50#.",
            "Hóa đơn tiền nước số ######### đã trả qua {bank} mà vẫn bị nhắc.",
            "Phải mở tài khoản ở {bank} hay ngân hàng nào cũng được, hỏi cho {matter}?",
            "Mã khách hàng tiền điện PD##########, {bank} không tìm ra.",
            "Chi nhánh {bank} phường {ward} nghỉ thứ bảy ngày {day}/{month}?",
            "Phí chuyển khoản ^.^00 đồng một lần qua {bank} ai trả?",
            "Số tài khoản thì khai ở mục ^ mẫu 0^ hay mục khác?",
        ],
        "plate" => &[
            "Thông tư ^#/{late}/TT-BCA điều 29 khoản A^ nói gì về sang tên?",
            "Phòng 15A-^## của ký túc xá phường {ward} dột cả mùa mưa.",
            "Tuyến 15B chạy từ ^h đến 22h30 mà hay bỏ bến {street}.",
            "Lớp 12A^ ^## bộ sách mà chỉ có 4# em.",
            "Lô B^-^## khu {hamlet} bao giờ giao đất?",
            "QCVN 14:2008/BTNMT cột B cho phép 100 mg/l, mẫu đo ^## mg/l.",
            "Trạm bơm 29-A^ hỏng từ ngày {day}/{month}, ruộng cạn.",
            "Mẫu 15B-HSB điền sao khi đóng bảo hiểm ^# năm?",
            "Biển số nhà trên đường {street} bong hết, đổi ở đâu?",
            "phi lay bien so dep o {ward} la ^00.000 dong hay ^.000.000 dong",
            "Cột điện 15A/^# trước chợ {ward} nghiêng.",
            "Tiêu chuẩn TCVN 59##-{late} áp cho {matter} không?",
            "Xe buýt số ^# qua {street} bao lâu một chuyến?",
            "Giấy A4 80gsm in ^## bản cho {matter}, ai trả tiền?",
        ],
        "email" => &[
            "Vào dichvucong.gov.vn bấm {matter} thì trắng trang, thử ^ máy rồi.",
            "Máy ở {office} không gõ được dấu a còng.",
            "Tôi gửi gmail cho {office} từ {day}/{month} mà không ai trả lời.",
            "ra mau don @ ^ bo, nop o cua so nao?",
            "Email của {office} là gì, sao trên trang không ghi?",
            "Giá vé @ ^.000 đồng ở bến {street} là sai niêm yết.",
            "Trang hailac chấm gov chấm vn sập từ ngày {day}/{month}.",
            "@UBND phường {ward} ơi, {matter} đến bao giờ?",
            "Yahoo với outlook đều không nhận được mã, {office} xem lại.",
            "Tên miền .com và .com.vn khác gì khi mở tiệm ở {ward}?",
            "Sao phải có gmail mới làm được {matter}?",
            "at 8h^# toi den {office} ma chua mo cua",
            "Bản đồ ở https://quyhoach.hailac.gov.vn/?lop=^#&thua=^## không mở được.",
            "Tệp don.v^.docx tải lên báo quá ^ MB, hỏi {office}.",
        ],
        "address" => &[
            "Ngõ ^# đường {street} ngập ^0 cm sau mưa.",
            "Tổ ^ phường {ward} có ^# hộ mà ít thùng rác.",
            "Cột điện số ^# đường {street} nghiêng, nguy hiểm.",
            "Xe buýt số ^# đường {street} hay bỏ bến.",
            "Thửa ^## tờ bản đồ ^# phường {ward} tách được không?",
            "Phòng ^0^ tầng ^ {office} đóng cửa suốt buổi sáng.",
            "duong {street} phuong {ward} toi om, bao gio co den",
            "Quyết định số ^# về đường {street} đã hết hiệu lực chưa?",
            "Nhà văn hóa thôn {hamlet} xã {ward} khóa cửa từ {day}/{month}.",
            "Km ^#+^00 quốc lộ 10 qua phường {ward} đầy ổ gà.",
            "Cơn bão số ^ đường {street} đổ ^# cây.",
            "Khu dân cư {hamlet} đường {street} chưa có sân chơi.",
            "Nhà ^ tầng mặt tiền ^,^m ở phường {ward} xin phép theo mẫu nào?",
            "Trạm biến áp số ^ phố {street} kêu to cả đêm.",
            "Tổ dân phố {hamlet}, phường {ward} họp lúc ^h30 mà không báo.",
        ],
        "birth_date" => &[
            "Giấy khai sinh cấp ngày {day}/{month}/{year} bị rách, trích lục ở đâu?",
            "Trẻ sinh năm 201# thì đăng ký lớp 1 trực tuyến từ {day}/{month}?",
            "Tổ dân phố tổng vệ sinh ngày {day}/{month}/{late} không báo trước.",
            "Chi phí phát sinh ngày {day}/{month}/{late} ai chịu?",
            "Lịch cho học sinh ngày {day}/{month}/{late} đổi liên tục.",
            "Nhà xây năm {year}, sửa năm {late}, có được coi là ổn định không?",
            "Quyết định ký ngày {day}/{month}/{year} còn hiệu lực không?",
            "Hồ sơ nộp ngày {day}/{month}/{late} đến nay chưa trả.",
            "nam {year} nha nuoc giao dat cho hop tac xa, nay doi lai dung khong",
            "Sinh hoạt hè ngày {day}/{month}/{late} ở {hamlet} bị hủy.",
            "Thí sinh ngày {day}/{month} thi ở {school} {hero} phải không?",
            "Lao động nam sinh từ năm 196# đến 197# thì nghỉ hưu tuổi nào?",
            "Hợp đồng thuê từ {day}/{month}/{year} đến {day}/{month}/{late} có phải công chứng?",
            "Khu {hamlet} cắt nước ngày {day} tháng {month} năm {late} mà không thông báo.",
            "Luật năm {year} hay luật năm {late} áp dụng cho {matter}?",
        ],
        "person_name" => &[
            "Đường {hero} đoạn qua phường {ward} bị sụt.",
            "{school} {hero} thu ^50.000 đồng tiền điều hòa là đúng hay sai?",
            "Kính gửi ông {post} phường {ward}, dân mong được trả lời về {matter}.",
            "Bà {post} hứa {matter} từ tháng {month} mà chưa làm.",
            "Anh {post} bảo chị {post} mới ký được, vậy hỏi ai?",
            "Con tôi là học sinh lớp ^ ở phường {ward}, có được miễn học phí không?",
            "Tôi là công nhân, hỏi về {matter} cho cả khu {hamlet}.",
            "Chợ Bà Triệu họp tràn ra đường {hero}, sáng nào cũng tắc.",
            "Phố Cô Giang với phố Ông Ích Khiêm bao giờ trải nhựa, hay chờ xong đường {hero}?",
            "chau hoc lop ^ {school} {hero} bi thu tien ao moi",
            "Cô giáo chủ nhiệm lớp ^ bắt mua sách, {office} có biết không?",
            "Tàu ra Cô Tô ngày {day}/{month} có giảm giá cho người cao tuổi không?",
            "Hoa anh đào ở công viên {hero} chết gần hết.",
            "Chị ơi cho em hỏi, {matter} thì nộp ở {office} hay qua mạng?",
            "Các bác, các cô ở thôn {hamlet} đều kêu {matter}.",
            "Tượng đài {hero} ở trung tâm bị vẽ bậy từ ngày {day}/{month}.",
        ],
        "profile_link" => &[
            "Trang Facebook của {office} mấy tháng không cập nhật {matter}.",
            "Sao vào facebook.com ở nhà văn hóa {hamlet} bị chặn?",
            "Zalo OA của {office} nhắn không ai trả lời.",
            "https://dichvucong.gov.vn/p/home/dvc-tra-cuu?ma=^### báo lỗi.",
            "tiktok day tin don ve {matter}, phuong noi ro di",
            "Trên fb thấy nói {matter} đổi từ ngày {day}/{month}, thật không?",
            "Bản đồ tại https://quyhoach.hailac.gov.vn/phuong/^# không mở được.",
            "Mở zalo.me thì máy của {office} báo không có mạng.",
            "Fanpage phường {ward} đăng lịch {day}/{month} mà sai giờ.",
            "Báo điện tử baohailac.vn/tin-^####.html viết về {matter} sai rồi.",
            "Tuyến A/B ở {street} và/hoặc đường {hero} bao giờ sửa?",
            "Video trên youtube.com dạy {matter} có đúng quy định không?",
            "Nhóm cư dân {hamlet} trên Facebook có phải đăng ký không?",
            "cai tiktok.com tren may cua {office} co hop le k z, toi thay luc ^h15",
        ],
        _ => &["{matter}"],
    }
}
