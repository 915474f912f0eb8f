//! JSON bodies whose failures are problems as everything else's.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use common::error::FieldErrors;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// A JSON body in or out. What cannot be read is 422 with the reader's reason.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => {
                let mut errors = FieldErrors::default();
                errors.push("", format!("请求内容不是要求的 JSON：{}", rejection.body_text()));
                Err(Error::Invalid(errors))
            }
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}
