//! The words by which names of people are known, and told from those of places and offices.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::screen::flat::regex;

/// Words after which somebody is named, the longer ones first.
pub(super) static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:con nho|nguoi lam don|nguoi viet don|nguoi lam chung|lao cong|tho ho|giao dan|liet si|thay cung|thang cha|con trai|con gai|em trai|em gai|anh trai|chi gai|hang xom|chu nha|chu ho|me toi|bo toi|vo toi|chong toi|con toi|chau toi|ho va ten|ho ten|nguoi ten|ky ten|kinh thu|nguoi gui|nguoi hoi|nguoi viet|ctk|chu tai khoan|ten tai khoan|chu tk|dai dien|(?:con|em|chi) dau|(?:con|anh|em) re|chau (?:noi|ngoai)|(?:anh|chi|em) (?:ho|ruot)|vo chong|(?:bo|me) (?:vo|chong)|to truong|to pho|bao ve|hieu truong|hieu pho|chu nhiem|truong thon|giao vien|y ta|dieu duong|lai xe|tai xe|tho|ke toan|thu quy|cong nhan|nhan vien|hoc sinh|sinh vien|dong nghiep|cong an vien|chu (?:quan|tro|shop|tiem|xuong|tau|dat|thau)|ong|ba|anh|chi|chu|co|bac|cau|mo|di|duong|thim|em|chau|con|cu|me|bo|cha|vo|chong|ban|thay|be|ten|toi|la|giao|si|gap|nha|thang|lao|mu|e|o|oong|u) ?:? ",
    )
});
/// How the last word of a title is written with its marks: "ban Chỉ huy" names nobody, "bạn Huy" does.
pub(super) const TITLES: &str = "đơn chứng công hồ dân sĩ cúng chả ctk khoản tk dâu rể nội ngoại họ ruột trưởng phó vệ nhiệm thôn viên tá dưỡng xe xế thợ toán quỹ nhân sinh nghiệp đại diện quán trọ shop tiệm xưởng tàu đất thầu gặp thằng lão nhỏ mụ e ôông o ông bà anh chị chú cô bác cậu mợ dì dượng thím em cháu con cụ mẹ bố cha vợ chồng bạn thầy bé trai gái xóm nhà hộ tên tôi là thư gửi hỏi viết giáo sĩ sỹ";
/// Words that are followed by all kinds of things: here a whole name must stand.
pub(super) const LOOSE: &str = "là la tôi toi giáo sĩ sỹ di duong ban cu con nha diện tàu đất quán o u e";

/// With these, "là" and what teaches or heals is followed by somebody.
pub(super) static SOMEBODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:(?:toi|minh|em|chau|con|me|bo|vo|chong|ba|ong|anh|chi)(?: (?:toi|minh|em|chau))? la|(?:co|thay) giao|bac s[iy]) $",
    )
});

