import { Socket } from "node:net";

/**
 * A socket that sends what is written in one turn of the event loop as one piece. Statements that do not wait for each
 * other then cost one system call together, which is what most of a small statement's price is on this side.
 */
export function openSocket(): Socket {
  const socket = new Socket();
  const write = socket.write;
  let isHeld = false;
  const hold = (): void => {
    if (isHeld) return;
    isHeld = true;
    socket.cork();
    process.nextTick(() => {
      isHeld = false;
      socket.uncork();
    });
  };
  socket.write = (...args: unknown[]) => {
    hold();
    return Reflect.apply(write, socket, args);
  };
  return socket;
}
