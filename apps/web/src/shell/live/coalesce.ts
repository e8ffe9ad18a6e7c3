/**
 * Gathers keys and hands each over once, soon after its first mention: a run that logs a hundred times a second
 * asks for one reading. `next` is called again no earlier than `everyMs` after the last time.
 */
export function coalesce<Value>(everyMs: number, next: (values: readonly Value[]) => void) {
  const waiting = new Map<string, Value>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = 0;
  const flush = () => {
    timer = undefined;
    lastAt = Date.now();
    const values = [...waiting.values()];
    waiting.clear();
    next(values);
  };
  return {
    add(key: string, value: Value) {
      waiting.set(key, value);
      timer ??= setTimeout(flush, Math.max(firstMs, lastAt + everyMs - Date.now()));
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

const firstMs = 60;
