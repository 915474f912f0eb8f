//! 单位 met in a ledger: each firm once, known by its credit code, else by its exact name.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use common::search::grams;
use sqlx::FromRow;
use uuid::Uuid;

use super::store;
use crate::bulk::{Marks, insert, select};
use crate::db::Tx;
use crate::error::Result;
use crate::search::pinyin::pinyin_tokens;
use crate::{db, run};

/// A firm that a row names.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub uscc: Option<String>,
    pub name: String,
}

/// What a firm was called before this import changed it.
#[derive(Clone, Debug)]
pub struct Before {
    pub name: String,
    pub uscc: Option<String>,
}

/// The firms that this import has met.
#[derive(Default)]
pub struct Companies {
    marks: Marks,
    /// No firm is stored that was not made by this import, so none need be looked for.
    is_first: bool,
    by_uscc: HashMap<u128, (Uuid, u128)>,
    /// Whether its code is known stands beside the firm.
    by_name: HashMap<u128, (Uuid, bool)>,
    /// Firms that this import renamed or gave a code, as they were, so that every row compares with the same state.
    pub before: HashMap<Uuid, Before>,
}

#[derive(FromRow)]
struct CompanyRow {
    id: String,
    number: i64,
    uscc: Option<String>,
    name: String,
}

/// What must be written for the firms of one batch.
#[derive(Default)]
struct Todo {
    new: Vec<(Uuid, Wanted)>,
    /// Firms whose name or code changes, as they become.
    changed: Vec<(Uuid, Wanted)>,
}

impl Companies {
    pub async fn open(tx: &mut Tx) -> Result<Self> {
        let any: Option<String> = db!(tx, query_scalar("select id from company limit 1").fetch_optional)?;
        Ok(Self { is_first: any.is_none(), ..Self::default() })
    }

    /// The firm of each of `wanted`, stored if it was not known.
    pub async fn resolve(&mut self, tx: &mut Tx, wanted: &[Wanted], now: DateTime<Utc>) -> Result<Vec<Uuid>> {
        self.look_up(tx, wanted).await?;
        let mut todo = Todo::default();
        let ids = wanted.iter().map(|firm| self.place(firm, &mut todo)).collect();
        write(tx, &todo, now).await?;
        let changed: Vec<Uuid> = todo.changed.iter().map(|(id, _)| *id).collect();
        if !changed.is_empty() {
            self.change(tx, &todo.changed, now).await?;
        }
        Ok(ids)
    }

    /// Brings stored firms with these codes and names to mind.
    async fn look_up(&mut self, tx: &mut Tx, wanted: &[Wanted]) -> Result<()> {
        if self.is_first {
            return Ok(());
        }
        let codes: HashSet<&String> = wanted.iter().filter_map(|firm| firm.uscc.as_ref()).collect();
        let codes: Vec<&String> =
            codes.into_iter().filter(|code| !self.by_uscc.contains_key(&self.marks.of(code))).collect();
        let names: HashSet<&String> = wanted.iter().map(|firm| &firm.name).collect();
        let names: Vec<&String> =
            names.into_iter().filter(|name| !self.by_name.contains_key(&self.marks.of(name))).collect();
        let mut found = select!(
            tx,
            CompanyRow,
            "select id, number, uscc, name from company where uscc in",
            codes,
            "order by number"
        );
        found.extend(select!(
            tx,
            CompanyRow,
            "select id, number, uscc, name from company where name in",
            names,
            "order by number"
        ));
        found.sort_by_key(|row| row.number);
        for row in found {
            let id = Uuid::parse_str(&row.id).map_err(anyhow::Error::from)?;
            let name = self.marks.of(&row.name);
            if let Some(uscc) = &row.uscc {
                self.by_uscc.entry(self.marks.of(uscc)).or_insert((id, name));
            }
            self.by_name.entry(name).or_insert((id, row.uscc.is_some()));
        }
        Ok(())
    }

