//! The voice of Đối Thoại: the server and its command line.
//!
//! The way is one-directional: `web` and `tasks` call `actions`, `actions` write to the store, the committed event
//! wakes `live`, and `views` render for all of them. See ARCHITECTURE.md for the way of a question.

pub mod actions;
pub mod app;
pub mod assets;
mod capacity;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod import;
pub mod keys;
mod limiter;
pub mod listener;
pub mod live;
pub mod metrics;
pub mod passwords;
pub mod router;
pub mod screening;
pub mod serve;
pub mod sockets;
pub mod start;
pub mod tasks;
pub mod views;
pub mod wake;
pub mod web;
pub mod words;
