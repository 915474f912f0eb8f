//! The database: SQLite by default, PostgreSQL for more. Only this file knows which one is open.
//!
//! One SQL text serves both (docs/decisions): `read!(db, query(SQL).bind(…).fetch_all)` on the readers and
//! `db!(tx, query_as(SQL).bind(…).fetch_one)` or `run!(tx, query(SQL).bind(…))` in a transaction repeat the same
//! tokens for either engine.
//!
//! Writes go through [`Db::write`]. On SQLite they reach one writer that commits as many waiting writes as it finds
//! together (group commit), each inside its own savepoint, with `synchronous=FULL`: an answer is given only after the
//! commit that holds it is on disk.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use futures::future::BoxFuture;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::sync::{mpsc, oneshot};

use crate::error::{Error, Result};

/// The oldest SQLite whose WAL is known to be sound.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// Writes that one commit may carry.
const GROUP: usize = 256;
/// Writes that may wait before newcomers are told to come back.
const QUEUE: usize = 4096;

/// A handle to the open database; cheap to clone.
#[derive(Clone)]
pub enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool, queue: mpsc::Sender<Job> },
    Pg(PgPool),
}

/// A transaction in progress. Dropped without a commit it leaves nothing behind.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// Runs one query in a transaction.
#[macro_export]
macro_rules! db {
    ($tx:expr, $($query:tt)+) => {
        match &mut *$tx {
            $crate::db::Tx::Sqlite(tx) => sqlx::$($query)+(&mut **tx).await,
            $crate::db::Tx::Pg(tx) => sqlx::$($query)+(&mut **tx).await,
        }
    };
}

