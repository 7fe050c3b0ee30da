//! Errors as the outside sees them: `application/problem+json` (RFC 9457) for programs, a page for people.
//!
//! Handlers return [`Problem`]; verbs' [`Failure`]s become one. Nothing of a driver's or a library's own words leaves
//! the house: the cause of a 5xx is logged here, once.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dialogue::Millis;
use dialogue::clock::Zone;
use moderation::limits::Wait;
use serde_json::{Value, json};
use store::StoreError;

use crate::actions::{Failure, Fault};
use crate::words::{Both, Lang};

/// A problem of the contract: its type's last word, its status and its title.
#[derive(Clone, Debug)]
pub struct Problem {
    pub kind: &'static str,
    pub status: StatusCode,
    pub title: Both,
    pub detail: Option<Both>,
    pub errors: Vec<Fault>,
    /// Further members, such as `opens_at` or `revision`.
    pub more: Vec<(&'static str, Value)>,
    /// Seconds, told in `Retry-After`.
    pub retry_after: Option<u64>,
}

impl Problem {
    fn new(kind: &'static str, status: StatusCode, title: Both) -> Self {
        Self { kind, status, title, detail: None, errors: Vec::new(), more: Vec::new(), retry_after: None }
    }

    #[must_use]
    pub fn detail(self, detail: impl Into<Both>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    #[must_use]
    pub fn malformed() -> Self {
        Self::new(
            "malformed",
            StatusCode::BAD_REQUEST,
            Both::new("Nội dung gửi lên không đọc được.", "What was sent cannot be read."),
        )
    }

    #[must_use]
    pub fn sign_in_required() -> Self {
        Self::new(
            "sign-in-required",
            StatusCode::UNAUTHORIZED,
            Both::new("Cần đăng nhập.", "Please sign in."),
        )
    }

    #[must_use]
    pub fn sign_in_failed() -> Self {
        let title = Both::new(
            "Tên đăng nhập hoặc mật khẩu không đúng.",
            "The user name or the password is not right.",
        );
        Self::new("sign-in-failed", StatusCode::UNAUTHORIZED, title)
    }

    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            "forbidden",
            StatusCode::FORBIDDEN,
            Both::new("Tài khoản này không có quyền làm việc đó.", "This account may not do that."),
        )
    }

    #[must_use]
    pub fn foreign_origin() -> Self {
        Self::new(
            "foreign-origin",
            StatusCode::FORBIDDEN,
            Both::new(
                "Yêu cầu đến từ một trang khác nên không được nhận.",
                "The request came from another site and was not taken.",
            ),
        )
    }

    #[must_use]
    pub fn visitor_required() -> Self {
        let title = Both::new(
            "Trình duyệt cần nhận cookie để ghi nhận quan tâm. Hãy thử lại.",
            "The browser must accept a cookie before a vote can be counted. Please try again.",
        );
        Self::new("visitor-required", StatusCode::FORBIDDEN, title)
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new("not-found", StatusCode::NOT_FOUND, Both::new("Không tìm thấy.", "Not found."))
    }

