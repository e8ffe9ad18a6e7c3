import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { z } from "zod";

/** What a client knew of the checkout that an archive was packed from. It lies in the archive, first. */
const SourceState = z.object({
  commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
  branch: z.string().max(500).nullable(),
  url: z.string().max(2000).nullable(),
  isDirty: z.boolean(),
  diff: z.string().max(2_097_152).nullable(),
});
export type SourceState = z.infer<typeof SourceState>;

const stateFile = ".plumbline-source.json";
const maxBytes = 4_194_304;

/** Reads no more of the archive than its first file. Undefined where that says nothing of a checkout. */
export async function readSourceState(archive: Readable): Promise<SourceState | undefined> {
  const entries = extract();
  const gunzip = createGunzip();
  const stop = (): void => {
    archive.destroy();
    gunzip.destroy();
    entries.destroy();
  };
  for (const stream of [archive, gunzip]) stream.on("error", () => entries.destroy());
  archive.pipe(gunzip).pipe(entries as unknown as NodeJS.WritableStream);
  try {
    for await (const entry of entries) {
      if (entry.header.name.replace(/^\.\//, "") !== stateFile || entry.header.size > maxBytes) return undefined;
      const parsed = SourceState.safeParse(JSON.parse(await text(entry as AsyncIterable<Uint8Array>)));
      return parsed.success ? parsed.data : undefined;
    }
    return undefined;
  } catch {
    // What cannot be read says nothing; the attempt that unpacks it says why.
    return undefined;
  } finally {
    stop();
  }
}
