import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { AppError } from "../kernel/index.ts";

/**
 * The same bytes, compared with their digest as they pass. The last piece waits for the comparison: whoever reads to the
 * announced end has the right bytes, and whoever gets others gets an error before the end.
 */
export function checkedStream(source: Readable, sha256: string): Readable {
  return Readable.from(checked(source, sha256), { objectMode: false });
}

async function* checked(source: Readable, sha256: string): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    digest.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (digest.digest("hex") !== sha256) {
    throw new AppError(
      "unavailable",
      "The stored bytes differ from the version's digest. Nothing that follows from them can be trusted; tell the platform team.",
      {
        params: { reason: "digest-differs" },
      },
    );
  }
  if (held) yield held;
}
