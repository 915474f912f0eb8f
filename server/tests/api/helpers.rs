//! A running application on an empty database and a fixed day.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use chrono::NaiveDate;
use common::auth::{NewUser, Role, SignInRules};
use common::project::Industry;
use serde_json::Value;
use server::AppState;
use server::auth::{cookie, password, store};
use server::clock::Clock;
use server::db::Db;
use server::seal::Seal;
use server::settings::examples;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub use crate::engine::Engine;
pub(crate) use crate::engine::on_both;

pub struct TestApp {
    pub db: Db,
    pub state: AppState,
    router: Router,
    today: NaiveDate,
}

impl TestApp {
    /// An empty district on a day, with the shipped example settings.
    pub async fn on(engine: &Engine, day: &str) -> Self {
        let today: NaiveDate = day.parse().unwrap();
        let clock = Clock::noon(today);
        let db = Db::open(&engine.fresh().await).await.unwrap();
        db.write(move |tx| Box::pin(async move { examples::install(tx, clock.now()).await })).await.unwrap();
        let state = AppState::new(db.clone(), Seal::passing(), clock, "https://mx.example.com", None).await.unwrap();
        Self { router: server::app(state.clone()).unwrap(), db, state, today }
    }

    /// The same database on another day.
    pub async fn later(&self, day: &str) -> Self {
        let today: NaiveDate = day.parse().unwrap();
        let (db, clock) = (self.db.clone(), Clock::noon(today));
        let state = AppState::new(db.clone(), Seal::passing(), clock, "https://mx.example.com", None).await.unwrap();
        Self { router: server::app(state.clone()).unwrap(), db, state, today }
    }

    /// The same with the first sites of the demo district.
    pub async fn with_sites(engine: &Engine, day: &str, count: u64) -> Self {
        let app = Self::on(engine, day).await;
        server::demo::fill_sites(&app.db, &app.state.settings.get(), 1, count, app.today).await.unwrap();
        app
    }

    /// Token of the site with this serial.
    pub async fn token(&self, serial: usize) -> String {
        let tokens = server::board::store::first_tokens(&self.db, i64::MAX).await.unwrap();
        tokens[serial - 1].clone()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        self.send(request).await
    }

    pub async fn post(&self, path: &str, body: &Value, key: Option<&str>) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A form sent by a page with script off.
    pub async fn send_form(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub async fn send_as(&self, method: Method, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    }

    /// A client signed in with a new account of this role, which reaches the whole district, or what `scope` says:
    /// `("street", "城东街道")`, `("industry", "housing")` or `("uscc", code)`.
    pub async fn signed_in(&self, role: Role, scope: &[(&str, &str)]) -> Client<'_> {
        static PASSWORD: OnceCell<String> = OnceCell::const_new();
        let password =
            PASSWORD.get_or_init(|| async { password::hash("Shi-Li-Qu-2026".to_owned()).await.unwrap() }).await;
        let part = |key: &str| scope.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned());
        let name = format!("u{}", uuid::Uuid::now_v7().simple()).chars().take(30).collect::<String>();
        let new = NewUser {
            name: name.clone(),
            person: "示例".to_owned(),
            role,
            industry: part("industry").map(|text| Industry::parse(&text).unwrap()),
            street: part("street"),
            uscc: part("uscc"),
        };
        let now = self.state.clock.now();
        let (token, user) = (name.clone(), name.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = store::insert(tx, &new, password, false, now).await?;
                    store::begin_session(
                        tx,
                        &id,
                        &cookie::hash(&token),
                        &cookie::hash(&user),
                        &SignInRules::default(),
                        now,
                    )
                    .await
                })
            })
            .await
            .unwrap();
        Client { app: self, name: name.clone(), cookie: format!("__Host-mingxin={name}") }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// Somebody who is signed in.
pub struct Client<'a> {
    app: &'a TestApp,
    pub name: String,
    pub cookie: String,
}

impl Client<'_> {
    /// Of the account.
    pub async fn id(&self) -> String {
        let find = "select id from user_account where name = $1";
        server::read!(&self.app.db, query_scalar(find).bind(&self.name).fetch_one).unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookie);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.app.send(request.body(body).unwrap()).await
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// It is a problem that names exactly these fields.
    #[track_caller]
    pub fn names(self, fields: &[&str]) -> Self {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let named: Vec<String> = self.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(named, fields);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
    }
}
