const parentCheckMs = 300;

/**
 * How long this start shall last: `signal` is aborted, and `ended` fulfilled, when a person or the system asks to stop.
 * `onImpatience` hears of every further wish.
 */
export function createLifetime({ env, onImpatience }) {
  const wish = new AbortController();
  const ended = new Promise((resolve) => {
    wish.signal.addEventListener("abort", () => resolve());
  });
  const stop = () => (wish.signal.aborted ? onImpatience() : wish.abort());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  if (env.npm_lifecycle_event) watchParent(() => wish.abort());
  return { signal: wish.signal, ended };
}

/** A SIGTERM that is sent to npm ends npm's shell and not us: our parent is another process then. */
function watchParent(onGone) {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    onGone();
  }, parentCheckMs);
  check.unref();
}
