use cases::runtime::ErrorKind;
use cases::wire_answers::answers::{MixedError, SeveralError, SeveralOutput};
use cases::wire_answers::{Client, ErrorHeaders};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let answers = client.answers();
    answers.pay().idempotency_key("one").await?;
    for pay in [answers.pay(), answers.pay().idempotency_key("")] {
        assert_eq!(pay.await.expect_err("a 503").attempts(), 1);
    }

    // Of several media types of an error, each has its own type; what comes as none of them is taken for the one asked for.
    let mut found = Vec::new();
    for _ in 0..13 {
        let error: Option<MixedError> = answers.mixed().await.expect_err("an error").into_api_error();
        found.push(error.map_or_else(String::new, |error| format!("{error:?}")));
    }
    assert_eq!(
        found,
        [
            "NotFoundProblemJson(Problem { title: \"none\" })",
            "NotFound(Missing { what: \"it\" })",
            "",
            "",
            "NotFound(Missing { what: \"it\" })",
            "ConflictXml(Problem { title: \"later\" })",
            "Conflict(Missing { what: \"it\" })",
            "Gone(Problem { title: \"gone\" })",
            "ClientErrorJson(AnswersMixedClientErrorJson { number: 2 })",
            "ClientError(Missing { what: \"it\" })",
            "ClientErrorOther(AnswersMixedClientError { text: \"any\" })",
            "Locked(Problem { title: \"held\" })",
            "LockedJson(Missing { what: \"it\" })",
        ]
    );

    let SeveralOutput::Ok(done) = answers.several().await?.into_body() else { return Err("no 200".into()) };
    let SeveralOutput::Accepted(queued) = answers.several().await?.into_body() else { return Err("no 202".into()) };
    assert_eq!((done.result.as_str(), queued.position), ("fine", 3));
    assert_eq!((queued.speed, queued.speed_or_default(), queued.lane_or_default()), (None, 2.0, "slow"));
    assert_eq!((queued.left_or_default(), queued.right_or_default()), (None, Some(7)));
    assert_eq!(queued.kind_or_default().to_string(), "b");
    let error = answers.several().await.expect_err("a 404");
    assert!(matches!(error.api_error(), Some(SeveralError::NotFound(missing)) if missing.what == "it"));
    let error = answers.several().await.expect_err("a 501");
    assert!(matches!(error.api_error(), Some(SeveralError::ServerError(problem)) if problem.title == "not yet"));
    let error = answers.several().await.expect_err("another 2xx");
    assert_eq!((error.status(), error.api_error()), (Some(203), None));

    // A coding that nothing takes off, of a success and of an error.
    for status in [202, 404] {
        let error = answers.several().await.expect_err("a coding");
        assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(status)));
        assert!(error.to_string().contains("\"gzip\"") && error.to_string().contains("feature `gzip`"), "{error}");
    }
    // What would lead to another host, or to another path, than the description's.
    for host in ["", "evil.com/", "me@evil.com", "a b"] {
        let error = Client::builder().host(host).build().map(|_| ()).expect_err(host);
        assert!(error.to_string().contains("`host`"), "{error}");
    }
    assert!(Client::builder().version("1/../../admin").build().is_err());
    assert!(Client::builder().version("1/2").build().is_ok());

    assert_eq!(answers.range().await?.into_body().map(|done| done.result).as_deref(), Some("fine"));
    for status in [204, 205, 202] {
        let answer = answers.range().await?;
        assert_eq!((answer.status(), answer.into_body()), (status, None));
    }
    assert_eq!(answers.maybe().await?.into_body(), None);
    assert_eq!(answers.maybe().await?.into_body(), Some(vec!["a".to_owned()]));
    assert_eq!(answers.maybe().await?.into_body(), None);

    let response = answers.headers().await?;
    let headers = response.headers();
    assert_eq!((headers.x_rate, headers.x_names.as_deref()), (Some(5), Some(&["a".to_owned(), "\"b, c\"".to_owned()][..])));
    assert_eq!(headers.link.as_deref(), Some("</a>; rel=\"next\", </b>; rel=\"last\""));
    let cookies = ["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT".to_owned(), "b=2".to_owned()];
    assert_eq!(headers.set_cookie.as_deref(), Some(&cookies[..]));
    assert_eq!(headers.x_done.as_ref().map(|done| done.result.as_str()), Some("fine"));
    assert_eq!(headers.x_until.map(|at| at.unix_timestamp()), Some(1_487_289_600));

    let error = answers.headers().await.expect_err("a 409");
    let headers = error.typed_headers::<ErrorHeaders>().expect("an answer");
    assert_eq!(headers.x_until.map(|at| at.unix_timestamp()), Some(1_487_289_600));
    assert_eq!(headers.set_cookie.as_deref(), Some(cookies[0].as_str()));
    assert_eq!(headers.x_why.map(|missing| missing.what).as_deref(), Some("it"));

    let mut events = answers.events().await?.into_body();
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event?.data.result);
    }
    assert_eq!(found, ["one", "two"]);
    let mut lines = answers.lines().await?.into_body();
    let mut found = Vec::new();
    while let Some(line) = lines.next().await {
        found.push(line?.result);
    }
    assert_eq!(found, ["one", "two"]);
    answers.elsewhere().await?;
    answers.below().await?;
    Client::builder().endpoint(format!("{url}/base/")).build()?.answers().below().await?;
    Ok(())
}