/// After these a name follows in small letters and without marks too.
pub(super) static SURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ten (?:toi |em |chau |day du )?la|(?:toi|em|chau|con|minh|tui) ten(?: la)?|(?:toi|minh|tui) la|(?:con|vo|chong|me|bo|anh|chi) (?:toi|em) la|ho ten|ho va ten|nguoi ten|ten) ?:? ?$",
    )
});
/// Family names, with their marks: "Đường" begins no name. Those of the Kinh, and of peoples of the north and the highlands.
pub(super) const FAMILIES: &str = "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai đào cao lâm hà quách thái lưu trương phùng tạ tô chu triệu nghiêm vương kiều la lại mạc tống tăng âu khúc lục thân quản bành châu diệp giang kim liễu mạch nhâm ninh phí sầm tiêu tôn từ ứng vi doãn thạch bạch cù đàm hứa ngân nông vưu diêm lã nhữ viên lò cầm quàng lường vì giàng sùng thào vừ hầu lầu giáp khổng lều lỗ mẫn ngụy ôn tào thiều vòng chử chế cấn đái khương khuất kha lạc liêu mã nhạc sái thiệu tòng uông ksor rơ niê";
/// The commonest of them, as they are looked for in small letters too.
pub(super) const COMMON: &str = "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai đào cao lâm hà lưu trương phùng tạ lò quàng lường giàng nông";
/// Given names, with their marks, that are seldom another word behind "ông" or "chị".
pub(super) const GIVEN: &str = "tuấn hùng dũng hương thủy thuỷ thuý hạnh thảo linh quỳnh ngọc loan oanh yến thắm tuyết nguyệt huệ hằng khánh luân phúc quân quang quốc thịnh trí trung tùng vinh vũ cường đạt đức duy giang hải hiệp huân huy toàn thắng tiến hòa hoà lan liên mai nga nhàn phong phương tâm tân thái thanh thiện tú việt xuân bình chiến cúc đào điệp dương hậu hiền hoa hoàng hồng khải lâm lộc long lợi mỹ ngân nhung nhật phú phượng quý sen tài thơm thoa thúy thư tình trà trinh trọng trường tuyên vân vi vy cẩn lực đông chung thơm nhàn mùi tèo tý sửu ngọ thoan mận đoàn thuận hòe khương kiên";
/// And without marks, where fewer are sure.
pub(super) const GIVEN_PLAIN: &str = "tuan hanh thao linh quynh ngoc oanh yen tuyet nguyet hue khanh phuc quang vinh cuong hiep huan huy lien xuan diep hoang loc ngan thom thoa trinh tuyen kien thoan toan";
/// Behind these titles a given name in small letters is somebody's.
pub(super) const CALLED: &str = "ông bà anh chị bác chú cô cậu thím bé thằng lão";
/// What stands there and is nobody: "anh hùng", "bà con".
pub(super) const UNCALLED: &str = "anh đào|cô thơ|anh hùng|anh hung|bà mùa|cô long|anh tài|bác hồ|chị hai|bà hoa|ông bình|cô tình|chú trọng|chú tâm|bác tài|anh tài|chú tài|ông táo|ông địa|ông công|ông trời|ông tơ|bà trời|bà rằng|anh cả|chị cả";

/// Offices, not people: what may follow a title.
pub(super) const OFFICES: &str = "chủ phó giám trưởng bí ban ủy uỷ cán bộ sở phòng hội cảnh một trật tiếp quản lái tài tp ubnd hđnd nhà tòa toà viện tổ khu thôn xã phường đặc đảng nhà tổng lăng thượng tá bác";
pub(super) const OFFICES_PLAIN: &str = "chu pho giam truong bi ban uy can bo so phong hoi quoc trieu viet canh mot trat tp ubnd hdnd nha toa vien to khu thon xa phuong dac cong dang tong quan lang";
/// Words that are a name too, when another follows: "ông Công an" and "chị Minh Lan".
pub(super) const ALONE: &str = "bản có hộ hồ đảng tỉnh mật em chị anh ngoại nội hàng";
pub(super) const ALONE_PLAIN: &str =
    "thu cong ho trung nam hai ha dang thanh tinh mat hung em chi anh ngoai noi hang bac minh";
