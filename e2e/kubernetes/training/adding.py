"""What each node of a job runs: all give their number to the first, and hear from it what they are together."""

import os
import socket
import time

rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
address = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
mine = 10 * (rank + 1)
if rank == 0:
    server = socket.create_server(("", address[1]))
    others = [server.accept()[0] for _ in range(world - 1)]
    total = mine + sum(int(other.recv(16)) for other in others)
    for other in others:
        other.sendall(str(total).encode())
else:
    while True:
        try:
            first = socket.create_connection(address, timeout=60)
            break
        except OSError:
            time.sleep(0.1)
    first.sendall(str(mine).encode())
    total = int(first.recv(16))
print("node", os.environ["NODE_RANK"], "of", os.environ["PET_NNODES"], "is rank", rank, "of", world, "and hears", total)
if rank == 1 and os.environ.get("FAILS"):
    raise SystemExit(3)
