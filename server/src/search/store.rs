//! Candidates from the search tables, and what is needed to show and explain them.
//!
//! The two engines index the same tokens: FTS5 on SQLite, `tsvector` on PostgreSQL.

use common::project::Place;
use common::search::phrase;
use sqlx::FromRow;

use super::pinyin;
use super::reason::Query;
use crate::db::Db;
use crate::error::Result;
use crate::read;

/// Candidates taken from each index; ranking happens among them.
const CANDIDATES: i64 = 200;

/// A site with what a hit shows.
#[derive(Clone, Debug, FromRow)]
pub struct SiteRow {
    pub id: String,
    pub token: String,
    pub name: String,
    pub nickname: Option<String>,
    pub code: Option<String>,
    pub permit: Option<String>,
    pub address: Option<String>,
    pub street: Option<String>,
    pub state: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A party of a site.
#[derive(Clone, Debug, FromRow)]
pub struct SitePartyRow {
    pub project_id: String,
    pub role: String,
    pub name: String,
    pub uscc: Option<String>,
}

/// How to ask the indexes.
pub enum Ask {
    /// A phrase of grams, as `common::search::phrase` makes it.
    Grams(String),
    /// Latin letters: the beginning of a pinyin token.
    Pinyin(String),
}

impl Ask {
    /// By sound if the question is Latin letters, else by its characters. `None` for fewer than two.
    pub fn of(text: &str) -> Option<Self> {
        let letters = Query::new(text).letters().map(|letters| pinyin::prefix(letters).to_owned());
        letters.map(Self::Pinyin).or_else(|| phrase(text).map(Self::Grams))
    }

    /// Selects the numbers of all sites whose own words match $10.
    pub fn select_sites(&self, db: &Db) -> &'static str {
        match self {
            Self::Grams(_) => db.pick(
                "select rowid from project_search where project_search match $10",
                "select number from project_search where grams @@ phraseto_tsquery('simple', $10)",
            ),
            Self::Pinyin(_) => db.pick(
                "select rowid from project_search where project_search match $10",
                "select number from project_search where pinyin @@ to_tsquery('simple', $10)",
            ),
        }
    }

    /// Selects the numbers of all firms whose name or credit code matches $10.
    pub fn select_companies(&self, db: &Db) -> &'static str {
        match self {
            Self::Grams(_) => db.pick(
                "select rowid from company_search where company_search match $10",
                "select number from company_search where grams @@ phraseto_tsquery('simple', $10)",
            ),
            Self::Pinyin(_) => db.pick(
                "select rowid from company_search where company_search match $10",
                "select number from company_search where pinyin @@ to_tsquery('simple', $10)",
            ),
        }
    }

    /// The query in the language of the open engine.
    pub fn text(&self, db: &Db) -> String {
        match self {
            Self::Grams(phrase) => db.pick(format!("grams : \"{phrase}\""), phrase.clone()),
            Self::Pinyin(start) => db.pick(format!("pinyin : {start}*"), format!("{start}:*")),
        }
    }
}

/// Numbers of sites whose own words match.
pub async fn sites(db: &Db, ask: &Ask) -> Result<Vec<i64>> {
    let sql = match ask {
        Ask::Grams(_) => db.pick(
            "select rowid from project_search where project_search match $1 limit $2",
            "select number from project_search where grams @@ phraseto_tsquery('simple', $1) order by number limit $2",
        ),
        Ask::Pinyin(_) => db.pick(
            "select rowid from project_search where project_search match $1 limit $2",
            "select number from project_search where pinyin @@ to_tsquery('simple', $1) order by number limit $2",
        ),
    };
    Ok(read!(db, query_scalar(sql).bind(ask.text(db)).bind(CANDIDATES).fetch_all)?)
}

/// Numbers of sites with a party whose name or credit code matches, today.
pub async fn sites_by_party(db: &Db, ask: &Ask) -> Result<Vec<i64>> {
    // Firms that stand on every tenth site would bring a large part of them: more than enough are looked at.
    const SITES: &str = "select distinct p.number from (
            select t.project_id from company c join party t on t.company_id = c.id and t.until_on is null
            where c.number in (";
    const END: &str = ") limit 2000) as found join project p on p.id = found.project_id order by p.number limit $2";
    let companies = match ask {
        Ask::Grams(_) => db.pick(
            "select rowid from company_search where company_search match $1 limit 200",
            "select number from company_search where grams @@ phraseto_tsquery('simple', $1) order by number limit 200",
        ),
        Ask::Pinyin(_) => db.pick(
            "select rowid from company_search where company_search match $1 limit 200",
            "select number from company_search where pinyin @@ to_tsquery('simple', $1) order by number limit 200",
        ),
    };
    let sql = format!("{SITES}{companies}{END}");
    let text = ask.text(db);
    Ok(read!(db, query_scalar(sqlx::AssertSqlSafe(sql.clone())).bind(&text).bind(CANDIDATES).fetch_all)?)
}

/// The site a board stands on.
pub async fn site_of_board(db: &Db, token: &str) -> Result<Vec<i64>> {
    const SITE: &str = "select p.number from board b join project p on p.id = b.project_id where b.token = $1";
    Ok(read!(db, query_scalar(SITE).bind(token).fetch_all)?)
}

/// These sites, each with its newest valid board; a site without one is not shown to the public.
pub async fn load(db: &Db, numbers: &[i64]) -> Result<(Vec<SiteRow>, Vec<SitePartyRow>)> {
    let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    if list.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    // The list holds numbers only: nothing a visitor typed.
    let sites = format!(
        "select p.id, b.token, p.name, p.nickname, p.code, p.permit, p.address, p.street, p.state, p.latitude, p.longitude
         from project p join board b on b.project_id = p.id and b.revoked_on is null
         where p.number in ({list})"
    );
    let parties = format!(
        "select t.project_id, t.role, c.name, c.uscc
         from project p join party t on t.project_id = p.id and t.until_on is null join company c on c.id = t.company_id
         where p.number in ({list}) order by t.role, t.position"
    );
    let sites = read!(db, query_as(sqlx::AssertSqlSafe(sites.clone())).fetch_all)?;
    let parties = read!(db, query_as(sqlx::AssertSqlSafe(parties.clone())).fetch_all)?;
    Ok((sites, parties))
}

/// Numbers of sites in a box of degrees around a place.
pub async fn around(db: &Db, place: Place, latitude: f64, longitude: f64) -> Result<Vec<i64>> {
    const BOX: &str = "select number from project
        where latitude between $1 and $2 and longitude between $3 and $4 and state <> 'finished'
        order by abs(latitude - $5) + abs(longitude - $6) limit $7";
    Ok(read!(
        db,
        query_scalar(BOX)
            .bind(place.latitude - latitude)
            .bind(place.latitude + latitude)
            .bind(place.longitude - longitude)
            .bind(place.longitude + longitude)
            .bind(place.latitude)
            .bind(place.longitude)
            .bind(CANDIDATES)
            .fetch_all
    )?)
}