/// Offices and more that begin with somebody's name: "ông Công an", but "ông Công".
pub(super) const COMPOUNDS: &str = "ngân hàng|ngân sách|thực phẩm|thực hiện|trường học|trường đại|trường cao|trường hợp|trường tiểu|trường mầm|hải quan|tài chính|tài nguyên|bảo hiểm|bảo vệ|kinh tế|y tế|y học|y dược|hòa giải|hoà giải|phong trào|bình đẳng|chính phủ|chính quyền|thông tin|hội đồng|khoản|điều|long an|vĩnh long|hậu giang|tiền giang|kiên giang|bình dương|bình thuận|bình định|bình phước|phú thọ|phú yên|phú quốc|lâm đồng|lạng sơn|hoa kỳ|cù lao|linh mục|quốc hội|quốc phòng|quốc gia|quốc tế|việt kiều|việt nam|việt tiệp|triệu phú|công an|công ty|công chức|công nhân|công chứng|công đoàn|công binh|công thương|công trình|quân đội|quân y|quân sự|quân khu|quân nhân|quân ủy|đại diện|đại biểu|đại tá|đại úy|đại uý|đại lý|đại học|đại sứ|trung tá|trung tâm|trung úy|trung uý|trung ương|trung đoàn|trung học|trung quốc|thư ký|thư viện|thanh tra|thanh niên|thanh hóa|thanh hoá|thanh toán|hai bà|hai lúa|hai phong|hạ viện|nam định|nam giới|bắc ninh|bắc giang|bắc kạn|bắc bộ|hùng vương|minh khai|hai bên";
/// With these a name begins that is no person's: "nhà Văn hóa", "con Đường".
pub(super) const THINGS: &str = "văn thiếu nước trường thuốc máy hát thờ bè rồng thương chung đường sông phố số ga xe chùa đền lưu khách hàng tắm trẻ ở ăn";
/// Places that stand where a name may.
pub(super) const PLACES: &str = "hải phòng|lào|mẹ việt nam|hải dương|hà nội|hải an|đồ sơn|cát bà|cát hải|thủy nguyên|thuỷ nguyên|kiến an|an dương|an lão|tiên lãng|vĩnh bảo|kiến thụy|kiến thuỵ|lê chân|ngô quyền|hồng bàng|quảng ninh|thái bình|nam định|hưng yên|bắc ninh|đà nẵng|sài gòn|việt nam|dương kinh|bạch long|hồ chí";
/// People of the past, after whom streets and schools are called.
pub(super) const PAST: &str = "hồ chí minh|võ nguyên giáp|trần hưng đạo|trần phú|lê hồng phong|nguyễn văn linh|nguyễn văn cừ|nguyễn thị minh khai|hoàng văn thụ|hoàng diệu|lý thường kiệt|lý thái tổ|lê thánh tông|lê đại hành|lê lợi|quang trung|ngô quyền|ngô gia tự|trần nguyên hãn|nguyễn trãi|nguyễn du|nguyễn đức cảnh|nguyễn công trứ|nguyễn bỉnh khiêm|nguyễn bình khiêm|phan bội châu|phan chu trinh|phan đăng lưu|phạm văn đồng|trường chinh|tôn đức thắng|tô hiệu|phạm ngũ lão|trần quang khải|trần khánh dư|nguyễn hữu cầu|nguyễn lương bằng|lê duẩn|võ thị sáu|kim đồng|nguyễn tri phương|trần nhân tông|chu văn an|lương thế vinh|lê quý đôn|nguyễn văn trỗi|lương khánh thiện|đinh tiên hoàng|mạc đăng dung|mạc đăng doanh|nguyễn khuyến|trần tất văn|bùi thị từ nhiên|đặng xuân bảng|lê văn sỹ|hai bà trưng|bà triệu|cô tô|cô giang|bà rịa|bà nà|bà điểm|bà đen|bà chúa|bà hỏa|bà chiểu|bà hom|bà tháp|ông táo|ông địa|ông công|ông trời|ông tơ|ông lớn|ông đồ|cô ba sài gòn|anh hai sài gòn|chị hai năm tấn|điện biên phủ|nguyễn huệ|nguyễn bính|nam cao|văn cao|thế lữ|nguyên hồng|hoàng quốc việt|hoàng minh thảo|nguyễn văn hới|trần văn lan|nguyễn sơn hà|bạch thái bưởi|nguyễn hồng quân|đoàn kết|lê thanh nghị";
/// The line of a form where a name stands.
pub(super) static FORM: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?:ho va ten|ho ten|nguoi (?:gui|hoi|viet)|ky ten|ten tai khoan|chu tai khoan|ctk) ?: ?$")
});

/// Words before a name that make it one of a street, a school or a day.
pub(super) const BEFORE_PLACES: &str = "đường|phố|trường|thpt|thcs|tiểu học|mầm non|mẫu giáo|đại học|bệnh viện|cầu|chợ|công viên|ngõ|ngách|hẻm|quảng trường|tượng đài|đền|chùa|đình|nhà thờ|tượng|phường|xã|thôn|xóm|tổ|khu|ấp|quận|huyện|rạp|bảo tàng|thư viện|sân vận động|công ty|quỹ|giải|học bổng|phà|bến|lễ hội|đại lộ|nút giao|trung tâm|rạch|cống|dốc|hói|mả|kênh|sông|núi|đèo|miếu|suối|hồ|gò|bãi|đảo|hòn|cồn|cù lao|giồng|vàm|mương|đập|bến đò|bàu|nhà ga|ga|xẻo|lạch|đồi|hang|tháp|nhà thiếu nhi|ở|tại|qua|trên|đoàn|ngã ba|ngã tư|vòng xuyến|khu đô thị|làng|chủ tịch|đồng chí|anh hùng|liệt sĩ|phòng|từ|đến|lăng";
