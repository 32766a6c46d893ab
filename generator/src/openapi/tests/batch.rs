//! The description of the Batch certificates: read without a word, and saying what the service's facts say.

use super::*;
use crate::ir::{Given, Location, Next, Payload, SchemeKind, StatusPattern};

fn batch() -> Lowered {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/batch/batch.openapi.yaml");
    let (mut sources, mut builder, mut diags) = (Sources::new(), Builder::new(), Diagnostics::new());
    let file = sources.load(std::path::Path::new(path)).unwrap();
    lower(&mut sources, file, &mut builder, &mut diags, &Options::default());
    Lowered { api: builder.finish(), sources, diags }.clean()
}

#[test]
fn operations() {
    let lowered = batch();
    let codes = |op: &crate::ir::Operation| op.responses.iter().map(|response| response.status).collect::<Vec<_>>();
    let found: Vec<_> = lowered
        .api
        .operations
        .iter()
        .map(|(_, op)| (op.id.as_deref().unwrap(), op.method.as_str(), codes(op)))
        .collect();
    let answers = |code| vec![StatusPattern::Code(code), StatusPattern::Default];
    assert_eq!(
        found,
        [
            ("Certificate_Add", "POST", answers(201)),
            ("Certificate_List", "GET", answers(200)),
            ("Certificate_CancelDeletion", "POST", answers(204)),
            ("Certificate_Delete", "DELETE", answers(202)),
            ("Certificate_Get", "GET", answers(200)),
        ]
    );
    for (_, operation) in lowered.api.operations.iter() {
        let id = operation.id.as_deref().unwrap();
        assert_eq!(operation.group.as_ref().unwrap().text, "Certificates", "{id}");
        assert!(operation.deprecated.as_ref().unwrap().reason.is_some(), "{id}");
        let version = operation.params.iter().find(|param| param.name.text == "api-version").unwrap();
        assert_eq!(
            (version.given, version.location, version.required),
            (Given::ByClient, Location::Query, true),
            "{id}"
        );
        let request_id = operation.params.iter().find(|param| param.name.text == "client-request-id").unwrap();
        assert_eq!((request_id.given, request_id.location), (Given::OrUuid, Location::Header), "{id}");
        let date = operation.params.iter().find(|param| param.name.text == "ocp-date").unwrap();
        assert_eq!(lowered.short(date.ty, false), "DateTimeRfc1123", "{id}");
        let headers: Vec<&str> =
            operation.responses[0].headers.iter().map(|header| header.name.text.as_str()).collect();
        let data = matches!(id, "Certificate_Add" | "Certificate_CancelDeletion");
        assert_eq!(headers[..4], ["client-request-id", "request-id", "ETag", "Last-Modified"], "{id}");
        assert_eq!(headers[4..], ["DataServiceId"][..usize::from(data)], "{id}");
        assert!(
            matches!(operation.responses[1].media[0].payload, Payload::Json(ty) if lowered.short(ty, false) == "BatchError"),
            "{id}"
        );
    }
    let list = lowered.api.operations.iter().nth(1).unwrap().1;
    let paging = list.paging.as_ref().unwrap();
    assert_eq!(paging.items.as_deref().unwrap(), ["value"]);
    assert_eq!(paging.next, Next::Member(vec!["odata.nextLink".into()]));
    let most = list.params.iter().find(|param| param.name.text == "maxresults").unwrap();
    assert_eq!((most.name.for_code(), lowered.short(most.ty, false).as_str()), ("maxResults", "I32 min 1 max 1000"));
    assert_eq!(most.default, Some(Literal::Number("1000".into())));
    let add = lowered.api.operations.iter().next().unwrap().1;
    let request = add.request.as_ref().unwrap();
    assert_eq!(request.media[0].media_type, "application/json; odata=minimalmetadata");
    assert_eq!((request.required, request.name.as_ref().unwrap().text.as_str()), (true, "certificate"));
}

#[test]
fn models() {
    let lowered = batch();
    for (name, short) in [
        (
            "CertificateAddParameter",
            "{thumbprint: String, thumbprintAlgorithm: String, data: String, certificateFormat?: CertificateFormat, password?: String}",
        ),
        (
            "Certificate",
            "{thumbprint?: String, thumbprintAlgorithm?: String, url?: String, state?: CertificateState, stateTransitionTime?: DateTime, \
             previousState?: CertificateState, previousStateTransitionTime?: DateTime, publicData?: String, \
             deleteCertificateError?: DeleteCertificateError}",
        ),
        ("CertificateState", "enum(active deleting deletefailed ..)"),
        ("CertificateFormat", "enum(pfx cer ..)"),
        ("DeleteCertificateError", "{code?: String, message?: String, values?: [NameValuePair]}"),
        ("NameValuePair", "{name?: String, value?: String}"),
        ("CertificateListResult", "{value?: [Certificate], odata.nextLink?: String}"),
        ("BatchError", "{code?: String, message?: ErrorMessage, values?: [BatchErrorDetail]}"),
        ("ErrorMessage", "{lang?: String, value?: String}"),
        ("BatchErrorDetail", "{key?: String, value?: String}"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
}

#[test]
fn where_it_is_and_who_may_call() {
    let lowered = batch();
    let server = &lowered.api.servers[0];
    assert_eq!((server.url.as_str(), server.variables[0].default.as_deref()), ("{batchUrl}", None));
    assert_eq!(lowered.api.client_params[0].default, Some(Literal::String("2024-07-01.20.0".into())));
    assert_eq!(lowered.api.request_id_headers, ["request-id"]);
    assert!(
        matches!(&lowered.api.security["azure_auth"].kind, SchemeKind::OAuth2(flows) if flows[0].kind == "implicit")
    );
    assert!(
        matches!(&lowered.api.security["api_key"].kind, SchemeKind::ApiKey { location: Location::Header, name } if name == "Authorization")
    );
}
