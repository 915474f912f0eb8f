//! The writing half of an import: which site a row means, what is stored of it already, and the new versions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use common::date::Month;
use common::payroll::FileKind;
use common::settings::Settings;
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::import::{Ground, WageImport};
use super::kind::{Fact, Kind, month_text};
use super::lines::Line;
use super::month;
use crate::bulk::{either, select};
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Seal;
use crate::sheet::ImportReport;
use crate::{db, run};

/// Rows of one insert; whole chunks are kept as prepared statements.
const CHUNK: usize = 250;

/// Writes inside one transaction.
pub struct Writer<'a, K> {
    tx: Tx,
    seal: &'a Seal,
    settings: &'a Settings,
    today: NaiveDate,
    now: DateTime<Utc>,
    file_id: String,
    /// The one site and month of the whole file.
    project: Option<String>,
    month: Option<Month>,
    /// What the file calls sites, and which they are.
    projects: HashMap<String, Site>,
    /// Sites and months that something changed for.
    touched: BTreeSet<(String, Month)>,
    sites: BTreeSet<String>,
    kind: PhantomData<K>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Site {
    Known(String),
    Unknown,
    /// More than one is called so.
    Many,
}

/// What is stored of one row.
#[derive(FromRow)]
struct Stored {
    person: Vec<u8>,
    slot: String,
    version: i64,
    mark: Vec<u8>,
    file_id: String,
    file_row: i64,
}

/// A row that is to be written.
struct New<'l, K> {
    line: &'l Line<K>,
    project: String,
    month: Option<String>,
    version: i64,
}

impl<'a, K: Kind> Writer<'a, K> {
    pub async fn open(ground: &Ground<'a>, options: &WageImport) -> Result<Self> {
        let mut tx = ground.db.begin().await?;
        tx.begin_bulk().await?;
        let file_id = Uuid::now_v7().to_string();
        const FILE: &str = "insert into wage_file (id, kind, name, actor, imported_at) values ($1, $2, $3, $4, $5)";
        run!(
            &mut tx,
            query(FILE)
                .bind(&file_id)
                .bind(K::KIND.as_str())
                .bind(&options.name)
                .bind(options.actor.as_str())
                .bind(ground.now.timestamp_millis())
        )?;
        Ok(Self {
            tx,
            seal: ground.seal,
            settings: ground.settings,
            today: ground.today,
            now: ground.now,
            file_id,
            project: options.project.clone(),
            month: options.month,
            projects: HashMap::new(),
            touched: BTreeSet::new(),
            sites: BTreeSet::new(),
            kind: PhantomData,
        })
    }

    /// Compares one batch and writes what is new.
    pub async fn take(&mut self, lines: Vec<Line<K>>, report: &mut ImportReport) -> Result<()> {
        self.look_up(&lines).await?;
        let mut groups: BTreeMap<(String, Option<Month>), Vec<Line<K>>> = BTreeMap::new();
        for line in lines {
            match self.place(&line) {
                Ok(place) => groups.entry(place).or_default().push(line),
                Err(fault) => report.refuse(fault),
            }
        }
        let mut new = Vec::new();
        for ((project, month), lines) in &groups {
            self.compare(project, *month, lines, &mut new, report).await?;
        }
        self.insert(&new).await
    }

    /// Brings the months up to date that something changed for; the transaction, to be committed.
    pub async fn finish(mut self) -> Result<Tx> {
        if K::KIND == FileKind::Roster {
            const RUNS: &str = "select month from payroll_run where project_id = $1";
            for site in &self.sites {
                let months: Vec<String> = db!(&mut self.tx, query_scalar(RUNS).bind(site).fetch_all)?;
                for month in months {
                    let month = Month::parse(&month).map_err(anyhow::Error::msg)?;
                    self.touched.insert((site.clone(), month));
                }
                self.touched.insert((site.clone(), Month::of(self.today)));
            }
        }
        for (project, month) in &self.touched {
            month::refresh(&mut self.tx, self.seal, self.settings, (project, *month), self.now).await?;
        }
        Ok(self.tx)
    }

