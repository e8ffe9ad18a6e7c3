"""What the launcher sees of a real GPU: `python3 bench/launcher-gpu.py` on a machine that has one. Prints JSON.

It runs the launcher as a container would, against a server of its own that keeps the reports. The command keeps the first GPU
busy for half a minute through CUDA's driver, so that no package is needed, then leaves it alone for as long.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LAUNCHER = os.path.join(os.path.dirname(__file__), "..", "python", "plumbline", "launcher.py")
SECONDS = 30
HELD_BYTES = 2 << 30

PTX = b"""
.version 6.0
.target sm_50
.address_size 64
.visible .entry spin(.param .u64 rounds) {
  .reg .u64 %r<3>;
  .reg .pred %p;
  ld.param.u64 %r1, [rounds];
  mov.u64 %r2, 0;
loop:
  add.u64 %r2, %r2, 1;
  setp.lt.u64 %p, %r2, %r1;
  @%p bra loop;
  ret;
}
\0"""


def keep_busy():
    """Holds memory and runs one kernel after another on the first GPU."""
    cuda = ctypes.CDLL("libcuda.so.1")

    def check(code, what):
        if code != 0:
            raise SystemExit(f"{what} answered {code}")

    device, context, module, kernel, memory = (ctypes.c_int(), *(ctypes.c_void_p() for _ in range(4)))
    check(cuda.cuInit(0), "cuInit")
    check(cuda.cuDeviceGet(ctypes.byref(device), 0), "cuDeviceGet")
    check(cuda.cuCtxCreate_v2(ctypes.byref(context), 0, device), "cuCtxCreate")
    check(cuda.cuMemAlloc_v2(ctypes.byref(memory), ctypes.c_size_t(HELD_BYTES)), "cuMemAlloc")
    check(cuda.cuModuleLoadData(ctypes.byref(module), PTX), "cuModuleLoadData")
    check(cuda.cuModuleGetFunction(ctypes.byref(kernel), module, b"spin"), "cuModuleGetFunction")
    rounds = ctypes.c_uint64(20_000_000)
    arguments = (ctypes.c_void_p * 1)(ctypes.cast(ctypes.byref(rounds), ctypes.c_void_p))
    until = time.monotonic() + SECONDS
    print("busy", flush=True)
    while time.monotonic() < until:
        check(cuda.cuLaunchKernel(kernel, 1056, 1, 1, 256, 1, 1, 0, None, arguments, None), "cuLaunchKernel")
        check(cuda.cuCtxSynchronize(), "cuCtxSynchronize")
    print("idle", flush=True)
    time.sleep(SECONDS)


def main():
    reports = []

    class Platform(BaseHTTPRequestHandler):
        def do_POST(self):
            report = json.loads(self.rfile.read(int(self.headers["content-length"])))
            reports.append(report)
            answer = json.dumps({"nextSequence": report["sequence"] + 1, "stop": False}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    env = {
        **os.environ,
        "PLUMBLINE_URL": f"http://127.0.0.1:{server.server_port}",
        "PLUMBLINE_TOKEN": "none",
        "PLUMBLINE_JOB": "job",
        "PLUMBLINE_JOB_ID": "00000000-0000-4000-8000-000000000000",
        "PLUMBLINE_ATTEMPT": "1",
    }
    with tempfile.TemporaryDirectory() as directory:
        code = subprocess.run([sys.executable, LAUNCHER, "--", sys.executable, os.path.abspath(__file__), "busy"], env=env, cwd=directory).returncode
    samples = [sample for report in reports for sample in report.get("samples", [])]
    seen = [(sample["at"], gpu) for sample in samples for gpu in sample["gpus"] if gpu["index"] == 0]
    first = seen[0][0] if seen else 0
    print(json.dumps({
        "exitCode": code,
        "reports": len(reports),
        "gpu": seen[0][1]["name"] if seen else None,
        "samples": [{"second": round((at - first) / 1000), "busyPercent": gpu["busyPercent"], "memoryMiB": round(gpu["memoryBytes"] / 2**20)} for at, gpu in seen],
    }))


if __name__ == "__main__":
    keep_busy() if sys.argv[1:] == ["busy"] else main()
