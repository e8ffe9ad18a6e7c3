import { Change } from "@plumbline/contracts/changes";

/** `stale`: nothing has come for a while and nothing can; `since` in milliseconds since 1970. */
export type LiveState = { kind: "connecting" } | { kind: "live" } | { kind: "stale"; since: number };

export interface StreamEvents {
  onChange: (change: Change) => void;
  onState: (state: LiveState) => void;
  /** More was missed than is told again: whatever is shown has to be read anew. */
  onReset: () => void;
  /** The server turned the connection away: the session may be over. */
  onRefused: () => void;
}

export interface StreamInput extends StreamEvents {
  address: (lastEventId: string | undefined) => string;
  lastEventId: string | undefined;
}

const patienceMs = 6_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * One connection to the change feed that comes back by itself and goes on where it was. The browser repeats
 * what broke on its way; what the server refused, it does not, so that is repeated here, ever more slowly.
 */
export function openStream(input: StreamInput): () => void {
  let source: EventSource | undefined;
  let lastEventId = input.lastEventId;
  let retryMs = firstRetryMs;
  let brokenAt: number | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const onOpen = () => {
    retryMs = firstRetryMs;
    brokenAt = undefined;
    clearTimeout(patience);
    patience = undefined;
    input.onState({ kind: "live" });
  };
  const onMessage = (event: MessageEvent<string>) => {
    lastEventId = event.lastEventId || lastEventId;
    const change = parseChange(event.data);
    if (change) input.onChange(change);
  };
  const onBroken = () => {
    brokenAt ??= Date.now();
    const since = brokenAt;
    patience ??= setTimeout(() => input.onState({ kind: "stale", since }), patienceMs);
    if (source?.readyState !== EventSource.CLOSED) return;
    input.onRefused();
    clearTimeout(retry);
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(longestRetryMs, retryMs * 2);
  };
  const connect = () => {
    source?.close();
    source = new EventSource(input.address(lastEventId));
    source.addEventListener("open", onOpen);
    source.addEventListener("error", onBroken);
    source.addEventListener("message", onMessage);
    source.addEventListener("change", onMessage);
    source.addEventListener("reset", input.onReset);
  };
  connect();
  return () => {
    clearTimeout(patience);
    clearTimeout(retry);
    source?.close();
  };
}

function parseChange(text: string): Change | undefined {
  try {
    return Change.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
