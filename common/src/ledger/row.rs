//! A row of the ledger as typed, checked into a project, and a project written back as a row.

use chrono::{Days, NaiveDate};

use super::column::Key;
use super::party::{self, Contact, LONGEST_NAME};
use crate::error::FieldErrors;
use crate::id::{AccountNumber, PermitNumber, ProjectCode, Uscc};
use crate::project::{
    DepositForm, Funding, Industry, NewAccount, NewDeposit, NewProject, Party, Place, ProjectState, Role,
};
use crate::sheet::Cells;
use crate::sheet::parse::{self, advice, calendar_day as day, given, term};

/// One row as typed.
pub type LedgerRow = Cells<Key>;

impl LedgerRow {
    /// The project this row tells of, or every wrong cell under its column's word, each with what to do.
    pub fn check(&self, today: NaiveDate) -> Result<NewProject, FieldErrors> {
        let mut errors = FieldErrors::default();
        let e = &mut errors;
        let name = self.required(
            e,
            Key::Name,
            "请填写项目名称；如果是合并单元格，请拆开后每行都填",
            |t| parse::name(t, LONGEST_NAME),
        );
        let parties = self.parties(e);
        let project = NewProject {
            name: name.unwrap_or_default(),
            nickname: self.optional(e, Key::Nickname, |t| parse::text(t, 50)),
            code: self.optional(e, Key::Code, |t| ProjectCode::parse(t).map_err(advice)),
            permit: self.optional(e, Key::Permit, |t| PermitNumber::parse(t).map_err(advice)),
            address: self.optional(e, Key::Address, |t| parse::text(t, 200)),
            street: self.optional(e, Key::Street, |t| parse::name(t, 30)),
            industry: self
                .optional(e, Key::Industry, |t| term(t, Industry::parse, Industry::ALL, Industry::label))
                .unwrap_or(Industry::Other),
            regulator: self.optional(e, Key::Regulator, |t| parse::name(t, 60)),
            funding: self
                .optional(e, Key::Funding, |t| term(t, Funding::parse, Funding::STATED, Funding::label))
                .unwrap_or(Funding::Unstated),
            state: self
                .optional(e, Key::State, |t| term(t, ProjectState::parse, ProjectState::ALL, ProjectState::label))
                .unwrap_or(ProjectState::Building),
            contract: self.optional(e, Key::Contract, parse::sum),
            labour_share_bp: self.optional(e, Key::LabourShare, parse::share),
            labour_cost_day: self.optional(e, Key::LabourCostDay, parse::day),
            pay_day: self.optional(e, Key::PayDay, parse::day),
            started_on: self.optional(e, Key::StartedOn, day),
            planned_end_on: self.optional(e, Key::PlannedEndOn, day),
            progress: self.optional(e, Key::Progress, |t| parse::text(t, 100)),
            headcount: self.optional(e, Key::Headcount, parse::count),
            real_name: self.yes_no(e, Key::RealName),
            contracts_signed: self.yes_no(e, Key::ContractsSigned),
            paid_by_contractor: self.yes_no(e, Key::PaidByContractor),
            paid_monthly: self.yes_no(e, Key::PaidMonthly),
            board_hung: self.yes_no(e, Key::BoardHung),
            in_arrears: self.yes_no(e, Key::InArrears),
            arrears_record: self.yes_no(e, Key::ArrearsRecord),
            account: self.account(e, today),
            deposit: self.deposit(e),
            place: self.place(e),
            note: self.optional(e, Key::Note, |t| parse::text(t, 500)),
            parties,
        };
        if let (Some(start), Some(end)) = (project.started_on, project.planned_end_on)
            && end < start
        {
            e.push(
                Key::PlannedEndOn.column().word,
                format!("计划竣工日期 {end} 早于开工日期 {start}，请核对这两个日期"),
            );
        }
        errors.into_result(project)
    }

