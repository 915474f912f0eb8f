//! 账号与权限: who may do what, decided in one place. The route asks [`may`] to refuse and the page asks it to hide
//! the button, so the two cannot disagree.
//!
//! Law: 《保障农民工工资支付条例》第七条 (the departments), 第二十八条 (劳资专管员);《个人信息保护法》第五十一条 (access by duty).

use serde::{Deserialize, Serialize};

use crate::error::FieldErrors;
use crate::project::Industry;
use crate::term::terms;

terms! {
    /// What an account is for.
    Role {
        Administrator = "administrator", "管理员";
        JointOffice = "joint_office", "联席办";
        Labour = "labour", "人社劳动监察";
        Regulator = "regulator", "行业主管部门";
        Street = "street", "街道";
        Auditor = "auditor", "审计";
        WageOfficer = "wage_officer", "企业劳资专管员";
    }
}

terms! {
    /// What a person may want to do.
    Action {
        ReadProjects = "read_projects", "查看项目";
        EditProject = "edit_project", "修改项目档案";
        RecordDeposit = "record_deposit", "登记工资保证金";
        RecordPayroll = "record_payroll", "导入花名册、考勤、工资表和银行回单";
        SignPayroll = "sign_payroll", "审核签认工资表";
        ReadBlacklist = "read_blacklist", "查看失信名单办理情况";
        RecordBlacklist = "record_blacklist", "办理失信名单的列入和移出";
        OpenPersonalData = "open_personal_data", "查看完整的证件号、电话和卡号";
        ReadComplaints = "read_complaints", "查看投诉";
        TakeComplaint = "take_complaint", "代为登记投诉";
        HandleComplaint = "handle_complaint", "办理投诉，查看反映人的联系方式";
        ReadAudit = "read_audit", "查看操作记录";
        ManageUsers = "manage_users", "管理账号";
    }
}

/// Whether an account of this role may do this. Which rows it may do it to is the account's [`Scope`].
///
/// The administrator runs the system and decides nothing about wages; the auditor reads everything and changes nothing.
pub const fn may(role: Role, action: Action) -> bool {
    use Role::{Administrator, Auditor, JointOffice, Labour, Regulator, Street, WageOfficer};
    match action {
        Action::ReadProjects => true,
        Action::EditProject => matches!(role, JointOffice | Labour | Regulator),
        Action::RecordDeposit => matches!(role, JointOffice | Labour),
        Action::RecordPayroll => matches!(role, JointOffice | Labour | WageOfficer),
        Action::SignPayroll => matches!(role, WageOfficer),
        Action::ReadBlacklist => matches!(role, JointOffice | Labour | Auditor),
        Action::RecordBlacklist => matches!(role, JointOffice | Labour),
        Action::OpenPersonalData => matches!(role, Labour | WageOfficer),
        // Never a firm: who complains is kept secret (《劳动保障监察条例》第九条).
        Action::ReadComplaints => matches!(role, JointOffice | Labour | Regulator | Street | Auditor),
        Action::TakeComplaint => matches!(role, JointOffice | Labour | Regulator | Street),
        Action::HandleComplaint => matches!(role, JointOffice | Labour),
        Action::ReadAudit => matches!(role, Administrator | Auditor),
        Action::ManageUsers => matches!(role, Administrator),
    }
}

/// Which rows an account reaches; every part that is set narrows it. Nothing set: the whole district.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Scope {
    /// 行业主管部门: the sites of its industry.
    pub industry: Option<Industry>,
    /// 街道: the sites on its ground.
    pub street: Option<String>,
    /// 企业: the sites in whose chain the firm stands today.
    pub company_id: Option<String>,
}

impl Role {
    /// The scope that this role cannot do without, as a field of [`UserForm`]. `None`: the whole district.
    pub const fn needs(self) -> Option<&'static str> {
        match self {
            Self::Regulator => Some("industry"),
            Self::Street => Some("street"),
            Self::WageOfficer => Some("uscc"),
            _ => None,
        }
    }
}

/// Name, password and, where the account asks for one, a code, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SignInForm {
    pub name: String,
    pub password: String,
    /// Of the phone, or a recovery code; empty for an account without a second factor.
    pub code: String,
}

