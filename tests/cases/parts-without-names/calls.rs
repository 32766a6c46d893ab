use cases::parts_without_names::{Client, models};
use cases::runtime::{CallOptions, Multipart, Upload};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let options = || CallOptions::default().multipart_boundary("XXX");
    let mut parts = Multipart::new();
    parts.field("", "application/json", &1_i64);
    parts.header("Content-ID", "<two>");
    parts.files("", "image/png", &Upload::new(b"png".to_vec()));
    parts.files("", "", &Upload::new(b"gif".to_vec()).file_name("a.gif").content_type("image/gif"));
    client.parts().send(parts.clone()).options(options()).await?;
    client.parts().pair(parts).options(options()).await?;
    let about = models::PartsRelatedRequestAbout::default().with_title("t");
    let more = vec![Upload::from("1"), Upload::from("2").file_name("two.bin")];
    let body = models::PartsRelatedRequest::new(about, Upload::from("png")).with_more(more);
    client.parts().related(body).options(options()).await?;
    Ok(())
}
