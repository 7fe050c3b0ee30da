//! The words by which an address is known, and told from what is only numbered.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::screen::flat::{Flat, regex};

/// What a part of an address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A word of a house, which a number must follow.
    House,
    /// As a house, and sure of itself: "số nhà 5" alone is an address.
    SureHouse,
    /// A room, a floor or a building.
    Room,
    /// A floor says of itself neither which house nor which street.
    Floor,
    Lane,
    Street,
    /// A hamlet, a block, a group of houses.
    Area,
    /// A ward or more.
    Ward,
    /// A name or a number without its word.
    Bare,
}

/// A part that was read.
pub(super) struct Read {
    pub part: Part,
    pub start: usize,
    pub end: usize,
    pub is_numbered: bool,
    /// A name in small letters without a word before it: it may be none.
    pub is_weak: bool,
}

impl Read {
    /// Whether one door is meant. A lane is, when its number has the door's behind a slash.
    pub fn is_house(&self, flat: &Flat) -> bool {
        match self.part {
            Part::House | Part::SureHouse | Part::Room => self.is_numbered,
            Part::Lane => self.is_numbered && flat.bytes[self.start..self.end].contains(&b'/'),
            _ => false,
        }
    }
}

/// The words that begin a part, the longer ones first.
pub(super) const WORDS: [(&str, Part); 85] = [
    ("nhà riêng số", Part::SureHouse),
    ("số nhà", Part::SureHouse),
    ("số cũ", Part::House),
    ("số mới", Part::House),
    ("nhà số", Part::SureHouse),
    ("địa chỉ", Part::SureHouse),
    ("đ/c", Part::SureHouse),
    ("đc", Part::SureHouse),
    ("sn", Part::House),
    ("số", Part::House),
    ("nhà", Part::House),
    ("căn hộ số", Part::Room),
    ("căn hộ", Part::Room),
    ("căn số", Part::Room),
    ("căn", Part::Room),
    ("phòng trọ số", Part::Room),
    ("phòng trọ", Part::Room),
    ("phòng số", Part::Room),
    ("phòng", Part::Room),
    ("tầng", Part::Floor),
    ("lầu", Part::Floor),
    ("gác", Part::Floor),
    ("toà nhà", Part::Room),
    ("toà", Part::Room),
    ("tòa nhà", Part::Room),
    ("tòa", Part::Room),
    ("block", Part::Room),
    ("tháp", Part::Room),
    ("ki ốt", Part::Room),
    ("ki-ốt", Part::Room),
    ("kiốt", Part::Room),
    ("p", Part::Room),
    ("chung cư", Part::Room),
    ("khu tập thể", Part::Room),
    ("tập thể", Part::Room),
    ("ký túc xá", Part::Room),
    ("ktx", Part::Room),
    ("dãy trọ", Part::Room),
    ("dãy", Part::Room),
    ("liền kề", Part::Room),
    ("biệt thự", Part::Room),
    ("cư xá", Part::Area),
    ("lô", Part::Area),
    ("ngõ", Part::Lane),
    ("ngách", Part::Lane),
    ("hẻm", Part::Lane),
    ("kiệt", Part::Lane),
    ("đường", Part::Street),
    ("phố", Part::Street),
    ("đại lộ", Part::Street),
    ("quốc lộ", Part::Street),
    ("tỉnh lộ", Part::Street),
    ("tổ dân phố", Part::Area),
    ("tdp", Part::Area),
    ("tổ", Part::Area),
    ("khu phố", Part::Area),
    ("khu vực", Part::Area),
    ("tiểu khu", Part::Area),
    ("km", Part::Lane),
    ("nhà trọ", Part::Room),
    ("c/c", Part::Room),
    ("khu dân cư", Part::Area),
    ("kđt", Part::Area),
    ("kdc", Part::Area),
    ("ktt", Part::Area),
    ("kp", Part::Area),
    ("khu đô thị", Part::Area),
    ("khu tái định cư", Part::Area),
    ("khu", Part::Area),
    ("xóm", Part::Area),
    ("thôn", Part::Area),
    ("ấp", Part::Area),
    ("đội", Part::Area),
    ("khóm", Part::Area),
    ("cụm", Part::Area),
    ("khối", Part::Area),
    ("buôn", Part::Area),
    ("bản", Part::Area),
    ("dốc", Part::Area),
    ("làng", Part::Area),
    ("phường", Part::Ward),
    ("xã", Part::Ward),
    ("thị trấn", Part::Ward),
    ("đặc khu", Part::Ward),
    ("quận", Part::Ward),
];
/// More of them, after another part only: "thành phố" or "tỉnh" begins no address.
pub(super) const LATER: [(&str, Part); 9] = [
    ("huyện", Part::Ward),
    ("thành phố", Part::Ward),
    ("tp", Part::Ward),
    ("tỉnh", Part::Ward),
    ("p", Part::Ward),
    ("q", Part::Ward),
    ("h", Part::Ward),
    ("tt", Part::Ward),
    ("x", Part::Ward),
];

