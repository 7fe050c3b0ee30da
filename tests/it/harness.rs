//! The parts that the tests start are real, their own, and gone when they are ended.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use sqlx::{Connection, PgConnection};
use tests::{postgres::Cluster, redis};

#[tokio::test]
async fn each_database_is_empty_durable_and_compares_bytes() {
    let cluster = Cluster::shared();
    for _ in 0..2 {
        let url = cluster.fresh_database();
        let mut database = PgConnection::connect(&url).await.expect("the database answers");
        let ask = "SELECT current_setting('fsync') || ' ' || datcollate FROM pg_database WHERE datname = current_database()";
        let told: String = sqlx::query_scalar(ask).fetch_one(&mut database).await.expect("settings");
        assert_eq!(told, "on C");
        sqlx::query("CREATE TABLE note (id BIGINT)").execute(&mut database).await.expect("an empty database");
    }
}

#[tokio::test]
async fn a_killed_cluster_is_gone() {
    let cluster = Cluster::start();
    let url = cluster.fresh_database();
    let folder = cluster.folder().to_owned();
    cluster.kill();
    assert!(PgConnection::connect(&url).await.is_err(), "nobody answers");
    assert!(!folder.exists(), "{} is left behind", folder.display());
}

#[test]
fn a_redis_answers_and_its_replacement_is_empty() {
    let server = redis::Server::start();
    assert_eq!(tell(&server, "SET a 1"), "+OK\r\n");
    assert_eq!(tell(&server, "GET a"), "$1\r\n1\r\n");
    let server = server.replace();
    assert_eq!(tell(&server, "GET a"), "$-1\r\n");
    let address = address(&server);
    server.kill();
    assert!(TcpStream::connect(address).is_err(), "nobody answers");
}

fn address(server: &redis::Server) -> String {
    server.url().trim_start_matches("redis://").to_owned()
}

fn tell(server: &redis::Server, command: &str) -> String {
    let mut stream = TcpStream::connect(address(server)).expect("it accepts");
    write!(stream, "{command}\r\n").expect("it reads");
    let mut reply = [0; 64];
    let length = stream.read(&mut reply).expect("it answers");
    String::from_utf8_lossy(&reply[..length]).into_owned()
}
