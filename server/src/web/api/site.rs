//! `GET /api/v1/site`: the city and its lists.

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::Site;
use crate::views::Reader;
use crate::views::shapes::ReasonShape;
use crate::web::problem::Problem;

#[derive(Serialize, JsonSchema)]
pub struct SiteShape {
    city: String,
    timezone: String,
    phone: String,
    units: Vec<UnitBrief>,
    fields: Vec<FieldBrief>,
    reasons: Vec<ReasonShape>,
}

#[derive(Serialize, JsonSchema)]
struct UnitBrief {
    id: String,
    name: String,
    short: String,
    kind: String,
}

#[derive(Serialize, JsonSchema)]
struct FieldBrief {
    id: String,
    name: String,
}

/// The city, its units, fields and reasons.
pub async fn site(State(site): State<Site>) -> Result<Json<SiteShape>, Problem> {
    let mut tx = site.store.read().await?;
    let reference = Reader::reference(&mut tx).await?;
    let unit = |u: dialogue::unit::Unit| UnitBrief { id: u.id, name: u.name, short: u.short, kind: u.kind };
    let reason = |r: dialogue::unit::Reason| ReasonShape { key: r.key, label: r.label };
    let config = &site.config.site;
    Ok(Json(SiteShape {
        city: config.city.clone(),
        timezone: config.timezone.clone(),
        phone: config.phone.clone(),
        units: reference.units.into_iter().map(unit).collect(),
        fields: reference.fields.into_iter().map(|f| FieldBrief { id: f.id, name: f.name }).collect(),
        reasons: reference.reasons.into_iter().map(reason).collect(),
    }))
}
