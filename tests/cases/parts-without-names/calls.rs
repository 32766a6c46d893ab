use cases::parts_without_names::Client;
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
    Ok(())
}
