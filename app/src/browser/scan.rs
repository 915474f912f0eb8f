//! 扫一扫: the camera and the browser's own reader of QR codes.

use common::error::Problem;
use common::id::BoardToken;
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const PAUSE_MS: u32 = 200;

/// Shows the camera in `video` until it reads the code of a board. `None` if the video left the page before. Fails
/// when the camera is refused.
pub async fn scan(video: HtmlVideoElement) -> Result<Option<BoardToken>, Problem> {
    let stream = open_camera().await.map_err(|_| refused())?;
    video.set_src_object(Some(&stream));
    let token = read(&video).await;
    video.set_src_object(None);
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    token.map_err(|_| refused())
}

async fn open_camera() -> Result<MediaStream, JsValue> {
    let facing = js_sys::Object::new();
    Reflect::set(&facing, &"facingMode".into(), &"environment".into())?;
    let wanted = MediaStreamConstraints::new();
    wanted.set_video(&facing);
    let devices = window().ok_or(JsValue::NULL)?.navigator().media_devices()?;
    Ok(JsFuture::from(devices.get_user_media_with_constraints(&wanted)?).await?.unchecked_into())
}

async fn read(video: &HtmlVideoElement) -> Result<Option<BoardToken>, JsValue> {
    JsFuture::from(video.play()?).await?;
    let window = window().ok_or(JsValue::NULL)?;
    let class: Function = Reflect::get(&window, &"BarcodeDetector".into())?.dyn_into()?;
    let detector = Reflect::construct(&class, &Array::new())?;
    let detect: Function = Reflect::get(&detector, &"detect".into())?.dyn_into()?;
    while video.is_connected() {
        let codes: Promise = detect.call1(&detector, video)?.dyn_into()?;
        // A frame that cannot be read is followed by the next one.
        if let Ok(codes) = JsFuture::from(codes).await {
            for code in Array::from(&codes) {
                let text = Reflect::get(&code, &"rawValue".into())?.as_string();
                if let Some(token) = text.as_deref().and_then(token_in) {
                    return Ok(Some(token));
                }
            }
        }
        TimeoutFuture::new(PAUSE_MS).await;
    }
    Ok(None)
}

/// The token in the text of a board's QR code, whichever host it names: only our own page is opened with it.
fn token_in(text: &str) -> Option<BoardToken> {
    let text = text.to_ascii_uppercase();
    let (_, token) = text.rsplit_once("/B/")?;
    BoardToken::parse(token).ok()
}

fn refused() -> Problem {
    Problem::new(0, "no_camera", "打不开相机").detail("请允许使用相机，或用微信扫牌子上的二维码")
}
