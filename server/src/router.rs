//! Every path of the site: the pages and small things here, the calls of programs in `web/api/calls.rs`.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use dialogue::unit::Reason;
use store::{Maskwords, Synonym, Template, Watchwords};
use tower_http::compression::CompressionLayer;

use crate::app::Site;
use crate::web::doors::{Door, Doors};
use crate::web::pages::{
    admin, archive, ask, desk, home, language, mine, office, own_account, presenter, question, session,
    sign_in, small, stage, track, work,
};
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::web::{api, guard, openapi, socket};

/// The largest body, in bytes.
const BODY: usize = 64 * 1024;

/// The whole site.
pub fn router(site: &Site) -> Router {
    let (_, pages) = pages().into_parts();
    let (_, calls) = calls().into_parts();
    let (_, quiet) = quiet().into_parts();
    let (_, live) = live().into_parts();
    let pages = guarded(pages.fallback(async || Problem::not_found()), site)
        .layer(from_fn_with_state(site.clone(), guard::know_visitor))
        .layer(from_fn_with_state(site.clone(), guard::show_problems));
    let api = guarded(calls.fallback(async || Problem::not_found()), site)
        .layer(from_fn_with_state(site.clone(), guard::know_visitor))
        .layer(from_fn(guard::speak_to_programs));
    let live = guarded(live, site).layer(from_fn_with_state(site.clone(), guard::know_visitor));
    Router::new()
        .nest("/api", api)
        .merge(guarded(quiet, site))
        .merge(pages)
        .layer(from_fn(guard::in_time))
        .layer(CompressionLayer::new())
        .merge(live)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(site.clone(), guard::harden))
        .with_state(site.clone())
}

/// Whatever the door: another method is told so, and no other site's page changes anything.
fn guarded(router: Router<Site>, site: &Site) -> Router<Site> {
    router
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(site.clone(), guard::same_origin))
}

/// Every door of the site, by path.
#[must_use]
pub fn doors() -> Vec<Door> {
    let (mut doors, _) = pages().merge(quiet()).merge(live()).into_parts();
    doors.extend(calls().into_parts().0);
    doors.sort_by(|one, other| (&one.path, one.method.as_str()).cmp(&(&other.path, other.method.as_str())));
    doors
}

fn calls() -> Doors {
    api::public().merge(api::staff())
}

fn live() -> Doors {
    Doors::new().get("/live/{slug}", socket::live)
}

fn pages() -> Doors {
    Doors::new()
        .get("/", home::home)
        .get("/{short}", session::short)
        .get("/phien/{slug}", session::session)
        .get("/xem-truoc/{slug}", session::preview)
        .form("/phien/{slug}/dat-cau-hoi", ask::form, ask::post)
        .form("/gui-phan-anh", ask::intake_form, ask::intake_post)
        .get("/cau-hoi/{id}", question::question)
        .post("/cau-hoi/{id}/quan-tam", question::vote)
        .get("/man-chieu/{slug}", presenter::presenter)
        .get("/man-chieu/{slug}/to-in", presenter::sheet)
        .get("/kho", archive::archive)
        .form("/tra-cuu", track::form, track::post)
        .get("/tra-cuu/{code}", track::own)
        .post("/tra-cuu/{code}/{verb}", mine::act)
        .get("/noi-quy", small::house_rules)
        .get("/quyen-rieng-tu", small::privacy)
        .get("/tro-giup", small::help)
        .get("/ngon-ngu", language::choose)
        .form("/dang-nhap", sign_in::form, sign_in::post)
        .post("/dang-xuat", sign_in::sign_out)
        .get("/lam-viec", work::work)
        .get("/tai-khoan", own_account::page)
        .post("/tai-khoan/mat-khau", own_account::set_password)
        .post("/tai-khoan/phien-dang-nhap/{id}", own_account::close_sign_in)
        .get("/ban-dieu-hanh/{slug}", desk::queue)
        .form("/ban-dieu-hanh/{slug}/nhap-ho", desk::behalf_form, desk::behalf_post)
        .post("/ban-dieu-hanh/cau-hoi/{id}/{verb}", desk::decide)
        .post("/ban-dieu-hanh/{slug}/nhom/{verb}", desk::together)
        .post("/ban-dieu-hanh/{slug}/giu-cho", desk::hold)
        .post("/ban-dieu-hanh/{slug}/giu-tiep", desk::keep)
        .get("/ban-dieu-hanh/{slug}/ben", desk::side)
        .post("/ban-dieu-hanh/{slug}/tra-cho", desk::release_all)
        .get("/dieu-phoi/{slug}", stage::board)
        .post("/dieu-phoi/cau-hoi/{id}/{verb}", stage::act)
        .post("/dieu-phoi/{slug}/{verb}", stage::session_act)
        .get("/ban-tra-loi", office::desk)
        .get("/ban-tra-loi/dang-cho", office::waiting)
        .form("/ban-tra-loi/{id}", office::answer, office::save)
        .merge(admin_pages())
}

