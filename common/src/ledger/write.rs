//! A project written as a row of the ledger: for the export, for the comparison with what is stored, for the history.

use std::fmt::Display;

use super::column::Key;
use super::party;
use super::row::LedgerRow;
use crate::id::AccountNumber;
use crate::project::{Funding, NewProject, Role};

impl LedgerRow {
    /// Writes a project as a row whose every cell is read back as the same.
    pub fn of(project: &NewProject) -> Self {
        let mut row = Self::default();
        row.set(Key::Name, project.name.as_str());
        row.put(Key::Nickname, project.nickname.as_ref());
        row.put(Key::Code, project.code.as_ref());
        row.put(Key::Permit, project.permit.as_ref());
        row.put(Key::Address, project.address.as_ref());
        row.put(Key::Street, project.street.as_ref());
        row.set(Key::Industry, project.industry.label());
        row.put(Key::Regulator, project.regulator.as_ref());
        row.put(Key::Funding, Some(project.funding.label()).filter(|_| project.funding != Funding::Unstated));
        row.set(Key::State, project.state.label());
        row.put(Key::Contract, project.contract.map(|sum| sum.wan_label()));
        row.put(Key::LabourShare, project.labour_share_bp.map(percent));
        row.put(Key::LabourCostDay, project.labour_cost_day);
        row.put(Key::PayDay, project.pay_day);
        row.put(Key::StartedOn, project.started_on);
        row.put(Key::PlannedEndOn, project.planned_end_on);
        row.put(Key::Progress, project.progress.as_ref());
        row.put(Key::Headcount, project.headcount);
        let answers = [
            (Key::RealName, project.real_name),
            (Key::ContractsSigned, project.contracts_signed),
            (Key::PaidByContractor, project.paid_by_contractor),
            (Key::PaidMonthly, project.paid_monthly),
            (Key::BoardHung, project.board_hung),
            (Key::InArrears, project.in_arrears),
            (Key::ArrearsRecord, project.arrears_record),
        ];
        for (key, answer) in answers {
            row.put(key, answer.map(|yes| if yes { "是" } else { "否" }));
        }
        if let Some(account) = &project.account {
            row.set(Key::Bank, account.bank.as_str());
            row.put(Key::Account, account.number.as_ref().map(AccountNumber::as_str));
            row.put(Key::OpenedOn, account.opened_on);
        }
        if let Some(deposit) = &project.deposit {
            row.set(Key::DepositForm, deposit.form.label());
            row.put(Key::DepositAmount, deposit.amount.map(|sum| sum.wan_label()));
        }
        row.put(Key::Longitude, project.place.map(|place| place.longitude));
        row.put(Key::Latitude, project.place.map(|place| place.latitude));
        row.put(Key::Note, project.note.as_ref());
        row.put_parties(project);
        row
    }

    fn put_parties(&mut self, project: &NewProject) {
        let people = [
            (Role::Owner, Key::OwnerPerson, Key::OwnerPhone),
            (Role::Contractor, Key::ManagerPerson, Key::ManagerPhone),
            (Role::Officer, Key::OfficerPerson, Key::OfficerPhone),
        ];
        for (role, person, phone) in people {
            if let Some(party) = project.party(role) {
                self.put(person, party.person.as_ref());
                self.put(phone, party.phone.as_ref());
            }
        }
        let units =
            [(Role::Owner, Key::Owner, Key::OwnerUscc), (Role::Contractor, Key::Contractor, Key::ContractorUscc)];
        for (role, name, uscc) in units {
            if let Some(party) = project.party(role) {
                self.put(name, party.name.as_ref());
                self.put(uscc, party.uscc.as_ref());
            }
        }
        for (role, key) in [(Role::Subcontractor, Key::Subcontractors), (Role::Supervisor, Key::Supervisor)] {
            let firms = project.parties.iter().filter(|party| party.role == role).filter_map(|party| {
                let name = party.name.as_deref()?;
                Some(party::write_firm(name, party.person.as_deref(), party.phone.as_ref()))
            });
            let list = firms.collect::<Vec<_>>().join("；");
            self.set(key, list);
        }
    }

    fn put(&mut self, key: Key, value: Option<impl Display>) {
        self.set(key, value.map(|value| value.to_string()).unwrap_or_default());
    }

    /// 郑强国 15400007047, for a joined column; empty if neither is known.
    pub fn joined(&self, key: Key) -> String {
        let Some([person, phone]) = key.parts() else { return self.get(key).to_owned() };
        format!("{} {}", self.get(person), self.get(phone)).trim().to_owned()
    }
}

fn percent(points: i64) -> String {
    let text = format!("{}.{:02}", points / 100, points % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_project_is_read_back_as_written() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let mut row = LedgerRow::default();
        let cells = [
            (Key::Name, "北苑路安置房（1标段）"),
            (Key::Nickname, "北苑工地"),
            (Key::Code, "2604-330106-04-01-466838"),
            (Key::Address, "示例区锦绣路197号"),
            (Key::Street, "城西街道"),
            (Key::Industry, "房屋建筑"),
            (Key::Regulator, "区住建局"),
            (Key::Funding, "国企"),
            (Key::Owner, "示例区交通运输局"),
            (Key::OwnerUscc, "11330106000000022G"),
            (Key::OwnerContact, "郑强国15400007047"),
            (Key::Contractor, "示例(博远)建设工程有限公司"),
            (Key::ContractorUscc, "91330106MA00000205"),
            (Key::ManagerContact, "李国文 / 15400005382"),
            (Key::OfficerContact, "褚秀桂（15400006214）"),
            (
                Key::Subcontractors,
                "示例北劳工程有限公司（褚海强 15400009863）；示例南防工程有限公司 王博强；示例西水劳务队",
            ),
            (Key::Supervisor, "示例监理有限公司（0571-88000000）"),
            (Key::Permit, "330106202504063001"),
            (Key::Contract, "38136.28万元"),
            (Key::LabourShare, "22.5"),
            (Key::LabourCostDay, "每月7日"),
            (Key::PayDay, "15日"),
            (Key::StartedOn, "2025/4/6"),
            (Key::PlannedEndOn, "2027年4月6日"),
            (Key::Progress, "主体 60%"),
            (Key::Headcount, "120人"),
            (Key::Bank, "示例农商行"),
            (Key::Account, "5935274872687929202"),
            (Key::OpenedOn, "2025-04-06"),
            (Key::DepositForm, "免存"),
            (Key::DepositAmount, "1043100元"),
            (Key::RealName, "√"),
            (Key::InArrears, "无"),
            (Key::Longitude, "120.123456"),
            (Key::Latitude, "30.2"),
            (Key::State, "停工"),
            (Key::Note, "备注\n一行"),
        ];
        for (key, text) in cells {
            row.set(key, text);
        }
        let project = row.check(today).unwrap();
        let written = LedgerRow::of(&project);
        assert_eq!(written.get(Key::Contract), "38,136.28万元");
        assert_eq!(written.get(Key::LabourShare), "22.5%");
        assert_eq!(written.joined(Key::ManagerContact), "李国文 15400005382");
        assert_eq!(written.check(today), Ok(project.clone()));
        let mut joined = written.clone();
        for key in [Key::OwnerContact, Key::ManagerContact, Key::OfficerContact] {
            joined.set(key, written.joined(key));
            for part in key.parts().into_iter().flatten() {
                joined.set(part, "");
            }
        }
        assert_eq!(joined.check(today), Ok(project));
    }
}
