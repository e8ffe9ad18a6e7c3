"""Runs the cells that standard input names, as a list of JSON, in a real kernel. Writes what became of each, as a list of JSON."""

import json
import sys

import jupyter_client

manager = jupyter_client.KernelManager(kernel_name="python3")
manager.shutdown_wait_time = 60
manager.start_kernel()
client = manager.client()
client.start_channels()
ran = []
try:
    client.wait_for_ready(timeout=120)
    for cell in json.load(sys.stdin):
        texts = []

        def keep(message):
            content = message["content"]
            texts.append(content.get("text") or "\n".join(content.get("traceback", [])))

        reply = client.execute_interactive(cell, timeout=120, output_hook=keep)
        ran.append({"status": reply["content"]["status"], "text": "".join(texts)})
finally:
    client.stop_channels()
    manager.shutdown_kernel()
print(json.dumps(ran))
