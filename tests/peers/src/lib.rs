//! The types that several generators write of `track.xsd` and `bill.xsd`.
#![allow(warnings, clippy::all)] // What is generated is as it is.

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));
include!(concat!(env!("OUT_DIR"), "/track.rs"));
include!(concat!(env!("OUT_DIR"), "/bill.rs"));

/// By xsd-parser, with the reader and writer that it writes.
pub mod quick {
    pub mod track {
        include!(concat!(env!("OUT_DIR"), "/track_quick.rs"));
    }
    pub mod bill {
        include!(concat!(env!("OUT_DIR"), "/bill_quick.rs"));
    }
}

/// By xsd-parser, with quick-xml's serde.
pub mod by_serde {
    pub mod track {
        include!(concat!(env!("OUT_DIR"), "/track_serde.rs"));
    }
    pub mod bill {
        include!(concat!(env!("OUT_DIR"), "/bill_serde.rs"));
    }
}