/// The administrator's.
fn admin_pages() -> Doors {
    Doors::new()
        .get("/quan-tri", admin::overview)
        .form("/quan-tri/phien", admin::sessions, admin::create_session)
        .form("/quan-tri/phien/{slug}", admin::edit_form, admin::edit_session)
        .post("/quan-tri/phien/{slug}/repeat", admin::repeat_session)
        .post("/quan-tri/phien/{slug}/{verb}", admin::session_verb)
        .form("/quan-tri/don-vi", admin::units, admin::put_unit)
        .form("/quan-tri/linh-vuc", admin::fields, admin::put_field)
        .form("/quan-tri/ngay-nghi", admin::holidays, admin::put_holiday)
        .post("/quan-tri/ngay-nghi/{key}/xoa", admin::delete_holiday)
        .form("/quan-tri/ly-do", admin::words::<Reason>, admin::put_word::<Reason>)
        .post("/quan-tri/ly-do/{key}/xoa", admin::delete_word::<Reason>)
        .form("/quan-tri/mau-cau", admin::words::<Template>, admin::put_word::<Template>)
        .post("/quan-tri/mau-cau/{key}/xoa", admin::delete_word::<Template>)
        .form("/quan-tri/tu-dong-nghia", admin::words::<Synonym>, admin::put_word::<Synonym>)
        .post("/quan-tri/tu-dong-nghia/{key}/xoa", admin::delete_word::<Synonym>)
        .form("/quan-tri/tu-can-che", admin::words::<Maskwords>, admin::put_word::<Maskwords>)
        .post("/quan-tri/tu-can-che/{key}/xoa", admin::delete_word::<Maskwords>)
        .form("/quan-tri/tu-can-luu-y", admin::words::<Watchwords>, admin::put_word::<Watchwords>)
        .post("/quan-tri/tu-can-luu-y/{key}/xoa", admin::delete_word::<Watchwords>)
        .form("/quan-tri/can-bo", admin::staff, admin::create_staff)
        .post("/quan-tri/can-bo/{username}/mat-khau", admin::set_password)
}

/// What sets no cookie: caches may share it.
fn quiet() -> Doors {
    api::quiet()
        .get("/api/openapi.json", describe)
        .post("/csp-report", guard::csp_report)
        .get("/static/{file}", asset)
        .get("/favicon.svg", small::favicon)
        .get("/robots.txt", small::robots)
        .get("/sitemap.xml", small::sitemap)
        .get("/healthz", async || "ok\n")
        .get("/readyz", ready)
}

async fn describe() -> Response {
    /// Made once: it depends on nothing but the program.
    static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| openapi::document(&doors()).to_string().into());
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.clone()).into_response()
}

async fn asset(State(site): State<Site>, At(file): At<String>) -> Response {
    site.assets.serve(&file)
}

/// Ready when the memory answers.
async fn ready(State(site): State<Site>) -> Response {
    let asked = async { site.store.read().await?.setting("epoch").await };
    match asked.await {
        Ok(Some(_)) => "ready\n".into_response(),
        Ok(None) => Problem::unavailable().into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}
