//! What stands before the first move: reference data and accounts.

use std::collections::HashMap;

use dialogue::id::{Chance, random_hex};
use dialogue::person::{Actor, Person};

use super::data::City;
use super::{DemoAccount, Outcome};
use crate::actions;
use crate::app::App;

/// The city's lists.
pub async fn put_reference(site: &App, city: &City) -> Outcome<()> {
    let by = Actor::system;
    for unit in &city.units {
        let unit = dialogue::unit::Unit {
            id: unit.id.clone(),
            name: unit.name.clone(),
            short: unit.short.clone(),
            kind: unit.kind.clone(),
            org_code: unit.org_code.clone(),
            valid_from: unit.valid_from.clone(),
            valid_to: unit.valid_to.clone(),
            predecessors: unit.predecessors.clone(),
            order: unit.order,
            needs_review: false,
        };
        actions::put_unit(site, by(), unit).await?;
    }
    for field in &city.fields {
        actions::put_field(site, by(), field.clone()).await?;
    }
    for (place, reason) in (1..).zip(&city.reject_reasons) {
        actions::put_reason(site, by(), reason.clone(), place).await?;
    }
    for (place, template) in (1..).zip(&city.answer_templates) {
        let (key, label, text) = (template.key.clone(), template.label.clone(), template.text.clone());
        actions::put_template(site, by(), store::Template { key, label, text }, place).await?;
    }
    Ok(())
}

/// The city's staff, each with a password drawn by chance.
pub async fn hire(site: &App, city: &City) -> Outcome<(HashMap<String, Person>, Vec<DemoAccount>)> {
    let mut people = HashMap::new();
    let mut accounts = Vec::new();
    for user in &city.users {
        let password = random_hex(8, &mut Chance);
        let input = actions::StaffInput {
            username: user.id.clone(),
            name: user.name.clone(),
            title: user.title.clone(),
            unit: Some(user.unit.clone()),
            roles: user.roles.clone(),
            password: password.clone(),
        };
        let person = actions::create_staff(site, Actor::system(), input).await?;
        accounts.push(DemoAccount {
            username: user.id.clone(),
            password,
            name: user.name.clone(),
            title: user.title.clone(),
            unit: Some(user.unit.clone()),
            roles: user.roles.iter().map(ToString::to_string).collect(),
        });
        people.insert(user.id.clone(), person);
    }
    Ok((people, accounts))
}
