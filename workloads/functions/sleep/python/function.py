"""Waits without using the processor."""

import time


def handle(event):
    time.sleep(event["sleepMs"] / 1000)
    return {"sleptMs": event["sleepMs"]}
