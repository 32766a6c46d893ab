//! The macros that tie enums to alternatives: of elements, of types (`xsi:type`), of texts.

/// Ties an enum to a choice among children of an element:
///
/// ```text
/// xml::choice! {
///     Shape {
///         Circle(Circle) = element NS "circle",
///         Count(i32) = element NS "count" | "1",    // an element without text stands for this
///         Tags(Vec<Tag>) = elements NS "tag",      // a run of elements of this name
///         Pair(Pair) = content,                     // a group, or another choice
///         Other(xml::AnyElement) = any not [NS],    // or `any`, `any of [NS ""]`
///         More(Vec<xml::AnyElement>) = anys,        // a run of such elements
///         Text(String) = text,                      // in mixed content
///     }
/// }
/// ```
///
/// The first alternative that the current part fits is taken, one that it begins and misses nothing of before others.
#[allow(unused_macros)]
macro_rules! choice {
    ($name:ident { $(
        $variant:ident ( $ty:ty ) = $kind:ident $($ns:literal $n:literal $(| $empty:literal)?)? $($how:ident [$($allowed:literal)+])?
    ),* $(,)? }) => {
        impl runtime::xml::XmlContent for $name {
            fn begins(reader: &runtime::xml::Reader<'_>) -> bool {
                false $(|| runtime::xml::alternative!(
                    begins $kind reader (runtime::xml::Fit::Begins) [$ty] $($ns $n)? $($how [$($allowed)+])?
                ))*
            }
            fn leads(reader: &runtime::xml::Reader<'_>) -> bool {
                false $(|| runtime::xml::alternative!(
                    begins $kind reader (runtime::xml::Fit::Leads) [$ty] $($ns $n)? $($how [$($allowed)+])?
                ))*
            }
            #[allow(unused_variables)]
            fn read(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                for fit in [runtime::xml::Fit::Leads, runtime::xml::Fit::Begins] {
                    $(
                        if runtime::xml::alternative!(begins $kind reader (fit) [$ty] $($ns $n)? $($how [$($allowed)+])?) {
                            return runtime::xml::alternative!(
                                read $kind reader [$ty] $($ns $n $($empty)?)? $($how [$($allowed)+])?
                            )
                            .map($name::$variant);
                        }
                    )*
                }
                Err(reader.fault(concat!("no alternative of ", stringify!($name))))
            }
            #[allow(unused_variables)]
            fn read_more(&mut self, reader: &mut runtime::xml::Reader<'_>) -> Result<bool, runtime::xml::Error> {
                match self {
                    $($name::$variant(value) => runtime::xml::alternative!(more $kind reader value [$ty]),)*
                }
            }
            fn write(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                match self {
                    $($name::$variant(value) => {
                        runtime::xml::alternative!(write $kind writer value $($ns $n)?)
                    })*
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use choice;

/// What `choice!` does with an alternative, by its kind.
#[allow(unused_macros)]
macro_rules! alternative {
    (begins element $reader:ident ($fit:expr) [$ty:ty] $ns:tt $n:literal) => {
        ($reader.local() == $n && $reader.at_element_of($ns))
    };
    (begins elements $reader:ident ($fit:expr) [$ty:ty] $ns:tt $n:literal) => {
        ($reader.local() == $n && $reader.at_element_of($ns))
    };
    (begins content $reader:ident ($fit:expr) [$ty:ty]) => {
        $fit.fits::<$ty>($reader)
    };
    (begins any $reader:ident ($fit:expr) [$ty:ty]) => {
        $reader.at_element()
    };
    (begins any $reader:ident ($fit:expr) [$ty:ty] $how:ident [$($ns:literal)+]) => {
        runtime::xml::allowed!([$how $($ns)+]).takes($reader)
    };
    (begins anys $($any:tt)*) => {
        runtime::xml::alternative!(begins any $($any)*)
    };
    (begins text $reader:ident ($fit:expr) [$ty:ty]) => {
        $reader.at_text()
    };
    (read element $reader:ident [$ty:ty] $ns:tt $n:literal) => {
        <$ty as runtime::xml::FromXml>::from_xml($reader)
    };
    (read element $reader:ident [$ty:ty] $ns:tt $n:literal $empty:literal) => {{
        $reader.fill($empty);
        <$ty as runtime::xml::FromXml>::from_xml($reader)
    }};
    (read elements $reader:ident [$ty:ty] $ns:tt $n:literal) => {
        runtime::xml::read_run($reader, $ns, $n, None)
    };
    (read elements $reader:ident [$ty:ty] $ns:tt $n:literal $empty:literal) => {
        runtime::xml::read_run($reader, $ns, $n, Some($empty))
    };
    (read content $reader:ident [$ty:ty]) => {
        <$ty as runtime::xml::XmlContent>::read($reader)
    };
    (read any $reader:ident [$ty:ty] $($how:ident $allowed:tt)?) => {
        <$ty as runtime::xml::FromXml>::from_xml($reader)
    };
    (read anys $reader:ident [$ty:ty]) => {
        runtime::xml::Allowed::Any.read_run($reader)
    };
    (read anys $reader:ident [$ty:ty] $how:ident [$($ns:literal)+]) => {
        runtime::xml::allowed!([$how $($ns)+]).read_run($reader)
    };
    (read text $reader:ident [$ty:ty]) => {
        $reader.value::<$ty>()
    };
    // One that repeats takes what belongs to it; another alternative may not follow.
    (more content $reader:ident $value:ident [$ty:ty]) => {
        match <$ty as runtime::xml::XmlContent>::begins($reader) {
            true => runtime::xml::XmlContent::read_more($value, $reader),
            false => Ok(false),
        }
    };
    (more $kind:ident $reader:ident $value:ident [$ty:ty]) => {
        Ok(false)
    };
    (write element $writer:ident $value:ident $ns:tt $n:literal) => {
        $writer.element($ns, $n, $value)
    };
    (write elements $writer:ident $value:ident $ns:tt $n:literal) => {
        $value.iter().try_for_each(|item| $writer.element($ns, $n, item))
    };
    (write content $writer:ident $value:ident) => {
        runtime::xml::XmlContent::write($value, $writer)
    };
    (write any $writer:ident $value:ident) => {
        $value.write($writer)
    };
    (write anys $writer:ident $value:ident) => {
        $value.iter().try_for_each(|element| element.write($writer))
    };
    (write text $writer:ident $value:ident) => {
        $writer.value($value)
    };
}
#[allow(unused_imports)]
pub(crate) use alternative;

/// Ties an enum to the types that an element may say it has (`xsi:type`):
///
/// ```text
/// xml::typed! { Shape { Circle(Circle) = NS "Circle", Square(Square) = NS "Square" } base Plain(PlainShape) }
/// ```
///
/// `base`: what an element without `xsi:type` is, written without one; without it the type has to be said. With `open`
/// behind it, an element with another type is kept in `Unknown(xml::AnyElement)`. A type may have more names, which are
/// read only: `Circle(Circle) = NS "Circle" | NS "Round"`, `base Plain(PlainShape) = NS "Plain"`.
#[allow(unused_macros)]
macro_rules! typed {
    ($name:ident { $($variants:tt)* }) => {
        runtime::xml::typed! { @impl $name { $($variants)* } [] [] }
    };
    ($name:ident { $($variants:tt)* } open) => {
        runtime::xml::typed! { @impl $name { $($variants)* } [] [Unknown] }
    };
    ($name:ident { $($variants:tt)* } base $base:ident ( $ty:ty ) $(= $($ns:tt $n:literal)|+)?) => {
        runtime::xml::typed! { @impl $name { $($variants)* } [$base $ty [$($([$ns $n])+)?]] [] }
    };
    ($name:ident { $($variants:tt)* } base $base:ident ( $ty:ty ) $(= $($ns:tt $n:literal)|+)? open) => {
        runtime::xml::typed! { @impl $name { $($variants)* } [$base $ty [$($([$ns $n])+)?]] [Unknown] }
    };
    (@impl $name:ident { $($variant:ident ( $ty:ty ) = $ns:tt $n:literal $(| $other_ns:tt $other:literal)*),* $(,)? }
        [$($base:ident $base_ty:ty [$([$base_ns:tt $base_n:literal])*])?] [$($unknown:ident)?]) => {
        impl runtime::xml::FromXml for $name {
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                $(
                    if reader.has_type($ns, $n)? $(|| reader.has_type($other_ns, $other)?)* {
                        return <$ty as runtime::xml::FromXml>::from_xml(reader).map($name::$variant);
                    }
                )*
                $(
                    if reader.xsi_type()?.is_none() $(|| reader.has_type($base_ns, $base_n)?)* {
                        return <$base_ty as runtime::xml::FromXml>::from_xml(reader).map($name::$base);
                    }
                )?
                $(
                    #[allow(unreachable_code)]
                    return <runtime::xml::AnyElement as runtime::xml::FromXml>::from_xml(reader).map($name::$unknown);
                )?
                #[allow(unreachable_code)]
                Err(reader.unknown_type(stringify!($name)))
            }
        }
        impl runtime::xml::ToXml for $name {
            $(
                fn declarations(&self) -> &[(String, String)] {
                    match self {
                        $name::$unknown(value) => runtime::xml::ToXml::declarations(value),
                        #[allow(unreachable_patterns, reason = "there may be no other variant")]
                        _ => &[],
                    }
                }
            )?
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                match self {
                    $($name::$variant(value) => {
                        writer.xsi_type($ns, $n)?;
                        runtime::xml::ToXml::to_xml(value, writer)
                    })*
                    $($name::$base(value) => runtime::xml::ToXml::to_xml(value, writer),)?
                    $($name::$unknown(value) => runtime::xml::ToXml::to_xml(value, writer),)?
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use typed;

/// Ties an enum to texts of several types (`xs:union`), the first of which that knows the value wins, else the first that
/// reads it: `xml::union! { Size { Number(i32), Name(String) } }`. A text whose white space does not count as it stands
/// is followed by what it does: `Name(String) collapsed`, `Name(String) replaced`.
#[allow(unused_macros)]
macro_rules! union {
    ($name:ident { $($variant:ident ( $ty:ty ) $($space:ident)?),* $(,)? }) => {
        impl runtime::xml::XmlText for $name {
            fn from_text(text: &str, scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                let mut unknown = None;
                $(
                    if let Ok(value) = <$ty as runtime::xml::XmlText>::from_text(text, scope) {
                        if runtime::xml::XmlText::is_known(&value) {
                            return Ok($name::$variant(value));
                        }
                        unknown = unknown.or(Some($name::$variant(value)));
                    }
                )*
                if let Some(value) = unknown {
                    return Ok(value);
                }
                Err(runtime::xml::TextError::none_of(stringify!($name), text))
            }
            fn to_text(
                &self,
                scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<::std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                match self {
                    $($name::$variant(value) => runtime::xml::XmlText::to_text(value, scope),)*
                }
            }
            fn is_known(&self) -> bool {
                match self {
                    $($name::$variant(value) => runtime::xml::XmlText::is_known(value),)*
                }
            }
            fn space(&self) -> runtime::scalar::Space {
                match self {
                    $($name::$variant(_value) => runtime::xml::union!(@space _value $($space)?),)*
                }
            }
        }
        runtime::xml::text_content!($name);
    };
    (@space $value:ident) => { runtime::xml::XmlText::space($value) };
    (@space $value:ident collapsed) => { runtime::scalar::Space::Collapse };
    (@space $value:ident replaced) => { runtime::scalar::Space::Replace };
}
#[allow(unused_imports)]
pub(crate) use union;
