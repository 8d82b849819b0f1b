"""boto3 for the tests, which are no Python: a request a line in, an answer a line out. The client is told nothing but
an endpoint. Beside what it makes of an answer goes what came over the wire, for whoever compares it with the model."""

import base64
import datetime
import json
import sys

import boto3
from botocore import xform_name
from botocore.eventstream import EventStream
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody

wire = {}


def note_wire(http_response, model, **_):
    is_stream = model.has_streaming_output or model.has_event_stream_output
    body = "" if is_stream and http_response.status_code < 300 else http_response.text
    wire.update(
        operation=model.name,
        status=http_response.status_code,
        headers={name.lower(): value for name, value in http_response.headers.items()},
        body=body,
    )


def to_bytes(value):
    """Bytes come as {"base64": text}."""
    return base64.b64decode(value["base64"]) if list(value) == ["base64"] else value


def to_json(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, (StreamingBody, bytes)):
        return (value if isinstance(value, bytes) else value.read()).decode()
    if isinstance(value, EventStream):
        return list(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def serve(request):
    client, name, fields = clients[request["service"]], request["name"], request["fields"]
    if request["do"] == "wait":
        return client.get_waiter(name).wait(**fields)
    if request["do"] == "page":
        return list(client.get_paginator(name).paginate(**fields))
    return getattr(client, xform_name(name))(**fields)


def answer(request):
    try:
        return {"answer": serve(request)}
    except ClientError as error:
        modelled = getattr(clients[request["service"]].exceptions, type(error).__name__, ClientError)
        return {
            "error": {
                "name": type(error).__name__,
                "isModelled": modelled is not ClientError and isinstance(error, modelled),
                "message": str(error),
                "response": error.response,
            }
        }
    except BotoCoreError as error:
        return {"error": {"name": type(error).__name__, "message": str(error)}}


clients = {name: boto3.client(name) for name in ("lambda", "sqs")}
for client in clients.values():
    client.meta.events.register("after-call", note_wire)
for line in sys.stdin:
    wire.clear()
    print(json.dumps({**answer(json.loads(line, object_hook=to_bytes)), "wire": wire}, default=to_json), flush=True)
