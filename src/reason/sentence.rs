//! `sentences!`: declares an enum of reasons whose variants each have a sentence in every language, checked by the compiler.

use crate::words::Locale;

/// What can be shown to a person in their language.
pub trait Said {
    /// The text in this language.
    fn said(&self, locale: Locale) -> String;
}

/// Sample values, so that a test can look at every sentence.
pub trait Sample: Sized {
    /// At least one value of each form that a sentence can take.
    fn samples() -> Vec<Self>;

    /// The first of them.
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

/// Declares reasons: `Variant { value: Type } => "English {value}" / "中文 {value}"`. Values are shown in the language of the
/// sentence. A variant's documentation is its English sentence.
macro_rules! sentences {
    ($(#[$meta:meta])* $name:ident {
        $( $(#[$vmeta:meta])* $variant:ident $({ $($field:ident : $kind:ty),+ $(,)? })? => $en:literal / $zh:literal ),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name { $(
            $(#[$vmeta])*
            #[doc = concat!("`` ", $en, " ``")]
            $variant $({ $( #[doc = concat!("`", stringify!($field), "` in the sentence.")] $field: $kind ),+ })?
        ),+ }

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

        /// English, for logs and the command line.
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

/// A variant with every sample of its first field, and one sample of each other field.
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
