//! 举报投诉: the form on a site's page and the page of a receipt, both finished by the server alone, with a script of
//! their own and no application; and the office's pages.

#[cfg(feature = "ssr")]
mod form;
pub mod official;
#[cfg(feature = "ssr")]
mod track;

#[cfg(feature = "ssr")]
pub use form::complaint_form;
#[cfg(feature = "ssr")]
pub use track::TrackPage;

#[cfg(not(feature = "ssr"))]
pub use crate::ui::OpenAnew as TrackPage;
