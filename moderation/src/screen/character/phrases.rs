//! Signs in words that add up: phrases with a weight, for and against.

use std::sync::LazyLock;

use regex::Regex;

/// From here on the signs are enough.
const ENOUGH: i32 = 4;

/// A list of signs, ready to be looked for.
pub(super) struct Signs(Vec<(i32, Regex)>);

impl Signs {
    /// A line is a weight and the phrases that have it, with `|` between them.
    fn of(lines: &[(i32, &str)]) -> Self {
        let sign = |(weight, phrases): &(i32, &str)| {
            let any = phrases.split('|').map(regex::escape).collect::<Vec<_>>().join("|");
            (*weight, Regex::new(&format!(" (?:{any}) ")).expect("phrases of letters"))
        };
        Self(lines.iter().map(sign).collect())
    }

    /// Whether the signs in a text of spaced words add up. Each line counts once, however many of its phrases are there.
    pub fn is_told(&self, spaced: &str) -> bool {
        let told = self.0.iter().filter(|(_, phrases)| phrases.is_match(spaced));
        told.map(|(weight, _)| weight).sum::<i32>() >= ENOUGH
    }
}

/// A complaint against a decision or an act, a denunciation of somebody (Luật Khiếu nại 2011, article 2; Luật Tố cáo 2018,
/// article 2). Whoever asks how to complain, or what becomes of complaints, asks an ordinary question.
pub(super) static COMPLAINT: LazyLock<Signs> = LazyLock::new(|| Signs::of(COMPLAINT_SIGNS));

const COMPLAINT_SIGNS: &[(i32, &str)] = &[
    (3, "khieu nai|to cao|to giac|kn|toi cao"),
    (
        1,
        "toi|chung toi|tui|em|gia dinh|gia dinh toi|ba con|chung em|con|minh|m|e|doanh nghiep chung toi|nay toi|ho toi",
    ),
    (
        1,
        "to cao ong|to cao ba|to cao co|to cao can bo|to cao chu tich|to cao ban|to cao anh|to cao hanh vi|to cao viec|khieu nai quyet dinh|khieu nai thong bao|khieu nai ket luan|khieu nai viec|khieu nai ve|khieu nai hanh vi|khieu nai muc|to cao nguoi|to cao doi",
    ),
    (
        3,
        "don to cao kinh gui|don khieu nai kinh gui|don khieu nai lan dau|don khieu nai lan hai|khieu nai lan hai|nguoi bi to cao|quyen to cao|chinh thuc khieu nai|chinh thuc to cao|lam don to cao|lam don khieu nai|gui don to cao|gui don khieu nai",
    ),
    (
        4,
        "formal complaint|i denounce|want to denounce|we denounce|lodge a complaint against|file a complaint against|complain against the decision",
    ),
    (
        2,
        "huy quyet dinh|huy bo quyet dinh|huy qd|huy ngay quyet dinh|thu hoi quyet dinh|rut lai quyet dinh|yeu cau huy|rut lai|xem xet lai quyet dinh|xem lai quyet dinh|huy cai so|dinh chi thi hanh",
    ),
    (
        2,
        "trai luat|trai phap luat|trai quy dinh|vi pham phap luat|sai luat|sai phap luat|trai tham quyen|vuot quyen|khong dung tham quyen|vo can cu|khong co can cu|sai doi tuong|khong dung su that",
    ),
    (
        2,
        "khong dong y quyet dinh|khong dong y voi quyet dinh|k dong y qd|k dong y quyet dinh|khong dong y qd|khong chap nhan quyet dinh|khong nhat tri voi quyet dinh|toi khong chap nhan|khong dong y voi muc|xam pham quyen|phan doi quyet dinh|khong dong tinh voi quyet dinh",
    ),
    (
        3,
        "nhan hoi lo|an hoi lo|doi hoi lo|hoi lo|lot tay|phong bi|tham o|tham nhung|an chan|an bot|an tien|bao ke|bao che|lam quyen|long quyen|lam dung chuc vu|loi dung chuc vu|lam dung quyen han|voi tien|voi vinh|vuot tien|nhung nhieu|cua quyen|bo tui|chay truong|chay viec|chay chuc|lap khong|khai khong|khong chung tu|chiem doat|chiem dung|bien thu|bot xen|cat xen|gian lan|gia mao chu ky|tu loi|rut ruot|that thoat|nhan tien cua|doi tien|doi chi tien|duong day",
    ),
    (
        1,
        "xuc pham|chui|quat|danh nguoi|danh toi|hanh hung|de doa|tru dap|hach sach|gay kho de|tuy tien|tu y|ep|cuong ep|thien vi|uu ai|khong cong bang|xe ho so|nem ho so|pha cong|pha nha|dap pha|tich thu|thu giu|giu xe|san phang|chiem dat|lay dat",
    ),
    (
        2,
        "ky luat ong|ky luat ba|ky luat co|ky luat can bo|ky luat nguoi|ky luat hai|ky luat anh|ky luat nghiem|bi ky luat|cach chuc|xu ly can bo|xu ly nguoi|xu ly nghiem|dinh chi cong tac|duoi viec|xu phat nguoi ra|phai chiu trach nhiem|lam ro trach nhiem|khoi to|dieu tra lam ro|truy to|phai bi xu ly|xu ly trach nhiem",
    ),
    (2, "kien ra toa|khoi kien|dua ra toa|kien len|se kien|luat su|vien kiem sat"),
    (
        1,
        "cuong che|thu hoi dat|xu phat|buoc thoi viec|ky luat|giai toa|quyet dinh|ket luan|thong bao so|qd|bien ban",
    ),
    (
        1,
        "yeu cau|doi|thanh tra|vao cuoc|de nghi huy|xin loi|boi thuong|tra lai|khoi phuc|thu ly|xac minh|co bang chung|lam chung|giu bi mat",
    ),
    (
        1,
        "khong lap bien ban|khong bien ban|khong co giay to|khong van ban|khong dua quyet dinh|khong hop|khong bao truoc|khong ai bao|khong co mat|khong thong bao|khong bien lai",
    ),
    (
        1,
        "can bo|cong an|chu tich|truong thon|to truong|bi thu|hieu truong|hieu pho|doi truong|ban quan ly|giam doc|truong phong|pho phong|thanh tra xay dung|doi quy tac|thu quy|ke toan xa|dia chinh|hoi dong|truong khu pho|quan ly cho",
    ),
    (
        -5,
        "o dau|dau a|gui ai|nop don nao|mau don|thu tuc|quy trinh|thoi han|le phi|may ngay|the nao|huong dan|uy quyen|lich tiep|tra cuu|so lieu|thong ke|luan van|lam sao|dieu nao|quy dinh nao|luat nao|phai lam gi|can gi|tro giup phap ly|chuyen de|tap huan|tuyen truyen|co mat phi|co duoc giau ten|lien he ai|toi co quyen|hoi ai|phong nao",
    ),
    (
        -6,
        "khong khieu nai|khong to cao|khong phai khieu nai|k khieu nai|khong co y khieu nai|chua muon khieu nai|khong kien",
    ),
    (
        -2,
        "luat khieu nai|luat to cao|giai quyet khieu nai|giai quyet to cao|tiep cong dan|ho so khieu nai|don thu khieu nai|nguoi to cao|bao ve nguoi to cao",
    ),
    (-1, "?"),
];

