import { Change } from "@plumbline/contracts/changes";
import { CommandError } from "#src/command.ts";

const reconnectMs = 2000;

/**
 * Changes of the workspace as they come. After a lost connection it goes on behind the last event that it saw; `onReset`
 * tells to look at everything anew, first of all at the beginning.
 */
export async function followChanges(options: {
  readonly origin: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onChange: (change: Change) => void;
  readonly onReset: () => void;
}): Promise<void> {
  const { signal } = options;
  let lastId: string | undefined;
  while (!signal.aborted) {
    lastId = await readStream(options, lastId).catch((error: unknown) => {
      if (error instanceof CommandError) throw error;
      return lastId;
    });
    if (!signal.aborted) await pause(reconnectMs, signal);
  }
}

async function readStream(options: Parameters<typeof followChanges>[0], after: string | undefined): Promise<string | undefined> {
  const { origin, token, signal, onChange, onReset } = options;
  const response = await fetch(`${origin}/api/v1/changes`, {
    signal,
    headers: { authorization: `Bearer ${token}`, accept: "text/event-stream", ...(after === undefined ? {} : { "last-event-id": after }) },
  });
  if (response.status === 401 || response.status === 403) throw new CommandError("the token may not read changes, or is no longer valid");
  if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
  onReset();
  let lastId = after;
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) lastId = deliver(event, { onChange, onReset }) ?? lastId;
  }
  return lastId;
}

/** The id of the event, where it has one. */
function deliver(event: string, to: { onChange: (change: Change) => void; onReset: () => void }): string | undefined {
  const field = (name: string) =>
    event
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  if (field("event") === "reset") to.onReset();
  const parsed = Change.safeParse(parseJson(field("data")));
  if (field("event") === "change" && parsed.success) to.onChange(parsed.data);
  return field("id");
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
