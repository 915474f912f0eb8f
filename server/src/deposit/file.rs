//! One project's deposit with all that belongs to it: its events played, its firm's history, the calculation.

use anyhow::Context;
use chrono::NaiveDate;
use common::deposit::{
    Calculation, Clocks, DepositFile, DepositRules, Entry, Event, Firm, History, LetterFacts, LetterKind, Recorded,
    State, TimelineEntry, WhatIf, Works, calculate, fold,
};
use common::id::PermitNumber;
use common::money::Fen;
use common::project::DepositForm;
use common::settings::{Dated, Settings};

use super::history::{self, Contractor};
use super::store::{self, Bounds, ProjectRow};
use crate::db::Tx;
use crate::error::{Error, Result};

/// A project's deposit as loaded, before it is shown or added to.
pub struct Loaded {
    pub project: ProjectRow,
    pub contractor_id: Option<String>,
    pub firm: Firm,
    pub history: History,
    pub events: Vec<Recorded>,
    pub entries: Vec<Entry>,
    pub assessed: Option<Calculation>,
    pub rules: Option<Dated<DepositRules>>,
}

/// Loads a project's deposit. 404 if there is no such project in scope.
pub async fn load(
    tx: &mut Tx,
    bounds: Bounds<'_>,
    number: i64,
    settings: &Settings,
    today: NaiveDate,
) -> Result<Loaded> {
    let project = store::find(tx, bounds, number).await?;
    let (events, assessed) = store::events(tx, &project.id).await?;
    let contractor = history::contractor(tx, &project.id).await?;
    let contractor_id = contractor.as_ref().map(|Contractor { id, .. }| id.clone());
    let (firm, history) = match contractor {
        Some(contractor) => history::load(tx, contractor, &project.id, &settings.calendar, today).await?,
        None => (Firm::default(), History::default()),
    };
    let rules = settings.deposit_rules(today);
    let clocks = clocks(rules.as_ref());
    let entries = fold(&events, &clocks, &settings.calendar)
        .map_err(|refusal| Error::Internal(anyhow::anyhow!("stored deposit events: {}", refusal.why())))?;
    Ok(Loaded { project, contractor_id, firm, history, events, entries, assessed, rules })
}

/// The clocks of the province, or the national ones while the district has entered none.
pub fn clocks(rules: Option<&Dated<DepositRules>>) -> Clocks {
    rules.map_or_else(Clocks::default, |rules| rules.value.clocks)
}

impl Loaded {
    pub fn state(&self) -> State {
        self.entries.last().map(|entry| entry.state.clone()).unwrap_or_default()
    }

    /// What is due for these works on a day by what is stored of the firm. `None` without rules.
    pub fn calculate(&self, works: &Works, on: NaiveDate) -> Option<Calculation> {
        calculate(works, &self.history, self.rules.as_ref()?, on)
    }

    /// The works as assessed, else as the ledger states them; with what is missing or was assumed.
    fn works(&self) -> anyhow::Result<(Option<Works>, Vec<String>)> {
        let assessed = self.entries.iter().rev().find_map(|entry| match &entry.recorded.event {
            Event::Assess { works, .. } => Some(works.clone()),
            _ => None,
        });
        if assessed.is_some() {
            return Ok((assessed, Vec::new()));
        }
        let mut remarks = Vec::new();
        let permit_on = self.project.permit.as_deref().and_then(|permit| PermitNumber::parse(permit).ok()?.issued_on());
        let started_on = day(self.project.started_on.as_deref(), "project.started_on")?;
        let signed_on = permit_on.into_iter().chain(started_on).min();
        if self.project.contract_fen.is_none() {
            remarks.push("台账没有合同额，请补上后再计算，或在试算里填写".to_owned());
        }
        match signed_on {
            None => remarks.push("台账没有施工许可证日期和开工日期，请在试算里填写合同签订日期".to_owned()),
            Some(_) => remarks.push("台账没有合同签订日期，先按施工许可或开工日期计算，核定时请按合同填写".to_owned()),
        }
        let works = self.project.contract_fen.zip(signed_on).map(|(contract, signed_on)| Works {
            contract: Fen(contract),
            signed_on,
            permit_on,
            key_works: false,
        });
        Ok((works, remarks))
    }