/// Selling, lending, gambling, gathering clicks.
pub(super) static SPAM: LazyLock<Signs> = LazyLock::new(|| Signs::of(SPAM_SIGNS));

const SPAM_SIGNS: &[(i32, &str)] = &[
    (
        2,
        "inbox|ib em|ib de|ib e|ib minh|ib ngay|nhan tin zalo|zalo em|lien he zalo|telegram|tele|hotline|alo em|goi ngay|lien he ngay|lien he em|lien he de|nhan rieng|nhan tin rieng|gap em|goi la co|whatsapp|viber|contact us|apply now|reply for|call now|quet ma|ket ban zalo|vao nhom|tham gia nhom|vao group",
    ),
    (1, "zalo|lh|sdt|lien he|alo|goi em"),
    (
        3,
        "giam gia|uu dai|khuyen mai|chiet khau|xa kho|xa hang|gia si|gia chi tu|chi tu|hoc thu mien phi|mien phi giao hang|free ship|freeship|ship toan|ship tan noi|ship tan nha|tang ngay|nhan qua|qua free|voucher|for only|giam 10%|giam 15%|giam 20%|giam 30%|giam 50%|giam 40%|giam 60%|giam 70%|giam them|giam ngay|tra gop 0|gia goc|thanh ly|sale|so luong co han|nhanh tay|duy nhat hom nay|mua 1 tang|mua mot tang|bao gia|gia cuc|gia hat de|gia sinh vien|gia mem|gia xuong|tan xuong|tan goc|hang moi ve|hang ve|chinh hang|xach tay|bao hanh chinh|bao doi tra|hoan tien",
    ),
    (
        3,
        "can ban|ban gap|mo ban|ban nick|nhan lam|chuyen cung cap|chuyen ban|chuyen nhan|nhan order|nhan dat|nha em lam|nha lam|dat coc|giu cho|dat truoc|mua ngay|chot don|ghe ung ho|ung ho em|ung ho shop|ung ho kenh|ban si|ban le|can sang|sang nhuong|sang quan|cho thue gia|phong cho thue|shop em|ben em chuyen|ben em cung cap|ben minh chuyen|lap dat tan|thi cong tron goi|hut be phot|thong tac cong|chuyen nha tron goi|dien hoa|may do",
    ),
    (
        4,
        "vay tien online|vay tien nhanh|vay nhanh|cho vay tra gop|vay tra gop|vay von nhanh|vay tin chap|khong can the chap|khong the chap|giai ngan ngay|giai ngan 15|giai ngan trong|giai ngan nhanh|no xau van|ho tro vay|urgent loan|business loans|no collateral|rut tien the|dao han the",
    ),
    (
        4,
        "ca cuoc|ca do|nha cai|tai xiu|no hu|casino|soi cau|bach thu|bao trung|keo thom|danh bai online|lo de online|jackpot|xoc dia|ban ca doi thuong|game bai|doi thuong|keo bong|cuoc bong",
    ),
    (
        4,
        "viec nhe luong cao|vc nhe luong cao|kiem tien online|kiem tien tai nha|tuyen cong tac vien|tuyen ctv|thu nhap thu dong|thu nhap khung|doi doi|hoan von|like vs share|chi can like|co hoi kinh doanh|lam giau|loi nhuan|bitcoin|forex|tien ao|dau tu sinh loi|nhan hoa hong|hoa hong cao|da cap|khong can von|luong thang tu|luong tu 10|khong can kinh nghiem|khong yeu cau kinh nghiem",
    ),
    (
        4,
        "chia se tin nay|chia se tin nhan|gui tin nay|gui cho 10 nguoi|gui cho 20 nguoi|gui den 10|chuyen tin nay|chuyen tiep tin nay|share cho|ai chia se|bam vao link|bam link|link duoi|link ben duoi|vo day nhan|dang nhap de nhan|nhan thuong|trung thuong|quay so|nhap ma gioi thieu|ma gioi thieu|tai app|hack|nap the|the cao|nhan ngay",
    ),
    (
        4,
        "seo|backlink|tang like|tang follow|tang sub|mat livestream|first page|thiet ke web|visitors a month|bat chuong|kenh youtube|kenh tiktok|theo doi kenh|like va share|like share",
    ),
    (4, "bua yeu|goi vong|xem tu vi|tu vi|xem boi|cat duyen|boi bai|phong thuy|giai han|cung giai"),
    (
        4,
        "gia truyen|dut diem|lieu trinh|cai lao hoan dong|sinh ly|chua khoi|than duoc|giam can|giam mo|trang da|tri nam|tri mun|thuc pham chuc nang|xuong khop",
    ),
    (
        4,
        "khong can thi|bao dau|lam bang|lam bang cap|lam giay phep lai xe moi hang|bang gia|lay bang sau|thu hoi no|doi no|tham tu|theo doi ngoai tinh|lam giay to nhanh|hoa don gtgt gia|mua ban hoa don",
    ),
    (
        3,
        "dat nen|lo dat|view bien|tre dep|khach vip|massage|tour|tron goi|bao an|sim so dep|bao hiem nhan tho|goi bao ve|tu van mien phi|duoc tu van|luot vote|binh chon|khoa hoc|khai giang|hoc phi|du hoc|xkld|xuat khau lao dong|gia su|ve may bay|thue xe|khai truong",
    ),
    (
        1,
        "100%|99%|hom nay|trong tuan|khach|khach hang|dai ly|moi nguoi|anh chi nao|chi nao|ai can|ai me|ca nha|nhe|qua|cam ket|uy tin|chat luong|hieu qua|hap dan|cao cap|so 1|hang dau|tan tinh|dang ky|tu van|tang|gia re|phi chi",
    ),
    (1, "example|com|net|https|http|www|link|bit|shop"),
    (
        -4,
        "de nghi|kiem tra|xu ly|dep|bao cong an|quan ly thi truong|lua dao|to dan pho|canh bao|thu tuc|xin phep|co phai|co can|quy dinh|hang xom|xac nhan|chan|co duoc|ho so|giay phep|cho hoi|xin hoi|cho toi hoi|phan anh|kien nghi|vi pham",
    ),
    (-1, "?"),
];
