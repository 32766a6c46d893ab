//! Bytes that travel as text: base64, base64url and hexadecimal digits.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

#[cfg(feature = "json")]
use super::super::json::{Json, Shape, changed};
use super::{InvalidText, serde_by_json};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

macro_rules! bytes_in_text {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $decode:expr, $encode:expr) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        pub struct $name {
            bytes: Vec<u8>,
            /// The text that was read, where another would be written.
            text: Option<Box<str>>,
            /// Whether JSON is written in these words too: where they came from XML, and would be lost on the way back.
            #[cfg_attr(not(feature = "json"), allow(dead_code))]
            in_json: bool,
        }

        impl $name {
            /// The bytes.
            pub fn into_bytes(self) -> Vec<u8> {
                self.bytes
            }

            /// As it is read from XML.
            #[cfg(feature = "xml")]
            pub(crate) fn read_from_xml(self) -> Self {
                $name { in_json: true, ..self }
            }
        }

        // How it was written is no part of the value.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.bytes == other.bytes
            }
        }
        impl Eq for $name {}
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.bytes.hash(state);
            }
        }
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.bytes.cmp(&other.bytes)
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                let decode: fn(&str) -> Option<Vec<u8>> = $decode;
                let bytes = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
                    decode(&text.split_ascii_whitespace().collect::<String>())
                } else {
                    decode(text)
                };
                let encode: fn(&[u8]) -> String = $encode;
                let bytes = bytes.ok_or_else(|| InvalidText::new($expected, text))?;
                let differs = encode(&bytes) != text;
                Ok($name { bytes, text: differs.then(|| text.into()), in_json: false })
            }
        }

        /// With `{:#}`, in the words in which it was read.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let encode: fn(&[u8]) -> String = $encode;
                match &self.text {
                    Some(text) if f.alternate() => f.write_str(text),
                    _ => f.write_str(&encode(&self.bytes)),
                }
            }
        }

        /// The number of bytes, and the first of them.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes"), self.bytes.len())?;
                for (index, byte) in self.bytes.iter().take(8).enumerate() {
                    write!(f, "{}{byte:02x}", if index == 0 { ": " } else { "" })?;
                }
                f.write_str(if self.bytes.len() > 8 { "..)" } else { ")" })
            }
        }

        impl Deref for $name {
            type Target = Vec<u8>;
            fn deref(&self) -> &Vec<u8> {
                &self.bytes
            }
        }
        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Vec<u8> {
                // The text is that of other bytes from now on.
                self.text = None;
                &mut self.bytes
            }
        }
        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.bytes
            }
        }
        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                $name { bytes, text: None, in_json: false }
            }
        }
        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                $name { bytes: bytes.to_vec(), text: None, in_json: false }
            }
        }
        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                $name { bytes: bytes.to_vec(), text: None, in_json: false }
            }
        }
        impl From<$name> for Vec<u8> {
            fn from(value: $name) -> Self {
                value.bytes
            }
        }

        #[cfg(feature = "json")]
        impl Json for $name {
            fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(d)?;
                let value: Self = text.parse().map_err(<D::Error as serde::de::Error>::custom)?;
                changed(|| value.text.is_some());
                Ok(value)
            }
            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self.in_json {
                    true => s.collect_str(&format_args!("{self:#}")),
                    false => s.collect_str(self),
                }
            }
            fn fits(shape: &Shape) -> bool {
                shape.is_string()
            }
        }
        serde_by_json!($name);
    };
}

bytes_in_text!(
    /// Bytes, in base64 on the wire (RFC 4648, section 4). Written with padding; read with or without, white space
    /// skipped; in XML it is written again as it was read.
    Base64, "base64", |text| STANDARD.decode(text).ok(), |bytes| STANDARD.encode(bytes));
bytes_in_text!(
    /// Bytes, in base64url on the wire (RFC 4648, section 5). Written without padding; read with or without, white
    /// space skipped; in XML it is written again as it was read.
    Base64Url, "base64url", |text| URL_SAFE.decode(text).ok(), |bytes| URL_SAFE.encode(bytes));
bytes_in_text!(
    /// Bytes, as pairs of hexadecimal digits on the wire. Written in upper case (XML Schema Part 2, 3.2.15.2); read in
    /// either, white space skipped; in XML it is written again as it was read.
    Hex, "pairs of hexadecimal digits", from_hex, to_hex);

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
