//! Role × operation × ownership: who reaches what. Every operation under `/api/v1/official` that the API describes must
//! have its row in [`ROWS`]; one without fails `every_official_operation_has_a_row`. A path with a variable that
//! [`Target`] does not know fails as well: whose it is must be said.

use std::io::{Cursor, Read};

use axum::http::Method;
use common::auth::{Action, Role, may};
use common::date::Month;
use common::payroll::FileKind;
use serde_json::{Value, json};
use server::payroll::{Ground, WageImport};

use crate::helpers::{Answer, TestApp, on_both};

/// One operation: method and path as described, who may, and a request to try. `{…}` is filled in for the site or
/// account that is asked for.
struct Row(&'static str, &'static str, Who, fn() -> Value);

/// Who may.
enum Who {
    /// Whoever is signed in.
    Everyone,
    /// The roles that may do this.
    Only(Action),
}

use Who::{Everyone, Only};

const ROWS: &[Row] = &[
    Row("post", "/api/v1/official/password", Everyone, || json!({"old": "", "new": ""})),
    Row("get", "/api/v1/official/users", Only(Action::ManageUsers), || Value::Null),
    Row("post", "/api/v1/official/users", Only(Action::ManageUsers), || json!({})),
    Row("patch", "/api/v1/official/users/{id}", Only(Action::ManageUsers), || json!({"active": true})),
    Row("post", "/api/v1/official/users/{id}/password", Only(Action::ManageUsers), || json!({})),
    Row("get", "/api/v1/official/audit", Only(Action::ReadAudit), || Value::Null),
    Row("get", "/api/v1/official/blacklist", Only(Action::ReadBlacklist), || Value::Null),
    Row("post", "/api/v1/official/blacklist", Only(Action::RecordBlacklist), || json!({})),
    Row("get", "/api/v1/official/blacklist/{number}", Only(Action::ReadBlacklist), || Value::Null),
    Row("post", "/api/v1/official/blacklist/{number}/events", Only(Action::RecordBlacklist), || json!({})),
    Row("get", "/api/v1/official/blacklist/{number}/documents/{kind}", Only(Action::ReadBlacklist), || Value::Null),
    Row("get", "/api/v1/official/deposits", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/deposits.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/deposits.xlsx", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/deposit", Only(Action::ReadProjects), || Value::Null),
    Row("post", "/api/v1/official/projects/{number}/deposit", Only(Action::RecordDeposit), || json!({})),
    Row("post", "/api/v1/official/projects/{number}/deposit/what-if", Only(Action::ReadProjects), || json!({})),
    Row("post", "/api/v1/official/projects/{number}/deposit/records", Only(Action::RecordDeposit), || json!({})),
    Row("get", "/api/v1/official/projects/{number}/deposit/letters/{kind}", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/dashboard", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects.xlsx", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}", Only(Action::ReadProjects), || Value::Null),
    Row(
        "patch",
        "/api/v1/official/projects/{number}",
        Only(Action::EditProject),
        || json!({"changed_at": 0, "fields": {}}),
    ),
    Row("get", "/api/v1/official/projects/{number}/chain", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/complaints", Only(Action::ReadComplaints), || Value::Null),
    Row("post", "/api/v1/official/complaints", Only(Action::TakeComplaint), || json!({})),
    Row("get", "/api/v1/official/complaints/{number}", Only(Action::ReadComplaints), || Value::Null),
    Row("post", "/api/v1/official/complaints/{number}/steps", Only(Action::HandleComplaint), || json!({})),
    Row("post", "/api/v1/official/complaints/{number}/open", Only(Action::HandleComplaint), || json!({})),
    Row("get", "/api/v1/official/payroll", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/payroll.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/payroll.xlsx", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/payroll", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}/workers.csv", Only(Action::ReadProjects), || {
        Value::Null
    }),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}/workers.xlsx", Only(Action::ReadProjects), || {
        Value::Null
    }),
    Row(
        "get",
        "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/slip",
        Only(Action::ReadProjects),
        || Value::Null,
    ),
    Row("post", "/api/v1/official/projects/{number}/payroll/{month}/files/{kind}", Only(Action::RecordPayroll), || {
        json!({})
    }),
    Row(
        "post",
        "/api/v1/official/projects/{number}/payroll/{month}/signature",
        Only(Action::SignPayroll),
        || json!({"changed_at": 0}),
    ),
    Row(
        "post",
        "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/open",
        Only(Action::OpenPersonalData),
        || json!({"field": "id", "purpose": "核对退回的工资"}),
    ),
    Row(
        "get",
        "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/looks",
        Only(Action::ReadProjects),
        || Value::Null,
    ),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}/quantities", Only(Action::ReadProjects), || {
        Value::Null
    }),
    Row("post", "/api/v1/official/projects/{number}/payroll/{month}/quantities", Only(Action::RecordPayroll), || {
        json!({})
    }),
    Row(
        "post",
        "/api/v1/official/projects/{number}/payroll/{month}/quantities/{slip}/answers",
        Only(Action::RecordPayroll),
        || json!({}),
    ),
    Row("delete", "/api/v1/official/users/{id}/second-factor", Only(Action::ManageUsers), || Value::Null),
    Row("get", "/api/v1/official/second-factor", Everyone, || Value::Null),
    Row("post", "/api/v1/official/second-factor", Everyone, || json!({"password": ""})),
    Row("post", "/api/v1/official/second-factor/confirm", Everyone, || json!({"code": ""})),
    Row("post", "/api/v1/official/second-factor/removal", Everyone, || json!({"password": "", "code": ""})),
    // Last: they end the session that tries them.
    Row("delete", "/api/v1/official/sessions", Everyone, || Value::Null),
    Row("delete", "/api/v1/official/session", Everyone, || Value::Null),
];

