import { type DestinationStream, pino } from "pino";

/** More than this is written at once. */
const heldBytes = 12_288;

/**
 * Standard output, or another descriptor, written to once in a turn of the event loop: the lines of all requests that one commit answers cost one
 * call of the system. A process that exits, also by an error, writes what it holds before.
 */
export function logOutput(descriptor = 1): DestinationStream {
  const output = pino.destination({ dest: descriptor, sync: true, minLength: heldBytes });
  let isHeld = false;
  const flush = (): void => {
    isHeld = false;
    output.flushSync();
  };
  process.on("exit", flush);
  return {
    write: (line) => {
      output.write(line);
      if (isHeld) return;
      isHeld = true;
      setImmediate(flush);
    },
  };
}
