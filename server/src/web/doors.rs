//! Doors: the paths of the site, each recorded when it is opened, so that the router, the list of `doithoai routes` and
//! the OpenAPI document are made from the same lines.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::app::Site;

/// Makes the schema of one type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// A path that is open for one method.
#[derive(Clone, Debug)]
pub struct Door {
    pub method: Method,
    pub path: String,
    /// What programs are told of it; `None`: it is for people.
    pub call: Option<Call>,
}

/// A call of the contract, as the OpenAPI document tells it.
#[derive(Clone, Debug, Default)]
pub struct Call {
    pub summary: &'static str,
    pub query: Vec<Query>,
    pub body: Option<SchemaOf>,
    /// A body may be left out.
    pub body_is_optional: bool,
    pub answers: Vec<Answer>,
    /// Only signed-in staff may call it.
    pub is_for_staff: bool,
    /// It takes an idempotency key.
    pub takes_a_key: bool,
}

/// A parameter of the query.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub name: &'static str,
    pub schema: SchemaOf,
}

/// What a taken call is answered with.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub media: &'static str,
    /// `None`: no body.
    pub schema: Option<SchemaOf>,
}

/// The media type of most answers.
pub const JSON: &str = "application/json";

/// A router that remembers its paths.
#[derive(Default)]
pub struct Doors {
    prefix: &'static str,
    list: Vec<Door>,
    router: Router<Site>,
}

impl Doors {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Doors that stand under a prefix of the site.
    #[must_use]
    pub fn under(prefix: &'static str) -> Self {
        Self { prefix, ..Self::default() }
    }

    #[must_use]
    pub fn get<H: Handler<T, Site>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.open(Method::GET, path, on(MethodFilter::GET, handler))
    }

    #[must_use]
    pub fn post<H: Handler<T, Site>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.open(Method::POST, path, on(MethodFilter::POST, handler))
    }

    #[must_use]
    pub fn put<H: Handler<T, Site>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.open(Method::PUT, path, on(MethodFilter::PUT, handler))
    }

    #[must_use]
    pub fn patch<H: Handler<T, Site>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.open(Method::PATCH, path, on(MethodFilter::PATCH, handler))
    }

    #[must_use]
    pub fn delete<H: Handler<T, Site>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.open(Method::DELETE, path, on(MethodFilter::DELETE, handler))
    }

    /// A page, and the form on it.
    #[must_use]
    pub fn form<H, T, P, U>(self, path: &str, show: H, take: P) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
        P: Handler<U, Site>,
        U: 'static,
    {
        self.get(path, show).post(path, take)
    }

    fn open(mut self, method: Method, path: &str, route: MethodRouter<Site>) -> Self {
        let path_of_site = format!("{}{path}", self.prefix);
        self.list.push(Door { method, path: path_of_site, call: None });
        Self { router: self.router.route(path, route), ..self }
    }

    /// The last door's call is answered with a JSON body of this type.
    #[must_use]
    pub fn tells<T: JsonSchema>(self, status: u16, summary: &'static str) -> Self {
        self.answered(Answer { status, media: JSON, schema: Some(schema::<T>) }, summary)
    }

    /// The last door's call is answered without a body.
    #[must_use]
    pub fn nods(self, status: u16, summary: &'static str) -> Self {
        self.answered(Answer { status, media: JSON, schema: None }, summary)
    }

    /// The last door's call is answered with a text of this media type.
    #[must_use]
    pub fn writes(self, media: &'static str, summary: &'static str) -> Self {
        self.answered(Answer { status: 200, media, schema: Some(schema::<String>) }, summary)
    }

    fn answered(self, answer: Answer, summary: &'static str) -> Self {
        self.call(|call| {
            call.summary = summary;
            call.answers.push(answer);
        })
    }

    /// The last door's call takes a JSON body of this type.
    #[must_use]
    pub fn takes<T: JsonSchema>(self) -> Self {
        self.call(|call| call.body = Some(schema::<T>))
    }

    /// As [`Doors::takes`], by the maker of the schema.
    #[must_use]
    pub fn takes_as(self, schema: SchemaOf) -> Self {
        self.call(|call| call.body = Some(schema))
    }

    /// As [`Doors::takes`], when no body means an empty one.
    #[must_use]
    pub fn may_take<T: JsonSchema>(self) -> Self {
        self.takes::<T>().may_be_empty()
    }

    /// No body means an empty one.
    #[must_use]
    pub fn may_be_empty(self) -> Self {
        self.call(|call| call.body_is_optional = true)
    }

    /// The last door's call takes this parameter in its query.
    #[must_use]
    pub fn asks<T: JsonSchema>(self, name: &'static str) -> Self {
        self.call(|call| call.query.push(Query { name, schema: schema::<T> }))
    }

    /// The last door's call takes an idempotency key.
    #[must_use]
    pub fn once(self) -> Self {
        self.call(|call| call.takes_a_key = true)
    }

    /// The last door's call is for signed-in staff.
    #[must_use]
    pub fn staff(self) -> Self {
        self.call(|call| call.is_for_staff = true)
    }

    /// Every call told so far is for signed-in staff.
    #[must_use]
    pub fn all_for_staff(mut self) -> Self {
        for call in self.list.iter_mut().filter_map(|door| door.call.as_mut()) {
            call.is_for_staff = true;
        }
        self
    }

    fn call(mut self, tell: impl FnOnce(&mut Call)) -> Self {
        if let Some(door) = self.list.last_mut() {
            tell(door.call.get_or_insert_default());
        }
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// The paths, and the router that serves them.
    pub fn into_parts(self) -> (Vec<Door>, Router<Site>) {
        (self.list, self.router)
    }
}

/// Makes the schema of this type.
pub fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
