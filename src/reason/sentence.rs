//! A reason is an enum whose variants each have a sentence in every language: what has none does not compile.

use crate::words::Locale;

/// What can be said to a person, in their language.
pub trait Said {
    fn said(&self, locale: Locale) -> String;
}

/// Values that stand for all others where every sentence is to be looked at.
pub trait Sample: Sized {
    fn samples() -> Vec<Self>;

    fn sample() -> Option<Self> {
        Self::samples().into_iter().next()
    }
}

impl Said for String {
    fn said(&self, _: Locale) -> String {
        self.clone()
    }
}

impl Sample for String {
    fn samples() -> Vec<String> {
        vec!["某某".into()]
    }
}

macro_rules! numbers {
    ($($number:ident),+) => { $(
        impl Said for $number {
            fn said(&self, _: Locale) -> String {
                self.to_string()
            }
        }
        impl Sample for $number {
            fn samples() -> Vec<$number> {
                vec![2]
            }
        }
    )+ };
}
numbers!(u32, u64, usize, i32, i64);

/// Declares reasons: `Variant { particular: Type } => "English {particular}" / "中文 {particular}"`. Particulars are said in the
/// language of the sentence they stand in.
macro_rules! sentences {
    ($(#[$meta:meta])* $name:ident {
        $( $(#[$vmeta:meta])* $variant:ident $({ $($field:ident : $kind:ty),+ $(,)? })? => $en:literal / $zh:literal ),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name { $( $(#[$vmeta])* $variant $({ $($field: $kind),+ })? ),+ }

        impl $crate::reason::Said for $name {
            fn said(&self, locale: $crate::words::Locale) -> String {
                match self {
                    $( $name::$variant $({ $($field),+ })? => {
                        $( $( let $field = $crate::reason::Said::said($field, locale); )+ )?
                        match locale {
                            $crate::words::Locale::En => format!($en),
                            $crate::words::Locale::Zh => format!($zh),
                        }
                    } ),+
                }
            }
        }

        /// English, as logs and commands have it.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::reason::Said::said(self, $crate::words::Locale::En))
            }
        }

        impl $crate::reason::Sample for $name {
            fn samples() -> Vec<$name> {
                [$( $crate::reason::sentence::sampled!($name::$variant $({ $($field : $kind),+ })?) ),+].concat()
            }
        }
    };
}

/// A variant with every value of its first particular, and one of each other.
macro_rules! sampled {
    ($name:ident :: $variant:ident) => { vec![$name::$variant] };
    ($name:ident :: $variant:ident { $first:ident : $kind:ty $(, $field:ident : $more:ty)* }) => {
        <$kind as $crate::reason::Sample>::samples()
            .into_iter()
            .filter_map(|$first| {
                $( let $field = <$more as $crate::reason::Sample>::sample()?; )*
                Some($name::$variant { $first $(, $field)* })
            })
            .collect::<Vec<$name>>()
    };
}
pub(crate) use sampled;
pub(crate) use sentences;
