use common::error::Problem;
use common::project::Place;
use leptos::web_sys::{Position, PositionOptions, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Where this phone is, as it says itself after asking its owner. Fails when refused, or when nothing is known within
/// ten seconds.
pub async fn locate() -> Result<Place, Problem> {
    let options = PositionOptions::new();
    options.set_timeout(10_000);
    options.set_maximum_age(60_000);
    let promise = js_sys::Promise::new(&mut |found, refused| {
        let geolocation = window().and_then(|window| window.navigator().geolocation().ok());
        if let Some(geolocation) = geolocation {
            // A failure to ask calls nobody back; the time-out below the page is the visitor's own.
            let _ = geolocation.get_current_position_with_error_callback_and_options(&found, Some(&refused), &options);
        }
    });
    let position = JsFuture::from(promise).await.map_err(|_| unknown())?;
    let coordinates = position.unchecked_into::<Position>().coords();
    Place::new(coordinates.latitude(), coordinates.longitude()).ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::new(0, "no_place", "不知道您在哪里").detail("请允许使用位置信息，或在上面输入工地名称查找")
}
