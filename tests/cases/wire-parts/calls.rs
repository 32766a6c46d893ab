use cases::runtime::{Base64, CallOptions, Upload};
use cases::wire_parts::Client;
use cases::wire_parts::models::{
    Address, FileOrFiles, PartsAlternativesRequest, PartsAlternativesRequestObject, PartsChoicesRequest, PartsChoicesRequestAllItem, PartsChoicesRequestAllItemObject, PartsChoicesRequestMask, PartsChoicesRequestValue, PartsComposedRequest, PartsDocumentsRequest,
    PartsDocumentsRequestHistory, PartsEitherRequest, PartsEitherRequestWithCount, PartsEitherRequestWithHome,
    PartsEitherRequestWithNote, PartsPiecesRequest, PartsPlainRequest, PartsPlainRequestEither, Uploaded,
};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let parts = client.parts();
    let options = || CallOptions::default().multipart_boundary("XXX");
    let bytes = |text: &str| Upload::new(text.as_bytes().to_vec());

    let mut body = PartsPlainRequest::new(7, bytes("one").file_name("a.png").content_type("image/png"));
    body.others = Some(vec![bytes("two"), bytes("three").without_file_name()]);
    body.named = Some(bytes("four"));
    body.encoded = Some(Base64::from(vec![1_u8, 2, 3]));
    body.listed = Some(vec![1, 2]);
    body.either = Some(PartsPlainRequestEither::Boolean(true));
    parts.plain(body).options(options()).await?;

    let address = |street: &str, number| Address::default().with_street(street).with_number(number);
    let mut body = PartsDocumentsRequest::new(address("A & B", 1));
    body.addresses = Some(vec![address("C", 2), Address::default()]);
    body.history = Some(Some(PartsDocumentsRequestHistory::default().with_since(1999)));
    body.picture = Some(bytes("png").header("X-Rate-Limit-Limit", "5"));
    parts.documents(body).options(options()).await?;
    let mut body = PartsDocumentsRequest::new(Address::default());
    body.history = Some(None);
    parts.documents(body).options(options()).await?;
    // A header that would end the head of the part.
    let mut body = PartsDocumentsRequest::new(Address::default());
    body.picture = Some(bytes("png").header("X-Other", "a\r\nX-More: b"));
    assert!(parts.documents(body).options(options()).await.is_err());

    let url = PartsAlternativesRequestObject::new("https://example.com/a").with_note("b");
    parts.alternatives(PartsAlternativesRequest::Object(url)).options(options()).await?;
    let file = Uploaded::new(Upload::new(vec![0xff_u8])).with_thumbs(vec![bytes("t")]);
    parts.alternatives(PartsAlternativesRequest::Uploaded(file)).options(options()).await?;

    let composed = PartsComposedRequest::new("n", bytes("png")).with_encoded(Base64::from(vec![1_u8, 2, 3]));
    parts.composed(composed).options(options()).await?;
    for body in [
        PartsEitherRequest::WithHome(PartsEitherRequestWithHome::new(address("A & B", 1))),
        PartsEitherRequest::WithCount(PartsEitherRequestWithCount::new(1)),
        PartsEitherRequest::WithNote(PartsEitherRequestWithNote::new("n")),
    ] {
        parts.either(body).options(options()).await?;
    }

    // Of a choice between files and others, each alternative is sent as what it is.
    let one = |text: &str| FileOrFiles::Binary(bytes(text).file_name("a.png").content_type("image/png"));
    let mut body = PartsChoicesRequest::new(one("one"));
    body.mask = Some(Some(PartsChoicesRequestMask::Binary(Upload::new(vec![0xff_u8]).file_name("m.png"))));
    parts.choices(body).options(options()).await?;
    let several = || FileOrFiles::BinaryList(vec![bytes("two").file_name("b.png"), bytes("three")]);
    let mut body = PartsChoicesRequest::new(several())
        .with_mask(PartsChoicesRequestMask::String("https://example.com/m.png".to_owned()))
        .with_all(vec![
            PartsChoicesRequestAllItem::Integer(4),
            PartsChoicesRequestAllItem::FileOrFiles(several()),
            PartsChoicesRequestAllItem::Object(PartsChoicesRequestAllItemObject::new("u")),
        ]);
    body.additional_properties.insert("more".to_owned(), PartsChoicesRequestValue::Binary(bytes("four")));
    body.additional_properties.insert("less".to_owned(), PartsChoicesRequestValue::Boolean(true));
    parts.choices(body).options(options()).await?;
    let mut body = PartsChoicesRequest::new(one("five"));
    body.mask = Some(None);
    parts.choices(body.clone()).options(options()).await?;
    // A field that is described cannot be among the others.
    body.additional_properties.insert("mask".to_owned(), PartsChoicesRequestValue::Boolean(true));
    assert!(parts.choices(body).options(options()).request().is_err());

    let back = parts.whole(bytes("raw").content_type("image/png")).await?.into_body();
    assert_eq!(&back.into_bytes().await?[..], b"[1");
    let back = parts.untyped(bytes("pdf").content_type("application/pdf")).await?.into_body();
    assert!(back.is_array());
    let body = PartsPiecesRequest::new(bytes("one"), bytes("two").content_type("image/png")).with_said(bytes("three"));
    parts.pieces(body).options(options()).await?;
    Ok(())
}