    /// Owner, contractor, officer, subcontractors in their order, supervisor.
    fn parties(&self, e: &mut FieldErrors) -> Vec<Party> {
        let mut parties = Vec::new();
        let owner = self.optional(e, Key::Owner, party::firm_name);
        let uscc = self.optional(e, Key::OwnerUscc, |t| Uscc::parse(t).map_err(advice));
        let (person, phone) = self.contact(e, Key::OwnerContact);
        if let Some(name) = owner {
            parties.push(Party { role: Role::Owner, name: Some(name), uscc, person, phone });
        } else if uscc.is_some() || person.is_some() || phone.is_some() {
            e.push(Key::Owner.column().word, "填了信用代码或负责人，却没有建设单位的名称，请补上");
        }
        let name = self.required(
            e,
            Key::Contractor,
            "请填写施工总承包单位；如果是合并单元格，请拆开后每行都填",
            party::firm_name,
        );
        let uscc = self.optional(e, Key::ContractorUscc, |t| Uscc::parse(t).map_err(advice));
        let (person, phone) = self.contact(e, Key::ManagerContact);
        parties.push(Party { role: Role::Contractor, name, uscc, person, phone });
        let (person, phone) = self.contact(e, Key::OfficerContact);
        if person.is_some() || phone.is_some() {
            parties.push(Party { role: Role::Officer, name: None, uscc: None, person, phone });
        }
        let firm = |role, firm: party::Firm| Party {
            role,
            name: Some(firm.name),
            uscc: None,
            person: firm.person,
            phone: firm.phone,
        };
        let subs = self.optional(e, Key::Subcontractors, party::firms).unwrap_or_default();
        parties.extend(subs.into_iter().map(|sub| firm(Role::Subcontractor, sub)));
        parties.extend(self.optional(e, Key::Supervisor, party::firm).map(|one| firm(Role::Supervisor, one)));
        parties
    }

    /// A joined cell, or its two parts. Both said differently is an error.
    fn contact(&self, e: &mut FieldErrors, key: Key) -> Contact {
        let Some([person_key, phone_key]) = key.parts() else { return (None, None) };
        let (person, phone) = self.optional(e, key, party::contact).unwrap_or_default();
        let other_person = self.optional(e, person_key, party::person);
        let other_phone = self.optional(e, phone_key, party::phone);
        let differs = |a: bool, b: bool| a && b;
        if differs(person.is_some() && other_person.is_some(), person != other_person) {
            e.push(person_key.column().word, format!("与“{}”一列写的不是同一个人，请改成一致", key.column().title()));
        }
        if differs(phone.is_some() && other_phone.is_some(), phone != other_phone) {
            e.push(phone_key.column().word, format!("与“{}”一列写的不是同一个电话，请改成一致", key.column().title()));
        }
        (person.or(other_person), phone.or(other_phone))
    }

    fn account(&self, e: &mut FieldErrors, today: NaiveDate) -> Option<NewAccount> {
        let bank = self.optional(e, Key::Bank, |t| parse::name(t, LONGEST_NAME));
        let number = self.optional(e, Key::Account, |t| AccountNumber::parse(t).map_err(advice));
        let opened_on = self.optional(e, Key::OpenedOn, |t| {
            // The day may be a plan, but a plan of more than a year is a slip of the pen.
            let opened = day(t)?;
            if opened > today + Days::new(366) {
                Err(format!("“{t}”在一年以后，请核对年份"))
            } else {
                Ok(opened)
            }
        });
        if bank.is_none() && given(self.get(Key::Bank)).is_none() && (number.is_some() || opened_on.is_some()) {
            e.push(Key::Bank.column().word, "填了账号或开户日期，却没有开户行，请补上");
        }
        bank.map(|bank| NewAccount { bank, number, opened_on })
    }

    fn deposit(&self, e: &mut FieldErrors) -> Option<NewDeposit> {
        let form =
            self.optional(e, Key::DepositForm, |t| term(t, DepositForm::parse, DepositForm::ALL, DepositForm::label));
        let amount = self.optional(e, Key::DepositAmount, parse::sum);
        if amount.is_some() && given(self.get(Key::DepositForm)).is_none() {
            e.push(Key::DepositForm.column().word, "填了保证金金额，却没有存储形式，请补上，例如“现金”“银行保函”");
        }
        form.map(|form| NewDeposit { form, amount })
    }

