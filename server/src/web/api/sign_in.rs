//! `POST, DELETE /sign-in` and `GET /me`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};

use super::told;
use crate::actions;
use crate::app::Site;
use crate::web::caller::{Address, Staff, no_staff_cookie, staff_cookie};
use crate::web::json::JsonBody;
use crate::web::problem::Problem;

#[derive(Deserialize)]
pub struct SignInBody {
    username: String,
    password: String,
}

/// Signs in: 204 and the `staff` cookie.
pub async fn sign_in(
    State(site): State<Site>,
    address: Address,
    jar: CookieJar,
    JsonBody(body): JsonBody<SignInBody>,
) -> Result<(StatusCode, CookieJar), Problem> {
    let signed_in = told(&site, actions::sign_in(&site, address.0, &body.username, body.password).await)?;
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

/// Who is signed in, and the sessions in which they are named.
pub async fn me(State(site): State<Site>, staff: Staff) -> Result<Json<Value>, Problem> {
    let mut tx = site.store.read().await?;
    let named = tx.session_roles_of(staff.person.id).await?;
    let sessions = tx.sessions().await?;
    let mine = sessions.iter().filter(|session| named.iter().any(|(no, _)| *no == session.no));
    let slugs: Vec<&str> = mine.map(|session| session.slug.as_str()).collect();
    let person = &staff.person;
    Ok(Json(json!({
        "username": person.username,
        "name": person.name,
        "unit": person.unit,
        "roles": person.roles,
        "sessions": slugs,
    })))
}
