//! 操作记录: one row for every write and every look at full personal data, in the transaction of what it tells of.
//!
//! Each row's hash covers the hash before it and everything the row says, so that nothing can be changed, removed,
//! swapped or inserted without every later hash giving it away. Only cutting off the end leaves a sound chain: that is
//! what the published head of a day is for.

pub mod cli;
pub mod routes;
pub mod store;

use common::auth::AuditEntry;
use sha2::{Digest, Sha256};

use crate::hex::hex;

pub use store::record;

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The name of an account.
    Account(String),
    /// Somebody who is not signed in and stays unknown.
    Public,
    /// Whoever has a shell on the server.
    CommandLine,
}

impl Actor {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Account(name) => name,
            // No account has such names.
            Self::Public => "公众",
            Self::CommandLine => "命令行",
        }
    }
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry with this number is missing, or another stands in its place.
    Missing(i64),
    /// This entry, or one before it, is not as it was written.
    Changed(i64),
    /// The chain ends before, or does not contain, a head that was published.
    Head(i64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(number) => write!(f, "第{number}条缺失或被替换"),
            Self::Changed(number) => write!(f, "第{number}条被改动，或它前面的记录被改动"),
            Self::Head(number) => write!(f, "与公布的第{number}条校验值不符，末尾的记录可能被删去"),
        }
    }
}

/// Follows a chain entry by entry, from the first.
#[derive(Debug, Default)]
pub struct Verifier {
    number: i64,
    hash: String,
}

impl Verifier {
    /// The next entry.
    pub fn follow(&mut self, entry: &AuditEntry) -> Result<(), Fault> {
        if entry.number != self.number + 1 {
            return Err(Fault::Missing(self.number + 1));
        }
        if hash(&self.hash, entry) != entry.hash {
            return Err(Fault::Changed(entry.number));
        }
        self.number = entry.number;
        self.hash.clone_from(&entry.hash);
        Ok(())
    }

    /// Number and hash of the last entry followed.
    pub fn head(&self) -> (i64, &str) {
        (self.number, &self.hash)
    }
}

/// SHA-256 over the hash before and the entry's fields, each with its length before it, so that no two entries share
/// one text.
fn hash(previous: &str, entry: &AuditEntry) -> String {
    let (number, at) = (entry.number.to_string(), entry.at.to_string());
    let mut hash = Sha256::new();
    for field in [previous, &number, &at, &entry.actor, &entry.action, &entry.target, &entry.detail] {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<AuditEntry> {
        let mut previous = String::new();
        (1..=length)
            .map(|number| {
                let mut entry = AuditEntry {
                    number,
                    at: 1_790_000_000_000 + number,
                    actor: "li".into(),
                    action: "deposit.create".into(),
                    target: format!("id-{number}"),
                    detail: "{}".into(),
                    hash: String::new(),
                };
                entry.hash = hash(&previous, &entry);
                previous.clone_from(&entry.hash);
                entry
            })
            .collect()
    }

    fn verify(entries: &[AuditEntry]) -> Result<(), Fault> {
        let mut verifier = Verifier::default();
        entries.iter().try_for_each(|entry| verifier.follow(entry))
    }

    #[test]
    fn every_tampering_with_a_chain_is_found() {
        let sound = chain(40);
        assert_eq!(verify(&sound), Ok(()));
        let changes: [fn(&mut AuditEntry); 6] = [
            |entry| entry.at += 1,
            |entry| entry.actor.push('x'),
            |entry| entry.action = "deposit.delete".into(),
            |entry| entry.target.push('1'),
            |entry| entry.detail = "{ }".into(),
            |entry| entry.hash = entry.hash.replace('a', "b").replacen('0', "1", 1),
        ];
        let mut tried = 0;
        for place in 0..sound.len() {
            for change in changes {
                let mut entries = sound.clone();
                change(&mut entries[place]);
                assert!(entries[place] == sound[place] || verify(&entries).is_err());
                tried += 1;
            }
            // Rehashing the changed entry alone does not help unless it is the last.
            let mut entries = sound.clone();
            entries[place].actor = "wang".into();
            let previous = place.checked_sub(1).map(|before| entries[before].hash.clone()).unwrap_or_default();
            entries[place].hash = hash(&previous, &entries[place]);
            assert_eq!(verify(&entries).is_err(), place + 1 < entries.len());
            let mut entries = sound.clone();
            entries.remove(place);
            assert_eq!(verify(&entries).is_err(), place + 1 < sound.len());
            for other in place + 1..sound.len() {
                let mut entries = sound.clone();
                entries.swap(place, other);
                assert!(verify(&entries).is_err());
                tried += 1;
            }
        }
        assert!(tried > 1000);
    }

    #[test]
    fn text_that_moves_from_one_field_to_the_next_changes_the_hash() {
        let entry = &chain(1)[0];
        let moved = AuditEntry { actor: "lid".into(), action: "eposit.create".into(), ..entry.clone() };
        assert_ne!(hash("", entry), hash("", &moved));
    }
}
