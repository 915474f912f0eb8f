//! Personal data at rest: sealed with XChaCha20-Poly1305, found again by a keyed hash.
//!
//! Law: 《个人信息保护法》第五十一条. The keys lie in a file outside the database, so that who loses the database loses no
//! names. Each sealed value begins with the number of its key: a new `seal` line in the file seals from then on, and
//! the old lines still open. The `blind` key cannot be changed, since it finds what is stored.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand::RngExt;
use sha2::Sha256;

use crate::db::Db;
use crate::read;

/// Bytes of a nonce.
const NONCE: usize = 24;

/// The keys; cheap to clone.
#[derive(Clone)]
pub struct Seal(Arc<Keys>);

struct Keys {
    /// By number; the last one seals.
    seals: Vec<(u8, XChaCha20Poly1305)>,
    blind: Hmac<Sha256>,
}

/// A keyed hash, equal where what it was made of is equal.
pub type Mark = [u8; 16];

impl Seal {
    /// The keys in `path`; on first use they are made. Refuses to make new ones for a database that was sealed with
    /// others.
    pub async fn open(path: &Path, db: &Db) -> anyhow::Result<Self> {
        const SEALED: &str = "select (select count(*) from wage_file) + (select count(*) from second_factor)
            + (select count(*) from complaint)";
        if !path.exists() {
            let sealed: i64 = read!(db, query_scalar(SEALED).fetch_one)?;
            if sealed > 0 {
                bail!(
                    "密钥文件 {} 不见了，而数据库里有用它加密的个人信息。请从备份取回密钥文件，或用 --keys 指明位置",
                    path.display()
                );
            }
            create(path)?;
        }
        let text = fs::read_to_string(path).with_context(|| format!("读不了密钥文件 {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("密钥文件 {} 不完整", path.display()))
    }

    /// Keys that are gone with the process; for tests.
    pub fn passing() -> Self {
        let [blind, seal] = rand::rng().random::<[[u8; 32]; 2]>();
        Self(Arc::new(Keys { seals: vec![(1, cipher(&seal))], blind: hasher(&blind) }))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let (mut seals, mut blind) = (Vec::new(), None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                ["blind", key] => blind = Some(hasher(&bytes(key)?)),
                ["seal", number, key] => seals.push((number.parse()?, cipher(&bytes(key)?))),
                _ => bail!("a line is neither `blind KEY` nor `seal NUMBER KEY`"),
            }
        }
        if seals.is_empty() {
            bail!("no seal key");
        }
        Ok(Self(Arc::new(Keys { seals, blind: blind.context("no blind key")? })))
    }

    /// Encrypts `plain`. Only the same `about` opens it again, so that nothing can be moved to another row.
    pub fn seal(&self, plain: &str, about: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (number, cipher) = self.0.seals.last().context("no seal key")?;
        let nonce: [u8; NONCE] = rand::rng().random();
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain.as_bytes(), aad: about })
            .map_err(|_| anyhow::anyhow!("cannot seal"))?;
        let mut value = Vec::with_capacity(1 + NONCE + sealed.len());
        value.push(*number);
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    /// Decrypts what [`Self::seal`] made about the same thing.
    pub fn open_value(&self, value: &[u8], about: &[u8]) -> anyhow::Result<String> {
        let (number, rest) = value.split_first().context("an empty sealed value")?;
        let (nonce, sealed) = rest.split_at_checked(NONCE).context("a short sealed value")?;
        let nonce: [u8; NONCE] = nonce.try_into()?;
        let (_, cipher) =
            self.0.seals.iter().find(|(known, _)| known == number).with_context(|| format!("no seal key {number}"))?;
        let plain = cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: about })
            .map_err(|_| anyhow::anyhow!("a sealed value does not open: it was changed, or sealed with other keys"))?;
        Ok(String::from_utf8(plain)?)
    }

    /// The hash by which equal values of one `kind` find each other.
    pub fn mark(&self, kind: &str, value: &str) -> Mark {
        let mut hash = self.0.blind.clone();
        hash.update(kind.as_bytes());
        hash.update(&[0]);
        hash.update(value.as_bytes());
        let full: [u8; 32] = hash.finalize().into_bytes().into();
        let mut mark = Mark::default();
        mark.copy_from_slice(&full[..16]);
        mark
    }
}

/// Writes a file with new keys that only its owner reads.
fn create(path: &Path) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let [blind, seal] = rand::rng().random::<[[u8; 32]; 2]>();
    let text = format!(
        "# 明薪的个人信息密钥。丢了它，姓名、证件号、电话和卡号就打不开；请单独备份，不要和数据库放在一起。\nblind {}\nseal 1 {}\n",
        STANDARD.encode(blind),
        STANDARD.encode(seal)
    );
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("写不了密钥文件 {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn bytes(key: &str) -> anyhow::Result<[u8; 32]> {
    STANDARD.decode(key)?.try_into().map_err(|_| anyhow::anyhow!("a key has 32 bytes"))
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn hasher(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC fills a shorter key up with zeros to the block of its hash.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const OTHER: &str = "HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    #[test]
    fn what_was_sealed_opens_only_where_it_belongs() {
        let seal = Seal::passing();
        let value = seal.seal("甲某", b"row 1").unwrap();
        assert_eq!(seal.open_value(&value, b"row 1").unwrap(), "甲某");
        assert!(seal.open_value(&value, b"row 2").is_err());
        assert_ne!(seal.seal("甲某", b"row 1").unwrap(), value);
        for at in 0..value.len() {
            let mut changed = value.clone();
            changed[at] ^= 1;
            assert!(seal.open_value(&changed, b"row 1").is_err(), "{at}");
        }
        assert!(seal.open_value(&value[..20], b"row 1").is_err());
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_still_opens() {
        let old = Seal::parse(&format!("blind {KEY}\nseal 1 {KEY}\n")).unwrap();
        let new = Seal::parse(&format!("# two\nblind {KEY}\nseal 1 {KEY}\nseal 2 {OTHER}\n")).unwrap();
        let value = old.seal("甲某", b"").unwrap();
        assert_eq!(new.open_value(&value, b"").unwrap(), "甲某");
        assert!(old.open_value(&new.seal("甲某", b"").unwrap(), b"").is_err());
        assert_eq!(old.mark("id", "1"), new.mark("id", "1"));
        assert_ne!(old.mark("id", "1"), old.mark("card", "1"));
    }

    #[test]
    fn a_damaged_key_file_is_refused() {
        for text in ["", "blind AA==\nseal 1 AA==", &format!("seal 1 {KEY}"), &format!("blind {KEY}"), "x"] {
            assert!(Seal::parse(text).is_err(), "{text}");
        }
    }
}
