//! Every path of the site, on one page.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use tower_http::compression::CompressionLayer;

use crate::app::Site;
use crate::web::pages::{
    admin, archive, ask, desk, home, office, question, session, sign_in, small, stage, track, work,
};
use crate::web::problem::Problem;
use crate::web::{api, guard, socket};

/// The largest body, in bytes.
const BODY: usize = 64 * 1024;

/// The whole site.
pub fn router(site: &Site) -> Router {
    let pages = pages()
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(site.clone(), guard::know_visitor))
        .layer(from_fn_with_state(site.clone(), guard::show_problems));
    let api = api()
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(site.clone(), guard::know_visitor));
    let live = Router::new()
        .route("/live/{slug}", get(socket::live))
        .layer(from_fn_with_state(site.clone(), guard::know_visitor));
    Router::new()
        .nest("/api", api)
        .merge(quiet())
        .merge(pages)
        .layer(from_fn(guard::in_time))
        .layer(CompressionLayer::new())
        .merge(live)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(site.clone(), guard::same_origin))
        .layer(from_fn_with_state(site.clone(), guard::harden))
        .with_state(site.clone())
}

fn pages() -> Router<Site> {
    Router::new()
        .route("/", get(home::home))
        .route("/{short}", get(session::short))
        .route("/phien/{slug}", get(session::session))
        .route("/phien/{slug}/dat-cau-hoi", get(ask::form).post(ask::post))
        .route("/gui-phan-anh", get(ask::intake_form).post(ask::intake_post))
        .route("/cau-hoi/{id}", get(question::question))
        .route("/cau-hoi/{id}/quan-tam", post(question::vote))
        .route("/kho", get(archive::archive))
        .route("/tra-cuu", get(track::form).post(track::post))
        .route("/tra-cuu/{code}", get(track::own))
        .route("/noi-quy", get(small::house_rules))
        .route("/quyen-rieng-tu", get(small::privacy))
        .route("/tro-giup", get(small::help))
        .route("/dang-nhap", get(sign_in::form).post(sign_in::post))
        .route("/dang-xuat", post(sign_in::sign_out))
        .route("/lam-viec", get(work::work))
        .route("/ban-dieu-hanh/{slug}", get(desk::queue))
        .route("/ban-dieu-hanh/cau-hoi/{id}/{verb}", post(desk::decide))
        .route("/dieu-phoi/{slug}", get(stage::board))
        .route("/dieu-phoi/cau-hoi/{id}/{verb}", post(stage::act))
        .route("/dieu-phoi/{slug}/{verb}", post(stage::session_act))
        .route("/ban-tra-loi", get(office::desk))
        .route("/ban-tra-loi/{id}", get(office::answer).post(office::save))
        .route("/quan-tri", get(admin::overview))
        .route("/quan-tri/phien", get(admin::sessions).post(admin::create_session))
        .route("/quan-tri/phien/{slug}/{verb}", post(admin::session_verb))
        .route("/quan-tri/don-vi", get(admin::units).post(admin::put_unit))
        .route("/quan-tri/linh-vuc", get(admin::fields).post(admin::put_field))
        .route("/quan-tri/can-bo", get(admin::staff).post(admin::create_staff))
        .route("/quan-tri/can-bo/{username}/mat-khau", post(admin::set_password))
}

fn api() -> Router<Site> {
    Router::new()
        .route("/v1/site", get(api::site::site))
        .route("/v1/sessions", get(api::sessions::list))
        .route("/v1/sessions/{slug}", get(api::sessions::one))
        .route("/v1/sessions/{slug}/questions", get(api::questions::list).post(api::ask::to_session))
        .route("/v1/feedback", post(api::ask::feedback))
        .route("/v1/questions/{id}", get(api::questions::one))
        .route("/v1/questions/{id}/vote", put(api::vote::cast).delete(api::vote::take_back))
        .route("/v1/track", post(api::own::track))
        .route("/v1/mine", get(api::own::mine))
        .route("/v1/archive", get(api::archive::archive))
        .route("/v1/sign-in", post(api::sign_in::sign_in).delete(api::sign_in::sign_out))
        .route("/v1/me", get(api::sign_in::me))
        .route("/v1/desk/{slug}/queue", get(api::desk::queue))
        .route("/v1/desk/questions/{id}/{verb}", post(api::desk::decide))
        .route("/v1/desk/questions/{id}/answer", put(api::answer::save))
        .route("/v1/desk/questions/{id}/answer/{verb}", post(api::answer::act))
}

/// What sets no cookie: caches may share it.
fn quiet() -> Router<Site> {
    Router::new()
        .route("/api/v1/sessions/{slug}/events", get(api::events::events))
        .route("/static/{file}", get(asset))
        .route("/favicon.svg", get(small::favicon))
        .route("/robots.txt", get(small::robots))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
}

async fn asset(State(site): State<Site>, Path(file): Path<String>) -> Response {
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