/// More words of a place's name are not taken.
pub(super) const MAX_NAME_WORDS: usize = 5;
/// More words in small letters are not taken for a name.
pub(super) const MAX_PLAIN_WORDS: usize = 3;

/// The number of a house, a lane or a room.
pub(super) static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[ .:]{0,2}(?:so )?[a-z]{0,2}[0-9]{1,4}[a-z]?(?: ?[/+-] ?[a-z]?[0-9]{1,4}[a-z]?|\.[0-9]{1,3}[a-z]?){0,4}\b",
    )
});
/// A plot of a new quarter, as "B1-16 khu ..", before the word of the quarter.
pub(super) static PLOT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[a-z]{1,3}[0-9]{1,3} ?[-.] ?[0-9]{1,3} (?:khu|cum|lo|toa|thap|chung cu|can ho)\b")
});
/// A house by its place in a row.
pub(super) static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:can |can nha |nha )thu (?:nhat|hai|ba|tu|nam|sau|bay|tam|[0-9]{1,2})(?: (?:ben|phia) (?:trai|phai|tay trai|tay phai)| (?:tinh )?tu [a-z]+(?: [a-z]+){0,2})?",
    )
});
/// The same in words, behind the words of a house or a lane.
pub(super) static SAID_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^ (?:so )?(mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?: (?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|tram|linh|le|tren|tren|xuyet|xet|a|b)){0,5}\b",
    )
});
/// A house without any word.
pub(super) static BARE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,4}\b/?"));
pub(super) static DAY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2}$"));
pub(super) static ROW: LazyLock<Regex> = LazyLock::new(|| regex(r"^[ .-][0-9]{1,4}[ .-]?[0-9]{2,}"));
/// What parts two parts.
pub(super) static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?: ?[,.-]? ?(?:(?:o|tai|thuoc|trong) )?)"));
/// Before what says where somebody lives.
pub(super) static HOME: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?:{LIVING}|o|o tai|(?:nha|ho) (?:toi|minh|em|chau|con|tui|ta|chung toi|chung em))(?: so)?(?: hien nay| hien tai)? ?:? ?$"
    ))
});
/// Somebody who may live where the words behind say, with nothing between that is looked for or broken there.
pub(super) static SOMEBODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?:toi|em|minh|tui|chau|gia dinh|me con|bo|me|ong|ba|cu|bac|anh|chi|co|chu|ten|nha)\b")
});
pub(super) static ABOUT_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:duong|cong|den|cau|truong|cho|rac|dap|song|kenh|muong|benh vien|tram|ubnd|chu tich|can bo|truong thon|di|qua|den|vao|tu|gan|thay|phan anh|doan|khu vuc|cot|dien|nuoc|du an|dat|lam|hoi|bao gio|cong ty|day|hang|nha van hoa|bai|ao|ruong|de nghi|hop|to chuc|o dau|mua|ban|thue|bau|ve viec|van hoa|chao|kinh gui|thua|alo)\b",
    )
});
/// Between where somebody lived and where they live now.
pub(super) static MOVED: LazyLock<Regex> = LazyLock::new(|| regex(r"^ (?:ve|sang|den|qua|toi) $"));
/// What is said of a place by who lives there.
pub(super) static MOVED_IN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:(?:toi|em|minh|tui|gia dinh|nha|chung toi)(?: [a-z]+)? (?:o|don ve|don den|nhan nha)|don ve|(?:nha|ho|gia dinh) (?:toi|em|minh|chau|tui|chung toi)|cua (?:nha|gia dinh)? ?(?:toi|em|minh|chung toi))\b",
    )
});
/// As [`HOME`], of somebody and not only of a thing.
pub(super) static HOME_OF: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"\b(?:{LIVING})(?: so)?(?: hien nay| hien tai)? ?:? ?$")));
const LIVING: &str = r"(?:nha|gia dinh|toi|em|minh|chau|con|tui|chung toi|bo|me|ong|ba|vo|chong)(?: (?:toi|minh|em|chau|con|tui|ta|me|bo|ba|ong|ngoai|noi|chung toi|chung em))?(?: (?:dang|van|cu))? o(?: tai)?|(?:tro|thue nha)(?: tai| o)?|cu tru(?: tai| o)?|(?:thuong|tam) tru(?: tai| o)?|tru tai|tru o|noi o|dia chi|dc|que|nha|ho khau(?: o| tai| tu| ve)?|hktt|dktt|nguyen quan|que quan|(?:chuyen|don|doi) (?:ho khau |nha |cho o |khau )?(?:tu|ve|den|sang)|song o|sinh song tai";
/// What stands right before a number that may be a house without its own word.
pub(super) static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[,:(\n] ?|- |\b(?:tai|o|la|den|ve|tu|sang|truoc|canh|ben canh|doi dien|sau|nha|nha (?:toi|em|minh|chau|tui)|hang xom) )$",
    )
});
/// What is numbered too, and is no house: with one word more between, unless that says where something is.
pub(super) static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ban do|thua|thua dat|dat|van ban|quyet dinh|nghi dinh|nghi quyet|thong tu|luat|dieu|khoan|muc|danh|tuyen|xe buyt|xe|truong|cong van|phong|cua|quay|bai|cau|bieu|mau|cong|tram|don vi|doi|cot|ho so|ma|so dien thoai|den|hop dong|tram|bien ap|bao|vong xoay|ngo|ngach|hem|kiet|bien so|dien thoai|toc do|loai|hang|thu|lan|dot|quy|phieu|ly lich|to|can cuoc|cccd|cmnd|tai khoan|stk|mst|ma so thue|bhxh|bao hiem|sdt|dt|phu luc)( [a-z]+)?\s*$",
    )
});
pub(super) static WHERE: LazyLock<Regex> =
    LazyLock::new(|| regex(r" (?:truoc|sau|o|tai|canh|gan|nha|den|ve|ngay|doi dien|giua|cua)\s*$"));
