//! What the management client makes of answers: XML in every dress that it may come in.

use generated::management::models::{SubscriptionCertificate, SubscriptionCertificates};
use tests::answer::Answer;
use tests::server::Server;
use time::macros::datetime;

use crate::common::{THUMBPRINT, Trust, fact, within};

const NAMESPACE: &str = "http://schemas.microsoft.com/windowsazure";
const DOCUMENTED: &str = "https://schemas.microsoft.com/windowsazure";

/// The certificates that bodies are read as, each by a call of its own.
async fn read_all<B: AsRef<[u8]>>(bodies: &[B]) -> Vec<SubscriptionCertificate> {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), bodies.iter().map(Answer::xml));
    let client = trust.management(&server);
    let mut read = Vec::new();
    for body in bodies {
        let result = within(client.certificates().get("T")).await;
        let shown = String::from_utf8_lossy(body.as_ref());
        read.push(result.unwrap_or_else(|error| panic!("{error}\n{shown}")).into_body());
    }
    read
}

async fn read(body: impl AsRef<[u8]>) -> SubscriptionCertificate {
    read_all(&[body]).await.remove(0)
}

fn thumbprint(certificate: &SubscriptionCertificate) -> &str {
    certificate.subscription_certificate_thumbprint.as_deref().unwrap_or("(none)")
}

#[tokio::test]
async fn a_certificate() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [fact!("management/get.http").answer("")]);
    let response = within(trust.management(&server).certificates().get("T")).await.unwrap();
    assert_eq!(response.status(), 200);
    let certificate = response.body();
    assert_eq!(certificate.subscription_certificate_public_key.as_ref().unwrap().as_ref(), b"public-key");
    assert_eq!(thumbprint(certificate), THUMBPRINT.to_uppercase());
    assert_eq!(certificate.subscription_certificate_data.as_ref().unwrap().as_ref(), b"raw-certificate-data");
    assert_eq!(certificate.created, Some(datetime!(2012-06-07 20:28:55.123_456_7 UTC).into()));
    assert_eq!(response.headers().x_ms_request_id.as_deref(), Some("a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"));
    assert_eq!(response.request_id(), Some("a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"));
}

#[tokio::test]
async fn a_list() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [fact!("management/list.http").answer("")]);
    let list = within(trust.management(&server).certificates().list()).await.unwrap().into_body();
    let certificates = &list.subscription_certificate;
    assert_eq!(certificates.len(), 2);
    assert_eq!(certificates[1].created, Some(datetime!(2013-01-02 03:04:05 UTC).into()));
    assert!(certificates.iter().all(|certificate| thumbprint(certificate) == THUMBPRINT.to_uppercase()));
}

#[tokio::test]
async fn lists_of_nothing() {
    let trust = Trust::new();
    let bodies = [
        format!("<SubscriptionCertificates xmlns=\"{NAMESPACE}\"/>"),
        format!(
            "<SubscriptionCertificates xmlns=\"{NAMESPACE}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"></SubscriptionCertificates>"
        ),
        "<?xml version=\"1.0\"?>\n<!-- none -->\n<SubscriptionCertificates>\n</SubscriptionCertificates>\n".to_owned(),
    ];
    let server = Server::tls(trust.servers.server(&trust.clients), bodies.iter().map(Answer::xml));
    let client = trust.management(&server);
    for body in &bodies {
        let list: SubscriptionCertificates = within(client.certificates().list()).await.unwrap().into_body();
        assert!(list.subscription_certificate.is_empty(), "{body}");
    }
}