impl SignInForm {
    /// Both, at most as long as any account has them.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.name.trim().is_empty() || self.name.len() > 64 {
            errors.push("name", "请填写账号");
        }
        if self.password.is_empty() || self.password.len() > 256 {
            errors.push("password", "请填写密码");
        }
        if self.code.len() > 64 {
            errors.push("code", "验证码是手机上的6位数字");
        }
        errors.into_result(())
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// What one signs in with.
    pub name: String,
    pub person: String,
    pub role: Role,
    pub scope: Scope,
    /// The scope in words: 全区, 住建, 示例街道, or the firm's name.
    pub reach: String,
    /// The district demands a second factor of this role and the account has none yet: nothing else is reached.
    pub must_enrol: bool,
}

impl Me {
    pub const fn may(&self, action: Action) -> bool {
        may(self.role, action)
    }
}

/// A new password beside the old one, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PasswordForm {
    pub old: String,
    pub new: String,
}

/// What a password must be. The standard gives no numbers, so they are a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRules {
    /// Fewest characters of a password.
    pub password_chars: usize,
    /// Of 大写字母, 小写字母, 数字, 符号, so many kinds.
    pub password_kinds: usize,
    /// Minutes without a request after which a session ends.
    pub idle_minutes: i64,
    /// Hours after which a session ends in any case.
    pub session_hours: i64,
    /// Wrong passwords of one account from one place …
    pub failures: u32,
    /// … within so many minutes; then that place waits as long.
    pub failure_minutes: u64,
    /// Roles that sign in with a second factor. Stored values that are older do not have it.
    #[serde(default)]
    pub second_factor: Vec<Role>,
}

impl Default for SignInRules {
    /// Usual values; GB/T 22239-2019 gives none.
    fn default() -> Self {
        Self {
            password_chars: 12,
            password_kinds: 3,
            idle_minutes: 30,
            session_hours: 12,
            failures: 5,
            failure_minutes: 30,
            second_factor: Vec::new(),
        }
    }
}

impl SignInRules {
    /// Whether this may be the password of the account `name`; says what to do if not.
    pub fn check_password(&self, name: &str, password: &str) -> Result<(), String> {
        let kinds: [fn(&char) -> bool; 4] =
            [char::is_ascii_uppercase, char::is_ascii_lowercase, char::is_ascii_digit, |c| !c.is_ascii_alphanumeric()];
        let found = kinds.iter().filter(|kind| password.chars().any(|c| kind(&c))).count();
        if password.chars().count() < self.password_chars {
            return Err(format!("密码至少要{}个字符", self.password_chars));
        }
        if password.len() > 256 {
            return Err("密码太长，请不超过256个字节".to_owned());
        }
        if found < self.password_kinds {
            return Err(format!("大写字母、小写字母、数字、符号里至少要用{}种", self.password_kinds));
        }
        if password.to_lowercase().contains(&name.to_lowercase()) {
            return Err("密码里不要有账号名".to_owned());
        }
        Ok(())
    }
}

/// A new or changed account, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct UserForm {
    /// Letters, digits, `-` and `_`; fixed once the account exists.
    pub name: String,
    pub person: String,
    pub role: String,
    pub industry: String,
    pub street: String,
    /// 统一社会信用代码 of the firm.
    pub uscc: String,
}

/// A checked account, before its firm is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    pub name: String,
    pub person: String,
    pub role: Role,
    pub industry: Option<Industry>,
    pub street: Option<String>,
    pub uscc: Option<String>,
}

impl UserForm {
    /// All mistakes at once, in form order. A scope that the role has no use for is refused, not dropped.
    pub fn check(&self) -> Result<NewUser, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.name.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !(2..=32).contains(&name.len()) || !name.chars().all(plain) {
            errors.push("name", "账号用2至32个字母、数字、“-”或“_”");
        }
        let person = self.person.trim();
        if person.is_empty() || person.chars().count() > 32 {
            errors.push("person", "请填写姓名，不超过32字");
        }
        let role = errors.take("role", Role::parse(&self.role).ok_or("请选择角色"));
        let scope = [("industry", &self.industry), ("street", &self.street), ("uscc", &self.uscc)];
        for (field, value) in scope {
            match role.map(Role::needs) {
                Some(Some(needed)) if needed == field && value.trim().is_empty() => {
                    errors.push(field, "这个角色要填写管辖范围");
                }
                Some(needed) if needed != Some(field) && !value.trim().is_empty() => {
                    errors.push(field, "这个角色不用填写这一项，请留空");
                }
                _ => {}
            }
        }
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let industry =
            some(&self.industry).and_then(|text| errors.take("industry", Industry::parse(&text).ok_or("请选择行业")));
        let (street, uscc) = (some(&self.street), some(&self.uscc));
        match role {
            Some(role) => errors.into_result(NewUser {
                name: name.to_lowercase(),
                person: person.to_owned(),
                role,
                industry,
                street,
                uscc,
            }),
            None => Err(errors),
        }
    }
}

