//! Reference data: units, fields, reasons, templates, days off.

use serde::{Deserialize, Serialize};

/// A unit of the city. Units are data with validity dates: a merger ends one and begins another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub short: String,
    /// `van_phong`, `so`, `trung_tam`, `phuong`, `xa`, `dac_khu`, or another word of the city's.
    pub kind: String,
    pub org_code: Option<String>,
    /// Civil dates, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub predecessors: Vec<String>,
    pub order: i64,
    /// A second respondent of the unit must read an answer before it is published.
    pub needs_review: bool,
}

/// A field of the city's work, with the unit that leads by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub default_unit: Option<String>,
    pub order: i64,
}

/// A reason for which a question is not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub key: String,
    pub label: String,
}

/// The reason for which the clock declines what its asker did not explain.
pub const UNCLEAR: &str = "unclear";

/// The reasons of an empty database.
pub const REASONS: [(&str, &str); 7] = [
    ("abuse", "Lời lẽ xúc phạm"),
    ("threat", "Đe dọa"),
    ("spam", "Quảng cáo, tin rác"),
    ("others_data", "Nêu thông tin riêng của người khác"),
    ("repeated", "Gửi lặp lại nhiều lần"),
    ("state_secret", "Có thể lộ thông tin không được công khai"),
    (UNCLEAR, "Không rõ nội dung"),
];
