const parentCheckMs = 300;

/**
 * How long this start shall last. `ended` settles once: fulfilled when a person or the system asks to stop, rejected by `fail`.
 * `signal` is aborted with the first wish to stop; `onImpatience` hears of every further one.
 */
export function createLifetime({ env, onImpatience }) {
  const wish = new AbortController();
  let fail;
  const ended = new Promise((resolve, reject) => {
    wish.signal.addEventListener("abort", () => resolve());
    fail = reject;
  });
  ended.catch(() => undefined);

  const stop = () => (wish.signal.aborted ? onImpatience() : wish.abort());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  if (env.npm_lifecycle_event) watchParent(() => wish.abort());
  return { signal: wish.signal, ended, fail };
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
