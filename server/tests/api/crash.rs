//! What was acknowledged is there after the process is killed; what is locked is told and does no harm.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{Connection, SqliteConnection};

/// A server process of our own; killed when dropped.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(data: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_mingxin"))
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The first line is printed once it listens.
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        Self { process, address }
    }
}

/// Status and text of the answer; `None` when the process went away before answering.
fn ask(address: SocketAddr, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer))
}

fn report(address: SocketAddr, token: &str, key: &str) -> Option<(u16, String)> {
    let body = r#"{"kind":"gone"}"#;
    ask(
        address,
        &format!(
            "POST /api/v1/boards/{token}/flaws HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn mingxin(arguments: &[&str], data: &Path) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_mingxin")).args(arguments).arg("--data").arg(data).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A folder with a small district, and the token of its first board.
fn district() -> (std::path::PathBuf, String) {
    let data = std::env::temp_dir().join(format!("mingxin-crash-{}", uuid::Uuid::now_v7().simple()));
    mingxin(&["demo", "--projects", "3"], &data);
    let token = mingxin(&["board"], &data).lines().next().unwrap().to_owned();
    (data, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_report_survives_a_kill() {
    const ROUNDS: usize = 12;
    let (data, token) = district();
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let server = Server::start(&data);
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                let (address, token) = (server.address, token.clone());
                std::thread::spawn(move || {
                    let keys = (0..10_000).map(|n| format!("{round}-{sender}-{n}"));
                    keys.take_while(|key| matches!(report(address, &token, key), Some((201, _)))).collect::<Vec<_>>()
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(60 + 35 * round as u64));
        drop(server);
        acknowledged.extend(senders.into_iter().flat_map(|sender| sender.join().unwrap()));
    }
    assert!(acknowledged.len() > ROUNDS, "only {} reports were acknowledged", acknowledged.len());
    let url = format!("sqlite:{}", data.join("mingxin.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let stored: Vec<String> =
        sqlx::query_scalar("select idempotency_key from board_flaw").fetch_all(&mut database).await.unwrap();
    let stored: std::collections::BTreeSet<String> = stored.into_iter().collect();
    let lost: Vec<&String> = acknowledged.iter().filter(|key| !stored.contains(*key)).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
    let sound: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(sound, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_told_while_reads_go_on() {
    let (data, token) = district();
    let server = Server::start(&data);
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", data.join("mingxin.db").display())).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    let get = format!("GET /api/v1/boards/{token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    std::thread::scope(|scope| {
        let write = scope.spawn(|| report(server.address, &token, "while-locked"));
        for _ in 0..5 {
            assert_eq!(ask(server.address, &get).unwrap().0, 200);
        }
        let (status, answer) = write.join().unwrap().unwrap();
        assert_eq!(status, 503, "{answer}");
        assert!(answer.to_lowercase().contains("retry-after: "), "{answer}");
    });
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    assert_eq!(report(server.address, &token, "while-locked").unwrap().0, 201);
}
