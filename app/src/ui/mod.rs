//! Parts that know no page and no URL, one component per file.

mod chunk_failed;

pub use chunk_failed::ChunkFailed;