    /// What people read.
    pub fn show(self, settings: &Settings, today: NaiveDate) -> Result<DepositFile> {
        let state = self.state();
        let (works, mut remarks) = self.works()?;
        if self.rules.is_none() {
            remarks.push("还没有设置本地的工资保证金规则，请管理员设置 deposit_rules".to_owned());
        }
        remarks.extend(self.disagreement(&state)?);
        let calculation = works.as_ref().and_then(|works| self.calculate(works, today));
        let claim_by = state.holding().and_then(|held| held.claim_by(&settings.calendar));
        let remind_on = state.holding().and_then(|held| held.remind_on(&clocks(self.rules.as_ref())));
        Ok(DepositFile {
            number: self.project.number,
            project: self.project.name,
            firm: self.firm,
            ledger_form: form(self.project.form.as_deref())?,
            ledger_amount: self.project.amount_fen.map(Fen),
            clock: state.clock(),
            claim_by,
            remind_on,
            next: state.next().to_vec(),
            letters: state.letters(&settings.calendar, today, remind_on),
            assessed: self.assessed.filter(|_| state.due().is_some()),
            state,
            timeline: self.entries.into_iter().map(TimelineEntry::of).collect(),
            facts: works.map(|works| WhatIf { works, history: self.history, on: today }),
            calculation,
            remarks,
            rules: self.rules,
            works_end: day(self.project.planned_end_on.as_deref(), "project.planned_end_on")?,
            today,
        })
    }

    /// A later ledger may say otherwise than the events; the board shows what it says.
    fn disagreement(&self, state: &State) -> anyhow::Result<Option<String>> {
        let (Some(held), Some(form)) = (state.holding(), form(self.project.form.as_deref())?) else { return Ok(None) };
        let amount = self.project.amount_fen.map(Fen);
        let agrees = form == held.form && amount == Some(held.amount);
        let said = amount.map_or_else(|| form.label().to_owned(), |sum| format!("{}{}", form.label(), sum.label()));
        Ok((!agrees).then(|| format!("台账写的是{said}，与办理记录不同，告示牌按台账显示，请核对台账")))
    }

    /// What a letter needs to know. 409 where it makes no sense now.
    pub fn letter_facts(self, kind: LetterKind, settings: &Settings, today: NaiveDate) -> Result<LetterFacts> {
        let state = self.state();
        let held = state.holding().cloned();
        let by = match kind {
            LetterKind::Store => state.clock().map(|clock| clock.by),
            LetterKind::Renew | LetterKind::Claim => held.as_ref().and_then(|held| held.claim_by(&settings.calendar)),
        };
        if by.is_none() {
            return Err(Error::Conflict(match kind {
                LetterKind::Store => "现在没有等待存储或补足的期限，不需要催告",
                LetterKind::Renew | LetterKind::Claim => "现在没有在保的保函或保单，不需要这份文书",
            }));
        }
        if kind == LetterKind::Claim && by < Some(today) {
            return Err(Error::Conflict("保函已经到期，不能再索赔，请催告总包换开保函或存储现金"));
        }
        let district = settings.district(today);
        let order = self.entries.iter().rev().find_map(|entry| match &entry.recorded.event {
            Event::Order { amount, document } => Some((*amount, document.clone())),
            _ => None,
        });
        Ok(LetterFacts {
            office: district.map(|district| district.office.clone()).unwrap_or_default(),
            office_phone: district.map(|district| district.office_phone.clone()).unwrap_or_default(),
            project: self.project.name,
            contractor: self.firm.name.unwrap_or_else(|| "施工总承包单位".to_owned()),
            due: state.due(),
            holding: held,
            by,
            order: order.filter(|_| matches!(state, State::Used { .. })),
            today,
        })
    }
}

fn form(text: Option<&str>) -> anyhow::Result<Option<DepositForm>> {
    text.map(|text| DepositForm::parse(text).context("deposit.form")).transpose()
}

fn day(text: Option<&str>, column: &'static str) -> anyhow::Result<Option<NaiveDate>> {
    text.map(|text| text.parse().context(column)).transpose()
}