    fn place(&self, e: &mut FieldErrors) -> Option<Place> {
        let longitude = self.optional(e, Key::Longitude, |t| parse::degrees(t, 180.0));
        let latitude = self.optional(e, Key::Latitude, |t| parse::degrees(t, 90.0));
        let missing = |key: Key| given(self.get(key)).is_none();
        match (missing(Key::Longitude), missing(Key::Latitude)) {
            (true, false) => e.push(Key::Longitude.column().word, "只填了纬度，请补上经度"),
            (false, true) => e.push(Key::Latitude.column().word, "只填了经度，请补上纬度"),
            _ => {}
        }
        Place::new(latitude?, longitude?)
    }

    fn yes_no(&self, e: &mut FieldErrors, key: Key) -> Option<bool> {
        // 无 is a mark for nothing elsewhere, and an answer here.
        let text = self.get(key).trim();
        if text == "无" { Some(false) } else { self.optional(e, key, parse::yes_no) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[(Key, &str)]) -> Result<NewProject, Vec<(String, String)>> {
        let mut row = LedgerRow::default();
        row.set(Key::Name, "北苑路安置房");
        row.set(Key::Contractor, "示例建设有限公司");
        for (key, text) in cells {
            row.set(*key, *text);
        }
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        row.check(today).map_err(|errors| errors.iter().map(|e| (e.field.clone(), e.message.clone())).collect())
    }

    #[test]
    fn a_name_and_a_contractor_are_enough() {
        let project = check(&[]).unwrap();
        assert_eq!(project.parties.len(), 1);
        assert_eq!((project.funding, project.state), (Funding::Unstated, ProjectState::Building));
    }

    #[test]
    fn every_wrong_cell_is_named_at_once() {
        let wrong = [
            (Key::Name, " "),
            (Key::Code, "2604-330106"),
            (Key::Industry, "航天"),
            (Key::Funding, "慈善"),
            (Key::OwnerUscc, "91330106MA0000015J"),
            (Key::OwnerContact, "郑强国1540000704"),
            (Key::Contractor, "无"),
            (Key::ContractorUscc, "91330106MI0000015K"),
            (Key::ManagerContact, "=1+1"),
            (Key::Contract, "12"),
            (Key::LabourShare, "120"),
            (Key::PayDay, "32"),
            (Key::StartedOn, "2025-02-30"),
            (Key::Headcount, "-1"),
            (Key::Account, "1.2E+18"),
            (Key::RealName, "可能"),
            (Key::Longitude, "200"),
        ];
        let errors = check(&wrong).unwrap_err();
        for (key, text) in wrong {
            assert!(errors.iter().any(|(field, _)| *field == key.column().word), "{text} of {}", key.column().header);
        }
        assert!(errors.iter().all(|(_, message)| message.chars().count() > 6));
    }

    #[test]
    fn an_end_before_the_start_is_refused() {
        let dates = |end| check(&[(Key::StartedOn, "2025-04-06"), (Key::PlannedEndOn, end)]);
        assert!(dates("2025-04-05").is_err());
        assert!(dates("2025-04-06").is_ok());
        assert!(dates("2025-04-07").is_ok());
    }

    #[test]
    fn an_account_to_be_opened_in_more_than_a_year_is_refused() {
        let opened = |day| check(&[(Key::Bank, "示例农商行"), (Key::OpenedOn, day)]);
        assert!(opened("2027-11-24").is_ok());
        assert!(opened("2027-11-25").is_ok());
        assert!(opened("2027-11-26").is_err());
    }

    #[test]
    fn halves_that_need_each_other_are_asked_for() {
        for cells in [
            [(Key::Account, "123456789")].as_slice(),
            &[(Key::DepositAmount, "1万元")],
            &[(Key::Longitude, "120")],
            &[(Key::OwnerContact, "郑强国")],
            &[(Key::ManagerContact, "甲某"), (Key::ManagerPerson, "乙某")],
        ] {
            assert_eq!(check(cells).unwrap_err().len(), 1, "{cells:?}");
        }
    }
}