/// Runs one statement in a transaction and answers how many rows it touched.
#[macro_export]
macro_rules! run {
    ($tx:expr, $($query:tt)+) => {
        match &mut *$tx {
            $crate::db::Tx::Sqlite(tx) => sqlx::$($query)+.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::db::Tx::Pg(tx) => sqlx::$($query)+.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
    };
}

/// Runs one query on the readers.
#[macro_export]
macro_rules! read {
    ($db:expr, $($query:tt)+) => {
        match $db {
            $crate::db::Db::Sqlite { read, .. } => sqlx::$($query)+(read).await,
            $crate::db::Db::Pg(pool) => sqlx::$($query)+(pool).await,
        }
    };
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`, applies the migrations and starts the writer.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(5))
                .connect(url)
                .await
                .context("cannot reach PostgreSQL")?;
            sqlx::migrate!("migrations/postgres").run(&pool).await?;
            return Ok(Self::Pg(pool));
        }
        let options = SqliteConnectOptions::from_str(url)
            .context("a database is sqlite:PATH or postgres://…")?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("mmap_size", "0")
            .pragma("temp_store", "memory")
            .pragma("journal_size_limit", "67108864");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone().pragma("cache_size", "-8000").optimize_on_close(true, None))
            .await
            .with_context(|| format!("cannot open {url}"))?;
        check_version(&write).await?;
        sqlx::migrate!("migrations/sqlite").run(&write).await?;
        let readers = std::thread::available_parallelism().map_or(4, |cores| cores.get() as u32 * 2);
        let read = SqlitePoolOptions::new()
            .max_connections(readers)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.pragma("cache_size", "-2000").pragma("query_only", "on"));
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(write_in_groups(write.clone(), jobs));
        Ok(Self::Sqlite { read, write, queue })
    }

    /// A transaction for work that must not be shared with others, such as an import. It holds the only writer of
    /// SQLite, so keep it short.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    /// A transaction that only reads, on the readers: one state of the database however long it takes.
    pub async fn snapshot(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Pg(pool) => {
                Tx::Pg(pool.begin_with("begin transaction isolation level repeatable read, read only").await?)
            }
        })
    }

    /// Runs `work` in a transaction and answers after it is durable. What `work` did is undone if it fails; other
    /// writes of the same commit are not touched.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        match self {
            Self::Pg(pool) => {
                let mut tx = Tx::Pg(pool.begin().await?);
                let value = work(&mut tx).await?;
                tx.commit().await?;
                Ok(value)
            }
            Self::Sqlite { queue, .. } => {
                let slot = Arc::new(Mutex::new(None));
                let (done, committed) = oneshot::channel();
                let filled = Arc::clone(&slot);
                let run: Work = Box::new(move |tx| {
                    let running = work(tx);
                    Box::pin(async move {
                        let result = running.await;
                        let keep = result.is_ok();
                        *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                        keep
                    })
                });
                queue.try_send(Job { run, done }).map_err(|_| Error::Busy)?;
                committed.await.map_err(|_| Error::Busy)??;
                let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                result.unwrap_or(Err(Error::Busy))
            }
        }
    }

    /// The text for the engine that is open, where the two cannot share one: full-text search.
    pub fn pick<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite { .. } => sqlite,
            Self::Pg(_) => postgres,
        }
    }

    /// Closes the pools; on SQLite the last connection checkpoints the log.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Pg(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes room for many rows: more pages in memory, so that few are written twice, and a full-text index that
    /// collects more before it writes. PostgreSQL needs nothing.
    pub async fn begin_bulk(&mut self) -> Result<()> {
        self.size_bulk(64_000, 16 << 20).await
    }

    /// Gives the room back, before the commit.
    pub async fn end_bulk(&mut self) -> Result<()> {
        self.size_bulk(8_000, 1 << 20).await
    }

    /// Page cache in KiB, memory of a full-text index in bytes.
    async fn size_bulk(&mut self, cache_kib: u32, index_bytes: i64) -> Result<()> {
        if let Self::Sqlite(tx) = self {
            let cache = sqlx::AssertSqlSafe(format!("pragma cache_size = -{cache_kib}"));
            sqlx::query(cache).execute(&mut **tx).await?;
            for sql in [
                "insert into project_search (project_search, rank) values ('hashsize', $1)",
                "insert into company_search (company_search, rank) values ('hashsize', $1)",
            ] {
                sqlx::query(sql).bind(index_bytes).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// The text for the engine that is open, as [`Db::pick`].
    pub fn pick<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Pg(_) => postgres,
        }
    }
}

type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, bool> + Send>;

/// One waiting write: what to do, and whom to tell once it is durable.
pub struct Job {
    run: Work,
    done: oneshot::Sender<Result<()>>,
}

/// The only writer of SQLite: takes what waits, commits it together, then answers everyone.
async fn write_in_groups(pool: SqlitePool, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        let tx = match pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(tx) => tx,
            Err(error) => {
                tell(first.done, Err(Error::from(error)));
                continue;
            }
        };
        let mut tx = Tx::Sqlite(tx);
        let mut kept = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match one(&mut tx, job.run).await {
                Ok(()) => kept.push(job.done),
                Err(error) => tell(job.done, Err(error)),
            }
            next = if kept.len() < GROUP { jobs.try_recv().ok() } else { None };
        }
        match tx.commit().await {
            Ok(()) => kept.into_iter().for_each(|done| tell(done, Ok(()))),
            Err(error) => {
                tracing::error!(%error, writes = kept.len(), "commit failed");
                let full = matches!(error, Error::Full);
                kept.into_iter().for_each(|done| tell(done, Err(if full { Error::Full } else { Error::Busy })));
            }
        }
    }
}

/// Runs one job inside a savepoint; a job that refuses is undone alone.
async fn one(tx: &mut Tx, run: Work) -> Result<()> {
    run!(tx, query("savepoint job"))?;
    if !run(tx).await {
        run!(tx, query("rollback to job"))?;
    }
    run!(tx, query("release job"))?;
    Ok(())
}

/// The caller may have gone; the write stands all the same.
fn tell(done: oneshot::Sender<Result<()>>, outcome: Result<()>) {
    drop(done.send(outcome));
}

async fn check_version(pool: &SqlitePool) -> anyhow::Result<()> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    let found = (part(), part(), part());
    if found < OLDEST_SQLITE {
        bail!("SQLite {version} is older than 3.51.3");
    }
    Ok(())
}