/// By namespace and local name, never by prefix; the namespace that newer pages print, and none at all, are the same one.
#[tokio::test]
async fn namespaces_and_prefixes() {
    let inner = |p: &str| format!("<{p}SubscriptionCertificateThumbprint>T</{p}SubscriptionCertificateThumbprint>");
    let bodies = [
        format!("<a:SubscriptionCertificate xmlns:a=\"{NAMESPACE}\">{}</a:SubscriptionCertificate>", inner("a:")),
        format!("<SubscriptionCertificate xmlns=\"{NAMESPACE}\">{}</SubscriptionCertificate>", inner("")),
        format!("<SubscriptionCertificate xmlns=\"{DOCUMENTED}\">{}</SubscriptionCertificate>", inner("")),
        format!("<b:SubscriptionCertificate xmlns:b=\"{DOCUMENTED}\">{}</b:SubscriptionCertificate>", inner("b:")),
        format!("<SubscriptionCertificate>{}</SubscriptionCertificate>", inner("")),
        // One prefix, bound anew on the way.
        format!(
            "<p:SubscriptionCertificate xmlns:p=\"{NAMESPACE}\"><p:SubscriptionCertificateThumbprint xmlns:p=\"{NAMESPACE}\">T\
             </p:SubscriptionCertificateThumbprint></p:SubscriptionCertificate>"
        ),
        format!(
            "<SubscriptionCertificate xmlns='{NAMESPACE}' xmlns:q='{NAMESPACE}'><q:SubscriptionCertificateThumbprint>T\
             </q:SubscriptionCertificateThumbprint></SubscriptionCertificate>"
        ),
    ];
    for (certificate, body) in read_all(&bodies).await.iter().zip(&bodies) {
        assert_eq!(thumbprint(certificate), "T", "{body}");
    }
}

/// An element of the same name in a foreign namespace is another element.
#[tokio::test]
async fn foreign_elements_are_skipped() {
    let body = format!(
        "<SubscriptionCertificate xmlns=\"{NAMESPACE}\" xmlns:o=\"urn:other\" o:attr=\"1\">\
         <o:SubscriptionCertificateThumbprint>wrong</o:SubscriptionCertificateThumbprint>\
         <New><SubscriptionCertificateThumbprint>deep</SubscriptionCertificateThumbprint>text</New><!-- x --><?pi y?>\
         <SubscriptionCertificateThumbprint id=\"z\">T</SubscriptionCertificateThumbprint><New2/></SubscriptionCertificate>"
    );
    assert_eq!(thumbprint(&read(body).await), "T");
}

/// Comments and CDATA inside text: one recorded client cut the text at the comment.
#[tokio::test]
async fn text_in_pieces() {
    let element = |text: &str| {
        format!(
            "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><SubscriptionCertificateThumbprint>{text}</SubscriptionCertificateThumbprint></SubscriptionCertificate>"
        )
    };
    let cases = [
        ("01<!-- a remark -->23", "0123"),
        ("<![CDATA[a<b&c>]]>d", "a<b&c>d"),
        ("<![CDATA[]]>", ""),
        ("a&amp;&lt;&gt;&quot;&apos;&#65;&#x42;", "a&<>\"'AB"),
        ("01<?pi?>23", "0123"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("&#13;", "\r"),
        ("é\u{1F511}", "é\u{1F511}"),
    ];
    let bodies: Vec<String> = cases.iter().map(|(text, _)| element(text)).collect();
    for (certificate, (text, expected)) in read_all(&bodies).await.iter().zip(cases) {
        assert_eq!(thumbprint(certificate), expected, "{text}");
    }
}

#[tokio::test]
async fn nil_empty_and_missing() {
    let nil = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\"";
    let bodies = [
        format!("<SubscriptionCertificate xmlns=\"{NAMESPACE}\"/>"),
        format!(
            "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><Created {nil}/><SubscriptionCertificateData {nil}></SubscriptionCertificateData><SubscriptionCertificateThumbprint {nil}/></SubscriptionCertificate>"
        ),
        format!(
            "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><SubscriptionCertificateData/><SubscriptionCertificateThumbprint></SubscriptionCertificateThumbprint></SubscriptionCertificate>"
        ),
    ];
    let read = read_all(&bodies).await;
    assert_eq!(read[0], SubscriptionCertificate::default());
    assert_eq!(read[1], SubscriptionCertificate::default());
    assert_eq!(read[2].subscription_certificate_thumbprint.as_deref(), Some(""));
    assert_eq!(read[2].subscription_certificate_data.as_ref().map(|data| data.len()), Some(0));
}

#[tokio::test]
async fn encodings() {
    let document = |encoding: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?><SubscriptionCertificate xmlns=\"{NAMESPACE}\">\
             <SubscriptionCertificateThumbprint>é\u{1F511}</SubscriptionCertificateThumbprint></SubscriptionCertificate>"
        )
    };
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let latin: Vec<u8> =
        document("iso-8859-1").replace('\u{1F511}', "!").chars().map(|c| u8::try_from(c).unwrap()).collect();
    let bodies = [
        document("utf-8").into_bytes(),
        document("UTF-8").into_bytes(),
        format!("\u{feff}{}", document("utf-8")).into_bytes(),
        little(&format!("\u{feff}{}", document("utf-16"))),
        big(&format!("\u{feff}{}", document("utf-16"))),
        little(&document("utf-16")),
        big(&document("UTF-16")),
    ];
    let read = read_all(&bodies).await;
    for (n, certificate) in read.iter().enumerate() {
        assert_eq!(thumbprint(certificate), "é\u{1F511}", "{n}");
    }
    // The declaration counts where the content type says nothing, and only there (RFC 7303, 3).
    let trust = Trust::new();
    let of = |content_type: &str| Answer::new(200, &[("Content-Type", content_type)], &latin);
    let answers = [of("application/xml"), of("application/xml; charset=utf-8")];
    let server = Server::tls(trust.servers.server(&trust.clients), answers);
    let client = trust.management(&server);
    let certificate = within(client.certificates().get("T")).await.unwrap();
    assert_eq!(thumbprint(certificate.body()), "é!");
    assert!(within(client.certificates().get("T")).await.is_err());
}

