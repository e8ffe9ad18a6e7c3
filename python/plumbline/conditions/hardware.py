"""The machine that a run was made on, in one line."""

from __future__ import annotations

import os
import platform
import subprocess

SMI_SECONDS = 5
_kept = {}


def tags():
    if not _kept:
        _kept.update(
            {
                "plumbline.hardware": ", ".join(part for part in (_cores(), _memory(), *_gpus()) if part),
                "plumbline.os": " ".join(part for part in (platform.system(), platform.release(), platform.machine()) if part),
                "plumbline.python": "%s %s" % (platform.python_implementation(), platform.python_version()),
            }
        )
    return dict(_kept)


def _cores():
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return "%d %s %s" % (count, "core" if count == 1 else "cores", _model()) if count else _model()


def _model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            named = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        named = ""
    return named or platform.processor() or platform.machine()


def _memory():
    """What the program may use: a container's share where it has one."""
    sizes = [_number("/sys/fs/cgroup/memory.max"), _number("/sys/fs/cgroup/memory/memory.limit_in_bytes")]
    try:
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        pass
    known = [size for size in sizes if size and size > 0]
    return "%d GB memory" % max(1, round(min(known) / 1e9)) if known else None


def _number(path):
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def _gpus():
    """Asks the driver's own tool: whether torch sees them is not worth waking it up for."""
    query = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(query, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SMI_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return ["no GPU seen"]
    rows = [[cell.strip() for cell in line.split(",")] for line in answer.stdout.decode("utf-8", "replace").splitlines() if line.count(",") == 2]
    if not rows:
        return ["no GPU seen"]
    kinds = {}
    for name, memory, driver in rows:
        size = " %d GB" % round(int(memory) / 1024) if memory.isdigit() else ""
        kinds["%s%s, driver %s" % (name, size, driver)] = kinds.get("%s%s, driver %s" % (name, size, driver), 0) + 1
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    return ["%d × %s" % (count, kind) for kind, count in kinds.items()] + (["visible %s" % visible] if visible else [])
