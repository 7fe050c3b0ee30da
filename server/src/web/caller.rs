//! Who calls: the visitor's cookie, the signed-in member of staff, the address.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use dialogue::person::Person;
use uuid::Uuid;

use super::problem::Problem;
use crate::actions;
use crate::app::{App, Site};

/// The browser that calls: its signed id, and whether it sent it itself.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    pub id: Uuid,
    /// False: the id was made for this very request.
    pub known: bool,
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        if let Some(visitor) = parts.extensions.get::<Self>() {
            return Ok(*visitor);
        }
        let sent = sent_visitor(site, &parts.headers);
        let visitor = Self { id: sent.unwrap_or_else(|| site.new_id()), known: sent.is_some() };
        parts.extensions.insert(visitor);
        Ok(visitor)
    }
}

/// The visitor of the request's cookie; a forged one is none.
pub fn sent_visitor(site: &App, headers: &HeaderMap) -> Option<Uuid> {
    let jar = CookieJar::from_headers(headers);
    site.keys.visitor_of(jar.get(cookie_name(site, "visitor").as_str())?.value())
}

/// The cookie that makes a browser known for a year.
pub fn visitor_cookie(site: &App, visitor: Uuid) -> Cookie<'static> {
    let mut cookie = cookie(site, "visitor", site.keys.visitor_cookie(visitor));
    cookie.set_max_age(time::Duration::days(365));
    cookie
}

/// The cookie of a signed-in member of staff; it ends with the browser.
pub fn staff_cookie(site: &App, value: String) -> Cookie<'static> {
    cookie(site, "staff", value)
}

/// What takes the staff cookie away.
pub fn no_staff_cookie(site: &App) -> Cookie<'static> {
    let mut cookie = cookie(site, "staff", String::new());
    cookie.make_removal();
    cookie
}

fn cookie(site: &App, name: &str, value: String) -> Cookie<'static> {
    let mut cookie = Cookie::new(cookie_name(site, name), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(site.config.is_https());
    cookie
}

fn cookie_name(site: &App, name: &str) -> String {
    if site.config.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of the staff cookie that a browser sent, whether it holds or not.
#[must_use]
pub fn sent_staff(site: &App, jar: &CookieJar) -> Option<String> {
    jar.get(cookie_name(site, "staff").as_str()).map(|cookie| cookie.value().to_owned())
}

/// A signed-in member of staff. As an extractor it refuses strangers with 401; as an option it lets them pass.
#[derive(Clone, Debug)]
pub struct Staff {
    pub person: Person,
    /// The cookie's value, for signing out.
    pub cookie: String,
}

impl FromRequestParts<Site> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        signed_in(site, &parts.headers).await?.ok_or_else(Problem::sign_in_required)
    }
}

impl OptionalFromRequestParts<Site> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Option<Self>, Problem> {
        signed_in(site, &parts.headers).await
    }
}

/// The member of staff of the request's cookie, unless it is too old.
pub async fn signed_in(site: &App, headers: &HeaderMap) -> Result<Option<Staff>, Problem> {
    let jar = CookieJar::from_headers(headers);
    let Some(cookie) = sent_staff(site, &jar) else { return Ok(None) };
    let Some(sign_in) = actions::valid_sign_in(site, &cookie).await? else { return Ok(None) };
    actions::seen(site, &cookie, &sign_in).await?;
    Ok(Some(Staff { person: sign_in.person, cookie }))
}

/// The address of the caller: the peer's, or what trusted proxies in front say it is.
#[derive(Clone, Copy, Debug)]
pub struct Address(pub IpAddr);

impl FromRequestParts<Site> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let peer = peer.ok_or_else(Problem::unavailable)?.to_canonical();
        Ok(Self(told_address(peer, &parts.headers, &site.config.trusted_proxies)))
    }
}

/// Reads `X-Forwarded-For` from the right, past trusted proxies only: what stands left of them anybody could write.
fn told_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut address = peer;
    for hop in hops.iter().rev() {
        let Ok(next) = hop.parse::<IpAddr>() else { break };
        let next = next.to_canonical();
        address = next;
        if !trusted.contains(&next) {
            break;
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("header"));
        let trusted = ["10.0.0.1".parse().expect("address"), "10.0.0.2".parse().expect("address")];
        told_address(peer.parse().expect("address"), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(told("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(told("10.0.0.1", "198.51.100.1"), "198.51.100.1");
    }

    #[test]
    fn what_a_client_wrote_itself_is_not_believed() {
        assert_eq!(told("10.0.0.1", "1.1.1.1, 198.51.100.1"), "198.51.100.1");
        assert_eq!(told("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(told("10.0.0.1", "198.51.100.1, junk"), "10.0.0.1");
    }
}
