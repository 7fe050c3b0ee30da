/// What is limited, and by whom it is counted.
///
/// Each has, side by side, its name in the configuration, its default rate and what a person reads
/// who has reached it. The rates are those of the site's security checklist: a hall on one Wi-Fi
/// and a carrier's network share an address, so what is counted by address is generous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    AskPerVisitor,
    AskPerAddress,
    VotePerVisitor,
    SearchPerAddress,
    TrackPerAddress,
    SignInPerAddress,
    SignInPerAccount,
    SocketPerAddress,
    ReportPerAddress,
}

struct Policy {
    name: &'static str,
    rate: &'static str,
    message: &'static str,
}

impl Action {
    pub const ALL: [Self; 9] = [
        Self::AskPerVisitor,
        Self::AskPerAddress,
        Self::VotePerVisitor,
        Self::SearchPerAddress,
        Self::TrackPerAddress,
        Self::SignInPerAddress,
        Self::SignInPerAccount,
        Self::SocketPerAddress,
        Self::ReportPerAddress,
    ];

    /// The key in the table `[limits]` of the configuration.
    pub const fn name(self) -> &'static str {
        self.policy().name
    }

    pub(super) const fn default_rate(self) -> &'static str {
        self.policy().rate
    }

    pub(super) const fn message(self) -> &'static str {
        self.policy().message
    }

    const fn policy(self) -> Policy {
        match self {
            Self::AskPerVisitor => Policy {
                name: "ask_per_visitor",
                rate: "5/10m",
                message: "Anh, chị vừa gửi nhiều câu hỏi liền nhau. Xin gửi lại sau {wait}.",
            },
            Self::AskPerAddress => Policy {
                name: "ask_per_address",
                rate: "300/10m",
                message: "Mạng anh, chị đang dùng vừa có rất nhiều câu hỏi gửi đến. Xin gửi lại sau {wait}.",
            },
            Self::VotePerVisitor => Policy {
                name: "vote_per_visitor",
                rate: "30/1m",
                message: "Anh, chị vừa bấm Quan tâm nhiều lần liền nhau. Xin bấm lại sau {wait}.",
            },
            Self::SearchPerAddress => Policy {
                name: "search_per_address",
                rate: "5/1s burst 20",
                message: "Mạng anh, chị đang dùng vừa có nhiều lượt tìm. Xin tìm lại sau {wait}.",
            },
            Self::TrackPerAddress => Policy {
                name: "track_per_address",
                rate: "10/1m",
                message: "Mạng anh, chị đang dùng vừa có nhiều lượt tra cứu. Xin tra cứu lại sau {wait}.",
            },
            Self::SignInPerAddress => Policy {
                name: "sign_in_per_address",
                rate: "10/10m",
                message: "Mạng anh, chị đang dùng vừa có nhiều lượt đăng nhập. Xin đăng nhập lại sau {wait}.",
            },
            Self::SignInPerAccount => Policy {
                name: "sign_in_per_account",
                rate: "5/15m",
                message: "Tài khoản này vừa có nhiều lượt đăng nhập. Anh, chị vui lòng thử lại sau {wait}.",
            },
            Self::ReportPerAddress => Policy {
                name: "report_per_address",
                rate: "10/1m",
                message: "Trình duyệt của anh, chị vừa gửi nhiều báo cáo. Xin gửi lại sau {wait}.",
            },
            Self::SocketPerAddress => Policy {
                name: "socket_per_address",
                rate: "50/1s",
                message: "Mạng anh, chị đang dùng vừa mở rất nhiều kết nối. Xin thử lại sau {wait}.",
            },
        }
    }
}
