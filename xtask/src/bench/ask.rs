//! One HTTP request at a time, as plain bytes, so that what went over the wire can be counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Longer answers than any page gives mean that something hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// What differs from answer to answer, or belongs to the connection.
const OF_THE_MOMENT: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];

pub struct Answer {
    pub status: u16,
    /// Status line and headers as they came, with the empty line.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The headers that a server is asked to send, one on each line.
    pub fn headers(&self) -> String {
        let lines = self.head.lines().skip(1).filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_lowercase();
            !name.is_empty() && !OF_THE_MOMENT.contains(&&*name)
        });
        lines.map(|line| format!("{line}\n")).collect()
    }

    pub fn text(&self) -> Result<&str> {
        Ok(std::str::from_utf8(&self.body)?)
    }
}

/// GET on a connection of its own.
pub fn get(address: SocketAddr, path: &str, headers: &[&str]) -> Result<Answer> {
    Connection::open(address)?.get(path, headers)
}

/// A connection that is used again and again.
pub struct Connection {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    pub fn get(&mut self, path: &str, headers: &[&str]) -> Result<Answer> {
        self.ask("GET", path, headers, "")
    }

    /// Any method, with JSON.
    pub fn send(&mut self, method: &str, path: &str, headers: &[&str], json: &Value) -> Result<Answer> {
        let json = json.to_string();
        let (kind, length) = ("Content-Type: application/json", format!("Content-Length: {}", json.len()));
        self.ask(method, path, &[headers, &[kind, &length]].concat(), &json)
    }

    /// Ask and read the whole answer, which must say how long it is.
    fn ask(&mut self, method: &str, path: &str, headers: &[&str], body: &str) -> Result<Answer> {
        let extra: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{extra}\r\n{body}", self.address);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            ensure!(self.stream.read_line(&mut head)? > 0, "the connection ended inside the head");
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let mut body = vec![0; length(&head)?];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, head, body })
    }
}

fn length(head: &str) -> Result<usize> {
    let value = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then_some(value)
    });
    Ok(value.context("the answer has no content-length")?.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_moment_is_not_sent_again() {
        let head = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 2\r\ndate: now\r\n\r\n".to_owned();
        assert_eq!(length(&head).unwrap(), 2);
        let answer = Answer { status: 200, head, body: Vec::new() };
        assert_eq!(answer.headers(), "ETag: \"1\"\n");
    }
}