/// Signing in, and asking who one is, ask for no session.
const OPEN: [(&str, &str); 2] = [("post", "/api/v1/official/session"), ("get", "/api/v1/official/session")];

/// What a path is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Nothing in particular: a list, or oneself.
    Nothing,
    /// A site, or something of it.
    Site,
    Account,
    /// A matter of the blacklist, which is the whole district's.
    Matter,
}

impl Target {
    fn of(path: &str) -> Self {
        let rest = path.strip_prefix("/api/v1/official").unwrap();
        match rest {
            _ if !rest.contains('{') => Self::Nothing,
            _ if rest.starts_with("/projects/{number}") => Self::Site,
            _ if rest.starts_with("/complaints/{number}") => Self::Site,
            _ if rest.starts_with("/users/{id}") => Self::Account,
            _ if rest.starts_with("/blacklist/{number}") => Self::Matter,
            _ => panic!("whose is the target of {path}?"),
        }
    }
}

/// Whose the target is, seen from the account that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Own,
    OtherFirm,
    OtherStreet,
    OtherIndustry,
}

impl Whose {
    const ALL: [Self; 4] = [Self::Own, Self::OtherFirm, Self::OtherStreet, Self::OtherIndustry];
}

/// A district with one site that is asked for, of which everything is stored that a path may name.
struct Ownership {
    app: TestApp,
    number: i64,
    industry: String,
    street: String,
    /// A firm of the site, and one that has no part in it.
    firms: [String; 2],
    person: String,
    account: String,
}

/// The name of the site, which no other has.
const NAME: &str = "示例独一无二工程";
const MONTH: &str = "2026-10";

