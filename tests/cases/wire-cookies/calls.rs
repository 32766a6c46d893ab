use cases::wire_cookies::Client;
use cases::wire_cookies::models::CookiesLookApart;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let list = |items: [&str; 2]| items.map(str::to_owned).to_vec();
    let look = || client.cookies().look();
    look().token("a%20b/c==").many(list(["x", "y z"])).joined(list(["1", "2"])).usual("a b/c==").await?;
    look().apart(CookiesLookApart::default().with_r(100).with_g(200)).await?;
    // These would end the cookie, or the head.
    assert!(look().token("a; b=c").await.is_err());
    assert!(look().token("a\r\nb: c").await.is_err());
    assert!(look().joined(vec!["1,2".to_owned()]).await.is_err());
    // What the header brings, and the cookies of their own, are one field.
    client.cookies().both().cookie("a=1; b=2").sid("x").await?;
    client.cookies().both().cookie("a=1; b=2").await?;
    client.cookies().both().sid("x").await?;
    Ok(())
}
