//! The words by which a number is known to be somebody's, and which kind it is.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::Kind;
use crate::screen::flat::regex;

/// Digits without a break, or one in words.
pub(super) static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[olisb]{0,2}[0-9][0-9olisb]*|\bo{2,4}\b|\b(?:khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi|linh|le|zero)\b",
    )
});
/// What may stand between two groups of one number.
pub(super) static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:[ .,_()+*|~-]|\x7f|\b(?:cham|gach|phay|duoi)\b){0,4}$|^ ?/ ?$|^[ .]?\n[ .]?$")
});

/// Banks as people call them.
const BANKS: &str = "vietcombank|vcb|bidv|agribank|techcombank|tcb|mb ?bank|mbb|mb|vpbank|acb|sacombank|tpbank|vietinbank|vietin|vtb|ctg|stb|pvcombank|eximbank|abbank|nam a bank|namabank|bac a bank|dong a|kienlongbank|vietbank|lienvietpostbank|lienviet|cake|timo|zalopay|viettel ?money|shinhan|hsbc|napas|vib|shb|hdbank|msb|seabank|ocb|scb|lpbank|momo";
/// Words before a number, by what it then is; none for one that is nobody's.
pub(super) static TELLING: LazyLock<[(Regex, Option<Kind>); 5]> = LazyLock::new(|| {
    let words = |words: &str| regex(&format!(r"\b(?:{words})\b"));
    [
        (
            words(
                r"sdt|s\.d\.t|s dt|so dt|dt|dthoai|dien thoai|di dong|zalo|viber|alo|goi|lien he|lien lac|lh|hotline|so may|may (?:toi|em|minh|ban|chau)|nhan tin|nhan (?:vao|qua|toi|cho|den)|nt|ib|so cu|so moi|call|tel|phone|mobile|sim|so (?:cua )?(?:toi|em|minh|chau|co|con|chi|anh|me|bo|vo|chong)",
            ),
            Some(Kind::Phone),
        ),
        (
            words(
                r"cccd|c\.c\.c\.d|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|so cc|the cc|cc so|so cc|bhxh|bao hiem xa hoi|so bao hiem|ma bao hiem|the bao hiem",
            ),
            Some(Kind::IdCard),
        ),
        (words(r"mst|m\.s\.t|ma so thue|ma thue|msthue"), Some(Kind::TaxCode)),
        (
            words(&format!(
                r"stk|so tai khoan|tai khoan|so tk|tk|so the|the atm|chuyen khoan|chuyen tien|(?:chuyen|gui|nap|tra|tien) vao|ck|ngan hang|{BANKS}"
            )),
            Some(Kind::BankAccount),
        ),
        (
            words(
                r"ho so|mau so|phu luc|bieu mau|ma|ban hang|dan tem|tem|buu gui|buu pham|bien nhan|bien lai|ma don|van don|hoa don|so hieu|seri|serial|isbn|ma san pham|cong to|dong ho|chi so|khach hang|quyet dinh|van ban|cong van|thong tu|nghi dinh|hop dong|thua|to ban do|gia|so tien|tong|von|toa do|kinh do|vi do|ma so|ma vach|ma hang|ma may|model|phien ban|giay phep|chung nhan|so so|ma (?:bdg|pe|kh|dh|gd|hs|sp)|giao dich|don hang|lo hang|lo|sku",
            ),
            None,
        ),
    ]
});
/// A firm, or its taxes.
pub(super) static FIRM: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?:doanh nghiep|cong ty|cty|ho kinh doanh|hkd|thue|phap nhan|hop tac xa|htx)\b")
});
/// What is said of taxes.
pub(super) static TAXES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:thue|mst|phu thuoc|giam tru|mon bai|quyet toan)\b"));
/// What a number is, told behind it.
pub(super) static TOLD_BEHIND: LazyLock<[(Regex, Kind); 4]> = LazyLock::new(|| {
    let behind = |words: &str| {
        regex(&format!(r"^,? ?[(]?(?:la |do la |day la |chinh la )?(?:(?:so|ma so|ma|the) )*(?:{words})\b"))
    };
    [
        (behind("cccd|can cuoc|cmnd|cmt|chung minh|dinh danh|bhxh|bao hiem xa hoi"), Kind::IdCard),
        (behind("mst|ma so thue|thue"), Kind::TaxCode),
        (behind("stk|tai khoan|visa|atm"), Kind::BankAccount),
        (behind("sdt|dien thoai|zalo|di dong|dt"), Kind::Phone),
    ]
});
/// A number of which only the ends are told in their order: "đầu 090 giữa 4471 đuôi 678".
pub(super) static HEAD_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\bdau (?:so )?[0-9][0-9. ]{1,7}[0-9],?(?: (?:o )?giua [0-9][0-9. ]{0,6}[0-9],?)? (?:va )?(?:duoi|cuoi) [0-9]{2,6}\b",
    )
});
/// Four times four digits, as on a bank's card.
pub(super) static BANK_CARD: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b[2-69][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}\b|\b[1-9][0-9]{2}a[0-9]{8}\b")
});
/// A code of which nothing more is said.
pub(super) static CODE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\bma(?: cu| moi| rieng| cua [a-z]+)?[ ,:]{1,2}$"));
/// The bank behind an account.
pub(super) static BANK: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"^[ ,(-]{{1,3}}(?:ngan hang\b|(?:nh |bank )?(?:{BANKS})\b)")));
/// An office whose telephone is for everybody.
pub(super) static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ubnd|uy ban|so (?:y te|xay dung|tai chinh|cong thuong|noi vu|tu phap|giao duc|giao thong|nong nghiep)|chi cuc|cong an|benh vien|trung tam|tram y te|truong|duong day nong|tong dai|co quan|van phong|dien luc|cong ty)\b.*$",
    )
});
pub(super) static OWN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:toi|em|minh|chau|tui|nha|rieng|goi (?:lai|cho))\b"));
/// A passport, and the card of the health insurance.
pub(super) static PAPER: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[a-z]{1,2}(?: ?[0-9]){7,8}\b"));
/// A card of the health insurance: two letters and thirteen digits. Source: decision 1351/QD-BHXH of 2015.
pub(super) static HEALTH_CARD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b[a-z]{2}[ .-]?[1-5](?:[ .-]?[0-9]){12}\b"));
pub(super) static PASSPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:ho chieu|passport|pp|the bhyt|bhyt|bao hiem y te|ma the|the bao hiem)\b"));
/// What follows an amount.
pub(super) static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^ ?(?:dong|vnd|d|trieu|ty|nghin|ngan|k|usd|m2|m3|m|km|kg|tan|ha|kwh|%|do c|nguoi|ho dan|luot)(?:[^a-z0-9]|$)",
    )
});
