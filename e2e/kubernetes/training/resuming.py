"""A program that counts, keeps how far it is, and goes on from there: STEPS of them, and until then it stays where it is told to PAUSE."""

import json
import os
import signal
import sys
import time

folder = os.environ["PLUMBLINE_CHECKPOINT_DIR"]
place = os.path.join(folder, "step.json")
step = 0


def keep():
    with open(place + ".new", "w") as file:
        json.dump({"step": step}, file)
    os.replace(place + ".new", place)
    tell = os.environ["PLUMBLINE_STATUS_FILE"]
    with open(tell + ".new", "w") as file:
        json.dump({"checkpoint": {"path": place, "step": step}}, file)
    os.replace(tell + ".new", tell)


def end(*_):
    keep()
    print("kept at", step)
    sys.exit(1)


if os.path.exists(place):
    with open(place) as file:
        step = json.load(file)["step"]
print("begins at", step, "resumed", os.environ["PLUMBLINE_RESUMED"])
if os.environ.get("KEEPS") == "at-the-end":
    signal.signal(signal.SIGTERM, end)
pause = int(os.environ["PAUSE"])
while step < pause:
    step += 1
if os.environ["PLUMBLINE_ATTEMPT"] == "1":
    if os.environ.get("KEEPS") != "at-the-end":
        keep()
    print("waits at", step)
    while True:
        time.sleep(0.1)
print("goes on to", step + 1)
