//! The harness: real parts (a PostgreSQL, a Redis, the built server), and the people who use them.
//!
//! A part that cannot start fails the test that asked for it, with the reason. Nothing here skips.

pub mod baseline;
pub mod beside;
pub mod crawl;
pub mod demo;
pub mod dice;
pub mod faults;
pub mod flood;
pub mod html;
pub mod http;
pub mod metrics;
pub mod people;
pub mod personal;
pub mod postgres;
pub mod process;
pub mod raw;
pub mod recombined;
pub mod redis;
pub mod rush;
pub mod server;
pub mod state;
pub mod storm;
pub mod typed;
pub mod wire;
pub mod ws;