impl Ownership {
    async fn new(on: &crate::helpers::Engine) -> Self {
        const SITE: &str = "select p.industry, p.street, c.uscc from project p
            join party t on t.project_id = p.id and t.role = 'contractor' and t.until_on is null
            join company c on c.id = t.company_id where p.number = $1";
        const STRANGER: &str = "select c.uscc from company c where c.uscc is not null and not exists (
            select 1 from party t join project p on p.id = t.project_id where t.company_id = c.id and p.number = $1)";
        let app = TestApp::with_sites(on, "2026-11-24", 12).await;
        let number = 2_i64;
        let rename = "update project set name = $2 where number = $1";
        app.db
            .write(move |tx| Box::pin(async move { Ok(server::run!(tx, query(rename).bind(number).bind(NAME))?) }))
            .await
            .unwrap();
        let (industry, street, firm): (String, String, String) =
            server::read!(&app.db, query_as(SITE).bind(number).fetch_one).unwrap();
        let stranger: String = server::read!(&app.db, query_scalar(STRANGER).bind(number).fetch_one).unwrap();
        let id = "330106189001010019";
        let file = std::env::temp_dir().join(format!("mingxin-rights-{}.csv", uuid::Uuid::now_v7().simple()));
        let head = "项目编号,姓名,身份证号码,应发工资,实发工资,银行卡号";
        std::fs::write(&file, format!("{head}\n{number},甲某,{id},6500,6500,6222020000000000000\n")).unwrap();
        let settings = app.state.settings.get();
        let (today, now) = (app.state.clock.today(), app.state.clock.now());
        let ground = Ground { db: &app.db, seal: &app.state.seal, settings: &settings, today, now };
        let options = WageImport {
            kind: FileKind::Payroll,
            file,
            name: "file".to_owned(),
            project: None,
            month: Month::parse(MONTH).ok(),
            dry_run: false,
            partial: false,
            actor: server::audit::Actor::CommandLine,
        };
        assert!(server::payroll::import(&ground, options).await.unwrap().stored);
        let labour = app.signed_in(Role::Labour, &[]).await;
        for code in ["91330106MA0000015K", "91330106MA0000023E"] {
            let draft = crate::blacklist::draft("示例建设有限公司", code);
            labour.post(common::blacklist::OFFICIAL_BLACKLIST, &draft).await.is(201);
        }
        let mark = app.state.seal.mark("id", id);
        let account = app.signed_in(Role::Auditor, &[]).await.name;
        let find = "select id from user_account where name = $1";
        let account: String = server::read!(&app.db, query_scalar(find).bind(&account).fetch_one).unwrap();
        let person = mark.iter().map(|byte| format!("{byte:02x}")).collect();
        // Numbered 1 and 2, the second as the site.
        let path = format!("/api/v1/boards/{}/complaints", app.token(2).await);
        for key in ["0123456789abcdef", "123456789abcdef0"] {
            app.post(&path, &json!({}), Some(key)).await.is(201);
        }
        Self { number, industry, street, firms: [firm, stranger], person, account, app }
    }

    /// The path with everything of the site that exists, and with this account.
    fn path(&self, row: &Row, account: &str) -> String {
        let kind = match row.1 {
            path if path.contains("/files/") => "payroll",
            path if path.contains("/documents/") => "notice",
            _ => "claim",
        };
        row.1
            .replace("{number}", &self.number.to_string())
            .replace("{id}", account)
            .replace("{kind}", kind)
            .replace("{month}", MONTH)
            .replace("{slip}", "00000000-0000-7000-8000-000000000000")
            .replace("{person}", &self.person)
    }

    /// Somebody of this role for whom the site is `whose`: all of the scope fits, or all but one part.
    async fn somebody(&self, role: Role, whose: Whose) -> crate::helpers::Client<'_> {
        let other = if self.industry == "water" { "transport" } else { "water" };
        let scope = [
            ("uscc", &*self.firms[usize::from(whose == Whose::OtherFirm)]),
            ("street", if whose == Whose::OtherStreet { "示例别处街道" } else { &self.street }),
            ("industry", if whose == Whose::OtherIndustry { other } else { &self.industry }),
        ];
        self.app.signed_in(role, &scope).await
    }

    async fn entries(&self) -> i64 {
        server::audit::store::head(&self.app.db).await.unwrap().0
    }
}

