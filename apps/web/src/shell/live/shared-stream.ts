import type { Change } from "@plumbline/contracts/changes";
import { type LiveState, openStream, type StreamEvents } from "./stream.ts";

type Message = { kind: "hello" } | { kind: "state"; state: LiveState } | { kind: "change"; change: Change } | { kind: "reset" };

/** Addresses of the feed of one workspace. */
function addressOf(workspace: string): (lastEventId: string | undefined) => string {
  return (lastEventId) => {
    const query = new URLSearchParams({ workspace, ...(lastEventId ? { lastEventId } : {}) });
    return `/api/v1/changes?${query}`;
  };
}

/**
 * One stream for all tabs of a browser: the tab that holds the lock reads the feed and tells the others. When it
 * goes, another gets the lock and reads on from the last change that it was told. Where the browser has no locks
 * (plain http under a name other than localhost), each tab reads for itself.
 */
export function openSharedStream(workspace: string, events: StreamEvents): () => void {
  const address = addressOf(workspace);
  if (!navigator.locks) return openStream({ address, lastEventId: undefined, ...events });

  const name = `plumbline.changes.${workspace}`;
  const channel = new BroadcastChannel(name);
  const given = new AbortController();
  let lastEventId: string | undefined;
  let state: LiveState | undefined;
  const tell = (message: Message) => channel.postMessage(message);

  const receive = (message: Message) => {
    if (message.kind === "change") {
      lastEventId = message.change.id;
      events.onChange(message.change);
    } else if (message.kind === "state") events.onState(message.state);
    else if (message.kind === "reset") events.onReset();
    else if (state) tell({ kind: "state", state });
  };
  channel.addEventListener("message", (event: MessageEvent<Message>) => receive(event.data));
  tell({ kind: "hello" });

  const lead = () => {
    const relay = (message: Exclude<Message, { kind: "hello" }>) => {
      if (message.kind === "state") state = message.state;
      receive(message);
      tell(message);
    };
    const close = openStream({
      address,
      lastEventId,
      onChange: (change) => relay({ kind: "change", change }),
      onState: (next) => relay({ kind: "state", state: next }),
      onReset: () => relay({ kind: "reset" }),
      onRefused: events.onRefused,
    });
    return new Promise<void>((release) => {
      given.signal.addEventListener("abort", () => {
        close();
        release();
      });
    });
  };
  navigator.locks.request(name, { signal: given.signal }, lead).catch(() => undefined);
  return () => {
    given.abort();
    channel.close();
  };
}
