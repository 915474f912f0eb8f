//! The public list as an Atom feed, the newest entries first. What is removed is not told of any more.

use common::blacklist::PublicEntry;
use common::text::escape_html;

/// The feed of a list whose last change was at an instant in RFC 3339.
pub fn atom(entries: &[PublicEntry], public_url: &str, authority: &str, updated: &str) -> String {
    let url = escape_html(public_url);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n\
         <id>{url}/blacklist</id>\n<title>拖欠农民工工资失信联合惩戒对象名单</title>\n<updated>{updated}</updated>\n\
         <author><name>{}</name></author>\n<link href=\"{url}/blacklist\"/>\n\
         <link rel=\"self\" href=\"{url}/blacklist.atom\"/>\n",
        escape_html(authority)
    );
    for entry in entries {
        feed.push_str(&format!(
            "<entry><id>urn:uuid:{}</id><title>{}</title><updated>{}T00:00:00+08:00</updated>\
             <link href=\"{url}/blacklist/{}\"/><summary>{}。{}，期限{}。</summary></entry>\n",
            entry.id,
            escape_html(&entry.employer),
            entry.history.last().map_or(entry.published_on, |step| step.on),
            entry.id,
            escape_html(&entry.facts),
            escape_html(&entry.decision),
            entry.term(),
        ));
    }
    feed.push_str("</feed>\n");
    feed
}