    #[must_use]
    pub fn method_not_allowed() -> Self {
        let title = Both::new("Trang này không nhận cách gửi đó.", "This address does not take that method.");
        Self::new("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, title)
    }

    #[must_use]
    pub fn too_large() -> Self {
        Self::new(
            "too-large",
            StatusCode::PAYLOAD_TOO_LARGE,
            Both::new(
                "Nội dung gửi lên quá lớn (tối đa 64 KB).",
                "What was sent is too large (64 KB at most).",
            ),
        )
    }

    #[must_use]
    pub fn media_type() -> Self {
        let title = Both::new(
            "Nội dung phải gửi dưới dạng application/json.",
            "The content must be sent as application/json.",
        );
        Self::new("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, title)
    }

    #[must_use]
    pub fn validation(errors: Vec<Fault>) -> Self {
        let title = Both::new(
            "Có ô chưa đúng. Hãy sửa rồi gửi lại.",
            "Some fields are not right. Please correct them and send again.",
        );
        Self { errors, ..Self::new("validation", StatusCode::UNPROCESSABLE_ENTITY, title) }
    }

    /// One field that cannot be taken.
    #[must_use]
    pub fn fault(field: &str, message: impl Into<Both>) -> Self {
        Self::validation(vec![Fault::new(field, message)])
    }

    #[must_use]
    pub fn unavailable() -> Self {
        let title = Both::new(
            "Hệ thống đang bận. Hãy thử lại sau ít phút; nội dung chưa gửi được.",
            "The system is busy. Please try again in a few minutes; nothing was sent.",
        );
        Self { retry_after: Some(5), ..Self::new("unavailable", StatusCode::SERVICE_UNAVAILABLE, title) }
    }

    /// The problem of a verb that did nothing; `zone` writes the times.
    #[must_use]
    pub fn of(failure: Failure, zone: &Zone) -> Self {
        match failure {
            Failure::NotFound => Self::not_found(),
            Failure::Forbidden => Self::forbidden(),
            Failure::SignIn => Self::sign_in_failed(),
            Failure::Invalid(faults) => Self::validation(faults),
            Failure::Taken => Self::validation(vec![Fault::new(
                "username",
                Both::new("Tên này đã có người dùng.", "This name is taken."),
            )]),
            Failure::Closed { opens_at } => Self::closed(opens_at, zone),
            Failure::Refused { refusal, axis, state } => {
                let problem = Self::new("move-refused", StatusCode::CONFLICT, refusal.into());
                Self { more: vec![(axis, json!(state))], ..problem }
            }
            Failure::Held { by, until } => {
                let title =
                    Both::new("Người khác đang xử lý câu này.", "Somebody else is working on this question.");
                let problem = Self::new("held", StatusCode::CONFLICT, title);
                Self { more: vec![("by", json!(by)), ("until", json!(zone.rfc3339(until)))], ..problem }
            }
            Failure::InUse { message } => {
                let problem = Self::new("move-refused", StatusCode::CONFLICT, message.into());
                Self { more: vec![("state", json!("in_use"))], ..problem }
            }
            Failure::Stale { revision } => {
                let title = Both::new(
                    "Bản nháp đã được người khác lưu trong lúc anh, chị soạn.",
                    "Somebody else saved the draft while you were writing.",
                );
                let problem = Self::new("stale-revision", StatusCode::CONFLICT, title);
                Self { more: vec![("revision", json!(revision))], ..problem }
            }
            // Whoever takes keys answers a repeated call as the first one; none comes here.
            Failure::KeyReused | Failure::Repeated(_) => {
                let title = Both::new(
                    "Mã lần gửi này đã dùng cho một nội dung khác.",
                    "This idempotency key was used for something else.",
                );
                Self::new("key-reused", StatusCode::UNPROCESSABLE_ENTITY, title)
            }
            Failure::Limited(wait) => Self::limited(&wait),
            Failure::Store(error) => error.into(),
            Failure::Hash(error) => {
                tracing::error!(%error, "a password could not be hashed");
                Self::unavailable()
            }
        }
    }

    fn closed(opens_at: Option<Millis>, zone: &Zone) -> Self {
        let title = Both::new("Phiên hiện không nhận câu hỏi.", "The session takes no questions now.");
        let told = |at| Both::at("Mở nhận câu hỏi lúc {at}.", "Questions are taken from {at}.", zone, at);
        Self {
            detail: opens_at.map(told),
            more: vec![("opens_at", json!(opens_at.map(|at| zone.rfc3339(at))))],
            ..Self::new("session-closed", StatusCode::CONFLICT, title)
        }
    }

    fn limited(wait: &Wait) -> Self {
        let title = Both::new(&wait.message, wait.english());
        let problem = Self::new("rate-limited", StatusCode::TOO_MANY_REQUESTS, title);
        Self { retry_after: Some(wait.seconds), ..problem }
    }

    /// The document of the contract, in one language.
    #[must_use]
    pub fn body(&self, lang: Lang) -> Value {
        let mut body = json!({
            "type": format!("/problems/{}", self.kind),
            "title": self.title.in_lang(lang),
            "status": self.status.as_u16(),
        });
        if let Some(detail) = &self.detail {
            body["detail"] = json!(detail.in_lang(lang));
        }
        if !self.errors.is_empty() {
            let faults =
                self.errors.iter().map(|f| json!({"field": f.field, "message": f.message.in_lang(lang)}));
            body["errors"] = faults.collect();
        }
        for (name, value) in &self.more {
            body[name] = value.clone();
        }
        body
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::unavailable()
    }
}

impl Problem {
    /// The answer with its document, in one language.
    #[must_use]
    pub fn document(self, lang: Lang) -> Response {
        let mut response = (self.status, Json(self.body(lang))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    /// The document in Vietnamese; [`super::guard`] makes it English for who prefers that, and a page where a person
    /// asked.
    fn into_response(self) -> Response {
        self.document(Lang::Vi)
    }
}
