//! Bundles and minifies the style sheets: `style/public.css` for inside the public pages, every other `style/*.css`
//! that is not part of another one as a file.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use super::pack;
use crate::sh::root;

/// The sheet that stands inside every public page.
const INLINE: &str = "public.css";

/// The minified sheets with their names.
pub struct Styles(Vec<(String, Vec<u8>)>);

impl Styles {
    pub fn digest(&self) -> String {
        pack::digest(self.0.iter().map(|(_, css)| css))
    }

    /// The public sheet; empty if there is none.
    pub fn inline(&self) -> String {
        let public = self.0.iter().find(|(name, _)| name == INLINE);
        public.map(|(_, css)| String::from_utf8_lossy(css).into_owned()).unwrap_or_default()
    }

    /// The sheets that are files of their own.
    pub fn files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        self.0.iter().filter(|(name, _)| name != INLINE).cloned()
    }
}

pub fn build() -> Result<Styles> {
    let folder = root().join("style");
    let sources = pack::read_folder(&folder)?;
    let is_part = |name: &str| {
        let import = format!("@import \"{name}\"");
        let import = import.as_bytes();
        sources.iter().any(|(_, css)| css.windows(import.len()).any(|text| text == import))
    };
    let sheets = sources.iter().map(|(name, _)| name);
    let sheets = sheets.filter(|name| name.ends_with(".css") && !name.contains('/') && !is_part(name));
    sheets.map(|name| Ok((name.clone(), bundle(&folder.join(name))?.into_bytes()))).collect::<Result<_>>().map(Styles)
}

/// One sheet with all that it imports, for phones of 2019 and later (WeChat's engine, 360, UOS).
fn bundle(file: &Path) -> Result<String> {
    let browsers = Browsers {
        chrome: Some(78 << 16),
        android: Some(78 << 16),
        safari: Some(13 << 16),
        ios_saf: Some(13 << 16),
        firefox: Some(78 << 16),
        ..Browsers::default()
    };
    let targets = Targets::from(browsers);
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(file).map_err(|error| anyhow!("{}: {error}", file.display()))?;
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("{}: {error}", file.display()))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })?;
    Ok(printed.code)
}