    /// The firm by its code, else by its name; a new one if there is neither.
    fn place(&mut self, firm: &Wanted, todo: &mut Todo) -> Uuid {
        let name = self.marks.of(&firm.name);
        let Some(uscc) = &firm.uscc else {
            if let Some((id, _)) = self.by_name.get(&name) {
                return *id;
            }
            return self.add(firm, name, todo);
        };
        let code = self.marks.of(uscc);
        if let Some((id, known)) = self.by_uscc.get_mut(&code) {
            let id = *id;
            if *known != name {
                *known = name;
                self.by_name.entry(name).or_insert((id, true));
                todo.changed.push((id, firm.clone()));
            }
            return id;
        }
        match self.by_name.get_mut(&name) {
            // Known by name only so far: now its code is told.
            Some((id, has_code)) if !*has_code => {
                *has_code = true;
                let id = *id;
                self.by_uscc.insert(code, (id, name));
                match todo.new.iter_mut().find(|(new, _)| *new == id) {
                    Some((_, new)) => new.uscc.clone_from(&firm.uscc),
                    None => todo.changed.push((id, firm.clone())),
                }
                id
            }
            _ => self.add(firm, name, todo),
        }
    }

    fn add(&mut self, firm: &Wanted, name: u128, todo: &mut Todo) -> Uuid {
        let id = Uuid::now_v7();
        self.by_name.entry(name).or_insert((id, firm.uscc.is_some()));
        if let Some(uscc) = &firm.uscc {
            self.by_uscc.insert(self.marks.of(uscc), (id, name));
        }
        todo.new.push((id, firm.clone()));
        id
    }

    /// Renames firms or gives them their code, and marks every site they stand on as changed.
    async fn change(&mut self, tx: &mut Tx, changed: &[(Uuid, Wanted)], now: DateTime<Utc>) -> Result<()> {
        const UPDATE: &str = "update company set name = $1, uscc = $2 where id = $3";
        const TOUCH: &str = "update project set changed_at = $1 where id in
            (select project_id from party where company_id = $2 and until_on is null)";
        for (id, firm) in changed {
            let text = id.to_string();
            let row: CompanyRow =
                db!(tx, query_as("select id, number, uscc, name from company where id = $1").bind(&text).fetch_one)?;
            self.before.entry(*id).or_insert(Before { name: row.name, uscc: row.uscc });
            run!(tx, query(UPDATE).bind(&firm.name).bind(&firm.uscc).bind(&text))?;
            run!(tx, query(TOUCH).bind(now.timestamp_millis()).bind(&text))?;
            let entry = [(row.number, index_text(firm), pinyin_tokens(&firm.name))];
            store::reindex(tx, store::Index::Company, &entry).await?;
        }
        Ok(())
    }
}

/// Stores new firms with their search rows.
async fn write(tx: &mut Tx, todo: &Todo, now: DateTime<Utc>) -> Result<()> {
    if todo.new.is_empty() {
        return Ok(());
    }
    let first = store::reserve(tx, "company", todo.new.len()).await?;
    let rows: Vec<(i64, &(Uuid, Wanted))> = (first..).zip(&todo.new).collect();
    let at = now.timestamp_millis();
    insert!(
        tx,
        "insert into company (id, number, uscc, name, created_at)",
        rows,
        |to, (number, (id, firm))| {
            to.push_bind(id.to_string()).push_bind(*number);
            to.push_bind(firm.uscc.clone()).push_bind(firm.name.clone()).push_bind(at);
        },
        ""
    );
    let entries: Vec<_> =
        rows.iter().map(|(number, (_, firm))| (*number, index_text(firm), pinyin_tokens(&firm.name))).collect();
    store::index(tx, store::Index::Company, &entries).await
}

fn index_text(firm: &Wanted) -> String {
    let name = grams(&firm.name);
    match &firm.uscc {
        Some(uscc) => format!("{name} {}", grams(uscc)),
        None => name,
    }
}
