//! Every way in: pages (what people ask for, and forms), api (what programs ask for), socket (one reader's frames).

pub mod api;
pub mod ask;
pub mod bodies;
pub mod calendar;
pub mod caller;
pub mod cursor;
pub mod doors;
pub mod form;
pub mod gate;
pub mod group;
pub mod guard;
pub mod json;
pub mod lines;
pub mod masks;
pub mod near;
pub mod object;
pub mod openapi;
pub mod pages;
pub mod parts;
mod past;
pub mod problem;
pub mod search;
pub mod socket;
mod verb_body;
pub mod verb_schemas;
pub mod verbs;