/// An account as the administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    pub id: String,
    pub name: String,
    pub person: String,
    pub role: Role,
    pub reach: String,
    pub active: bool,
    pub has_second_factor: bool,
    /// Epoch milliseconds; `None` if never.
    pub seen_at: Option<i64>,
}

/// A password made by the server, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FreshPassword {
    pub name: String,
    pub password: String,
}

/// One row of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub number: i64,
    /// Epoch milliseconds, UTC.
    pub at: i64,
    /// Account name, or 命令行.
    pub actor: String,
    /// Such as `deposit.create`.
    pub action: String,
    /// What it was done to.
    pub target: String,
    /// JSON.
    pub detail: String,
    /// SHA-256 over this entry and the hash before it, hexadecimal.
    pub hash: String,
}

/// What an entry's action is called: its concept and its verb in Chinese, or the word itself.
pub fn action_label(action: &str) -> String {
    const CONCEPTS: [(&str, &str); 9] = [
        ("session", "登录"),
        ("user", "账号"),
        ("project", "项目"),
        ("board", "告示牌"),
        ("deposit", "保证金"),
        ("blacklist", "失信名单"),
        ("payroll", "工资"),
        ("setting", "设置"),
        ("calendar", "工作日"),
    ];
    const VERBS: [(&str, &str); 12] = [
        ("create", "新增"),
        ("update", "修改"),
        ("delete", "退出"),
        ("delete_all", "全部退出"),
        ("import", "导入"),
        ("password", "改密码"),
        ("reset", "重设密码"),
        ("put", "修改"),
        ("record", "登记"),
        ("second_factor", "开启两步验证"),
        ("second_factor_off", "关闭两步验证"),
        ("second_factor_removed", "取消两步验证"),
    ];
    let word = |list: &[(&'static str, &'static str)], key: &str| {
        list.iter().find(|(name, _)| *name == key).map(|(_, word)| *word)
    };
    let Some((concept, verb)) = action.split_once('.') else { return action.to_owned() };
    match (word(&CONCEPTS, concept), word(&VERBS, verb)) {
        (Some("登录"), Some("新增")) => "登录".to_owned(),
        (Some(concept), Some(verb)) => format!("{concept}{verb}"),
        _ => action.to_owned(),
    }
}

/// A page of the trail, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    /// Ask again with `before` set to this; `None` on the last page.
    pub next: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_auditor_reads_everything_and_changes_nothing() {
        let reads = [Action::ReadProjects, Action::ReadBlacklist, Action::ReadComplaints, Action::ReadAudit];
        for action in Action::ALL {
            assert_eq!(may(Role::Auditor, *action), reads.contains(action), "{}", action.as_str());
        }
    }

    #[test]
    fn only_the_administrator_manages_accounts_and_opens_no_personal_data() {
        for role in Role::ALL {
            assert_eq!(may(*role, Action::ManageUsers), *role == Role::Administrator);
        }
        assert!(!may(Role::Administrator, Action::OpenPersonalData));
    }

    #[test]
    fn a_firm_has_no_part_in_complaints() {
        for action in [Action::ReadComplaints, Action::TakeComplaint, Action::HandleComplaint] {
            assert!(!may(Role::WageOfficer, action) && !may(Role::Administrator, action));
        }
    }

    #[test]
    fn a_password_is_long_mixed_and_not_the_name() {
        let rules = SignInRules::default();
        assert!(rules.check_password("zhang", "Shi-Li-2026").is_err());
        assert!(rules.check_password("zhang", "Shi-Li-20261").is_ok());
        assert!(rules.check_password("zhang", "shilishili12").is_err());
        assert!(rules.check_password("zhang", "Zhang-2026-11").is_err());
    }

    #[test]
    fn a_scope_stands_exactly_where_the_role_needs_one() {
        let form = |role: &str, street: &str| UserForm {
            name: "li".into(),
            person: "示例".into(),
            role: role.into(),
            street: street.into(),
            ..UserForm::default()
        };
        assert_eq!(form("street", "示例街道").check().unwrap().street.as_deref(), Some("示例街道"));
        assert_eq!(form("street", "").check().unwrap_err().message("street"), Some("这个角色要填写管辖范围"));
        assert!(form("labour", "示例街道").check().unwrap_err().message("street").is_some());
        assert!(form("labour", "").check().is_ok());
        assert!(form("", "").check().unwrap_err().message("role").is_some());
    }
}