/// The content type may say the charset in place of a declaration.
#[tokio::test]
async fn a_charset_in_the_content_type() {
    let trust = Trust::new();
    let text = format!(
        "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><SubscriptionCertificateThumbprint>é</SubscriptionCertificateThumbprint></SubscriptionCertificate>"
    );
    let body: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let answer = Answer::new(200, &[("Content-Type", "text/xml; charset=utf-16le")], body);
    let server = Server::tls(trust.servers.server(&trust.clients), [answer]);
    let certificate = within(trust.management(&server).certificates().get("T")).await.unwrap();
    assert_eq!(thumbprint(certificate.body()), "é");
}

/// Binary data with the line breaks and blanks that base64 in XML may have.
#[tokio::test]
async fn binary_data_with_blanks() {
    let body = format!(
        "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><SubscriptionCertificateData>\n  AP8A\n  gIH/\n  </SubscriptionCertificateData></SubscriptionCertificate>"
    );
    let data = read(body).await.subscription_certificate_data.unwrap();
    assert_eq!(data.as_ref() as &[u8], [0x00, 0xff, 0x00, 0x80, 0x81, 0xff]);
}

#[tokio::test]
async fn dates_of_every_kind() {
    let element = |text: &str| {
        format!("<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><Created>{text}</Created></SubscriptionCertificate>")
    };
    let cases = [
        ("2011-05-11T16:15:26Z", datetime!(2011-05-11 16:15:26 UTC)),
        ("2012-06-07T20:28:55.1234567Z", datetime!(2012-06-07 20:28:55.123_456_7 UTC)),
        ("2012-06-07T20:28:55+02:00", datetime!(2012-06-07 20:28:55 +02:00)),
        ("\n 2012-06-07T20:28:55Z \n", datetime!(2012-06-07 20:28:55 UTC)),
    ];
    let bodies: Vec<String> = cases.iter().map(|(text, _)| element(text)).collect();
    for (certificate, (text, expected)) in read_all(&bodies).await.into_iter().zip(cases) {
        assert_eq!(certificate.created, Some(expected.into()), "{text}");
    }
}

/// Elements are read in any order, though they are written in the schema's.
#[tokio::test]
async fn another_order() {
    let body = format!(
        "<SubscriptionCertificate xmlns=\"{NAMESPACE}\"><Created>2011-05-11T16:15:26Z</Created>\
         <SubscriptionCertificateThumbprint>T</SubscriptionCertificateThumbprint>\
         <SubscriptionCertificatePublicKey>AA==</SubscriptionCertificatePublicKey></SubscriptionCertificate>"
    );
    let certificate = read(body).await;
    assert_eq!(thumbprint(&certificate), "T");
    assert!(certificate.created.is_some() && certificate.subscription_certificate_public_key.is_some());
}

/// Entities that a document defines itself are not expanded: a few lines could become gigabytes.
#[tokio::test]
async fn own_entities_are_refused() {
    use generated::runtime::ErrorKind;
    let trust = Trust::new();
    let lol: String = (1..20).map(|n| format!("<!ENTITY l{n} \"&l{m};&l{m};\">", m = n - 1)).collect();
    let body = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"lol\">{lol}]><SubscriptionCertificate xmlns=\"{NAMESPACE}\">\
         <SubscriptionCertificateThumbprint>&l19;</SubscriptionCertificateThumbprint></SubscriptionCertificate>"
    );
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::xml(body)]);
    let error = within(trust.management(&server).certificates().get("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{error}");
}
