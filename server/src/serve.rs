//! Running the server: open, watch, listen, stop in order.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use common::id::BoardToken;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::board::{qr, store};
use crate::clock::Clock;
use crate::config::ServeArgs;
use crate::db::Db;
use crate::seal::Seal;
use crate::settings::examples;
use crate::{AppState, app, auth, demo};

/// How often changes made by other processes are looked for.
const WATCH: Duration = Duration::from_secs(1);
/// Between two looks at the limits.
const TIDY: Duration = Duration::from_secs(60);
/// How long a change may have been under way before it was committed.
const OVERLAP_MS: i64 = 60_000;

/// Serves until the process is asked to stop, then finishes what is under way.
pub async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let db = Db::open(&args.data.url()?).await?;
    db.write(|tx| Box::pin(async move { examples::install(tx, Clock::System.now()).await })).await?;
    let seal = Seal::open(&args.data.keys(), &db).await?;
    let public_url = args.public_url();
    let state = AppState::new(db.clone(), seal, Clock::System, &public_url, args.trusted_proxy).await?;
    let listener = TcpListener::bind(args.listen).await.with_context(|| format!("cannot listen on {}", args.listen))?;
    let chores = [tokio::spawn(watch(state.clone())), tokio::spawn(tidy(state.clone()))];
    announce(&state, listener.local_addr()?).await?;
    let service = app(state)?.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await?;
    chores.iter().for_each(|chore| chore.abort());
    db.close().await;
    Ok(())
}

/// Where to look first: the home page, a board, and its code for a phone; the accounts of a demo.
async fn announce(state: &AppState, listening: SocketAddr) -> anyhow::Result<()> {
    let mut text = format!("首页    http://{listening}/\n");
    if let Some(token) = store::first_tokens(&state.db, 1).await?.first() {
        let token = BoardToken::parse(token).map_err(|fault| anyhow::anyhow!("{}", fault.advice()))?;
        text.push_str(&format!("告示牌  {}\n", qr::address(&state.public_url, &token)));
        text.push_str(&qr::terminal(&state.public_url, &token)?);
    }
    let accounts = auth::store::demo_accounts(&state.db).await?;
    if !accounts.is_empty() {
        text.push_str(&format!(
            "工作台  http://{listening}/official\n演示账号，密码都是 {}：\n",
            demo::accounts::PASSWORD
        ));
        for (name, person) in accounts {
            text.push_str(&format!("  {name:<14}{person}\n"));
        }
    }
    // Nobody may be reading; that is no reason not to serve.
    drop(std::io::stdout().write_all(text.as_bytes()));
    Ok(())
}

/// Drops kept answers that other processes made old, and takes over changed settings.
async fn watch(state: AppState) {
    let mut since = state.clock.now().timestamp_millis() - OVERLAP_MS;
    let mut seen: std::collections::HashMap<String, i64> = std::collections::HashMap::new();
    let mut settings_at = settings_changed_at(&state).await;
    let mut listed = 0;
    let mut ticks = tokio::time::interval(WATCH);
    loop {
        ticks.tick().await;
        match store::changed_since(&state.db, since).await {
            Ok(changed) => {
                for (token, at) in changed {
                    if seen.insert(token.clone(), at) != Some(at) {
                        state.bytes.forget(&token);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "cannot look for changes"),
        }
        if let Err(error) = crate::blacklist::listing::end_lapsed(&state).await {
            tracing::warn!(%error, "cannot end what has lapsed on the blacklist");
        }
        if let Ok(version) = crate::blacklist::store::version_now(&state.db).await
            && version != listed
        {
            listed = version;
            state.bytes.forget(crate::blacklist::KEPT);
        }
        since = since.max(state.clock.now().timestamp_millis() - OVERLAP_MS);
        seen.retain(|_, at| *at > since);
        let changed_at = settings_changed_at(&state).await;
        if changed_at != settings_at {
            settings_at = changed_at;
            match state.settings.reload(&state.db).await {
                Ok(()) => state.bytes.forget_all(),
                Err(error) => tracing::error!(%error, "cannot load the settings"),
            }
        }
    }
}

/// Forgets addresses whose limits are full again.
async fn tidy(state: AppState) {
    let mut ticks = tokio::time::interval(TIDY);
    loop {
        ticks.tick().await;
        state.look_ups.tidy();
        state.posts.tidy();
    }
}

async fn settings_changed_at(state: &AppState) -> Option<i64> {
    crate::settings::store::changed_at(&state.db).await.ok().flatten()
}

/// Ctrl-C, or SIGTERM from the service manager.
async fn asked_to_stop() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "cannot wait for SIGTERM");
            return;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => if let Err(error) = result { tracing::error!(%error, "cannot wait for Ctrl-C") },
    }
    tracing::info!("stopping");
}
