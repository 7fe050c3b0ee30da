//! `GET /api/v1/site`: the city and its lists.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::Site;
use crate::views::Reader;
use crate::web::problem::Problem;

/// The city, its units, fields and reasons.
pub async fn site(State(site): State<Site>) -> Result<Json<Value>, Problem> {
    let mut tx = site.store.read().await?;
    let reference = Reader::reference(&mut tx).await?;
    let units = reference.units.iter();
    let units: Value =
        units.map(|u| json!({"id": u.id, "name": u.name, "short": u.short, "kind": u.kind})).collect();
    let fields: Value = reference.fields.iter().map(|f| json!({"id": f.id, "name": f.name})).collect();
    let config = &site.config.site;
    Ok(Json(json!({
        "city": config.city,
        "timezone": config.timezone,
        "phone": config.phone,
        "units": units,
        "fields": fields,
        "reasons": reference.reasons,
    })))
}
