//! Finding a site: by any words people have for it, by sound, by number, or by where they stand.
//!
//! The indexes bring candidates; what is shown is ranked and explained from the rows themselves, so that every hit can
//! say why it is there.

pub mod pinyin;
pub mod reason;
pub mod store;

use std::collections::{BTreeSet, HashMap};

use common::api::{ProjectHit, ProjectHits, Reason};
use common::id::BoardToken;
use common::project::{Place, ProjectState, Role};
use common::search::phrase;

use self::reason::{Field, Query};
use self::store::{Ask, SitePartyRow, SiteRow};
use crate::db::Db;
use crate::error::Result;

/// Sites further away than this are not near.
const NEAR_M: f64 = 20_000.0;

/// The page of hits that starts after `after` of them. An empty question finds nothing.
pub async fn look_up(db: &Db, text: &str, after: usize, page: usize) -> Result<ProjectHits> {
    let mut numbers = BTreeSet::new();
    if let Ok(token) = BoardToken::parse(text) {
        numbers.extend(store::site_of_board(db, token.as_str()).await?);
    }
    let query = Query::new(text);
    let asks =
        [phrase(text).map(Ask::Grams), query.letters().map(|letters| Ask::Pinyin(pinyin::prefix(letters).to_owned()))];
    for ask in asks.iter().flatten() {
        numbers.extend(store::sites(db, ask).await?);
        numbers.extend(store::sites_by_party(db, ask).await?);
    }
    let numbers: Vec<i64> = numbers.into_iter().collect();
    let mut ranked: Vec<(u32, ProjectHit)> = load(db, &numbers)
        .await?
        .into_iter()
        .filter_map(|site| {
            let reasons = site.explain(&query);
            let score = reasons.iter().map(|(score, _)| *score).max().unwrap_or_default();
            let reasons = reasons.into_iter().map(|(_, reason)| reason).collect();
            Some((score, site.hit(reasons, None)?))
        })
        .collect();
    // The best reason first; among equals those still building, then the shorter name.
    ranked.sort_by(|(a, left), (b, right)| {
        let order = |hit: &ProjectHit| (hit.state != ProjectState::Building.label(), hit.name.chars().count());
        b.cmp(a).then_with(|| order(left).cmp(&order(right))).then_with(|| left.name.cmp(&right.name))
    });
    let next = (ranked.len() > after + page).then(|| (after + page).to_string());
    let hits = ranked.into_iter().skip(after).take(page).map(|(_, hit)| hit).collect();
    Ok(ProjectHits { hits, next })
}

/// Sites near a place, the nearest first.
pub async fn near(db: &Db, place: Place, page: usize) -> Result<ProjectHits> {
    const METRES_PER_DEGREE: f64 = 111_000.0;
    let latitude = NEAR_M / METRES_PER_DEGREE;
    let longitude = latitude / place.latitude.to_radians().cos().max(0.01);
    let numbers = store::around(db, place, latitude, longitude).await?;
    let mut hits: Vec<ProjectHit> = load(db, &numbers)
        .await?
        .into_iter()
        .filter_map(|site| {
            let metres = site.place()?.distance_m(place);
            (metres <= NEAR_M).then(|| site.hit(Vec::new(), Some(metres.round() as i64)))?
        })
        .collect();
    hits.sort_by_key(|hit| hit.distance_m);
    hits.truncate(page);
    Ok(ProjectHits { hits, next: None })
}

/// A site with its parties.
struct Site {
    row: SiteRow,
    parties: Vec<SitePartyRow>,
}

async fn load(db: &Db, numbers: &[i64]) -> Result<Vec<Site>> {
    let (rows, parties) = store::load(db, numbers).await?;
    let mut by_site: HashMap<String, Vec<SitePartyRow>> = HashMap::new();
    for party in parties {
        by_site.entry(party.project_id.clone()).or_default().push(party);
    }
    let with_parties = |row: SiteRow| Site { parties: by_site.remove(&row.id).unwrap_or_default(), row };
    Ok(rows.into_iter().map(with_parties).collect())
}

impl Site {
    fn place(&self) -> Option<Place> {
        self.row.latitude.zip(self.row.longitude).and_then(|(latitude, longitude)| Place::new(latitude, longitude))
    }

    fn party(&self, role: Role) -> Option<&SitePartyRow> {
        self.parties.iter().find(|party| party.role == role.as_str())
    }

    /// Why this site answers the question, the weightiest field first, at most three.
    fn explain(&self, query: &Query) -> Vec<(u32, Reason)> {
        let row = &self.row;
        let token = BoardToken::parse(&row.token).map(|token| token.grouped()).unwrap_or_default();
        let mut fields = vec![
            Field::words("俗称", row.nickname.as_deref(), 100),
            Field::words("工地名称", Some(&row.name), 90),
            Field::number("告示牌编号", Some(&token), 95),
            Field::number("项目代码", row.code.as_deref(), 80),
            Field::number("施工许可证号", row.permit.as_deref(), 80),
            Field::words("地址", row.address.as_deref(), 40),
            Field::words("街道", row.street.as_deref(), 30),
        ];
        for party in &self.parties {
            let Some(role) = Role::parse(&party.role) else { continue };
            let weight = if role == Role::Contractor { 70 } else { 60 };
            fields.push(Field::words(role.label(), Some(&party.name), weight));
            fields.push(Field::number("统一社会信用代码", party.uscc.as_deref(), weight));
        }
        let mut reasons: Vec<(u32, Reason)> = fields.into_iter().filter_map(|field| field.explain(query)).collect();
        reasons.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        reasons.truncate(3);
        reasons
    }

    fn hit(self, reasons: Vec<Reason>, distance_m: Option<i64>) -> Option<ProjectHit> {
        let token = BoardToken::parse(&self.row.token).ok()?;
        let contractor = self.party(Role::Contractor).map(|party| party.name.clone());
        let owner = self.party(Role::Owner).map(|party| party.name.clone());
        let row = self.row;
        Some(ProjectHit {
            token,
            name: row.name,
            nickname: row.nickname,
            address: row.address,
            street: row.street,
            state: ProjectState::parse(&row.state).map(ProjectState::label).unwrap_or_default().to_owned(),
            contractor,
            owner,
            reasons,
            distance_m,
        })
    }
}
