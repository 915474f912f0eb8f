//! 首页: find a site by any word, by the number on its board, by place or by its QR code.

mod finders;
mod hits;
mod marked;
mod offline;
mod page;
mod visited;

pub use offline::OfflinePage;
pub use page::HomePage;

/// For a query string: everything but letters and digits as %XX.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn a_query_is_encoded_byte_by_byte() {
        assert_eq!(encode("滨江 3&x=1"), "%E6%BB%A8%E6%B1%9F%203%26x%3D1");
    }
}
