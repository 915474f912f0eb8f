//! What is decided at start: where the data lies, where to listen, who may reach it.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// Folder of the installation; the default database is mingxin.db in it
    #[arg(long, env = "MINGXIN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// sqlite:PATH or postgres://…
    #[arg(long, env = "MINGXIN_DATABASE")]
    pub database: Option<String>,
    /// File with the keys of personal data; the default is mingxin.key in the folder of the installation
    #[arg(long, env = "MINGXIN_KEYS")]
    pub keys: Option<PathBuf>,
}

/// Options of `mingxin serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Address and port for visitors
    #[arg(long, env = "MINGXIN_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// What QR codes lead to, such as https://mx.example.com; a host of at most 14 characters keeps them at version 3
    #[arg(long, env = "MINGXIN_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The reverse proxy whose X-Forwarded-For is believed
    #[arg(long, env = "MINGXIN_TRUSTED_PROXY")]
    pub trusted_proxy: Option<IpAddr>,
}

impl DataArgs {
    /// The database to open; creates the data folder for the default one.
    pub fn url(&self) -> anyhow::Result<String> {
        if let Some(url) = &self.database {
            return Ok(url.clone());
        }
        std::fs::create_dir_all(&self.data)?;
        Ok(format!("sqlite:{}", database(&self.data).display()))
    }

    /// The file with the keys.
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("mingxin.key"))
    }
}

impl ServeArgs {
    /// What QR codes lead to: as configured, else the listening address.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}

/// The default database file of a data folder.
pub fn database(data: &Path) -> PathBuf {
    data.join("mingxin.db")
}
