//! A function on the official Rust runtime client, for the tests of the Runtime API. The event says what it shall do.
use lambda_runtime::streaming::{channel, Body, Response};
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};
use std::sync::atomic::{AtomicU32, Ordering};

static INVOCATIONS: AtomicU32 = AtomicU32::new(0);

async fn answer(LambdaEvent { payload, context }: LambdaEvent<Value>) -> Result<Value, Error> {
    let invocation = INVOCATIONS.fetch_add(1, Ordering::Relaxed) + 1;
    println!("rust says {}", payload["text"].as_str().unwrap_or(""));
    match payload["do"].as_str() {
        Some("fail") => Err("as asked".into()),
        Some("panic") => panic!("as asked"),
        Some("exit") => std::process::exit(7),
        _ => Ok(json!({
            "text": payload["text"],
            "requestId": context.request_id,
            "functionArn": context.invoked_function_arn,
            "clientContext": context.client_context,
            "invocation": invocation,
        })),
    }
}

async fn stream(event: LambdaEvent<Value>) -> Result<Response<Body>, Error> {
    let (mut sender, body) = channel();
    let pieces: Vec<String> = serde_json::from_value(event.payload["pieces"].clone())?;
    tokio::spawn(async move {
        for piece in pieces {
            sender.send_data(piece.into()).await.expect("somebody reads");
        }
    });
    Ok(Response::from(body))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    match std::env::var("_HANDLER").as_deref() {
        Ok("stream") => run(service_fn(stream)).await,
        _ => run(service_fn(answer)).await,
    }
}
