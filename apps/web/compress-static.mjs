// Writes a Brotli copy beside each file of the portal's build that browsers keep: made once and as small as can be, in place of a
// larger one for each request. Run after `next build`.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);
const directory = path.join(import.meta.dirname, ".next", "static");
const textual = /\.(?:js|css|svg)$/;

const files = (await readdir(directory, { recursive: true })).filter((file) => textual.test(file));
await Promise.all(
  files.map(async (file) => {
    const place = path.join(directory, file);
    const whole = await readFile(place);
    const small = await compress(whole);
    if (small.length < whole.length) await writeFile(`${place}.br`, small);
  }),
);