async fn send(client: &crate::helpers::Client<'_>, row: &Row, path: &str) -> Answer {
    let body = (row.3)();
    let method = Method::from_bytes(row.0.to_uppercase().as_bytes()).unwrap();
    client.send(method, path, (!body.is_null()).then_some(&body)).await
}

/// Whether the answer names the site, also inside a workbook.
fn names_the_site(answer: &Answer) -> bool {
    let mut text = String::from_utf8_lossy(&answer.body).into_owned();
    if answer.body.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(&answer.body)).unwrap();
        for index in 0..archive.len() {
            archive.by_index(index).unwrap().read_to_string(&mut text).unwrap();
        }
    }
    text.contains(NAME)
}

/// Every `(method, path)` under `/api/v1/official` that the description has.
fn described(description: &Value) -> Vec<(String, String)> {
    let paths = description["paths"].as_object().unwrap().iter();
    paths
        .filter(|(path, _)| path.starts_with("/api/v1/official"))
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())))
        .filter(|(method, path)| !OPEN.contains(&(&**method, &**path)))
        .collect()
}

on_both! {
    async fn every_official_operation_has_a_row(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let description = app.get("/api/v1/openapi.json").await.is(200).json();
        let described = described(&description);
        for (method, path) in &described {
            assert!(ROWS.iter().any(|row| row.0 == method && row.1 == path), "no row for {method} {path}");
        }
        for row in ROWS {
            assert!(described.iter().any(|(method, path)| row.0 == method && row.1 == path), "{} {}", row.0, row.1);
        }
    }
}

on_both! {
    async fn nobody_reaches_anything_without_a_session(on: Engine) {
        let district = Ownership::new(&on).await;
        for row in ROWS {
            let method = Method::from_bytes(row.0.to_uppercase().as_bytes()).unwrap();
            let path = district.path(row, &district.account);
            assert_eq!(district.app.send_as(method, &path).await.status.as_u16(), 401, "{} {}", row.0, row.1);
        }
    }
}

on_both! {
    async fn each_role_reaches_its_own_and_nothing_else(on: Engine) {
        let district = Ownership::new(&on).await;
        let (mut cells, mut refused, mut hidden, mut named) = (0, 0, 0, 0);
        for role in Role::ALL {
            for row in ROWS {
                let allowed = match &row.2 {
                    Everyone => true,
                    Only(action) => may(*role, *action),
                };
                let target = Target::of(row.1);
                for whose in Whose::ALL {
                    let client = district.somebody(*role, whose).await;
                    let account = match (target, whose) {
                        (Target::Account, Whose::Own) => client.id().await,
                        // Accounts belong to no firm, street or industry.
                        (Target::Account, Whose::OtherStreet | Whose::OtherIndustry) => continue,
                        _ => district.account.clone(),
                    };
                    let before = district.entries().await;
                    let answer = send(&client, row, &district.path(row, &account)).await;
                    let status = answer.status.as_u16();
                    let is_hidden = target == Target::Site && whose != Whose::Own;
                    let fits = match (allowed, is_hidden) {
                        (false, _) => status == 403,
                        (true, true) => status == 404,
                        // There, but perhaps wrong or not now.
                        (true, false) => matches!(status, 200..=299 | 409 | 422),
                    };
                    let cell = format!("{} {} {} {whose:?}", role.as_str(), row.0, row.1);
                    assert!(fits, "{cell}: {status} {}", String::from_utf8_lossy(&answer.body));
                    if !allowed || is_hidden {
                        assert_eq!(district.entries().await, before, "{cell} left a trace");
                    }
                    assert!(whose == Whose::Own || !names_the_site(&answer), "{cell} names the site");
                    cells += 1;
                    refused += usize::from(!allowed);
                    hidden += usize::from(allowed && is_hidden);
                    named += usize::from(names_the_site(&answer));
                }
            }
        }
        assert!(named > 7 * 5, "whoever reaches the site sees it named: {named}");
        println!("{cells} cells: {refused} refused by role, {hidden} hidden by ownership, 0 unexpected 2xx");
    }
}