    /// Which site and month a row belongs to.
    fn place(&self, line: &Line<K>) -> Result<(String, Option<Month>), crate::sheet::RowFault> {
        let site = |name: &String| match self.projects.get(name) {
            Some(Site::Known(id)) => Ok(id.clone()),
            Some(Site::Many) => Err(format!("有几个项目都叫“{name}”，请改填项目代码")),
            _ => Err(format!("没有找到项目“{name}”，请核对项目名称或项目代码")),
        };
        let own = line.project.as_ref().map(site).transpose();
        let project = match (self.project.as_ref().map(site), own) {
            (_, Err(message)) | (Some(Err(message)), _) => Err(message),
            (Some(Ok(whole)), Ok(Some(own))) if whole != own => {
                Err("这一行写的是另一个项目，请从这份表里拿出来，导入到那个项目".to_owned())
            }
            (Some(Ok(project)), _) | (None, Ok(Some(project))) => Ok(project),
            (None, Ok(None)) => Err("没有写明项目：请加“项目”一列，或导入时指定项目".to_owned()),
        };
        let project = project.map_err(|message| line.refuse(K::PROJECT, message))?;
        let Some(key) = K::MONTH else { return Ok((project, None)) };
        let month = match (self.month, line.month) {
            (Some(whole), Some(own)) if whole != own => {
                Err(format!("这一行写的是 {own}，这次导入的是 {whole}，请核对月份"))
            }
            (Some(month), _) | (None, Some(month)) => Ok(month),
            (None, None) => Err("没有写明月份：请加“月份”一列，或导入时指定月份".to_owned()),
        };
        let month = month.map_err(|message| line.refuse(key, message))?;
        if month > Month::of(self.today) {
            return Err(line.refuse(key, format!("{month} 还没有到，请核对月份")));
        }
        Ok((project, Some(month)))
    }

    /// Finds the sites that the rows name for the first time.
    async fn look_up(&mut self, lines: &[Line<K>]) -> Result<()> {
        let named = lines.iter().filter_map(|line| line.project.as_ref()).chain(self.project.as_ref());
        let names: BTreeSet<&String> = named.filter(|name| !self.projects.contains_key(*name)).collect();
        if names.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = names.into_iter().cloned().collect();
        let mut found: HashMap<String, BTreeSet<String>> = HashMap::new();
        for head in [
            "select name, id from project where name in",
            "select code, id from project where code in",
            "select permit, id from project where permit in",
        ] {
            let rows = select!(&mut self.tx, (String, String), head, names, "");
            for (name, id) in rows {
                found.entry(name).or_default().insert(id);
            }
        }
        for name in names {
            let ids = found.remove(&name).unwrap_or_default();
            let site = match ids.len() {
                0 => self.by_number(&name).await?,
                1 => ids.into_iter().next().map_or(Site::Unknown, Site::Known),
                _ => Site::Many,
            };
            self.projects.insert(name, site);
        }
        Ok(())
    }

    async fn by_number(&mut self, name: &str) -> Result<Site> {
        let Ok(number) = name.parse::<i64>() else { return Ok(Site::Unknown) };
        const FIND: &str = "select id from project where number = $1";
        let id: Option<String> = db!(&mut self.tx, query_scalar(FIND).bind(number).fetch_optional)?;
        Ok(id.map_or(Site::Unknown, Site::Known))
    }

