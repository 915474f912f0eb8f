//! Why a number is refused or doubted, in words that help the person who typed it.

use std::fmt;

/// Which number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    Uscc,
    ResidentId,
    ProjectCode,
    PermitNumber,
    Phone,
    BankCard,
    AccountNumber,
    BoardToken,
    ReceiptCode,
}

/// What is wrong with a number. Its `Display` is its [`advice`](IdFault::advice).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Nothing was typed.
    Missing(IdKind),
    /// `found` characters where another number of them belongs.
    Length { kind: IdKind, found: usize },
    /// A character that never stands in such a number.
    Character { kind: IdKind, found: char },
    /// The check character does not fit, so a character is mistyped.
    Check(IdKind),
    /// Not in the shape of such a number.
    Form(IdKind),
    /// An ID number of the first generation, no longer valid.
    OldResidentId,
    /// The date of birth inside an ID number is not in the calendar.
    NoSuchBirthday,
    /// The date of birth inside an ID number has not come yet.
    BornTomorrow,
    /// A landline without its area code cannot be called from a mobile.
    AreaCode,
}

impl IdKind {
    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Uscc => "统一社会信用代码",
            Self::ResidentId => "身份证号码",
            Self::ProjectCode => "项目代码",
            Self::PermitNumber => "施工许可证号",
            Self::Phone => "电话号码",
            Self::BankCard => "银行卡号",
            Self::AccountNumber => "银行账号",
            Self::BoardToken => "告示牌编号",
            Self::ReceiptCode => "回执编号",
        }
    }

    /// How long it is.
    fn length(self) -> &'static str {
        match self {
            Self::Uscc | Self::ResidentId => "18位",
            Self::ProjectCode => "24位（20位数字和4个短横线）",
            Self::PermitNumber => "64个字以内",
            Self::Phone => "11位手机号、带区号的座机号或5位热线",
            Self::BankCard => "16至19位数字",
            Self::AccountNumber => "6至32位数字",
            Self::BoardToken => "10位",
            Self::ReceiptCode => "12位",
        }
    }

    /// Where the right number can be read.
    fn source(self) -> &'static str {
        match self {
            Self::Uscc => "营业执照",
            Self::ResidentId => "身份证",
            Self::ProjectCode => "项目批复文件",
            Self::PermitNumber => "施工许可证",
            Self::Phone => "本人",
            Self::BankCard => "银行卡",
            Self::AccountNumber => "开户许可证或银行回单",
            Self::BoardToken => "工地上的告示牌",
            Self::ReceiptCode => "您保存的回执",
        }
    }
}

impl IdFault {
    /// A plain sentence: what is wrong and what to do.
    pub fn advice(self) -> String {
        match self {
            Self::Missing(kind) => format!("请填写{}", kind.label()),
            Self::Length { kind, found } => {
                format!("{}应为{}，现在是{found}位，请对照{}核对", kind.label(), kind.length(), kind.source())
            }
            Self::Character { kind, found } => match look_alike(kind, found) {
                Some(meant) => format!("{}里没有“{found}”，请看是不是“{meant}”", kind.label()),
                None => format!("{}里不应有“{found}”，请删去或改正", kind.label()),
            },
            Self::Check(IdKind::BankCard) => {
                "银行卡号的校验位对不上，可能抄错了一位，请对照银行卡核对；存折账号可以不改".into()
            }
            Self::Check(kind) => format!("{}的校验码对不上，可能抄错了一位，请对照{}核对", kind.label(), kind.source()),
            Self::Form(IdKind::ProjectCode) => {
                "项目代码应像 2604-330106-04-01-123456 这样由20位数字和4个短横线组成，请对照项目批复文件核对".into()
            }
            Self::Form(IdKind::PermitNumber) => {
                "施工许可证号不是18位的新编号，请对照施工许可证核对；旧编号和其他批准文件可以不改".into()
            }
            Self::Form(IdKind::Uscc) => "统一社会信用代码里的组织机构代码校验不符，请对照营业执照核对".into(),
            Self::Form(kind) => format!("{}应为{}，请核对", kind.label(), kind.length()),
            Self::OldResidentId => "15位的旧身份证号码已停用，请填写18位的身份证号码".into(),
            Self::NoSuchBirthday => "身份证号码里的出生日期不存在，请对照身份证核对第7至14位".into(),
            Self::BornTomorrow => "身份证号码里的出生日期还没有到，请对照身份证核对第7至14位".into(),
            Self::AreaCode => "座机号码请加上区号，例如 0571-88001234".into(),
        }
    }
}

impl fmt::Display for IdFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.advice())
    }
}

impl std::error::Error for IdFault {}

/// What was probably meant by a letter that the alphabet leaves out because it looks like another.
fn look_alike(kind: IdKind, found: char) -> Option<char> {
    match (kind, found) {
        (IdKind::Uscc, 'O') => Some('0'),
        (IdKind::Uscc, 'I') => Some('1'),
        (IdKind::Uscc, 'Z') => Some('2'),
        (IdKind::Uscc, 'S') => Some('5'),
        (IdKind::Uscc | IdKind::BoardToken | IdKind::ReceiptCode, 'V' | 'U') => {
            Some(if found == 'V' { 'U' } else { 'V' })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_says_what_is_wrong_and_what_to_do() {
        assert_eq!(IdFault::Missing(IdKind::Uscc).advice(), "请填写统一社会信用代码");
        assert_eq!(
            IdFault::Length { kind: IdKind::Uscc, found: 17 }.advice(),
            "统一社会信用代码应为18位，现在是17位，请对照营业执照核对"
        );
        assert_eq!(
            IdFault::Character { kind: IdKind::Uscc, found: 'I' }.advice(),
            "统一社会信用代码里没有“I”，请看是不是“1”"
        );
        assert_eq!(
            IdFault::Character { kind: IdKind::ResidentId, found: '*' }.to_string(),
            "身份证号码里不应有“*”，请删去或改正"
        );
    }
}
