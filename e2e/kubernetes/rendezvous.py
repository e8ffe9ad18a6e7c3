"""What each of the two pods of the indexed job "ring" runs: they greet each other by name, and look for names that nobody has."""

import os
import socket
import time

me = int(os.environ["JOB_COMPLETION_INDEX"])
server = socket.create_server(("", 9000))


def reach(name):
    while True:
        try:
            return socket.create_connection((name, 9000), timeout=5)
        except OSError:
            time.sleep(0.05)


reach(f"ring-{1 - me}.ring").sendall(str(me).encode())
print("greeted by", server.accept()[0].recv(1).decode())
for name in ("ring-7.ring", "example.com"):
    try:
        socket.getaddrinfo(name, 80)
        print(name, "is somebody")
    except socket.gaierror as error:
        print(name, "is nobody" if error.errno == socket.EAI_NONAME else error)
