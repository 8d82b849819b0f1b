"""Does nothing."""


def handle(event):
    return {"done": True}
