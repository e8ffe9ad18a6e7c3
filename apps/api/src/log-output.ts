import { type DestinationStream, pino } from "pino";

/**
 * Standard output, or another descriptor, written to once in a turn of the event loop: the lines of all requests that one commit answers cost one
 * call of the system. A process that exits, also by an error, writes what it holds before.
 */
export function logOutput(descriptor = 1): DestinationStream {
  // Its own buffer is not used: emptying it waits for the disk.
  const output = pino.destination({ dest: descriptor, sync: true });
  let held = "";
  const flush = (): void => {
    const lines = held;
    held = "";
    if (lines !== "") output.write(lines);
  };
  process.on("exit", flush);
  return {
    write: (line) => {
      if (held === "") setImmediate(flush);
      held += line;
    },
  };
}
