"""Begins a Python function: loads its handler, then answers the events that the platform sends, one after another.

It is on the path of every cold start: a bare socket saves many modules.
"""

import importlib
import json
import os
import socket
import struct
import sys
import time

# As invocation-frames.ts has them.
READY, RESPONSE, ERROR, INIT_ERROR = 1, 2, 3, 4
LAST_WORD = 0x80
MARK = b"\0"
# Type, channel, length of what follows.
HEAD = struct.Struct("<BII")
EVENT_HEAD = struct.Struct("<I")


class Connection:
    """To the platform, in frames."""

    def __init__(self, connected):
        self._socket = connected
        self._unread = b""
        self._socket.sendall(MARK)

    def send(self, kind, channel, body=b""):
        self._socket.sendall(HEAD.pack(kind, channel, len(body)) + body)

    def next(self):
        """The number of an invocation, its fields, and its event."""
        _, call, frame = self.receive()
        start = EVENT_HEAD.size + EVENT_HEAD.unpack_from(frame)[0]
        return call, frame[EVENT_HEAD.size : start].decode("latin-1").split("\0"), frame[start:]

    def fail(self, kind, channel, error):
        self.send(kind, channel, error["errorType"].encode() + b"\0" + json.dumps(error).encode())

    def receive(self):
        kind, channel, length = HEAD.unpack(self._read(HEAD.size))
        return kind, channel, self._read(length)

    def _read(self, size):
        while len(self._unread) < size:
            chunk = self._socket.recv(max(65536, size - len(self._unread)))
            if not chunk:
                # Without the platform there is nothing left to do.
                sys.exit(1)
            self._unread += chunk
        read, self._unread = self._unread[:size], self._unread[size:]
        return read


def connect():
    """A connection that the platform handed over saves a port and the time to connect."""
    handed = os.environ.pop("FAASMARK_RUNTIME_CONNECTION", None)
    if handed is not None and handed.startswith("/"):
        connected = socket.socket(socket.AF_UNIX)
        connected.connect(handed)
        return Connection(connected)
    if handed is not None:
        os.set_inheritable(int(handed), False)
        return Connection(socket.socket(fileno=int(handed)))
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)
    connected = socket.create_connection((host, int(port)))
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Connection(connected)


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """The second argument of a handler, with the fields that AWS documents."""

    def __init__(self, request_id, deadline_ms, arn, client_context):
        env = os.environ
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = CognitoIdentity()
        # Fields are read byte by byte; their JSON is UTF-8.
        self.client_context = json.loads(client_context.encode("latin-1")) if client_context else None
        self._deadline_ms = int(deadline_ms)

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class InitError(Exception):
    """Why there is no handler, named as Lambda names it."""

    def __init__(self, name, message):
        super().__init__(message)
        self.name = name


def load_handler(name):
    """`folder/module.function`: folders may be given with slashes or dots."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name:
        raise InitError("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitError("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        raise InitError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}") from error
    if not hasattr(module, function_name):
        raise InitError("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def describe(error, request_id):
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and not frame.filename.startswith("<frozen")]
    return {
        "errorMessage": str(error),
        "errorType": getattr(error, "name", None) if isinstance(error, InitError) else type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


def is_json_log():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def to_timestamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03d}Z"


def log_error(error):
    if is_json_log():
        line = {"timestamp": to_timestamp(time.time()), "level": "ERROR", **error}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    text = f"[ERROR] {error['errorType']}: {error['errorMessage']}\nTraceback (most recent call last):\n"
    sys.stdout.write(text + "".join(error["stackTrace"]) + "\n")


def set_up_json_logging(logging, current):
    """As Lambda's runtime writes it: docs.aws.amazon.com/lambda/latest/dg/python-logging.html, November 2026."""
    levels = {"TRACE": logging.NOTSET, "FATAL": logging.CRITICAL}
    least = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            line = {
                "timestamp": to_timestamp(record.created),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
                "requestId": current["request_id"],
            }
            if record.exc_info and record.exc_info[0] is not None:
                error = describe(record.exc_info[1], current["request_id"])
                line.update({key: error[key] for key in ("errorType", "errorMessage", "stackTrace")})
            return json.dumps(line, ensure_ascii=False, default=str)

    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(levels.get(least, least))


def set_up_logging(current):
    """A handler on the root logger, as Lambda has; only once a function has imported logging."""
    logging = sys.modules.get("logging")
    if logging is None or logging.getLogger().handlers:
        return
    if is_json_log():
        set_up_json_logging(logging, current)
        return
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)

    def add_request_id(record):
        record.aws_request_id = current["request_id"]
        return True

    handler.addFilter(add_request_id)
    logging.getLogger().addHandler(handler)


def skew_clock(ahead_ms):
    """A declared fault: what the function says of the time is wrong by so much."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + ahead_ms / 1000
    time.time_ns = lambda: now_ns() + int(ahead_ms * 1_000_000)


def main():
    if "FAASMARK_CLOCK_SKEW_MS" in os.environ:
        skew_clock(float(os.environ["FAASMARK_CLOCK_SKEW_MS"]))
    connection = connect()
    # The folder of this file must not hide the function's own modules.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    current = {"request_id": ""}
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        described = describe(error, "")
        log_error(described)
        connection.fail(INIT_ERROR + LAST_WORD, 0, described)
        # It has come when the platform says so.
        connection.receive()
        sys.exit(1)
    connection.send(READY, 1)
    while True:
        call, (request_id, deadline_ms, arn, trace_id, client_context, _), body = connection.next()
        set_up_logging(current)
        context = Context(request_id, deadline_ms, arn, client_context)
        current["request_id"] = request_id
        if trace_id:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        try:
            event = json.loads(body)
            result = json.dumps(handler(event, context), ensure_ascii=False).encode()
        except Exception as error:
            described = describe(error, request_id)
            log_error(described)
            connection.fail(ERROR, call, described)
        else:
            connection.send(RESPONSE, call, result)


if __name__ == "__main__":
    main()