    /// Tells new rows, changed ones, those that stand already, and those that stand twice in the file.
    async fn compare<'l>(
        &mut self,
        project: &str,
        month: Option<Month>,
        lines: &'l [Line<K>],
        new: &mut Vec<New<'l, K>>,
        report: &mut ImportReport,
    ) -> Result<()> {
        let mut known = self.stored(project, month, lines).await?;
        for line in lines {
            let key = (line.person.to_vec(), line.slot.clone());
            let version = match known.get(&key) {
                Some((_, _, file, row)) if *file == self.file_id => {
                    report.refuse(line.refuse(
                        K::PERSON,
                        format!("与第 {row} 行是同一个人，重复了，请删去一行，或写明各自的班组或流水号"),
                    ));
                    continue;
                }
                Some((_, mark, ..)) if mark[..] == line.mark => {
                    report.unchanged += 1;
                    continue;
                }
                Some((version, ..)) => {
                    report.changed += 1;
                    self.replace(project, month, line, *version).await?;
                    version + 1
                }
                None => {
                    report.added += 1;
                    0
                }
            };
            known.insert(key, (version, line.mark.to_vec(), self.file_id.clone(), i64::from(line.row)));
            new.push(New { line, project: project.to_owned(), month: month_text::<K>(month), version });
        }
        self.sites.insert(project.to_owned());
        if let Some(month) = month {
            self.touched.insert((project.to_owned(), month));
        }
        Ok(())
    }

    /// The newest stored version of each of these people's rows.
    async fn stored(
        &mut self,
        project: &str,
        month: Option<Month>,
        lines: &[Line<K>],
    ) -> Result<HashMap<(Vec<u8>, String), (i64, Vec<u8>, String, i64)>> {
        let mut rows: Vec<Stored> = Vec::with_capacity(lines.len());
        for chunk in lines.chunks(CHUNK) {
            either!(&mut self.tx, |tx, Engine| {
                let mut query = QueryBuilder::<Engine>::new(format!(
                    "select person, slot, version, mark, file_id, file_row from {} where replaced_at is null and ",
                    K::TABLE
                ));
                if let Some(month) = month_text::<K>(month) {
                    query.push("month = ").push_bind(month).push(" and ");
                }
                query.push("project_id = ").push_bind(project.to_owned()).push(" and person in (");
                let mut list = query.separated(", ");
                for line in chunk {
                    list.push_bind(line.person.to_vec());
                }
                query.push(")");
                let whole = chunk.len() == CHUNK;
                rows.extend(query.build_query_as::<Stored>().persistent(whole).fetch_all(&mut **tx).await?);
            });
        }
        let entry = |row: Stored| ((row.person, row.slot), (row.version, row.mark, row.file_id, row.file_row));
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn replace(&mut self, project: &str, month: Option<Month>, line: &Line<K>, version: i64) -> Result<()> {
        let at = self.now.timestamp_millis();
        either!(&mut self.tx, |tx, Engine| {
            let mut query = QueryBuilder::<Engine>::new(format!("update {} set replaced_at = ", K::TABLE));
            query.push_bind(at).push(" where ");
            if let Some(month) = month_text::<K>(month) {
                query.push("month = ").push_bind(month).push(" and ");
            }
            query.push("project_id = ").push_bind(project.to_owned());
            query.push(" and person = ").push_bind(line.person.to_vec());
            query.push(" and slot = ").push_bind(line.slot.clone()).push(" and version = ").push_bind(version);
            query.build().execute(&mut **tx).await?;
        });
        Ok(())
    }

    async fn insert(&mut self, new: &[New<'_, K>]) -> Result<()> {
        let file_id = &self.file_id;
        let head = format!(
            "insert into {} ({}project_id, person, slot, version, mark, sealed, file_id, file_row, {}) ",
            K::TABLE,
            if K::MONTH.is_some() { "month, " } else { "" },
            K::FACTS.join(", ")
        );
        for chunk in new.chunks(CHUNK) {
            either!(&mut self.tx, |tx, Engine| {
                let mut query = QueryBuilder::<Engine>::new(head.as_str());
                query.push_values(chunk, |mut to, new| {
                    let line = new.line;
                    if let Some(month) = &new.month {
                        to.push_bind(month.clone());
                    }
                    to.push_bind(new.project.clone()).push_bind(line.person.to_vec()).push_bind(line.slot.clone());
                    to.push_bind(new.version).push_bind(line.mark.to_vec()).push_bind(line.sealed.clone());
                    to.push_bind(file_id.clone()).push_bind(i64::from(line.row));
                    for fact in &line.facts {
                        match fact {
                            Fact::Text(text) => to.push_bind(text.clone()),
                            Fact::Number(number) => to.push_bind(*number),
                        };
                    }
                });
                let whole = chunk.len() == CHUNK;
                query.build().persistent(whole).execute(&mut **tx).await?;
            });
        }
        Ok(())
    }
}
