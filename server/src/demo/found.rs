//! What stands before the first move: reference data and accounts.

use std::collections::HashMap;

use dialogue::id::{Chance, random_hex};
use dialogue::person::{Actor, Person};

use super::data::City;
use super::{DemoAccount, Outcome};
use crate::actions::{self, Once, Put, put};
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
        put(site, by(), unit, Put::Either, Once::default()).await?;
    }
    for field in &city.fields {
        put(site, by(), field.clone(), Put::Either, Once::default()).await?;
    }
    for reason in &city.reject_reasons {
        put(site, by(), reason.clone(), Put::Either, Once::default()).await?;
    }
    for template in &city.answer_templates {
        let (key, label, text) = (template.key.clone(), template.label.clone(), template.text.clone());
        put(site, by(), store::Template { key, label, text }, Put::Either, Once::default()).await?;
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
        let person = actions::create_staff(site, Actor::system(), input, Once::default()).await?;
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
