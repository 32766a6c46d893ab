//! Scalars: `type` and `format` to the kind of a value. A format that is not known leaves the type as it is
//! (OpenAPI 3.0.4, 4.4: formats are an open set).

use super::{Schema, Types};
use crate::ir::media_type::essence;
use crate::ir::{Int, Scalar};
use crate::openapi::cx::Cx;

impl<'a> Cx<'a, '_> {
    /// The scalar of a schema of one scalar type.
    pub(super) fn scalar(&mut self, schema: &Schema<'a>, types: Types) -> Scalar {
        let format = schema.format.map(str::to_ascii_lowercase);
        let format = format.as_deref();
        match types {
            Types::BOOLEAN => Scalar::Bool,
            Types::INTEGER => integer(format).unwrap_or_else(|| widest(schema)),
            Types::NUMBER => match format {
                Some("float" | "float32") => Scalar::F32,
                Some("decimal" | "decimal128") => Scalar::Decimal,
                // A whole number by its format; `number` is then only the coarser word.
                Some("unixtime") => Scalar::UnixTime,
                Some("int32" | "int64" | "integer" | "uint32" | "uint64") => {
                    integer(format).unwrap_or(Scalar::Int(Int::I64))
                }
                _ => Scalar::F64,
            },
            Types::FILE => Scalar::Bytes,
            Types::NULL => Scalar::Null,
            _ => string(schema, format),
        }
    }
}

fn integer(format: Option<&str>) -> Option<Scalar> {
    Some(Scalar::Int(match format? {
        "int8" => Int::I8,
        "int16" => Int::I16,
        "int32" => Int::I32,
        "int64" | "long" => Int::I64,
        "uint8" => Int::U8,
        "uint16" => Int::U16,
        "uint32" => Int::U32,
        "uint64" => Int::U64,
        "unixtime" | "unix-time" => return Some(Scalar::UnixTime),
        "bigint" => return Some(Scalar::BigInt),
        _ => return None,
    }))
}

/// The narrowest of 64-bit and unbounded integers that holds what the limits allow.
fn widest(schema: &Schema<'_>) -> Scalar {
    let bound = |bound: &Option<crate::ir::Bound>| bound.as_ref().map(|bound| bound.value.clone());
    let (least, most) = (bound(&schema.limits.minimum), bound(&schema.limits.maximum));
    let big = |value: &Option<String>, fits: fn(f64) -> bool| {
        value.as_deref().and_then(|value| value.parse::<f64>().ok()).is_some_and(|value| !fits(value))
    };
    // 2^63 and 2^64; what is near enough to them to be rounded up is meant as them.
    let above_i64 = big(&most, |value| value <= 9_223_372_036_854_775_807.0);
    let above_i64 =
        above_i64 || most.as_deref().is_some_and(|most| most.parse::<i64>().is_err() && most.parse::<u64>().is_ok());
    let above_u64 = big(&most, |value| value <= 18_446_744_073_709_551_615.0);
    let below_i64 = big(&least, |value| value >= -9_223_372_036_854_775_808.0);
    let negative = least.as_deref().is_none_or(|least| least.starts_with('-'));
    match () {
        () if above_u64 || below_i64 || (above_i64 && negative) => Scalar::BigInt,
        () if above_i64 => Scalar::Int(Int::U64),
        () => Scalar::Int(Int::I64),
    }
}

fn string(schema: &Schema<'_>, format: Option<&str>) -> Scalar {
    // 3.1 says by `contentEncoding` what 3.0 said by `format` (OpenAPI 3.1.1, 4.4.2).
    match schema.content_encoding.map(str::to_ascii_lowercase).as_deref() {
        Some("base64") => return Scalar::Base64,
        Some("base64url") => return Scalar::Base64Url,
        Some("base16") => return Scalar::Hex,
        _ => {}
    }
    match format {
        Some("date") => Scalar::Date,
        // Others than RFC 3339's, as `dateTime`, are no format that is registered, and may mean any form of times.
        Some("date-time") => Scalar::DateTime,
        Some("date-time-rfc1123" | "http-date") => Scalar::DateTimeRfc1123,
        // A full-time of RFC 3339 has a zone, which many services leave out: kept as text, neither is lost.
        Some("time") => Scalar::String,
        Some("duration") => Scalar::Duration,
        Some("uuid" | "guid") => Scalar::Uuid,
        Some("uri" | "url" | "uri-reference") => Scalar::Uri,
        Some("byte" | "base64") => Scalar::Base64,
        Some("base64url") => Scalar::Base64Url,
        Some("binary") => Scalar::Bytes,
        // A media type that is no text, without an encoding, is how 3.1 says `format: binary` (OpenAPI 3.1.1, 4.4.1.3).
        None if schema.content_type.is_some_and(is_binary) => Scalar::Bytes,
        _ => Scalar::String,
    }
}

/// Whether a media type surely stands for bytes that are no text.
fn is_binary(media: &str) -> bool {
    let essence = essence(media);
    let textual = essence.ends_with("+xml") || essence.ends_with("+json");
    matches!(essence.as_str(), "application/octet-stream" | "application/pdf" | "application/zip" | "application/gzip")
        || (!textual && ["image/", "audio/", "video/"].iter().any(|kind| essence.starts_with(kind)))
}

/// Whether values are numbers, so that bounds can be set to them.
pub(super) fn is_number(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::Int(_) | Scalar::BigInt | Scalar::F32 | Scalar::F64 | Scalar::Decimal | Scalar::UnixTime)
}
