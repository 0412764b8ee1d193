//! Every message as it passes between page and worker: a snapshot for each variant. What changes here changes both sides.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]

mod common;
mod run;
mod workbench;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A sample of each variant of an enum. A variant that is not named does not compile.
macro_rules! each_variant {
    ($message:ident { $($variant:ident: $sample:expr,)+ }) => {{
        fn is_named(message: &$message) {
            match message {
                $($message::$variant { .. } => {})+
            }
        }
        let samples = vec![$((stringify!($variant), $sample)),+];
        for (_, sample) in &samples {
            is_named(sample);
        }
        samples
    }};
}
pub(crate) use each_variant;

/// Compares each sample with its snapshot, and reads it back.
pub(crate) fn check<M>(of: &str, samples: Vec<(&'static str, M)>)
where
    M: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for (variant, sample) in samples {
        let json = serde_json::to_string_pretty(&sample).unwrap();
        assert_eq!(serde_json::from_str::<M>(&json).unwrap(), sample);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{of}.{variant}"), json);
        });
    }
}