/// What is counted, and no house: "nhà 3 tầng".
pub(super) static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^ ?(?:tang|lau|nguoi|phong|chiec|cai|ho|khau|m|met|mat|gian|m2|con|dua|can|thang|nam|ngay)\b")
});
/// Offices and firms, whose address is no secret; nobody of their own stands between them and it.
pub(super) static INSTITUTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:tiep nhan|nop ho so|noi nop|ubnd|uy ban|tru so|benh vien|trung tam|truong|so (?:y te|xay dung|tai chinh|cong thuong|noi vu|tu phap|giao duc|giao thong|nong nghiep)|chi cuc|cuc|kho bac|ngan hang|buu dien|cong an|toa an|vien kiem sat|bao hiem xa hoi|van phong|co so|nha van hoa|tram y te|bao tang|thu vien|cong ty|sieu thi|ben xe|nha ga|cang|thpt|thcs|mam non|tieu hoc|phong giao dich|diem tiep nhan|bo phan mot cua)\b[^.;!?\n]{0,60}$",
    )
});
pub(super) static OWN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:toi|minh|em|chau|tui|nha|gan|canh|sau|truoc|doi dien|nguoi|ho|gia dinh|dia chi|thuong tru|tam tru)\b",
    )
});
/// Small words with which no name goes on, with their marks.
pub(super) const STOP: &str = "bị có không ko k mưa ngập là và thì của ở được đang nhưng mà để xin gần sđt đt đã hay này nay kia rất lại tôi em mình cháu tui vào ra trong ngoài trên dưới mất rác quá báo khi nếu vì nên thuộc tại với tp liên gọi mới vừa chưa suốt cũng hôm giờ nghiêng hỏng tắc kêu thấy khác nào điện xây";
/// And without any, where fewer words are sure.
pub(super) const STOP_PLAIN: &str = "bi co khong ko k ngap la thi nuoc o duoc dang nhung ma de xin sdt dt hay rat toi em minh chau vao trong ngoai tren duoi rac qua bao khi neu vi nen thuoc tai tp goi vua chua suot cung hom gio nghieng keu thay nao dien xay";
/// Small words with which a name ends unless it has only begun, with their marks.
pub(super) const WEAK: &str = "nhà số cũ vẫn cho đến đi về trước sau mai làm hết máy sinh tên ông bà anh chị bác chú con ngày tháng năm đêm sáng chiều đây cống tinh tính";
pub(super) const WEAK_PLAIN: &str = "nha so van cho den di ve truoc sau lam het may sinh ten ba anh chi bac con ngay thang nam dem sang chieu cong";

/// What may stand between the word of a place and its name.
pub(super) static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?: (?:nho|lon|cut|cu|moi|sau|truoc|gan|canh|dau|cuoi|ben|tu nhan|nha|cua|ba|ong|chu|co|cho|chua|dinh|cau|truong|ben xe)\b){1,3}",
    )
});
/// How offices begin that stand behind a room.
pub(super) static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:so|ubnd|uy|cong an|chi cuc|cuc|dien luc|buu dien|benh vien|toa an|trung tam|khoa|ngan hang|bao hiem|kho bac|phong|ban)\b",
    )
});
