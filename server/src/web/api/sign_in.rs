//! `POST, DELETE /sign-in`.

use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use schemars::JsonSchema;
use serde::Deserialize;

use super::told;
use crate::actions;
use crate::app::Site;
use crate::web::caller::{Address, Staff, no_staff_cookie, sent_staff, staff_cookie};
use crate::web::json::JsonBody;
use crate::web::problem::Problem;

#[derive(Deserialize, JsonSchema)]
pub struct SignInBody {
    username: String,
    password: String,
    /// Only of an account that has set up a second factor; there is none yet.
    #[serde(default)]
    #[expect(dead_code, reason = "the contract has the field, and no account has a second factor yet")]
    totp: Option<String>,
}

/// Signs in: 204 and the `staff` cookie. The sign-in that the browser had before ends.
pub async fn sign_in(
    State(site): State<Site>,
    Address(from): Address,
    jar: CookieJar,
    JsonBody(body): JsonBody<SignInBody>,
) -> Result<(StatusCode, CookieJar), Problem> {
    let former = sent_staff(&site, &jar);
    let signed_in = actions::sign_in(&site, from, &body.username, body.password, former.as_deref()).await;
    let signed_in = told(&site, signed_in)?;
    Ok((StatusCode::NO_CONTENT, jar.add(staff_cookie(&site, signed_in.0))))
}

/// Signs out.
pub async fn sign_out(
    State(site): State<Site>,
    staff: Staff,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), Problem> {
    told(&site, actions::sign_out(&site, &staff.cookie).await)?;
    Ok((StatusCode::NO_CONTENT, jar.add(no_staff_cookie(&site))))
}
