//! Bytes that travel as text: base64, base64url and hexadecimal digits.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{InvalidText, text_scalar};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT.with_encode_padding(false));

macro_rules! bytes_in_text {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $decode:expr, $encode:expr) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Vec<u8>);

        impl $name {
            /// The bytes.
            pub fn into_bytes(self) -> Vec<u8> {
                self.0
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
                bytes.map($name).ok_or_else(|| InvalidText::new($expected, text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let encode: fn(&[u8]) -> String = $encode;
                f.write_str(&encode(&self.0))
            }
        }

        /// The number of bytes, and the first of them.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes"), self.0.len())?;
                for (index, byte) in self.0.iter().take(8).enumerate() {
                    write!(f, "{}{byte:02x}", if index == 0 { ": " } else { "" })?;
                }
                f.write_str(if self.0.len() > 8 { "..)" } else { ")" })
            }
        }

        impl Deref for $name {
            type Target = Vec<u8>;
            fn deref(&self) -> &Vec<u8> {
                &self.0
            }
        }
        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Vec<u8> {
                &mut self.0
            }
        }
        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                $name(bytes)
            }
        }
        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                $name(bytes.to_vec())
            }
        }
        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                $name(bytes.to_vec())
            }
        }
        impl From<$name> for Vec<u8> {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        text_scalar!($name);
    };
}

bytes_in_text!(
    /// Bytes, in base64 on the wire (RFC 4648, section 4). Written with padding; read with or without, white space
    /// skipped.
    Base64, "base64", |text| STANDARD.decode(text).ok(), |bytes| STANDARD.encode(bytes));
bytes_in_text!(
    /// Bytes, in base64url on the wire (RFC 4648, section 5). Written without padding; read with or without, white
    /// space skipped.
    Base64Url, "base64url", |text| URL_SAFE.decode(text).ok(), |bytes| URL_SAFE.encode(bytes));
bytes_in_text!(
    /// Bytes, as pairs of hexadecimal digits on the wire. Written in upper case (XML Schema Part 2, 3.2.15.2); read in
    /// either, white space skipped.
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
