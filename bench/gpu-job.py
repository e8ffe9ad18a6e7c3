"""What `gpu-job.mjs` trains: a few large layers on made-up data, on the GPU that the job was given.

The loss goes to the job's run over MLflow's REST API, so that no more than PyTorch is needed.
"""

import json
import os
import time
import urllib.request

import torch

SECONDS = 45
WIDTH = 4096


def log_metric(step, value):
    headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
    point = {"run_id": os.environ["MLFLOW_RUN_ID"], "key": "loss", "value": value, "timestamp": int(time.time() * 1000), "step": step}
    url = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/log-metric"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(point).encode(), headers), timeout=30).read()


torch.manual_seed(0)
print("devices", torch.cuda.device_count(), torch.cuda.get_device_name(0), flush=True)
layers = [layer for _ in range(4) for layer in (torch.nn.Linear(WIDTH, WIDTH), torch.nn.ReLU())]
model = torch.nn.Sequential(*layers, torch.nn.Linear(WIDTH, 1)).cuda()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
inputs = torch.randn(8192, WIDTH, device="cuda")
targets = inputs[:, :16].sum(dim=1, keepdim=True)
until = time.monotonic() + SECONDS
step = 0
while time.monotonic() < until:
    loss = torch.nn.functional.mse_loss(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        log_metric(step, loss.item())
        print("step", step, "loss", round(loss.item(), 4), flush=True)
    step += 1
