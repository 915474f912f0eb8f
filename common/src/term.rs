//! Closed lists of official terms: one word to store, one to show.

/// Defines an enum whose variants have a stored word (`as_str`), a Chinese label (`label`) and further spellings that
/// offices write for it (`parse` takes any of the three).
macro_rules! terms {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $word:literal, $label:literal $(, [$($alias:literal),*])? ; )+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $( $(#[$vmeta])* #[serde(rename = $word)] $variant, )+ }

        impl $name {
            /// Every variant, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The word people read.
            pub const fn label(self) -> &'static str {
                match self { $( Self::$variant => $label, )+ }
            }

            /// Reads the stored word, the label or a usual spelling. `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                match text {
                    $( $word | $label $( $(| $alias)* )? => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use terms;
